package router_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

const weChat = "Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0.50 NetType/WIFI"

// visitor is a browser.
type visitor struct{ method, agent, language, from string }

func (h *house) visit(path string, v visitor) answer {
	h.T.Helper()
	if v.method == "" {
		v.method = "GET"
	}
	return h.do(request{method: v.method, path: path, header: map[string]string{
		"User-Agent": v.agent, "Accept-Language": v.language, "X-Forwarded-For": v.from,
	}})
}

func TestLandingPage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given the code under a cap", t, func() {
			s := newStory(t, e)
			text := s.cap(0)
			at := func(v visitor) answer { return s.visit("/"+text, v) }

			Convey("a browser sees that it is genuine, in its language", func() {
				for language, title := range map[string]string{"zh-CN,zh;q=0.9,en;q=0.5": "正品", "": "正品", "en-GB,en;q=0.9": "Genuine"} {
					a := at(visitor{language: language})
					So(a.status, ShouldEqual, 200)
					So(a.header.Get("Content-Type"), ShouldEqual, "text/html; charset=utf-8")
					p := parse(a)
					So(p.title, ShouldEqual, title)
					So(p.classes["genuine"], ShouldBeTrue)
					So(string(a.body), ShouldContainSubstring, s.Products[0].Name)
					So(p.staysHere(a), ShouldBeTrue)
				}
			})
			Convey("it is not kept, framed or fed from elsewhere", func() {
				a := at(visitor{})
				So(a.header.Get("Cache-Control"), ShouldEqual, "no-store")
				So(a.header.Get("X-Content-Type-Options"), ShouldEqual, "nosniff")
				policy := a.header.Get("Content-Security-Policy")
				So(policy, ShouldStartWith, "default-src 'none';")
				So(policy, ShouldContainSubstring, "frame-ancestors 'none'")
				So(policy, ShouldNotContainSubstring, "script")
			})
			Convey("after a claim it says when and where that was, and not by whom", func() {
				claim := s.post("/api/v1/consumer/scans", s.token("consumer", "li"), scans(text).with("adcode", "310115"))
				So(claim.status, ShouldEqual, 200)
				a := at(visitor{})
				So(parse(a).classes["claimed"], ShouldBeTrue)
				So(string(a.body), ShouldContainSubstring, "2026-03-02 09:01 · ") // in Shanghai
				So(string(a.body), ShouldContainSubstring, "浦东新区")
				So(string(a.body), ShouldNotContainSubstring, fmt.Sprint(s.person("li")))
			})
			Convey("a product's name is text, whatever it says", func() {
				rename := s.DB.Run(s.Ctx, func(ctx context.Context) error {
					return s.DB.Conn(ctx).Model(&model.Product{}).Where("id = ?", s.Products[0].ID).Update("name", `<script>alert("1")</script>`).Error
				})
				So(rename, ShouldBeNil)
				a := at(visitor{})
				So(string(a.body), ShouldNotContainSubstring, "<script>")
				So(string(a.body), ShouldContainSubstring, "&lt;script&gt;")
			})
			Convey("the GS1 Digital Link of the same code shows the same page", func() {
				a := s.visit("/01/0"+s.Products[0].GTIN+"/21/"+text, visitor{})
				So(a.status, ShouldEqual, 200)
				So(string(a.body), ShouldEqual, string(at(visitor{}).body))
			})
			Convey("HEAD has the head of GET", func() {
				head, full := at(visitor{method: "HEAD"}), at(visitor{})
				So(head.status, ShouldEqual, 200)
				So(head.body, ShouldBeEmpty)
				So(head.header.Get("Content-Type"), ShouldEqual, full.header.Get("Content-Type"))
				So(s.visit("/healthz", visitor{method: "HEAD"}).status, ShouldEqual, 200)
				So(s.visit("/api/v1/consumer/wallet", visitor{method: "HEAD"}).status, ShouldEqual, 405)
			})
			Convey("a code that is mistyped, withdrawn or none says so", func() {
				for wrong, state := range map[string]struct {
					status int
					class  string
				}{
					mistype(text): {400, "mistyped"}, "favicon.ico": {400, "mistyped"}, s.revoked(): {410, "revoked"}, s.forged(): {404, "unknown"},
				} {
					a := s.visit("/"+wrong, visitor{})
					So(a.status, ShouldEqual, state.status)
					So(parse(a).classes[state.class], ShouldBeTrue)
				}
			})
		})
	})
}

func TestLandingInWeChat(t *testing.T) {
	Convey("Given the codes of a unit", t, func() {
		s := newStory(t, testkit.SQLite)
		lands := func(text string) url.Values {
			a := s.visit("/"+text, visitor{agent: weChat})
			So(a.status, ShouldEqual, 302)
			So(a.header.Get("Cache-Control"), ShouldEqual, "no-store")
			target, err := url.Parse(a.header.Get("Location"))
			So(err, ShouldBeNil)
			So(target.Scheme+"://"+target.Host+target.Path, ShouldEqual, "weixin://dl/business/")
			So(target.Query().Get("appid"), ShouldEqual, "wx-consumer")
			So(target.Query().Get("query"), ShouldEqual, "code="+text)
			return target.Query()
		}

		Convey("the one under the cap opens the app where it is claimed", func() {
			So(lands(s.cap(0)).Get("path"), ShouldEqual, "pages/claim/index")
		})
		Convey("the visible one opens the app where it is verified", func() {
			So(lands(s.label(0)).Get("path"), ShouldEqual, "pages/verify/index")
		})
		Convey("one that leads nowhere opens nothing", func() {
			a := s.visit("/"+s.forged(), visitor{agent: weChat})
			So(a.status, ShouldEqual, 404)
			So(a.header.Get("Location"), ShouldBeEmpty)
		})
	})
}
