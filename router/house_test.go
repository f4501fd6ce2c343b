package router_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"channelrouter/model"
	"channelrouter/router"
	"channelrouter/service"
	"channelrouter/service/identity"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // thousands of requests are no news
	os.Exit(m.Run())
}

// house is a world with its whole surface served on the loopback.
type house struct {
	*testkit.World
	server   *httptest.Server
	consoles map[model.UserRole]string // access tokens
}

const bodyLimit = 1 << 16

// newHouse builds a house. The loopback is a trusted proxy, so that tests can come from
// any address.
func newHouse(t testing.TB, e testkit.Engine, with ...func(*service.Ground)) *house {
	t.Helper()
	return serve(testkit.New(t, e, with...), 1, usualOptions())
}

func usualOptions() router.Options {
	return router.Options{
		Version: "test", BodyBytes: bodyLimit, RequestTimeout: time.Minute, TrustedProxies: []string{"127.0.0.1"},
	}
}

func openHouse(t testing.TB, e testkit.Engine, scanWorkers int, o router.Options) *house {
	t.Helper()
	return serve(testkit.New(t, e), scanWorkers, o)
}

// serve builds a house of a world.
func serve(w *testkit.World, scanWorkers int, o router.Options) *house {
	w.T.Helper()
	queue := scan.NewQueue(w.Rooms.Scan, scanWorkers)
	o.Metrics = prometheus.NewRegistry()
	handler, err := router.New(w.Rooms, queue, o)
	if err != nil {
		w.T.Fatal(err)
	}
	h := &house{World: w, server: httptest.NewServer(handler), consoles: map[model.UserRole]string{}}
	w.T.Cleanup(func() {
		h.server.Close()
		queue.Stop()
	})
	return h
}

// request is what a caller sends.
type request struct {
	method, path string
	token        string
	header       map[string]string
	body         any // JSON, or a string to be sent as it is; nil for none
}

// answer is what he gets.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// noRedirect shows redirects instead of following them.
var noRedirect = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (h *house) do(r request) answer {
	h.T.Helper()
	var body io.Reader
	switch b := r.body.(type) {
	case nil:
	case string:
		body = bytes.NewBufferString(b)
	default:
		encoded, err := json.Marshal(b)
		h.check(err)
		body = bytes.NewReader(encoded)
	}
	if strings.HasSuffix(r.path, "/console/live") {
		r.path += "?after=nowhere" // is refused, where the stream would not end
	}
	req, err := http.NewRequestWithContext(h.Ctx, r.method, h.server.URL+r.path, body)
	h.check(err)
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	res, err := noRedirect.Do(req)
	h.check(err)
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	h.check(err)
	return answer{res.StatusCode, res.Header, content}
}

func (h *house) get(path, token string) answer {
	h.T.Helper()
	return h.do(request{method: "GET", path: path, token: token})
}

func (h *house) post(path, token string, body any) answer {
	h.T.Helper()
	return h.do(request{method: "POST", path: path, token: token, body: body})
}

// keyed is post with an idempotency key.
func (h *house) keyed(path, token, key string, body any) answer {
	h.T.Helper()
	return h.do(request{method: "POST", path: path, token: token, header: withKey(key), body: body})
}

func withKey(key string) map[string]string { return map[string]string{"Idempotency-Key": key} }

func (h *house) check(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}

// code is the problem's code, "" when the answer is none.
func (a answer) code() string {
	var problem struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(a.body, &problem) != nil {
		return ""
	}
	return problem.Code
}

// read decodes a JSON answer.
func read[T any](h *house, a answer) (value T) {
	h.T.Helper()
	if err := json.Unmarshal(a.body, &value); err != nil {
		h.T.Fatalf("status %d, %v: %s", a.status, err, a.body)
	}
	return value
}

// token logs a person in to a role app. The stand-in for WeChat believes the name.
func (h *house) token(app, name string) string {
	h.T.Helper()
	a := h.post("/api/v1/"+app+"/sessions", "", map[string]string{"code": name})
	return read[session](h, a).Access
}

type session struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
}

// person is the id behind a name.
func (h *house) person(name string) model.PersonID {
	h.T.Helper()
	actor, err := h.Identity.Authenticate(h.Ctx, identity.AppConsumer, h.token(identity.AppConsumer, name))
	h.check(err)
	return actor.PersonID
}

// member makes a person act for an organisation and logs him in to his role's app.
func (h *house) member(name, app string, role model.Role, org model.Org) string {
	h.T.Helper()
	h.check(h.Channel.Join(h.Ctx, h.person(name), role, org.ID, testkit.Start.AddDate(-1, 0, 0)))
	return h.token(app, name)
}

const password = "four good plain words"

// console is a session of a console user of a role, called after it.
func (h *house) console(role model.UserRole) string {
	h.T.Helper()
	if h.consoles[role] == "" {
		_, err := h.Identity.CreateUser(h.Ctx, identity.NewUser{Login: string(role), Name: "somebody", Role: role, Password: password})
		h.check(err)
		h.consoles[role] = h.enter(role, password).Access
	}
	return h.consoles[role]
}

func (h *house) enter(role model.UserRole, password string) session {
	h.T.Helper()
	return read[session](h, h.post("/api/v1/console/sessions", "", map[string]string{"login": string(role), "password": password}))
}
