package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
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

// Help teaches how to point a server at it, and what can be done by hand.
func (fakeCommand) Help() string {
	const usual = "http://127.0.0.1:8081" // the flags' values are not known yet
	return `Plays WeChat and WeChat Pay, so that front ends can be worked on without an account at
either: apps of all five roles, a service account with one item one code, people, and a
merchant each for prizes and for commissions. In one terminal:

  channelrouter fake > fake.env

It says when it plays; the settings that point a server at it are in the file, one a line.
In another terminal:

  set -a; . ./fake.env; set +a
  channelrouter serve

A page that asks WeChat who is there (http://127.0.0.1:8080/CODE?h5=1, by a browser whose
user agent has MicroMessenger in it) leads to one on which you choose who you are.

What a mini-program, a person or WeChat would do is done by calls, which GET /fake lists,
too. Parameters go into the query or a form; those in brackets may be left out; answers
are JSON.

` + (&stand{url: usual}).listing() +
		`Its keys are new at each start, and what it paid is forgotten: start the server anew with it.
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
	fmt.Print(shellLines(stage.settings)) // at once: whoever reads the file finds all or nothing
	fmt.Fprintf(os.Stderr, "Playing WeChat and WeChat Pay on %s until you press Ctrl-C; %s/fake tells how to be people.\n", stage.url, stage.url)
	return stage.serve(ctx, listener)
}

// serverURL is what the server takes as its own address in its settings.
var serverURL = regexp.MustCompile(`^(https://[^/?#\s]+|http://127\.0\.0\.1(:[0-9]+)?)$`)

// stand is the stand-in with what people do by hand.
type stand struct {
	wechat   *fake.Server
	url      string
	settings []string          // NAME=value
	apps     map[string]string // appid by role
	shops    map[string]string // merchant number by name
}

// shellLines are settings as a shell reads them, one a line.
func shellLines(settings []string) string {
	var out strings.Builder
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		if strings.Trim(value, plain) != "" {
			value = "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
		}
		out.WriteString(name + "=" + value + "\n")
	}
	return out.String()
}

// plain are the characters that mean themselves to every shell.
const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:-"

// merchantNumbers are the stand-in's, by what they pay.
var merchantNumbers = map[string]string{"prize": "1900000110", "commission": "1900000109"}

func (f fakeCommand) open(address net.Addr) (*stand, error) {
	if tcp, ok := address.(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("%s is not on the loopback, and whoever reaches it can be anybody", address)
	}
	server, err := url.Parse(f.Server)
	if err != nil || !serverURL.MatchString(f.Server) {
		return nil, fmt.Errorf("--server is %q, not such as http://127.0.0.1:8080, without a / at its end", f.Server)
	}
	if err := os.MkdirAll(f.Keys, 0o700); err != nil {
		return nil, err
	}
	s := &stand{wechat: fake.New(), url: "http://" + address.String(), apps: map[string]string{}, shops: merchantNumbers}
	s.set("WECHAT_BASE_URL", s.url)
	s.set("PAY_BASE_URL", s.url)
	s.set("PAY_NOTIFY_URL", f.Server)
	s.set("MEDIA_PUBLIC_URL", f.Server)
	for _, role := range configs.Roles {
		s.addApp(role, f.Server)
	}
	s.addOfficial(server)
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

// officialID is the service account's appid.
const officialID = "wx-fake-official"

// addOfficial registers the brand's service account, whose pages are the server's, and
// grants it one item one code.
func (s *stand) addOfficial(server *url.URL) {
	secret, key := random(16), random(8)
	s.wechat.AddOfficialAccount(officialID, secret, server.Host)
	s.wechat.SetCodeKey(officialID, key)
	s.set("OFFICIAL_ACCOUNT_ID", officialID)
	s.set("OFFICIAL_ACCOUNT_SECRET", secret)
	s.set("OFFICIAL_ACCOUNT_ORIGIN", server.String())
	s.set("OFFICIAL_ACCOUNT_CODE_KEY", key)
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
