package fake

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
)

// loginsPerMinute is how often WeChat lets one person log in to one app.
const loginsPerMinute = 100

// session is the answer to a login. WeChat leaves errcode out of a success, and
// unionid out for an app that is bound to no Open Platform account.
type session struct {
	SessionKey string `json:"session_key"`
	OpenID     string `json:"openid"`
	UnionID    string `json:"unionid,omitempty"`
}

// jscode2session answers GET /sns/jscode2session?appid&secret&js_code&grant_type.
// Parameters in a POST body are not seen, as at WeChat.
func (s *Server) jscode2session(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if errcode := s.checkLoginQuery(query); errcode != 0 {
		s.refuse(w, errcode)
		return
	}
	answer, errcode := s.redeem(r, query.Get("appid"), query.Get("js_code"))
	if errcode != 0 {
		s.refuse(w, errcode)
		return
	}
	reply(w, answer)
}

// checkLoginQuery holds everything but the code against the registered apps.
func (s *Server) checkLoginQuery(query url.Values) (errcode int) {
	if query.Get("js_code") == "" && query.Get("appid") != "" && query.Get("secret") != "" {
		return codeMissing
	}
	return s.checkApp(query.Get("grant_type"), "authorization_code", query.Get("appid"), query.Get("secret"))
}

// checkApp holds the credentials against the registered apps.
func (s *Server) checkApp(grantType, wantType, appID, secret string) (errcode int) {
	switch {
	case appID == "":
		return appidMissing
	case secret == "":
		return secretMissing
	case grantType != wantType:
		return invalidGrantType
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	registered, known := s.apps[appID]
	switch {
	case !known:
		return invalidAppID
	case registered != secret:
		return invalidSecret
	}
	return 0
}

// redeem uses up the code. A person over the limit keeps it.
func (s *Server) redeem(r *http.Request, appID, text string) (session, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code, found := s.codes.find(text, appID, s.now())
	switch {
	case !found:
		return session{}, invalidCode
	case code.used:
		return session{}, codeUsed
	}
	openID := s.OpenID(appID, code.name)
	within, err := s.logins.Count(r.Context(), openID)
	switch {
	case err != nil:
		return session{}, systemError
	case !within:
		return session{}, tooOften
	}
	code.used = true
	return session{SessionKey: newSessionKey(), OpenID: openID, UnionID: s.people[code.name]}, 0
}

// newSessionKey is the AES-128 key of a session in base 64.
func newSessionKey() string {
	key := make([]byte, 16)
	_, _ = rand.Read(key) // never fails
	return base64.StdEncoding.EncodeToString(key)
}
