package router_test

import "testing"

// scenario is a row of a table: what is sent, and what is refused with which status and
// stable code. A refusal writes nothing.
type scenario struct {
	name string
	request
	status int
	code   string
}

// refusals plays the rows one after the other in one house.
func (h *house) refusals(t *testing.T, rows []scenario) {
	t.Helper()
	for _, s := range rows {
		t.Run(s.name, func(t *testing.T) {
			before, audited := h.facts(), h.audited()
			a := h.do(s.request)
			if a.status != s.status || a.code() != s.code {
				t.Errorf("%s %s: %d %s, want %d %s: %s", s.method, s.path, a.status, a.code(), s.status, s.code, a.body)
			}
			if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
				t.Errorf("content type %q", ct)
			}
			if changed := h.facts().since(before); changed != nil {
				t.Errorf("a refusal wrote to %v", changed)
			}
			if h.audited() != audited {
				t.Errorf("a refusal was audited")
			}
		})
	}
}

// posting is a POST with an idempotency key. One key serves all rows: what is refused
// leaves no trace, so the key stays free.
func posting(path, token string, body any) request {
	return request{method: "POST", path: path, token: token, header: withKey("a-key"), body: body}
}
