package fake

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"
)

const (
	tokenLife     = 2 * time.Hour
	tokenOverlap  = 5 * time.Minute // before its end, when WeChat gives a new one beside it
	forceRest     = 30 * time.Second
	forcesPerDay  = 20
	stableToken   = "/cgi-bin/stable_token"
	tokenTextSize = 136
)

// issued is an access token that was given out.
type issued struct {
	appID    string
	expires  time.Time
	replaced bool // by a forced one
}

// tokenBook knows every token of the last hours and each app's newest.
type tokenBook struct {
	byText  map[string]*issued
	current map[string]string      // appid → text
	forced  map[string][]time.Time // appid → when, within a day
	asked   map[string]int         // appid → how often
}

func newTokenBook() tokenBook {
	return tokenBook{map[string]*issued{}, map[string]string{}, map[string][]time.Time{}, map[string]int{}}
}

// answerTokens plays the stable-token API.
func (s *Server) answerTokens() {
	s.paths.HandleFunc(stableToken, func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			GrantType string `json:"grant_type"`
			AppID     string `json:"appid"`
			Secret    string `json:"secret"`
			Force     bool   `json:"force_refresh"`
		}
		if r.Method != http.MethodPost {
			s.refuse(w, needsPost)
			return
		}
		if json.NewDecoder(r.Body).Decode(&body) != nil {
			s.refuse(w, badData)
			return
		}
		errcode := s.checkApp(body.GrantType, "client_credential", body.AppID, body.Secret)
		if errcode == 0 {
			errcode = s.countCall(r.Context(), stableToken, body.AppID)
		}
		if errcode != 0 {
			s.refuse(w, errcode)
			return
		}
		text, life, errcode := s.giveToken(body.AppID, body.Force)
		if errcode != 0 {
			s.refuse(w, errcode)
			return
		}
		reply(w, struct {
			AccessToken string `json:"access_token"`
			ExpiresIn   int64  `json:"expires_in"`
		}{text, int64(life / time.Second)})
	})
}

// giveToken returns the app's token: the current one until its last five minutes,
// then a new one beside it. Forcing replaces it at once, but neither twice within 30
// seconds nor more than 20 times a day.
func (s *Server) giveToken(appID string, force bool) (text string, left time.Duration, errcode int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, book := s.now(), &s.tokens
	book.asked[appID]++
	if force {
		if errcode := book.mayForce(appID, now); errcode != 0 {
			return "", 0, errcode
		}
		force = book.force(appID, now)
	}
	current, exists := book.byText[book.current[appID]]
	if exists && !force && current.expires.Sub(now) > tokenOverlap {
		return book.current[appID], current.expires.Sub(now), 0
	}
	return book.issue(appID, now), tokenLife, 0
}

func (b *tokenBook) issue(appID string, now time.Time) string {
	for text, old := range b.byText {
		if now.Sub(old.expires) > tokenLife {
			delete(b.byText, text)
		}
	}
	text := ""
	for len(text) < tokenTextSize {
		text += rand.Text()
	}
	text = text[:tokenTextSize]
	b.byText[text] = &issued{appID: appID, expires: now.Add(tokenLife)}
	b.current[appID] = text
	return text
}

func (b *tokenBook) mayForce(appID string, now time.Time) (errcode int) {
	for len(b.forced[appID]) > 0 && now.Sub(b.forced[appID][0]) >= 24*time.Hour {
		b.forced[appID] = b.forced[appID][1:]
	}
	if len(b.forced[appID]) >= forcesPerDay {
		return quotaUsedUp
	}
	return 0
}

// force ends the app's current token, unless one was forced a moment ago.
func (b *tokenBook) force(appID string, now time.Time) bool {
	times := b.forced[appID]
	if len(times) > 0 && now.Sub(times[len(times)-1]) < forceRest {
		return false
	}
	b.forced[appID] = append(times, now)
	if current, exists := b.byText[b.current[appID]]; exists {
		current.replaced = true
	}
	return true
}

// bearer tells which app a request's token is for.
func (s *Server) bearer(text string) (appID string, errcode int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token, known := s.tokens.byText[text]
	switch {
	case text == "":
		return "", tokenMissing
	case !known:
		return "", invalidToken
	case token.replaced:
		return "", staleToken
	case !s.now().Before(token.expires):
		return "", tokenExpired
	}
	return token.appID, 0
}

// ForceToken is somebody else with the app's secret forcing a new token: the one that
// was given out before ends.
func (s *Server) ForceToken(appID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.force(appID, s.now())
	s.tokens.issue(appID, s.now())
}

// TokensAsked is how often the app's token was asked for, forced or not.
func (s *Server) TokensAsked(appID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens.asked[appID]
}

// TokensForced is how often the app's token was forced within the last day.
func (s *Server) TokensForced(appID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.tokens.forced[appID])
}

func (s *Server) expireToken(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token, known := s.tokens.byText[text]; known {
		token.expires = s.now()
	}
}
