package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channelrouter/configs"
	"channelrouter/miniprogram/fake"
)

type fakeCommand struct {
	Listen string   `default:"127.0.0.1:8081" help:"Loopback address to serve on." placeholder:"ADDR"`
	Server string   `default:"http://127.0.0.1:8080" help:"Where the server is that it notifies." placeholder:"URL"`
	Keys   string   `default:"data/fake" type:"path" help:"Folder for the keys that the server needs." placeholder:"DIR"`
	People []string `default:"li,wang,zhao" help:"Who exists; others come to be when they log in." placeholder:"NAME"`
	Auto   bool     `help:"Have people accept payouts at once."`
}

// Help teaches how to point a server at it, and how to be a person.
func (fakeCommand) Help() string {
	return `Plays WeChat and WeChat Pay, so that front ends can be worked on without an account at
either: apps of all five roles, people, and a merchant each for prizes and for commissions.
The settings that point a server at it are printed, one a line:

  channelrouter fake > fake.env &
  set -a; . ./fake.env; set +a
  channelrouter serve

Where a mini-program calls wx.login, and where a person accepts a payout, call:

  GET  /fake/login-code?role=guide&person=li   {"code": ...}, for POST /api/v1/guide/sessions
  GET  /fake/bills?merchant=commission         bills that people have got, in fen
  POST /fake/accept?package=PACKAGE            what wx.requestMerchantTransfer would do
  POST /fake/bills/NUMBER/confirm              the same, by the bill's number
  POST /fake/bills/NUMBER/reject?reason=WORD   WeChat fails to pay it
  POST /fake/people/li/name?name=NAME          what WeChat knows him as, for large payouts

Its keys are new at each start, and what it paid is forgotten: start the server anew with it.
It is for the loopback only; nobody has to log in to be anybody.`
}

// Run serves until it is told to stop.
func (f fakeCommand) Run(ctx context.Context, _ configs.Config) error {
	listener, err := net.Listen("tcp", f.Listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	stage, err := f.open(listener.Addr())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	for _, line := range stage.settings {
		fmt.Println(line)
	}
	fmt.Fprintf(os.Stderr, "Playing WeChat and WeChat Pay on %s until you press Ctrl-C; --help tells how to log people in.\n", stage.url)
	return stage.serve(ctx, listener)
}

// stand is the stand-in with what people do by hand.
type stand struct {
	wechat   *fake.Server
	url      string
	settings []string          // NAME=value
	apps     map[string]string // appid by role
	shops    map[string]string // merchant number by name
}

// merchantNumbers are the stand-in's, by what they pay.
var merchantNumbers = map[string]string{"prize": "1900000110", "commission": "1900000109"}

func (f fakeCommand) open(address net.Addr) (*stand, error) {
	if tcp, ok := address.(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("%s is not on the loopback, and whoever reaches it can be anybody", address)
	}
	if err := os.MkdirAll(f.Keys, 0o700); err != nil {
		return nil, err
	}
	s := &stand{wechat: fake.New(), url: "http://" + address.String(), apps: map[string]string{}, shops: merchantNumbers}
	s.set("WECHAT_BASE_URL", s.url)
	s.set("PAY_BASE_URL", s.url)
	s.set("PAY_NOTIFY_URL", f.Server)
	for _, role := range configs.Roles {
		s.addApp(role, f.Server)
	}
	for _, person := range f.People {
		s.wechat.AddPerson(person, "union-"+person)
	}
	s.wechat.Pay().AutoConfirm(f.Auto)
	for _, name := range configs.Merchants {
		if err := s.addMerchant(name, f.Keys); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *stand) set(name, value string) {
	s.settings = append(s.settings, "CHANNELROUTER_"+name+"="+value)
}

func (s *stand) addApp(role, server string) {
	id, name := "wx-fake-"+role, "APPS_"+strings.ToUpper(role)
	secret, push := random(16), fake.PushTarget{
		URL: server + "/callback/wechat/" + role, OriginalID: "gh_" + random(6), Token: random(16), EncodingAESKey: random(22)[:43],
	}
	s.apps[role] = id
	s.wechat.AddApp(id, secret)
	s.wechat.SetPush(id, push)
	s.set(name+"_ID", id)
	s.set(name+"_SECRET", secret)
	s.set(name+"_ORIGINAL_ID", push.OriginalID)
	s.set(name+"_PUSH_TOKEN", push.Token)
	s.set(name+"_PUSH_KEY", push.EncodingAESKey)
}

// addMerchant opens a merchant's account, which has no bottom, and writes its keys, which
// have too many lines for a setting.
func (s *stand) addMerchant(name, folder string) error {
	keys := s.wechat.Pay().AddMerchant(s.shops[name])
	setting := "PAY_MERCHANTS_" + strings.ToUpper(name)
	s.set(setting+"_ID", keys.MchID)
	s.set(setting+"_SERIAL", keys.SerialNo)
	s.set(setting+"_APIV3_KEY", keys.APIv3Key)
	s.set(setting+"_PUBLIC_KEY_ID", keys.PublicKeyID)
	for kind, content := range map[string]string{"PRIVATE_KEY": keys.PrivateKey, "PUBLIC_KEY": keys.PublicKey} {
		path := filepath.Join(folder, name+"-"+strings.ToLower(kind)+".pem")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
		s.set(setting+"_"+kind+"_FILE", path)
	}
	return nil
}

func (s *stand) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
