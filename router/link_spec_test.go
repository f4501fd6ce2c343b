package router_test

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/testkit"
)

// deviceTest is what an owner sends of a phone.
func deviceTest(os string, passed bool) object {
	return object{"host": "c.brand.test", "upper_case": false, "os": os, "device": "a phone", "wechat_version": "8.0.60", "passed": passed}
}

// linkList is what the tests read of the list.
type linkList struct {
	Hosts []struct {
		Host, App, Rule string
		Unlocked        bool
		Steps           []struct {
			Step   string
			Done   bool
			HintZH string `json:"hint_zh"`
			HintEN string `json:"hint_en"`
		}
		Tests []struct {
			OS     string
			Passed bool
		}
	}
	Today []struct {
		App         string
		Made, Limit int
	}
	Items []struct {
		ID, App, Kind, URL string
		ExpiresAt          time.Time `json:"expires_at"`
	}
	NextAfter string `json:"next_after"`
}

func TestExportWaitsForPhones(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a batch whose host nobody has tested", t, func() {
			s := newStory(t, e)
			owner, manager := s.console(model.UserOwner), s.console(model.UserChannelManager)
			export := func() answer {
				return s.get(fmt.Sprintf("/api/v1/console/batches/%d/codes?face=unit_inner&from=6&to=8", s.batch.ID), manager)
			}
			record := func(key, os string, passed bool) {
				s.Tick(time.Second)
				a := s.keyed("/api/v1/console/links/tests", owner, key, deviceTest(os, passed))
				So(a.status, ShouldEqual, 200)
			}

			Convey("its codes are not exported, though each may be looked up", func() {
				a := export()
				So(a.status, ShouldEqual, 409)
				So(a.code(), ShouldEqual, "code.export_locked")
				So(string(a.body), ShouldContainSubstring, "https://c.brand.test/: ios was not tested; android was not tested")
				So(s.audited(), ShouldEqual, 0)
				So(s.get("/api/v1/console/codes?code="+s.cap(0), manager).status, ShouldEqual, 200)
			})
			Convey("two tests that passed unlock it, and one that fails locks it again", func() {
				record("1", "ios", true)
				So(export().code(), ShouldEqual, "code.export_locked")
				record("2", "android", true)
				So(export().status, ShouldEqual, 200)
				record("3", "ios", false)
				So(export().code(), ShouldEqual, "code.export_locked")
			})
			Convey("an export is audited: who, which face of which batch, how many", func() {
				s.TestHosts()
				So(export().status, ShouldEqual, 200)
				log := s.auditLog()
				So(log, ShouldHaveLength, 1)
				So(log[0].Action, ShouldEqual, "GET /api/v1/console/batches/{id}/codes")
				So(log[0].Target, ShouldEqual, fmt.Sprintf("/api/v1/console/batches/%d/codes, 2 codes of unit_inner from 6, batch B1", s.batch.ID))
			})
			Convey("what cannot be audited is not exported", func() {
				s.TestHosts()
				a := s.tableGone("audit_entries", export)
				So(a.status, ShouldEqual, 500)
				So(string(a.body), ShouldNotContainSubstring, s.cap(6))
			})
			Convey("the list says what is still to do, in two languages", func() {
				record("1", "ios", true)
				l := read[linkList](s.house, s.get("/api/v1/console/links", s.console(model.UserAuditor)))
				So(l.Hosts, ShouldHaveLength, 1)
				So(l.Hosts[0].Rule, ShouldEqual, "https://c.brand.test/")
				So(l.Hosts[0].Unlocked, ShouldBeFalse)
				So(l.Hosts[0].Tests, ShouldHaveLength, 1)
				for _, step := range l.Hosts[0].Steps {
					So(step.Done, ShouldEqual, step.Step != "android_test")
					So(step.HintZH, ShouldNotBeEmpty)
					So(step.HintEN, ShouldNotBeEmpty)
				}
			})
			Convey("a test is recorded by an owner alone, audited, and once", func() {
				So(s.keyed("/api/v1/console/links/tests", manager, "1", deviceTest("ios", true)).code(), ShouldEqual, "request.not_permitted")
				record("1", "ios", true)
				So(s.auditLog()[0].Action, ShouldEqual, "POST /api/v1/console/links/tests")
				So(s.auditLog()[0].Target, ShouldContainSubstring, "of https://c.brand.test/ on ios, passed true")
				So(s.keyed("/api/v1/console/links/tests", owner, "1", deviceTest("ios", false)).code(), ShouldEqual, "link.idempotency_key_reused")
			})
		})
	})
}

func TestLinksAtTheConsole(t *testing.T) {
	Convey("Given apps at WeChat", t, func() {
		wechat := fake.New()
		s := newStory(t, testkit.SQLite, atWeChat(t, wechat))
		manager := s.console(model.UserChannelManager)
		wish := object{"app": "consumer", "kind": "link", "page": "pages/home/index", "query": "from=poster", "days": 30}
		ask := func(body object) answer { return s.post("/api/v1/console/links", manager, body) }

		Convey("a link is made, counted, audited and listed with its end", func() {
			a := ask(wish)
			So(a.status, ShouldEqual, 200)
			made := read[struct{ ID, URL string }](s.house, a)
			opened, live := wechat.OpenLink(made.URL)
			So(live, ShouldBeTrue)
			So(opened.Query, ShouldEqual, "from=poster")
			So(read[struct{ ID string }](s.house, ask(wish)).ID, ShouldEqual, made.ID)
			So(ask(wish.with("kind", "scheme")).status, ShouldEqual, 200)
			l := read[linkList](s.house, s.get("/api/v1/console/links?limit=1", manager))
			So(l.Items, ShouldHaveLength, 1)
			So(l.Items[0].Kind, ShouldEqual, "scheme")
			So(l.Items[0].ExpiresAt, ShouldEqual, s.Clock.Now().Add(30*24*time.Hour))
			So(l.Today[0].App, ShouldEqual, "consumer")
			So(l.Today[0].Made, ShouldEqual, 2)
			l = read[linkList](s.house, s.get("/api/v1/console/links?limit=1&after="+l.NextAfter, manager))
			So(l.Items[0].ID, ShouldEqual, made.ID)
			So(s.audited(), ShouldEqual, 3)
		})
		Convey("what is refused leaves nothing, with a stable code", func() {
			wechat.Publish("wx-consumer", "pages/home/index")
			unpublished := posting("/api/v1/console/links", manager, wish.with("page", "pages/none"))
			s.refusals(t, []scenario{
				{"a page that is not published", unpublished, 400, "wechat.link_refused"},
				{"a query with a space", posting("/api/v1/console/links", manager, wish.with("query", "a b")), 400, "wechat.link_refused"},
				{"a page with a slash in front", posting("/api/v1/console/links", manager, wish.with("page", "/pages/home/index")), 400, "wechat.link_refused"},
				{"a link for ever", posting("/api/v1/console/links", manager, wish.with("days", 31)), 400, "request.invalid"},
				{"no days", posting("/api/v1/console/links", manager, wish.with("days", 0)), 400, "request.invalid"},
				{"an app that there is not", posting("/api/v1/console/links", manager, wish.with("app", "warehouse")), 400, "request.invalid"},
				{"a test of another's host", posting("/api/v1/console/links/tests", s.console(model.UserOwner), deviceTest("ios", true).with("host", "evil.test")), 404, "link.unknown_host"},
				{"a test on no system", posting("/api/v1/console/links/tests", s.console(model.UserOwner), deviceTest("symbian", true)), 400, "request.invalid"},
				{"a test without a key", request{method: "POST", path: "/api/v1/console/links/tests", token: s.console(model.UserOwner), body: deviceTest("ios", true)}, 400, "request.invalid"},
			})
		})
	})
}

func TestSceneCodes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a shop with its owner and a guide", t, func() {
			wechat := fake.New()
			s := newStory(t, e, atWeChat(t, wechat))
			shopkeeper, gu := s.member("zhou", "terminal", model.RoleTerminal, s.t1), s.member("gu", "guide", model.RoleGuide, s.t1)
			li := s.token("consumer", "li")
			get := func(path, token, etag string) answer {
				return s.do(request{method: "GET", path: "/api/v1" + path, token: token, header: map[string]string{"If-None-Match": etag}})
			}
			shopPath := fmt.Sprintf("/console/organisations/%d/wxacode", s.t1.ID)
			type scene struct {
				Kind, Name, Adcode string
				Shop               string `json:"shop_id"`
				Guide              string `json:"guide_id"`
			}
			reads := func() scene {
				codes := wechat.Codes()
				a := s.post("/api/v1/consumer/scenes", li, object{"scene": codes[len(codes)-1].Scene})
				So(a.status, ShouldEqual, 200)
				return read[scene](s.house, a)
			}

			Convey("the shop's code is a picture that is drawn once", func() {
				a := get("/terminal/me/wxacode", shopkeeper, "")
				So(a.status, ShouldEqual, 200)
				So(a.header.Get("Content-Type"), ShouldEqual, "image/png")
				_, err := png.Decode(bytes.NewReader(a.body))
				So(err, ShouldBeNil)
				again := get("/terminal/me/wxacode", shopkeeper, a.header.Get("ETag"))
				So(again.status, ShouldEqual, 304)
				So(again.body, ShouldBeEmpty)
				console := get(shopPath, s.console(model.UserAuditor), `"another"`)
				So(console.status, ShouldEqual, 200)
				So(console.body, ShouldResemble, a.body)
				So(wechat.Codes(), ShouldHaveLength, 1)
				So(reads(), ShouldResemble, scene{Kind: "shop", Name: "T1", Adcode: "310000", Shop: fmt.Sprint(s.t1.ID)})
			})
			Convey("a guide's leads to him and his shop, as long as he works there", func() {
				So(get("/guide/me/wxacode", gu, "").status, ShouldEqual, 200)
				So(reads(), ShouldResemble, scene{Kind: "guide", Name: "T1", Adcode: "310000", Shop: fmt.Sprint(s.t1.ID), Guide: fmt.Sprint(s.person("gu"))})
				So(s.Channel.Leave(s.Ctx, s.person("gu"), model.RoleGuide, s.t1.ID, s.Clock.Now()), ShouldBeNil)
				s.Tick(time.Second)
				codes := wechat.Codes()
				a := s.post("/api/v1/consumer/scenes", li, object{"scene": codes[0].Scene})
				So(a.status, ShouldEqual, 410)
				So(a.code(), ShouldEqual, "link.scene_over")
			})
			Convey("who has none is told, and scenes of others lead nowhere", func() {
				s.refusals(t, []scenario{
					{"a consumer in the guide's app", request{method: "GET", path: "/api/v1/guide/me/wxacode", token: s.token("guide", "li")}, 403, "channel.no_membership"},
					{"a distributor's code", request{method: "GET", path: fmt.Sprintf("/api/v1/console/organisations/%d/wxacode", s.d1.ID), token: s.console(model.UserOwner)}, 409, "link.no_shop"},
					{"nobody's code", request{method: "GET", path: "/api/v1/console/organisations/1/wxacode", token: s.console(model.UserOwner)}, 404, "channel.unknown_organisation"},
					{"a scene that is none", posting("/api/v1/consumer/scenes", li, object{"scene": "shop=1"}), 400, "link.bad_scene"},
					{"a scene without its MAC", posting("/api/v1/consumer/scenes", li, object{"scene": "s0000000000001"}), 400, "link.bad_scene"},
					{"a long scene", posting("/api/v1/consumer/scenes", li, object{"scene": "s00000000000010000000000000000000"}), 400, "request.invalid"},
				})
			})
			Convey("a WeChat that fails is a stable code, and nothing is kept", func() {
				wechat.Fail(1, fake.Fault{Path: "/wxa/getwxacodeunlimit", Status: 502})
				So(get("/terminal/me/wxacode", shopkeeper, "").code(), ShouldEqual, "wechat.unavailable")
				So(get("/terminal/me/wxacode", shopkeeper, "").status, ShouldEqual, 200)
			})
		})
	})
}
