package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/miniprogram/fake"
	"channelrouter/model/event"
)

// startHouse serves an embedded house on loopback until stop is called, which returns
// what serve returned.
func startHouse(t *testing.T) (h *house, address string, wechat *fake.Server, stop func() error) {
	t.Helper()
	wechat = fake.New()
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wechat.Close() })
	c := (demoCommand{Once: true}).configuration(t.TempDir(), wechat)
	h, err := build(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.serve(ctx, listener) }()
	t.Cleanup(cancel)
	return h, listener.Addr().String(), wechat, func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(10 * time.Second):
			return fmt.Errorf("serve did not stop")
		}
	}
}

func TestShutdownFinishesRequestsInFlight(t *testing.T) {
	h, address, wechat, stop := startHouse(t)
	wechat.AddPerson("slow", "union-slow")
	body := fmt.Sprintf(`{"code":%q}`, wechat.IssueLoginCode("wx-demo-consumer", "slow"))
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	head := "POST /api/v1/consumer/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
	if _, err := fmt.Fprintf(conn, head, len(body)); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	if line, err := reader.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q, %v", line, err)
	}
	if _, err := reader.ReadString('\n'); err != nil { // and the blank line
		t.Fatal(err)
	}
	// The handler now waits for the body.

	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	time.Sleep(100 * time.Millisecond)
	if _, err := net.DialTimeout("tcp", address, time.Second); err == nil {
		t.Error("a stopping server took a new connection")
	}
	if _, err := conn.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("the request in flight was answered %s", response.Status)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if pending, dead, err := h.Outbox.Depth(context.Background()); err != nil || pending+dead != 0 {
		t.Errorf("%d pending and %d dead messages are left, %v", pending, dead, err)
	}
}

func TestShutdownLeavesNoBatchHalfDelivered(t *testing.T) {
	h, _, _, stop := startHouse(t)
	ctx := context.Background()
	err := h.DB.Run(ctx, func(ctx context.Context) error {
		for i := range 50 {
			if err := h.Outbox.Add(ctx, event.CaseDecided{CaseID: 1, Status: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	pending, dead, err := h.Outbox.Depth(ctx)
	if err != nil || dead != 0 || (pending != 0 && pending != 50) {
		t.Errorf("%d of 50 are pending, %d dead, %v", pending, dead, err)
	}
}

func TestHealthcheckAsksTheServer(t *testing.T) {
	_, address, _, stop := startHouse(t)
	c := configs.Default()
	c.Listen = address
	if err := (healthcheckCommand{}).Run(context.Background(), c); err != nil {
		t.Error(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := (healthcheckCommand{}).Run(context.Background(), c); err == nil {
		t.Error("a stopped server is healthy")
	}
}

func TestAnotherKeyringIsRefused(t *testing.T) {
	wechat := fake.New()
	c := (demoCommand{Once: true}).configuration(t.TempDir(), wechat)
	h, err := build(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	h.close()
	c.Keyring.Path += ".lost"
	_, err = build(context.Background(), c)
	if err == nil || !strings.Contains(err.Error(), "restore") {
		t.Errorf("without its keyring: %v", err)
	}
	if err := (keyringInit{}).Run(c); err != nil { // another one is made
		t.Fatal(err)
	}
	_, err = build(context.Background(), c)
	if err == nil || !strings.Contains(err.Error(), "keyring.mismatch") {
		t.Errorf("with another's keyring: %v", err)
	}
}
