package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"channelrouter/configs"
	"channelrouter/miniprogram/fake"
)

// served is a house that serves on the loopback, with the stand-in for WeChat.
type served struct {
	*house
	t      *testing.T
	base   string
	wechat *fake.Server
}

// serveWith serves the demo's configuration, changed, until the test ends.
func serveWith(t *testing.T, change func(c *configs.Config, base string)) *served {
	t.Helper()
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	setUpLog(configs.Log{Level: "error", Format: "text"})
	s := &served{t: t, wechat: fake.New()}
	s.must(s.wechat.Start())
	t.Cleanup(func() { _ = s.wechat.Close() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	s.base = "http://" + listener.Addr().String()
	c := (demoCommand{Once: true}).configuration(t.TempDir(), s.wechat)
	change(&c, s.base)
	s.house, err = build(t.Context(), c)
	s.must(err)
	t.Cleanup(s.close)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.serve(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *served) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// call posts JSON, or what is given as it is, and reads the answer.
func (s *served) call(method, path, token, kind string, body, answer any) int {
	s.t.Helper()
	content, raw := body.([]byte)
	if !raw {
		var err error
		content, err = json.Marshal(body)
		s.must(err)
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.base+"/api/v1"+path, bytes.NewReader(content))
	s.must(err)
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Idempotency-Key", path)
	response, err := http.DefaultClient.Do(request)
	s.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	s.must(err)
	s.must(json.Unmarshal(text, answer))
	return response.StatusCode
}

// login tries a login code, and returns the status, the token and the problem's code.
func (s *served) login(app, code string) (status int, token, problem string) {
	s.t.Helper()
	var answer struct {
		Access string `json:"access_token"`
		Code   string `json:"code"`
	}
	status = s.call("POST", "/"+app+"/sessions", "", "application/json", map[string]string{"code": code}, &answer)
	return status, answer.Access, answer.Code
}
