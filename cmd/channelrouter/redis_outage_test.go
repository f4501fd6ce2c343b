package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"channelrouter/configs"
)

// redisServer is a Redis that the test starts and stops; it forgets everything in between.
type redisServer struct {
	t       *testing.T
	folder  string
	process *exec.Cmd // nil while it is down
}

func newRedisServer(t *testing.T) *redisServer {
	t.Helper()
	if os.Getenv("TEST_REDIS_URL") == "" {
		t.Skip("TEST_REDIS_URL is not set: there may be no redis-server")
	}
	folder, err := os.MkdirTemp("/tmp", "cr.") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	r := &redisServer{t: t, folder: folder}
	t.Cleanup(func() {
		r.stop()
		_ = os.RemoveAll(folder)
	})
	return r
}

func (r *redisServer) socket() string { return r.folder + "/re" }

func (r *redisServer) url(password string) configs.Secret {
	return configs.Secret("unix://:" + password + "@" + r.socket())
}

func (r *redisServer) start() {
	r.t.Helper()
	r.process = exec.Command("redis-server", "--port", "0", "--unixsocket", r.socket(), "--dir", r.folder, "--save", "", "--requirepass", "right")
	if err := r.process.Start(); err != nil {
		r.t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("unix", r.socket()); err == nil {
			_ = conn.Close()
			return
		}
	}
	r.t.Fatal("redis-server does not answer")
}

func (r *redisServer) stop() {
	if r.process != nil {
		_ = r.process.Process.Kill()
		_ = r.process.Wait()
		r.process = nil
	}
}

// journal is a log that several goroutines write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

func (j *journal) count(text string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.text.String(), text)
}

// ready waits until /readyz answers 200 with the text.
func (s *served) ready(text string) {
	s.t.Helper()
	said := ""
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(s.base + "/readyz")
		s.must(err)
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		s.must(err)
		if said = string(body); response.StatusCode == http.StatusOK && said == text {
			return
		}
	}
	s.t.Errorf("/readyz says %q, not %q", said, text)
}

const (
	readyAlone = "ready, though the key-value store does not answer: limits are counted here\n"
	readyFully = "ready\n"
)

// A replica that starts while Redis is down serves: people log in, scan and claim. It finds
// Redis by itself when it comes, and goes on when it goes again.
func TestStartWithoutRedis(t *testing.T) {
	redis, log := newRedisServer(t), &journal{}
	o := &outage{served: serveWith(t, func(c *configs.Config, base string) {
		c.RedisURL, c.Pay.NotifyURL = redis.url("right"), base
		slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	})}
	o.issue()
	if n := log.count("redis does not answer"); n != 1 || log.count("advice=") != 1 {
		t.Errorf("warned %d times", n)
	}
	o.ready(readyAlone)
	enter := func(name string) (token string) {
		t.Helper()
		status, token := o.enter("consumer", name)
		if status != http.StatusOK {
			t.Fatalf("%s's login is answered %d", name, status)
		}
		return token
	}
	o.claims(enter("li"), 0, 5)

	redis.start()
	o.ready(readyFully)
	o.claims(enter("wu"), 5, 8)
	_, gu := o.enter("guide", "gu")
	o.earn(gu, 100)
	o.becomes(gu, o.payOut(gu, "with", 100).ID, "paid")
	if stored, err := o.KV.SetIfAbsent(t.Context(), "found", nil, time.Minute); err != nil || !stored {
		t.Errorf("Redis is not written: %v, %v", stored, err)
	}

	redis.stop()
	o.ready(readyAlone)
	o.claims(enter("an"), 8, 12)
	redis.start()
	o.ready(readyFully)
	o.claims(enter("bo"), 12, 14)
	if n := log.count("redis does not answer"); n != 1 {
		t.Errorf("warned of the start %d times", n)
	}
}

// What no waiting mends is a refusal to start, and says what to correct.
func TestRedisThatIsMisconfigured(t *testing.T) {
	redis := newRedisServer(t)
	redis.start()
	for what, c := range map[string]struct {
		url  configs.Secret
		says string
	}{
		"a wrong password": {redis.url("hunter2"), "correct its user, password"},
		"no redis URL":     {"http://:hunter2@localhost", "invalid URL scheme"},
		"no URL at all":    {"redis://:hunter2@local host", "redis URL cannot be read"},
	} {
		config := configs.Default()
		config.Data, config.RedisURL = t.TempDir(), c.url
		config.DatabaseURL = configs.Secret("sqlite://" + config.Data + "/x.db")
		h, err := build(t.Context(), config)
		if err == nil {
			h.close()
			t.Errorf("%s: it starts", what)
		} else if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
