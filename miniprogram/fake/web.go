package fake

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// webBook has the service accounts and the codes of web authorisations. Used codes stay,
// to tell "used" from "unknown".
type webBook struct {
	domains   map[string]string // by appid of a service account
	codes     map[string]*webCode
	snapshots map[string]bool // people whom WeChat shows previews only
}

type webCode struct {
	appID, name, scope string
	expires            time.Time
	used               bool
}

func newWebBook() webBook {
	return webBook{domains: map[string]string{}, codes: map[string]*webCode{}, snapshots: map[string]bool{}}
}

// AddOfficialAccount registers a service account and the domain that browsers may come
// back to.
func (s *Server) AddOfficialAccount(appID, secret, domain string) {
	s.AddApp(appID, secret)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.web.domains[appID] = domain
}

// SetSnapshot lets WeChat show a person previews of pages, as somebody who does not exist.
func (s *Server) SetSnapshot(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.web.snapshots[name] = true
}

// ClearSnapshot lets WeChat show the person the pages themselves again.
func (s *Server) ClearSnapshot(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.web.snapshots, name)
}

// Snapshot tells whether the person is shown previews only.
func (s *Server) Snapshot(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.web.snapshots[name]
}

var stateText = regexp.MustCompile(`^[0-9A-Za-z]{0,128}$`)

// Authorize is a person's browser inside WeChat that is sent to the address: where it is
// sent next, with a code, or why WeChat shows an error page.
func (s *Server) Authorize(address, name string) (back string, err error) {
	target, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	if target.Fragment != "wechat_redirect" {
		return "", errors.New("the address does not end in #wechat_redirect")
	}
	return s.authorize(target.Query(), name)
}

func (s *Server) authorize(query url.Values, name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	back, err := s.checkAuthorize(query)
	if err != nil {
		return "", err
	}
	if _, person := s.people[name]; !person {
		return "", fmt.Errorf("no person %q", name)
	}
	code := (rand.Text() + rand.Text())[:32]
	s.web.codes[code] = &webCode{query.Get("appid"), name, query.Get("scope"), s.now().Add(codeLife), false}
	parameters := back.Query()
	parameters.Set("code", code)
	parameters.Set("state", query.Get("state"))
	back.RawQuery = parameters.Encode()
	return back.String(), nil
}

// checkAuthorize tells where the browser comes back to, or why WeChat shows an error page.
// The caller holds the lock.
func (s *Server) checkAuthorize(query url.Values) (back *url.URL, err error) {
	domain, known := s.web.domains[query.Get("appid")]
	back, err = url.Parse(query.Get("redirect_uri"))
	switch {
	case !known:
		return nil, errors.New("10012: no such service account")
	case err != nil || back.Host != domain || !strings.HasPrefix(back.Scheme, "http"):
		return nil, fmt.Errorf("10003: redirect_uri is not on %s", domain)
	case query.Get("response_type") != "code":
		return nil, errors.New("response_type is not code")
	case !slices.Contains([]string{"snsapi_base", "snsapi_userinfo"}, query.Get("scope")):
		return nil, errors.New("10005: no such scope")
	case !stateText.MatchString(query.Get("state")):
		return nil, errors.New("state is not 128 letters and digits at most")
	}
	return back, nil
}

// Who holds the browser is said by personHeader, for clients that follow the page over
// HTTP, or by personParameter, to which the page of a browser that says neither leads.
const (
	personHeader    = "X-Fake-Person"
	personParameter = "fake_person"
)

// whoPage takes the place of WeChat's knowing who is logged in to it.
var whoPage = template.Must(template.New("who").Parse(`<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Who is this?</title></head>
<body><h1>Who holds this phone?</h1>
<ul>{{range .}}<li><a href="{{.Link}}">{{.Name}}</a></li>{{end}}</ul></body></html>
`))

type whoChoice struct{ Name, Link string }

// askWho shows the page that a person chooses himself on.
func (s *Server) askWho(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	names := slices.Sorted(maps.Keys(s.people))
	_, err := s.checkAuthorize(r.URL.Query())
	s.mu.Unlock()
	if err != nil {
		_, _ = fmt.Fprintln(w, err)
		return
	}
	var choices []whoChoice
	for _, name := range names {
		query := r.URL.Query()
		query.Set(personParameter, name)
		choices = append(choices, whoChoice{name, "?" + query.Encode()})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = whoPage.Execute(w, choices) // a browser that has gone away needs no page
}

// webAnswer leaves out the unionid but for snsapi_userinfo, as WeChat's documents say.
type webAnswer struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
	OpenID       string `json:"openid"`
	Scope        string `json:"scope"`
	Snapshot     int    `json:"is_snapshotuser,omitempty"`
	UnionID      string `json:"unionid,omitempty"`
}

func (s *Server) answerWeb() {
	s.paths.HandleFunc("/connect/oauth2/authorize", func(w http.ResponseWriter, r *http.Request) {
		name := cmp.Or(r.Header.Get(personHeader), r.URL.Query().Get(personParameter))
		if name == "" {
			s.askWho(w, r)
			return
		}
		back, err := s.authorize(r.URL.Query(), name)
		if err != nil {
			_, _ = fmt.Fprintln(w, err)
			return
		}
		http.Redirect(w, r, back, http.StatusFound)
	})
	s.paths.HandleFunc("/sns/oauth2/access_token", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		errcode := s.checkApp(query.Get("grant_type"), "authorization_code", query.Get("appid"), query.Get("secret"))
		if errcode == 0 && query.Get("code") == "" {
			errcode = codeMissing
		}
		var answer webAnswer
		if errcode == 0 {
			answer, errcode = s.redeemWeb(query.Get("appid"), query.Get("code"))
		}
		if errcode != 0 {
			s.refuse(w, errcode)
			return
		}
		reply(w, answer)
	})
}

func (s *Server) redeemWeb(appID, text string) (webAnswer, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code, known := s.web.codes[text]
	switch {
	case !known || code.appID != appID || !s.now().Before(code.expires):
		return webAnswer{}, invalidCode
	case code.used:
		return webAnswer{}, codeUsed
	}
	code.used = true
	answer := webAnswer{
		AccessToken: rand.Text(), ExpiresIn: 7200, RefreshToken: rand.Text(),
		OpenID: s.OpenID(appID, code.name), Scope: code.scope,
	}
	if code.scope == "snsapi_userinfo" {
		answer.UnionID = s.people[code.name]
	}
	if s.web.snapshots[code.name] {
		answer.OpenID, answer.UnionID, answer.Snapshot = s.OpenID(appID, "\x00snapshot "+code.name), "", 1
	}
	return answer, 0
}
