package kv

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// listenToLog collects what is logged until the test ends.
func listenToLog(t *testing.T) *bytes.Buffer {
	t.Helper()
	before, log := slog.Default(), &bytes.Buffer{}
	t.Cleanup(func() { slog.SetDefault(before) })
	slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	return log
}

// crowded is a server that has no room for another client.
func crowded(t *testing.T) net.Listener {
	t.Helper()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	go func() {
		for {
			conn, err := server.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				for request := make([]byte, 4096); err == nil; {
					if _, err = conn.Read(request); err == nil {
						_, err = conn.Write([]byte("-ERR max number of clients reached\r\n"))
					}
				}
			}()
		}
	}()
	return server
}

// A store whose server is down is there all the same, after one warning that quotes no
// password; so is one whose server hangs, without much waiting for it, and one whose server
// has too many clients at the moment.
func TestRedisThatDoesNotAnswerYet(t *testing.T) {
	hanging, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Close()
	for _, address := range []string{"127.0.0.1:1", hanging.Addr().String(), crowded(t).Addr().String()} {
		log, begin := listenToLog(t), time.Now()
		store, err := NewRedis(t.Context(), "redis://:hunter2@"+address+"/0", "")
		if err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(begin); waited > 2*pingPatience {
			t.Errorf("%s: waited %s", address, waited)
		}
		if text := log.String(); strings.Count(text, "level=WARN") != 1 || !strings.Contains(text, "advice=") || strings.Contains(text, "hunter2") {
			t.Errorf("%s: logged %q", address, text)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewRedis(ended, "redis://127.0.0.1:1/0", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who has left is told %v", err)
	}
}

// What Redis refuses it would refuse for ever: that is an error, which quotes no password.
func TestRedisThatRefuses(t *testing.T) {
	if os.Getenv("TEST_REDIS_URL") == "" {
		t.Skip("TEST_REDIS_URL is not set: there may be no redis-server")
	}
	folder, err := os.MkdirTemp("/tmp", "kv.") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	server := exec.Command("redis-server", "--port", "0", "--unixsocket", folder+"/re", "--dir", folder, "--save", "", "--requirepass", "right")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	}()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("unix", folder+"/re"); err == nil {
			_ = conn.Close()
			break
		}
	}
	store, err := NewRedis(t.Context(), "unix://:right@"+folder+"/re", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.Ping(t.Context()), store.Close()); err != nil {
		t.Fatal(err)
	}
	for what, url := range map[string]string{
		"a wrong password":        "unix://:hunter2@" + folder + "/re",
		"no password":             "unix://" + folder + "/re",
		"an unknown user":         "unix://nobody:hunter2@" + folder + "/re",
		"a database that is none": "unix://:right@" + folder + "/re?db=99",
	} {
		log := listenToLog(t)
		store, err := NewRedis(t.Context(), url, "")
		if err == nil {
			t.Errorf("%s: no error", what)
			_ = store.Close()
			continue
		}
		if text := err.Error(); !strings.Contains(text, "redis refuses") || strings.Contains(text, "hunter2") || log.Len() > 0 {
			t.Errorf("%s: %s, logged %q", what, text, log)
		}
	}
}
