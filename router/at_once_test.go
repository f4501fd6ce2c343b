package router_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"channelrouter/router"
	"channelrouter/service/testkit"
)

// Everybody calls every route at once, while goods are scanned: no answer is our fault.
// It is the router's share of the search for races.
func TestEveryRouteAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newStory(t, e)
		callers := s.callers()
		for _, c := range callers {
			c.token = c.login()
		}
		// Sessions are left alone: whoever ends his is nobody to the others.
		table := slices.DeleteFunc(s.table(), func(r router.Route) bool {
			return strings.Contains(r.Path, "/sessions") || strings.Contains(r.Path, "/password") || strings.Contains(r.Path, "/users") || strings.Contains(r.Path, "/second-factor")
		})
		li := s.token("consumer", "li")
		failures := testkit.Together(8, func(worker int) error {
			for i := range table {
				r := table[(i+worker*len(table)/8)%len(table)]
				if err := s.answers(r, callers); err != nil {
					return err
				}
				if i%8 == worker {
					if a := s.post("/api/v1/consumer/scans", li, object{"code": s.cap(int64(i % 24))}); a.status >= 500 {
						return fmt.Errorf("a scan: %d %s", a.status, a.body)
					}
				}
			}
			return nil
		})
		for _, err := range failures {
			if err != nil {
				t.Error(err)
			}
		}
	})
}

// answers has somebody who may call a route.
func (h *house) answers(r router.Route, callers []*caller) error {
	for _, c := range callers {
		if _, refused := verdict(r.Guard, c); refused != "" {
			continue
		}
		path := "/api/v1" + strings.NewReplacer("{id}", "1", "{person}", "1", "{year}", "2026", "{difference}", "1", "{line}", "1", "{activation}", "1", "{number}", "1", "{ordinal}", "1").Replace(r.Path)
		a := h.do(request{method: r.Method, path: path, token: c.token, body: "{}", header: withKey(r.Path)})
		if a.status >= http.StatusInternalServerError && a.status != http.StatusServiceUnavailable { // not set up here
			return fmt.Errorf("%s %s by %s: %d %s", r.Method, r.Path, c, a.status, a.body)
		}
		break
	}
	return nil
}
