package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// bench is a stand-in and a server that its printed settings point at it.
type bench struct {
	t          *testing.T
	house      *house
	fake, base string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t}
	own, err := net.Listen("tcp", "127.0.0.1:0")
	b.must(err)
	theirs, err := net.Listen("tcp", "127.0.0.1:0")
	b.must(err)
	b.base = "http://" + own.Addr().String()
	stage, err := fakeCommand{Server: b.base, Keys: t.TempDir(), People: []string{"li"}}.open(theirs.Addr())
	b.must(err)
	b.fake = stage.url
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 2)
	go func() { served <- stage.serve(ctx, theirs) }()

	config, err := configs.Load("", append(stage.settings, "CHANNELROUTER_DATA="+t.TempDir()))
	b.must(err)
	b.house, err = build(ctx, config)
	b.must(err)
	go func() { served <- b.house.serve(ctx, own) }()
	t.Cleanup(func() {
		stop()
		for range 2 {
			if err := <-served; err != nil {
				t.Error(err)
			}
		}
		b.house.close()
	})
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// call sends a request and reads the answer into out; it must succeed.
func (b *bench) call(method, url, token string, in, out any) {
	b.t.Helper()
	body, err := json.Marshal(in)
	b.must(err)
	request, err := http.NewRequestWithContext(b.t.Context(), method, url, bytes.NewReader(body))
	b.must(err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", "the-key")
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(request)
	b.must(err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	b.must(err)
	if answer.StatusCode >= http.StatusBadRequest {
		b.t.Fatalf("%s %s: %d %s", method, url, answer.StatusCode, content)
	}
	b.must(json.Unmarshal(content, out))
}

// Whoever works on a front end logs in and is paid, with nothing but the printed settings.
func TestWorkingWithTheFake(t *testing.T) {
	b := newBench(t)
	var code struct{ Code string }
	b.call("GET", b.fake+"/fake/login-code?role=guide&person=wang", "", nil, &code)
	var session struct {
		AccessToken string `json:"access_token"`
	}
	b.call("POST", b.base+"/api/v1/guide/sessions", "", map[string]string{"code": code.Code}, &session)
	wang, err := b.house.Identity.Authenticate(t.Context(), "guide", session.AccessToken)
	b.must(err)
	_, err = b.house.Ledger.Post(t.Context(), ledger.Move("earned", "reward", b.house.Clock.Now(), model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletGuide, Owner: int64(wang.PersonID), Asset: model.CNY}, 1_000))
	b.must(err)

	var p struct {
		ID, State, Package string
	}
	b.call("POST", b.base+"/api/v1/guide/payouts", session.AccessToken, map[string]int{"fen": 1_000}, &p)
	reach := func(state string) {
		t.Helper()
		for until := time.Now().Add(20 * time.Second); p.State != state; time.Sleep(20 * time.Millisecond) {
			b.call("GET", b.base+"/api/v1/guide/payouts/"+p.ID, session.AccessToken, nil, &p)
			if time.Now().After(until) {
				t.Fatalf("it is %s, not %s", p.State, state)
			}
		}
	}
	reach("confirming")
	if p.Package == "" {
		t.Error("nothing to accept it by")
	}
	var done struct{ Done bool }
	b.call("POST", b.fake+"/fake/accept?package="+url.QueryEscape(p.Package), "", nil, &done)
	reach("paid") // long before anybody asks: it was notified
	paid := map[string]int64{}
	b.call("GET", b.fake+"/fake/bills?merchant=commission", "", nil, &paid)
	var row model.Payout
	b.must(b.house.DB.Conn(t.Context()).Take(&row).Error)
	if len(paid) != 1 || paid[row.BillNo] != 1_000 {
		t.Errorf("paid: %v", paid)
	}
}

// Its settings are all settings, and what reaches it is on the loopback only.
func TestFakeIsForTheLoopback(t *testing.T) {
	_, err := fakeCommand{Keys: t.TempDir()}.open(&net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80})
	if err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Error(err)
	}
	stage, err := fakeCommand{Keys: t.TempDir(), Server: "http://127.0.0.1:1"}.open(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80})
	if err != nil {
		t.Fatal(err)
	}
	c, err := configs.Load("", stage.settings)
	if err != nil {
		t.Fatal(err)
	}
	if c.WeChat.BaseURL != "http://127.0.0.1:80" || len(c.Pay.Merchants["prize"].PrivateKey) == 0 || c.Apps["terminal"].ID != "wx-fake-terminal" {
		t.Errorf("%+v", c)
	}
}
