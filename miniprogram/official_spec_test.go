package miniprogram_test

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

const (
	officialID = "wx00000000000000f0"
	codeKey    = "0123456789abcdef"
	comeBack   = "https://q.brand.test/h5/callback"
)

// official is the world's service account.
func (w *world) official(o miniprogram.Official) *miniprogram.OfficialAccount {
	w.wechat.AddOfficialAccount(officialID, appSecret, "q.brand.test")
	account, err := miniprogram.NewOfficialAccount(o, w.store, miniprogram.Options{
		BaseURL: w.wechat.URL(), Timeout: 2 * time.Second, Now: w.clock.Now, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	So(err, ShouldBeNil)
	return account
}

func properOfficial() miniprogram.Official {
	return miniprogram.Official{AppID: officialID, Secret: miniprogram.NewSecret(appSecret), CodeKey: miniprogram.NewSecret(codeKey)}
}

func TestWebAuthorisation(t *testing.T) {
	Convey("Given a service account and people with WeChat", t, func() {
		w := newWorld()
		account := w.official(properOfficial())
		comes := func(name, scope string) string {
			back, err := w.wechat.Authorize(account.AuthorizeURL(comeBack, scope, "5tate"), name)
			So(err, ShouldBeNil)
			target, err := url.Parse(back)
			So(err, ShouldBeNil)
			So(strings.HasPrefix(back, comeBack+"?"), ShouldBeTrue)
			So(target.Query().Get("state"), ShouldEqual, "5tate")
			return target.Query().Get("code")
		}

		Convey("a browser that comes back says who holds it, and after a tap his unionid", func() {
			who, err := account.Visitor(ctx, comes("Li", miniprogram.ScopeBase))
			So(err, ShouldBeNil)
			So(who, ShouldResemble, miniprogram.Identity{AppID: officialID, OpenID: w.wechat.OpenID(officialID, "Li")})
			who, err = account.Visitor(ctx, comes("Li", miniprogram.ScopeUserInfo))
			So(err, ShouldBeNil)
			So(who.UnionID, ShouldEqual, "union-li")
		})
		Convey("a code works once, also for 20 at once, and for five minutes", func() {
			code := comes("Li", miniprogram.ScopeBase)
			successes := make([]bool, 20)
			_ = atOnce(20, func(i int) error {
				_, err := account.Visitor(ctx, code)
				successes[i] = err == nil
				return err
			})
			So(count(successes), ShouldEqual, 1)
			_, err := account.Visitor(ctx, code)
			So(err, ShouldWrap, miniprogram.ErrWebCodeRefused)
			late := comes("Li", miniprogram.ScopeBase)
			w.clock.Advance(5 * time.Minute)
			_, err = account.Visitor(ctx, late)
			So(err, ShouldWrap, miniprogram.ErrWebCodeRefused)
		})
		Convey("nonsense and codes of wx.login are refused, whatever they do to a URL", func() {
			code := comes("Li", miniprogram.ScopeBase)
			for _, wrong := range []string{"", "nonsense", code + "&appid=" + consumerApp, code + "#", "代码", w.wechat.IssueLoginCode(consumerApp, "Li")} {
				_, err := account.Visitor(ctx, wrong)
				So(err, ShouldWrap, miniprogram.ErrWebCodeRefused)
			}
			_, err := account.Visitor(ctx, code)
			So(err, ShouldBeNil)
		})
		Convey("a preview's nobody is nobody", func() {
			w.wechat.SetSnapshot("Wang")
			_, err := account.Visitor(ctx, comes("Wang", miniprogram.ScopeUserInfo))
			So(err, ShouldWrap, miniprogram.ErrSnapshotPage)
		})
		Convey("each errcode and outage has its meaning, and none shows secret or code", func() {
			for _, c := range []struct {
				fault fake.Fault
				want  error
			}{
				{fake.Fault{Errcode: -1}, miniprogram.ErrUnavailable},
				{fake.Fault{Errcode: 40029}, miniprogram.ErrWebCodeRefused},
				{fake.Fault{Errcode: 40163}, miniprogram.ErrWebCodeRefused},
				{fake.Fault{Errcode: 40125}, miniprogram.ErrCredentialsRefused},
				{fake.Fault{Errcode: 48001}, miniprogram.ErrNotPermitted},
				{fake.Fault{Errcode: 45009}, miniprogram.ErrQuota},
				{fake.Fault{Status: 502}, miniprogram.ErrUnavailable},
				{fake.Fault{Drop: true}, miniprogram.ErrUnavailable},
			} {
				w.wechat.Recover()
				code := comes("Li", miniprogram.ScopeBase)
				w.wechat.Fail(2, c.fault)
				_, err := account.Visitor(ctx, code)
				So(err, ShouldWrap, c.want)
				for _, text := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), w.log.String()} {
					So(text, ShouldNotContainSubstring, appSecret)
					So(text, ShouldNotContainSubstring, code)
				}
			}
		})
	})
}

func TestOfficialAccountIsWell(t *testing.T) {
	for name, spoil := range map[string]func(*miniprogram.Official){
		"appid":  func(o *miniprogram.Official) { o.AppID = "wx&secret=" },
		"secret": func(o *miniprogram.Official) { o.Secret = miniprogram.NewSecret("") },
		"key":    func(o *miniprogram.Official) { o.CodeKey = miniprogram.NewSecret("short") },
	} {
		o := properOfficial()
		spoil(&o)
		if _, err := miniprogram.NewOfficialAccount(o, nil, miniprogram.Options{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	account, err := miniprogram.NewOfficialAccount(properOfficial(), nil, miniprogram.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + officialID +
		"&redirect_uri=https%3A%2F%2Fq.brand.test%2Fh5%2Fcallback&response_type=code&scope=snsapi_base&state=a1#wechat_redirect"
	if got := account.AuthorizeURL(comeBack, miniprogram.ScopeBase, "a1"); got != want {
		t.Errorf("%s", got)
	}
}
