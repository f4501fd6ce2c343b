package scan_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

func TestClaimOf(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a consumer's claim", t, func() {
			s := newStory(t, e)
			li, other := s.Person(), s.Person()
			won, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
			So(err, ShouldBeNil)

			Convey("it is found by its scan", func() {
				c, err := s.Rooms.Scan.ClaimOf(s.Ctx, li, won.ScanID)
				So(err, ShouldBeNil)
				So(c, ShouldResemble, scan.Claim{Scan: won.ScanID, Item: s.unit(0), Product: s.Products[0].ID, At: s.Clock.Now()})
			})
			Convey("the shop is that of the latest judgement", func() {
				_, err := s.Scan(s.Member(model.RoleTerminal, s.t1), model.RoleTerminal, model.FaceCaseInner, s.box(0))
				So(err, ShouldBeNil)
				s.Settle()
				c, err := s.Rooms.Scan.ClaimOf(s.Ctx, li, won.ScanID)
				So(err, ShouldBeNil)
				So(c.Terminal, ShouldEqual, s.t1.ID)
			})
			Convey("nobody else has it, and what won nothing is none", func() {
				repeat, err := s.Scan(other, model.RoleConsumer, model.FaceUnitInner, s.unit(0))
				So(err, ShouldBeNil)
				look, err := s.Scan(li, model.RoleConsumer, model.FaceUnitOuter, s.unit(1))
				So(err, ShouldBeNil)
				guided, err := s.Scan(s.Member(model.RoleGuide, s.t1), model.RoleGuide, model.FaceUnitOuter, s.unit(2))
				So(err, ShouldBeNil)
				for _, c := range []struct {
					person model.PersonID
					scan   model.ScanID
				}{{other, won.ScanID}, {other, repeat.ScanID}, {li, look.ScanID}, {li, guided.ScanID}, {li, 0}} {
					_, err := s.Rooms.Scan.ClaimOf(s.Ctx, c.person, c.scan)
					So(err, ShouldWrap, scan.ErrNoClaim)
				}
			})
		})
	})
}
