package router_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/router"
	"channelrouter/service"
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
			Convey("every refusal has its stable code: in a header, in small print, and as a problem for who asks for JSON", func() {
				for wrong, code := range map[string]string{
					"/" + mistype(text): "code.mistyped", "/favicon.ico": "code.malformed", "/1234": "code.malformed",
					"/" + s.revoked(): "code.revoked", "/" + s.recalled(): "code.recalled",
					"/" + s.forged(): "code.unknown", "/" + s.asleep(): "code.unknown", "/" + s.neverIssued(): "code.unknown",
					"/01/" + s.Products[1].GTIN + "/21/" + text: "scan.other_product",
				} {
					page := s.visit(wrong, visitor{})
					So(page.header.Get("Content-Type"), ShouldEqual, "text/html; charset=utf-8")
					So(page.header.Get("X-Problem-Code"), ShouldEqual, code)
					So(string(page.body), ShouldContainSubstring, "<small>"+code+"</small>")

					problem := s.do(request{method: "GET", path: wrong, header: map[string]string{"Accept": "application/json"}})
					So(problem.header.Get("Content-Type"), ShouldEqual, "application/problem+json")
					So(problem.header.Get("Cache-Control"), ShouldEqual, "no-store")
					So(problem.header.Get("X-Problem-Code"), ShouldEqual, code)
					So(problem.code(), ShouldEqual, code)
					So(problem.status, ShouldEqual, page.status)
				}
			})
			Convey("every answer has its request's id, the caller's own where he gave one", func() {
				for _, path := range []string{"/" + text, "/" + mistype(text), "/favicon.ico", "/%ff"} {
					for _, agent := range []string{"", weChat} {
						made := s.visit(path, visitor{agent: agent}).header.Get("X-Request-Id")
						So(made, ShouldHaveLength, 16)
						So(s.visit(path, visitor{agent: agent}).header.Get("X-Request-Id"), ShouldNotEqual, made)
						given := s.do(request{method: "GET", path: path, header: map[string]string{"X-Request-Id": "mine", "User-Agent": agent}})
						So(given.header.Get("X-Request-Id"), ShouldEqual, "mine")
					}
				}
			})
			Convey("without the key-value store pages go on", func() {
				So(s.KV.Close(), ShouldBeNil)
				So(s.visit("/favicon.ico", visitor{}).status, ShouldEqual, 400)
				So(s.visit("/robots.txt", visitor{agent: weChat}).status, ShouldEqual, 400)
				So(s.visit("/"+text, visitor{}).status, ShouldEqual, 200)
			})
			Convey("a case and a pallet are genuine, and nobody is sent for points under a cap", func() {
				for _, box := range []string{s.caseCode(0), s.inCase(0), s.onPallet(0)} {
					a := s.visit("/"+box, visitor{language: "en"})
					So(a.status, ShouldEqual, 200)
					So(parse(a).title, ShouldEqual, "Genuine")
					So(string(a.body), ShouldContainSubstring, s.Products[0].GTIN)
					for _, word := range []string{"points", "cap"} {
						So(strings.Contains(string(a.body), word), ShouldBeFalse)
					}
				}
				So(string(s.visit("/"+s.label(0), visitor{language: "en"}).body), ShouldContainSubstring, "under the cap")
			})
			Convey("only goods that are called back are said to be", func() {
				revoked, recalled := s.visit("/"+s.revoked(), visitor{language: "en"}), s.visit("/"+s.recalled(), visitor{language: "en"})
				So(string(revoked.body), ShouldNotContainSubstring, "Recalled")
				So(parse(recalled).title, ShouldEqual, "Recalled by the brand")
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
		Convey("a link that names another product opens nothing", func() {
			link := func(gtin string) answer { return s.visit("/01/"+gtin+"/21/"+s.cap(0), visitor{agent: weChat}) }
			So(link(s.Products[0].GTIN).status, ShouldEqual, 302)
			So(link(s.Products[1].GTIN).status, ShouldEqual, 400)
			So(link(s.Products[1].GTIN).header.Get("X-Problem-Code"), ShouldEqual, "scan.other_product")
		})
		Convey("one that leads nowhere opens nothing", func() {
			a := s.visit("/"+s.forged(), visitor{agent: weChat})
			So(a.status, ShouldEqual, 404)
			So(a.header.Get("Location"), ShouldBeEmpty)
		})
	})
}

func TestLandingWithoutAnApp(t *testing.T) {
	Convey("Given a brand that has no consumer app yet", t, func() {
		w := testkit.New(t, testkit.SQLite, func(g *service.Ground) { g.Apps = nil })
		h := serve(w, 0, router.Options{RequestTimeout: time.Minute})
		text := w.Print(model.FaceUnitInner, testkit.Item(w.Batch("B1", 1), model.LevelUnit, 0))

		Convey("WeChat is shown the page, and sent nowhere", func() {
			a := h.visit("/"+text, visitor{agent: weChat})
			So(a.status, ShouldEqual, 200)
			So(a.header.Get("Location"), ShouldBeEmpty)
			So(parse(a).classes["genuine"], ShouldBeTrue)
		})
	})
}
