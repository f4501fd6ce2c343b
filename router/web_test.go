package router_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/router"
	"channelrouter/service/testkit"
)

const (
	officialApp = "wx00000000000000f0"
	webOrigin   = "https://q.brand.test"
)

// webAccount is the service account as the command fits it to the house.
type webAccount struct{ *miniprogram.OfficialAccount }

func (a webAccount) AuthorizeURL(back, state string, named bool) string {
	if named {
		return a.OfficialAccount.AuthorizeURL(back, miniprogram.ScopeUserInfo, state)
	}
	return a.OfficialAccount.AuthorizeURL(back, miniprogram.ScopeBase, state)
}

func (a webAccount) Visitor(ctx context.Context, code string) (openID, unionID, appID string, err error) {
	who, err := a.OfficialAccount.Visitor(ctx, code)
	return who.OpenID, who.UnionID, who.AppID, err
}

// webStory is a house whose pages ask a stand-in for WeChat who is there.
type webStory struct {
	*story
	wechat *fake.Server
}

// newWebStory knows Li, whose unionid WeChat tells, and Wang, whose it does not.
func newWebStory(t *testing.T, e testkit.Engine, app string) *webStory {
	t.Helper()
	w := testkit.New(t, e)
	wechat := fake.NewAt(w.Clock.Now)
	wechat.AddOfficialAccount(officialApp, "secret", "q.brand.test")
	wechat.AddPerson("Li", "li")
	wechat.AddPerson("Wang", "")
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wechat.Close() })
	account, err := miniprogram.NewOfficialAccount(
		miniprogram.Official{AppID: officialApp, Secret: miniprogram.NewSecret("secret")}, w.KV,
		miniprogram.Options{BaseURL: wechat.URL(), Now: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	h := serve(w, 1, router.Options{
		Version: "test", BodyBytes: bodyLimit, RequestTimeout: time.Minute, TrustedProxies: []string{"127.0.0.1"},
		ConsumerAppID: app, Web: webAccount{account}, WebOrigin: webOrigin,
	})
	s := &story{house: h, batch: w.Batch("B1", 2)}
	s.Commission(s.batch)
	s.Tick(time.Minute)
	return &webStory{story: s, wechat: wechat}
}

// browser is WeChat's, of one person.
type browser struct {
	*webStory
	name    string
	cookies map[string]string
	last    []*http.Cookie // that the last answer set
}

func (s *webStory) browser(name string) *browser {
	return &browser{webStory: s, name: name, cookies: map[string]string{}}
}

// open asks for a path of this host, with the cookies of it.
func (b *browser) open(method, path, form string) answer {
	b.T.Helper()
	r := request{method: method, path: path, header: map[string]string{
		"User-Agent": weChat, "Accept-Language": "en", "Cookie": b.cookieHeader(path),
	}}
	if method == http.MethodPost {
		r.body, r.header["Content-Type"] = form, "application/x-www-form-urlencoded"
	}
	a := b.do(r)
	b.last = (&http.Response{Header: a.header}).Cookies()
	for _, c := range b.last {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return a
}

func (b *browser) cookieHeader(path string) string {
	if !strings.HasPrefix(path, "/h5/") {
		return ""
	}
	var all []string
	for name, value := range b.cookies {
		all = append(all, name+"="+value)
	}
	return strings.Join(all, "; ")
}

// here is an address of this host as a path.
func (b *browser) here(location string) string {
	b.T.Helper()
	path, ours := strings.CutPrefix(location, webOrigin)
	if !ours && !strings.HasPrefix(location, "/") {
		b.T.Fatalf("sent to %s", location)
	}
	return path
}

// toWeChat is the way back that WeChat sends the browser, from a redirect to it.
func (b *browser) toWeChat(a answer) string {
	b.T.Helper()
	back, err := b.wechat.Authorize(a.header.Get("Location"), b.name)
	b.check(err)
	return b.here(back)
}

// lands opens a path and follows it to WeChat, back, and to the page.
func (b *browser) lands(path string) answer {
	b.T.Helper()
	a := b.open("GET", path, "")
	for range 5 {
		location := a.header.Get("Location")
		switch {
		case location == "":
			return a
		case strings.HasPrefix(location, b.wechat.URL()):
			a = b.open("GET", b.toWeChat(a), "")
		default:
			a = b.open("GET", b.here(location), "")
		}
	}
	b.T.Fatal("it is sent to and fro")
	return a
}

var formToken = regexp.MustCompile(`name="form" value="([0-9a-f]+)"`)

// token is the form's of a page.
func formOf(a answer) string {
	found := formToken.FindSubmatch(a.body)
	if found == nil {
		return ""
	}
	return url.Values{"form": {string(found[1])}}.Encode()
}

// claims taps the button of a page, and goes to WeChat if that is asked for.
func (b *browser) claims(page answer, text string) answer {
	b.T.Helper()
	a := b.open("POST", "/h5/"+text, formOf(page))
	if location := a.header.Get("Location"); strings.HasPrefix(location, b.wechat.URL()) {
		back := b.open("GET", b.toWeChat(a), "")
		page = b.open("GET", b.here(back.header.Get("Location")), "")
		a = b.open("POST", "/h5/"+text, formOf(page))
	}
	return a
}

// points is what the person of a unionid has.
func (s *webStory) points(name string) int64 {
	s.T.Helper()
	n, err := s.Ledger.Balance(s.Ctx, model.Account{Kind: model.WalletConsumer, Owner: int64(s.person(name)), Asset: model.Points})
	s.check(err)
	return n
}
