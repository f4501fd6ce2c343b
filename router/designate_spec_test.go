package router_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestDesignationsAndLosses(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods at D1, and who handles goods at the brand", t, func() {
			s := newStory(t, e)
			operator := s.console(model.UserOperator)
			tell := func(body object) answer { return s.keyed("/api/v1/console/custody-events", operator, "k", body) }
			type event struct{ Kind, For, Loss string }

			Convey("a case is set aside as a gift, and looking a bottle of it up says so", func() {
				told := read[event](s.house, tell(object{"kind": "designate", "for": "gift", "from": "D1", "codes": []string{s.caseCode(0)}}))
				So(told, ShouldResemble, event{Kind: "designate", For: "gift"})
				type found struct{ Trace struct{ For string } }
				So(read[found](s.house, s.get("/api/v1/console/codes?code="+s.label(0), operator)).Trace.For, ShouldEqual, "gift")
				So(read[found](s.house, s.get("/api/v1/console/codes?code="+s.label(6), operator)).Trace.For, ShouldEqual, "sale")
			})
			Convey("what is destroyed is so for a reason, which its trail keeps", func() {
				told := read[event](s.house, tell(object{"kind": "destroy", "loss": "damaged", "from": "D1", "codes": []string{s.label(0)}}))
				So(told, ShouldResemble, event{Kind: "destroy", Loss: "damaged"})
				trail := read[[]event](s.house, s.get("/api/v1/console/codes/trail?code="+s.label(0), operator))
				So(trail[len(trail)-1].Loss, ShouldEqual, "damaged")
			})
			Convey("a use that is not named, or of an event that has none, is refused", func() {
				So(tell(object{"kind": "designate", "from": "D1", "codes": []string{s.caseCode(0)}}).code(), ShouldEqual, "custody.bad_event")
				So(tell(object{"kind": "destroy", "for": "gift", "from": "D1", "codes": []string{s.label(0)}}).code(), ShouldEqual, "custody.bad_event")
				So(tell(object{"kind": "destroy", "loss": "eaten", "from": "D1", "codes": []string{s.label(0)}}).status, ShouldEqual, 400)
			})
			Convey("a distributor sets nothing aside", func() {
				d1 := s.member("wang", "distributor", model.RoleDistributor, s.d1)
				a := s.post("/api/v1/distributor/handheld-events", d1, object{"device": "PDA", "events": []object{{
					"key": "1", "kind": "designate", "for": "gift", "codes": []string{s.caseCode(0)}, "at": s.Clock.Now(),
				}}})
				So(a.status, ShouldEqual, 200)
				So(string(a.body), ShouldContainSubstring, "warehouse.may_not_tell")
			})
		})
	})
}
