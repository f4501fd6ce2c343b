package fake

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"channelrouter/internal/kv"
)

// handle registers a call that needs an access token. do gets the app that the token
// is for and the body; it runs under the lock and answers with JSON, a picture or an
// errcode.
func handle[Q any](s *Server, path string, do func(appID string, body Q) (answer any, errcode int)) {
	s.paths.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			s.refuse(w, needsPost)
			return
		}
		appID, errcode := s.bearer(r.URL.Query().Get("access_token"))
		if errcode == 0 {
			errcode = s.countCall(r.Context(), path, appID)
		}
		var body Q
		if errcode == 0 && json.NewDecoder(r.Body).Decode(&body) != nil {
			errcode = badData
		}
		if errcode != 0 {
			s.refuse(w, errcode)
			return
		}
		s.mu.Lock()
		answer, errcode := do(appID, body)
		s.mu.Unlock()
		switch drawn, isPicture := answer.(picture); {
		case errcode != 0:
			s.refuse(w, errcode)
		case isPicture:
			drawn.reply(w)
		default:
			reply(w, answer)
		}
	})
}

// limits are how often an app may make a call.
type limits struct {
	store  kv.Store
	byPath map[string][]limit
}

type limit struct {
	kv.Limiter
	errcode int
}

// The windows begin with an app's first call; WeChat's days begin at midnight.
func newLimits(now func() time.Time) limits {
	l := limits{store: kv.NewMemory(now), byPath: map[string][]limit{}}
	minute, day := time.Minute, 24*time.Hour
	l.set("/cgi-bin/stable_token", quotaUsedUp, 10_000, minute)
	l.set("/cgi-bin/stable_token", quotaUsedUp, 500_000, day)
	l.set("/wxa/getwxacodeunlimit", quotaUsedUp, 5_000, minute)
	l.set("/wxa/msg_sec_check", quotaUsedUp, 4_000, minute)
	l.set("/wxa/msg_sec_check", quotaUsedUp, 2_000_000, day)
	l.set("/wxa/media_check_async", quotaUsedUp, 2_000, minute)
	l.set("/wxa/media_check_async", quotaUsedUp, 200_000, day)
	l.set("/wxa/generate_urllink", tooFast, 100, time.Second)
	l.set("/wxa/generate_urllink", quotaUsedUp, 500_000, day)
	// Schemes and links draw on the same limits.
	l.byPath["/wxa/generatescheme"] = l.byPath["/wxa/generate_urllink"]
	return l
}

func (l limits) set(path string, errcode int, n int64, window time.Duration) {
	name := path + " " + rand.Text() // a limit that is set anew has counted nothing
	l.byPath[path] = append(l.byPath[path], limit{
		kv.Limiter{Store: l.store, Name: name, Limit: n, Window: window}, errcode})
}

// countCall counts a call of the app and returns the errcode of a limit that is reached.
func (s *Server) countCall(ctx context.Context, path, appID string) (errcode int) {
	s.mu.Lock()
	reached := s.limits.byPath[path]
	s.mu.Unlock()
	for _, one := range reached {
		within, err := one.Count(ctx, appID)
		switch {
		case err != nil:
			return systemError
		case !within:
			return one.errcode
		}
	}
	return 0
}

// RestoreLimits puts WeChat's own limits in the place of those that were set; nothing has
// been counted.
func (s *Server) RestoreLimits() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = newLimits(s.now)
}

// Limit lets every app make n calls of the path in a window from its next one, in
// place of WeChat's own limits; what is more gets errcode 45009.
func (s *Server) Limit(path string, n int64, window time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.byPath[path] = nil
	s.limits.set(path, quotaUsedUp, n, window)
}
