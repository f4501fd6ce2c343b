package router_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestClaimOnThePage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand without an app, whose service account asks WeChat who is there", t, func() {
			s := newWebStory(t, e, "")
			text := s.cap(0)
			li := s.browser("Li")

			Convey("Li's scan goes by WeChat, which asks him nothing, to a page with a button", func() {
				first := li.open("GET", "/"+text, "")
				So(first.status, ShouldEqual, 302)
				So(first.header.Get("Location"), ShouldEqual, webOrigin+"/h5/"+text)
				sent := li.open("GET", "/h5/"+text, "")
				So(sent.status, ShouldEqual, 303)
				So(sent.header.Get("Location"), ShouldContainSubstring, "scope=snsapi_base")
				So(sent.header.Get("Cache-Control"), ShouldEqual, "no-store")
				a := li.lands("/h5/" + text)
				So(a.status, ShouldEqual, 200)
				So(parse(a).classes["genuine"], ShouldBeTrue)
				So(string(a.body), ShouldContainSubstring, s.Products[0].Name)
				So(formOf(a), ShouldNotBeBlank)

				Convey("and what he wins is the person's whom the app knows", func() {
					a = li.claims(a, text)
					So(a.status, ShouldEqual, 200)
					So(parse(a).title, ShouldEqual, "Claimed")
					So(string(a.body), ShouldContainSubstring, "You have won 108 points.")
					So(s.points("li"), ShouldEqual, 108)

					Convey("once, however often he taps", func() {
						again := li.lands("/h5/" + text)
						So(parse(again).classes["claimed"], ShouldBeTrue)
						So(formOf(again), ShouldBeBlank)
						So(s.points("li"), ShouldEqual, 108)
					})
					Convey("and Wang sees when it was claimed, and by nobody", func() {
						other := s.browser("Wang").lands("/" + text)
						So(parse(other).classes["claimed"], ShouldBeTrue)
						So(formOf(other), ShouldBeBlank)
					})
				})
				Convey("his unionid is asked for after the tap only", func() {
					tapped := li.open("POST", "/h5/"+text, formOf(a))
					So(tapped.status, ShouldEqual, 303)
					So(tapped.header.Get("Location"), ShouldContainSubstring, "scope=snsapi_userinfo")
					So(s.points("li"), ShouldEqual, 0)
				})
			})
			Convey("whose unionid is known already claims at once", func() {
				So(parse(li.claims(li.lands("/"+text), text)).title, ShouldEqual, "Claimed")
				later := s.browser("Li")
				page := later.lands("/" + s.cap(1))
				a := later.open("POST", "/h5/"+s.cap(1), formOf(page))
				So(a.status, ShouldEqual, 200)
				So(s.points("li"), ShouldEqual, 216)
			})
			Convey("who has no unionid claims all the same", func() {
				wang := s.browser("Wang")
				a := wang.claims(wang.lands("/"+text), text)
				So(a.status, ShouldEqual, 200)
				So(parse(a).title, ShouldEqual, "Claimed")
			})
			Convey("20 taps at once are one claim", func() {
				page := li.lands("/" + s.cap(2))
				li.claims(page, s.cap(2))
				page = li.lands("/" + text)
				statuses := make([]int, 20)
				cookie := li.cookieHeader("/h5/")
				_ = testkit.Together(20, func(i int) error {
					statuses[i] = s.do(request{method: "POST", path: "/h5/" + text, body: formOf(page), header: map[string]string{
						"User-Agent": weChat, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded",
					}}).status
					return nil
				})
				for _, status := range statuses {
					So(status, ShouldEqual, 200)
				}
				So(s.points("li"), ShouldEqual, 216)
			})
			Convey("the visible code shows the page without a button", func() {
				a := li.lands("/" + s.label(0))
				So(parse(a).classes["genuine"], ShouldBeTrue)
				So(formOf(a), ShouldBeBlank)
			})
			Convey("two scans at once do not meet", func() {
				one, two := li.open("GET", "/h5/"+text, ""), li.open("GET", "/h5/"+s.cap(1), "")
				So(li.open("GET", li.toWeChat(one), "").header.Get("Location"), ShouldEqual, "/h5/"+text)
				So(li.open("GET", li.toWeChat(two), "").header.Get("Location"), ShouldEqual, "/h5/"+s.cap(1))
			})
			Convey("the session ends with its token, and WeChat names him again", func() {
				li.lands("/" + text)
				s.Tick(16 * time.Minute)
				So(li.open("GET", "/h5/"+text, "").header.Get("Location"), ShouldStartWith, s.wechat.URL())
			})
			Convey("a browser outside WeChat is shown the plain page", func() {
				a := s.visit("/h5/"+text, visitor{})
				So(a.status, ShouldEqual, 302)
				So(a.header.Get("Location"), ShouldEqual, "/"+text)
			})
		})
	})
}

func TestThePageIsClosed(t *testing.T) {
	Convey("Given a page that Li has opened", t, func() {
		s := newWebStory(t, testkit.SQLite, "wx-consumer")
		text := s.cap(0)
		li := s.browser("Li")
		a := li.lands("/" + text + "?h5=1")

		Convey("its cookies are for it alone", func() {
			sent := s.browser("Wang")
			for range 2 {
				sent.open("GET", "/h5/"+text, "")
				So(sent.last, ShouldNotBeEmpty)
				for _, c := range sent.last {
					So(c.Secure && c.HttpOnly && c.Path == "/h5" && c.SameSite == http.SameSiteLaxMode, ShouldBeTrue)
				}
			}
			So(li.cookies["h5-session"], ShouldNotBeBlank)
		})
		Convey("it may load nothing, be framed by nobody, and send its form here or to WeChat", func() {
			policy := a.header.Get("Content-Security-Policy")
			So(policy, ShouldStartWith, "default-src 'none';")
			So(policy, ShouldContainSubstring, "frame-ancestors 'none'")
			So(policy, ShouldEndWith, "form-action 'self' "+s.wechat.URL())
			So(policy, ShouldNotContainSubstring, "script")
			So(string(a.body), ShouldNotContainSubstring, "<script")
			So(a.header.Get("Cache-Control"), ShouldEqual, "no-store")
		})
		Convey("its other button opens the app on the code", func() {
			So(string(a.body), ShouldContainSubstring, `href="weixin://dl/business/?appid=wx-consumer&amp;path=pages/claim/index&amp;query=code%3D`+text+`"`)
		})
		Convey("without being asked for, WeChat opens the app", func() {
			So(li.open("GET", "/"+text, "").header.Get("Location"), ShouldStartWith, "weixin://")
		})
		Convey("it is in Chinese unless asked otherwise", func() {
			chinese := s.do(request{method: "GET", path: "/h5/" + text, header: map[string]string{"User-Agent": weChat, "Cookie": li.cookieHeader("/h5/")}})
			So(parse(chinese).title, ShouldEqual, "正品")
			So(string(chinese.body), ShouldContainSubstring, "领取")
		})
	})
}

func TestHostileWeb(t *testing.T) {
	Convey("Given Li and a thief in WeChat", t, func() {
		s := newWebStory(t, testkit.SQLite, "")
		text := s.cap(0)
		li, thief := s.browser("Li"), s.browser("Wang")
		trip := li.open("GET", "/h5/"+text, "")
		back := li.toWeChat(trip)
		before := s.facts()
		refuses := func(b *browser, method, path, form string, status int, code string) {
			a := b.open(method, path, form)
			So(a.status, ShouldEqual, status)
			So(a.header.Get("X-Problem-Code"), ShouldEqual, code)
			So(b.cookies["h5-session"], ShouldBeBlank)
			So(a.header.Get("Location"), ShouldBeBlank)
			So(s.facts().since(before), ShouldBeEmpty)
		}
		changed := func(name, value string) string {
			target, err := url.Parse(back)
			So(err, ShouldBeNil)
			query := target.Query()
			query.Set(name, value)
			return target.Path + "?" + query.Encode()
		}
		state, err := url.Parse(back)
		So(err, ShouldBeNil)
		mine := state.Query().Get("state")

		Convey("a state is good in the browser alone that was sent with it", func() {
			refuses(thief, "GET", back, "", 403, "landing.state_refused")
		})
		Convey("a state that is forged, of another trip, or none is refused", func() {
			for _, forged := range []string{"", "x", strings.Repeat("0", len(mine)), mine[:len(mine)-1] + "x", strings.ToUpper(mine), mine[:24] + strings.Repeat("a", 64), "session" + mine[7:]} {
				refuses(li, "GET", changed("state", forged), "", 403, "landing.state_refused")
			}
		})
		Convey("a cookie that was changed, as to lead elsewhere, is refused", func() {
			for name, value := range li.cookies {
				for _, other := range []string{value + "x", "9999999999.true.aHR0cHM6Ly9ldmlsLnRlc3Q", "", "..", "a.b.c"} {
					li.cookies[name] = other
					refuses(li, "GET", back, "", 403, "landing.state_refused")
				}
			}
		})
		Convey("a trip that took too long is over", func() {
			s.Tick(11 * time.Minute)
			refuses(li, "GET", back, "", 410, "landing.state_expired")
		})
		Convey("a way back is gone once", func() {
			So(li.open("GET", back, "").status, ShouldEqual, 303)
			delete(li.cookies, "h5-session")
			before = s.facts()
			refuses(li, "GET", back, "", 403, "landing.state_refused")
		})
		Convey("a code that WeChat has taken back, forgotten, or never gave is refused", func() {
			s.wechat.Fail(1, fake.Fault{Path: "/sns/oauth2/access_token", Errcode: 40163})
			refuses(li, "GET", back, "", 401, "wechat.web_code_refused")
			for _, code := range []string{"", "nonsense", "a&appid=b"} {
				again := li.open("GET", "/h5/"+text, "")
				back = li.toWeChat(again)
				refuses(li, "GET", changed("code", code), "", 401, "wechat.web_code_refused")
			}
		})
		Convey("with WeChat down nothing is written, and the page says to come back", func() {
			s.wechat.Fail(2, fake.Fault{Path: "/sns/oauth2/access_token", Drop: true})
			refuses(li, "GET", back, "", 503, "wechat.unavailable")
		})
		Convey("a preview's nobody is told to use the full service", func() {
			s.wechat.SetSnapshot("Li")
			refuses(li, "GET", back, "", 403, "wechat.snapshot_page")
		})
		Convey("nobody is sent to another host", func() {
			for _, path := range []string{"/h5/%2F%2Fevil.test", "/h5/https:%2F%2Fevil.test", "/%5Cevil.test?h5=1"} {
				a := li.open("GET", path, "")
				So(a.header.Get("Location"), ShouldBeBlank)
				So(a.status, ShouldBeIn, 400, 404)
			}
			a := s.do(request{method: "GET", path: "/" + text, header: map[string]string{"User-Agent": weChat, "X-Forwarded-Host": "evil.test", "Host": "evil.test"}})
			So(a.header.Get("Location"), ShouldEqual, webOrigin+"/h5/"+text)
		})
		Convey("refusals are problems to who asks for JSON", func() {
			a := s.do(request{method: "GET", path: "/h5/callback?state=x", header: map[string]string{"Accept": "application/json"}})
			So(a.header.Get("Content-Type"), ShouldEqual, "application/problem+json")
			So(a.code(), ShouldEqual, "landing.state_refused")
		})

		Convey("and claims", func() {
			page := func(b *browser, text string) string { return formOf(b.lands("/" + text)) }
			good := page(li, text)
			theirs := page(thief, text)
			other := page(li, s.cap(1))
			before = s.facts()
			refusesClaim := func(b *browser, path, form string, status int, code string) {
				a := b.open("POST", path, form)
				So(a.status, ShouldEqual, status)
				So(a.header.Get("X-Problem-Code"), ShouldEqual, code)
				So(s.facts().since(before), ShouldBeEmpty)
			}
			Convey("without the page's token, or with another's or another code's, are refused", func() {
				for _, form := range []string{"", "form=", "form=00", theirs, other, strings.Repeat("x", 1<<20)} {
					refusesClaim(li, "/h5/"+text, form, 403, "landing.form_refused")
				}
			})
			Convey("without a session, or with one that is not ours or was ended, are refused", func() {
				token := li.cookies["h5-session"]
				actor, err := s.Identity.Authenticate(s.Ctx, "consumer", token[2:])
				So(err, ShouldBeNil)
				delete(li.cookies, "h5-session")
				refusesClaim(li, "/h5/"+text, good, 401, "landing.no_session")
				for _, session := range []string{"1.", "x", "1." + token[2:] + "x", "1." + s.token("guide", "li")} {
					before = s.facts()
					li.cookies["h5-session"] = session
					a := li.open("POST", "/h5/"+text, good)
					So(a.status, ShouldBeIn, 401, 403)
					So(a.header.Get("X-Problem-Code"), ShouldStartWith, "identity.")
					So(s.facts().since(before), ShouldBeEmpty)
				}
				So(s.Identity.Logout(s.Ctx, actor.FamilyID), ShouldBeNil)
				before = s.facts()
				li.cookies["h5-session"] = token
				refusesClaim(li, "/h5/"+text, good, 401, "identity.session_expired")
			})
			Convey("of codes that lead nowhere are refused, and counted", func() {
				refusesClaim(li, "/h5/nothing.txt", "", 400, "code.malformed")
				So(li.open("GET", "/h5/"+s.forged(), "").status, ShouldEqual, 404)
			})
		})
	})
}

// A claim on the page is a scan as any: the code of the model.Role's own app.
func TestAClaimOnThePageIsAScan(t *testing.T) {
	Convey("Given a claim on the page", t, func() {
		s := newWebStory(t, testkit.SQLite, "")
		li := s.browser("Li")
		So(li.claims(li.lands("/"+s.cap(0)), s.cap(0)).status, ShouldEqual, 200)

		Convey("it is stored as the consumer's, once", func() {
			var rows []model.Scan
			So(s.DB.Conn(s.Ctx).Find(&rows).Error, ShouldBeNil)
			So(rows, ShouldHaveLength, 1)
			So(rows[0].PersonID, ShouldEqual, s.person("li"))
			So(rows[0].Role, ShouldEqual, model.RoleConsumer)
		})
		Convey("and the account it came by is one more of the person's", func() {
			account, err := s.Identity.AccountIn(s.Ctx, s.person("li"), officialApp)
			So(err, ShouldBeNil)
			So(account.OpenID, ShouldEqual, s.wechat.OpenID(officialApp, "Li"))
		})
	})
}
