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

// call makes a request of JSON under an idempotency key, and reads the answer.
func (s *served) call(method, path, token, key string, body, answer any) int {
	s.t.Helper()
	content, err := json.Marshal(body)
	s.must(err)
	return s.send(method, path, token, http.Header{"Idempotency-Key": {key}, "Content-Type": {"application/json"}}, content, answer)
}

// send makes a request as a person and reads the answer, which is JSON.
func (s *served) send(method, path, token string, head http.Header, content []byte, answer any) int {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.base+"/api/v1"+path, bytes.NewReader(content))
	s.must(err)
	request.Header = head
	request.Header.Set("Authorization", "Bearer "+token)
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
	status = s.call("POST", "/"+app+"/sessions", "", "", map[string]string{"code": code}, &answer)
	return status, answer.Access, answer.Code
}
