package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"channelrouter/configs"
)

// bench is a stand-in and a server that its printed settings point at it.
type bench struct {
	t          *testing.T
	house      *house
	stage      *stand
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
	b.fake, b.stage = stage.url, stage
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

// do calls a path of the stand-in and returns the status; out is what it answers.
func (b *bench) do(call string, out any) int {
	b.t.Helper()
	method, path, _ := strings.Cut(call, " ")
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.fake+path, nil)
	b.must(err)
	answer, err := http.DefaultClient.Do(request)
	b.must(err)
	defer answer.Body.Close()
	b.must(json.NewDecoder(answer.Body).Decode(out))
	return answer.StatusCode
}

// did calls paths of the stand-in one after the other; all must succeed.
func (b *bench) did(calls ...string) {
	b.t.Helper()
	for _, call := range calls {
		var answer any
		if status := b.do(call, &answer); status != http.StatusOK {
			b.t.Fatalf("%s: %d %v", call, status, answer)
		}
	}
}

// enter logs a person in to a role's app and returns his token.
func (b *bench) enter(role, person string) string {
	b.t.Helper()
	var code struct{ Code string }
	b.do("GET /fake/login-code?role="+role+"&person="+person, &code)
	var session struct {
		AccessToken string `json:"access_token"`
	}
	b.call("POST", b.base+"/api/v1/"+role+"/sessions", "", map[string]string{"code": code.Code}, &session)
	return session.AccessToken
}

// until waits until something has come to be.
func (b *bench) until(what string, is func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("%s does not come to be", what)
		}
	}
}

// Its settings are all settings, and what reaches it is on the loopback only.
func TestFakeIsForTheLoopback(t *testing.T) {
	_, err := fakeCommand{Keys: t.TempDir()}.open(&net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 80})
	if err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Error(err)
	}
	for _, server := range []string{"http://127.0.0.1:8080/", "http://localhost:8080", "127.0.0.1:8080", ""} {
		_, err := fakeCommand{Keys: t.TempDir(), Server: server}.open(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80})
		if err == nil || !strings.Contains(err.Error(), "--server") {
			t.Errorf("%q: %v", server, err)
		}
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
	if c.Official.ID != officialID || c.Official.Origin != "http://127.0.0.1:1" || len(c.Official.CodeKey) != 16 || c.Media.PublicURL != c.Official.Origin {
		t.Errorf("%+v", c)
	}
}

// The printed settings say to a shell what they say to us, whatever is in them.
func TestFakeSettingsAreAShells(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "it's $HOME `here`")
	stage, err := fakeCommand{Keys: folder, Server: "http://127.0.0.1:1"}.open(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fake.env")
	if err := os.WriteFile(file, []byte(shellLines(stage.settings)), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command("sh", "-c", "set -a; . "+file+"; set +a; env")
	shell.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := shell.Output()
	if err != nil {
		t.Fatal(err)
	}
	environment := strings.Split(string(out), "\n")
	c, err := configs.Load("", environment)
	if err != nil || len(c.Pay.Merchants["prize"].PrivateKey) == 0 {
		t.Errorf("%v", err)
	}
}
