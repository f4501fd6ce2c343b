package router_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

// hopTarget is what wx.navigateToMiniProgram is called with.
type hopTarget struct {
	AppID      string `json:"app_id"`
	Path       string
	EnvVersion string                   `json:"env_version"`
	ExtraData  *struct{ Ticket string } `json:"extra_data"`
}

type routed struct {
	Route struct {
		App, Action string
		Target      *hopTarget
	}
	Hops []struct {
		App    string
		Target *hopTarget
	}
}

func TestHops(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who scans a unit's label in the consumer's app", t, func() {
			s := newStory(t, e)
			li, gu := s.token("consumer", "li"), s.member("li", "guide", model.RoleGuide, s.t1)
			scan := func() routed {
				a := s.keyed("/api/v1/consumer/scans", li, "k", scans(s.label(0)))
				So(a.status, ShouldEqual, 200)
				return read[routed](s.house, a)
			}
			arrive := func(app, token, ticket string) answer {
				return s.post("/api/v1/"+app+"/hops", token, object{"ticket": ticket})
			}
			first := scan()
			So(first.Hops, ShouldHaveLength, 1)
			target := first.Hops[0].Target
			ticket := target.ExtraData.Ticket

			Convey("he is offered his guide's app, in the version it opens", func() {
				So(first.Hops[0].App, ShouldEqual, "guide")
				So([]string{target.AppID, target.Path, target.EnvVersion}, ShouldResemble, []string{"wx-guide", "pages/reward/index", "trial"})
			})
			Convey("where he is needs no ticket", func() {
				So(first.Route.Target.AppID, ShouldEqual, "wx-consumer")
				So(first.Route.Target.ExtraData, ShouldBeNil)
			})
			Convey("the app trusts the ticket, and takes the scan from there", func() {
				before := s.facts()
				a := arrive("guide", gu, ticket)
				So(a.status, ShouldEqual, 200)
				So(s.facts().since(before), ShouldBeEmpty)
				there := read[struct{ Code, Page, Action string }](s.house, a)
				So(there.Code, ShouldEqual, s.label(0))
				So(there.Page, ShouldEqual, "pages/reward/index")
				So(there.Action, ShouldEqual, "guide_reward")
				So(read[routed](s.house, s.post("/api/v1/guide/scans", gu, scans(there.Code))).Route.Action, ShouldEqual, "guide_reward")
			})
			Convey("a retry gets the same answer with a fresh ticket, which no row holds", func() {
				again := scan()
				fresh := again.Hops[0].Target.ExtraData.Ticket
				So(fresh, ShouldNotEqual, ticket)
				So(arrive("guide", gu, ticket).status, ShouldEqual, 200)
				So(arrive("guide", gu, fresh).status, ShouldEqual, 200)
				var stored []model.Scan
				So(s.DB.Conn(s.Ctx).Find(&stored).Error, ShouldBeNil)
				So(stored, ShouldHaveLength, 1)
				So(string(stored[0].Answer), ShouldNotContainSubstring, "ticket")
				So(string(stored[0].Answer), ShouldNotContainSubstring, "target")
			})
			Convey("a retry after a while can still be tapped", func() {
				s.Tick(10 * time.Minute)
				So(arrive("guide", gu, ticket).code(), ShouldEqual, "link.hop_expired")
				So(arrive("guide", gu, scan().Hops[0].Target.ExtraData.Ticket).status, ShouldEqual, 200)
			})
			Convey("nobody else, nowhere else, never twice", func() {
				wang := s.member("wang", "guide", model.RoleGuide, s.t1)
				hop := func(app, token, ticket string) request {
					return posting("/api/v1/"+app+"/hops", token, object{"ticket": ticket})
				}
				s.refusals(t, []scenario{
					{"another guide", hop("guide", wang, ticket), 403, "link.hop_of_another"},
					{"another app of his", hop("terminal", s.token("terminal", "li"), ticket), 403, "link.hop_of_another_app"},
					{"the app he came from", hop("consumer", li, ticket), 403, "link.hop_of_another_app"},
					{"a ticket that is none", hop("guide", gu, "x.y.z"), 403, "link.hop_refused"},
					{"a ticket that was changed", hop("guide", gu, ticket[:len(ticket)-3]+"AAA"), 403, "link.hop_refused"},
					{"a session for a ticket", hop("guide", gu, gu), 403, "link.hop_refused"},
					{"a ticket for a session", hop("guide", ticket, ticket), 401, "identity.session_expired"},
					{"no ticket", hop("guide", gu, ""), 400, "request.invalid"},
				})
				So(arrive("guide", gu, ticket).status, ShouldEqual, 200)
				s.refusals(t, []scenario{{"again", hop("guide", gu, ticket), 403, "link.hop_refused"}})
			})
			Convey("it works while the key-value store does not", func() {
				So(s.KV.Close(), ShouldBeNil)
				So(arrive("guide", gu, ticket).status, ShouldEqual, 200)
			})
		})
	})
}
