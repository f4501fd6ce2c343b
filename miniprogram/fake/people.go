package fake

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"time"
)

// AddApp registers a mini-program; a second call changes its secret.
func (s *Server) AddApp(appID, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apps[appID] = secret
}

// AddPerson registers a person under a name that only the script uses. The unionid
// is what every app is told; empty plays apps that are bound to no Open Platform
// account, which are told none.
func (s *Server) AddPerson(name, unionID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[name] = unionID
}

// People are all persons' unionids by name.
func (s *Server) People() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.people)
}

// WhoIs tells whose openid it is in the app; "" is nobody's.
func (s *Server) WhoIs(appID, openID string) (name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, _ = s.personOf(appID, openID)
	return name
}

// OpenID is the person's openid in the app: 28 characters, as WeChat's are.
func (s *Server) OpenID(appID, name string) string {
	sum := sha256.Sum256([]byte(appID + "\x00" + name))
	return "o" + base64.RawURLEncoding.EncodeToString(sum[:])[:27]
}

// IssueLoginCode is the person calling wx.login in the app. It panics on an app or
// a person that was not added, for that is a mistake in the script.
func (s *Server) IssueLoginCode(appID, name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visit(appID, name)
	return s.codes.issue(appID, name, s.now())
}

// visit records that the person uses the app now; WeChat judges only who does. The
// caller holds the lock.
func (s *Server) visit(appID, name string) {
	if _, known := s.apps[appID]; !known {
		panic(fmt.Sprintf("fake: no app %q", appID))
	}
	if _, known := s.people[name]; !known {
		panic(fmt.Sprintf("fake: no person %q", name))
	}
	s.judge.visits[s.OpenID(appID, name)] = s.now()
}

// personOf finds whose openid it is in the app. The caller holds the lock.
func (s *Server) personOf(appID, openID string) (name string, known bool) {
	for name := range s.people {
		if s.OpenID(appID, name) == openID {
			return name, true
		}
	}
	return "", false
}

// codeLife is how long a login code can be exchanged.
const codeLife = 5 * time.Minute

// loginCode is what a code stands for.
type loginCode struct {
	appID, name string
	expires     time.Time
	used        bool
}

// loginCodes holds the codes of wx.login, or those of the phone number button, that have
// not expired; used ones too, to tell "used" from "unknown". All live equally long, so the
// oldest expires first.
type loginCodes struct {
	byText map[string]*loginCode
	oldest []string
}

func newLoginCodes() loginCodes { return loginCodes{byText: map[string]*loginCode{}} }

func (c *loginCodes) issue(appID, name string, now time.Time) string {
	c.forgetExpired(now)
	text := (rand.Text() + rand.Text())[:32]
	c.byText[text] = &loginCode{appID: appID, name: name, expires: now.Add(codeLife)}
	c.oldest = append(c.oldest, text)
	return text
}

// find returns the code if it was issued to the app and has not expired.
func (c *loginCodes) find(text, appID string, now time.Time) (*loginCode, bool) {
	c.forgetExpired(now)
	code, known := c.byText[text]
	return code, known && code.appID == appID
}

func (c *loginCodes) forgetExpired(now time.Time) {
	for len(c.oldest) > 0 && !now.Before(c.byText[c.oldest[0]].expires) {
		delete(c.byText, c.oldest[0])
		c.oldest = c.oldest[1:]
	}
}
