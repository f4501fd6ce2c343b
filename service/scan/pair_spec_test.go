package scan_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/scan"
	"channelrouter/service/testkit"
)

// A bottle's outer code and the one under its cap are of two batches, and one thing.
func TestCapsAndBottles(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given bottles whose caps came from a hopper, at the shop", t, func() {
			s := newStory(t, e)
			caps := s.BatchOf("CAPS", s.Products[0].ID, code.Profile{
				Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}},
			}, model.ScatterLinked, 24)
			for n, cap := range []int64{17, 3, 8} {
				outcomes, err := s.Custody.RecordPairs(s.Ctx, []custody.Pair{{
					Inner: s.Print(model.FaceUnitInner, testkit.Item(caps, model.LevelUnit, cap)), Outer: s.Print(model.FaceUnitOuter, s.unit(int64(n))),
				}})
				So(err, ShouldBeNil)
				So(outcomes[0].Err, ShouldBeNil)
			}
			under := func(cap int64) model.ItemID { return testkit.Item(caps, model.LevelUnit, cap) }
			li, wang := s.Person(), s.Member(model.RoleGuide, s.t1)

			Convey("a bottle that is called back is claimed by its cap no more", func() {
				So(s.Code.RecallItems(s.Ctx, []model.ItemRange{model.One(s.unit(0))}, "glass"), ShouldBeNil)
				_, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(17))
				So(err, ShouldWrap, code.ErrRecalled)
				_, err = s.Rooms.Scan.Verify(s.Ctx, s.Print(model.FaceUnitInner, under(17)))
				So(err, ShouldWrap, code.ErrRecalled)
			})
			Convey("what is claimed under the cap is the bottle, once", func() {
				won, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(3))
				So(err, ShouldBeNil)
				So(won.Outcome, ShouldEqual, scan.OutcomeClaimed)
				c, err := s.Rooms.Scan.ClaimOf(s.Ctx, li, won.ScanID)
				So(err, ShouldBeNil)
				So(c.Item, ShouldEqual, s.unit(1))
				page, err := s.Rooms.Scan.Verify(s.Ctx, s.Print(model.FaceUnitOuter, s.unit(1)))
				So(err, ShouldBeNil)
				So(page.Claimed, ShouldNotBeNil)

				Convey("and a guide's scan of the bottle and the claim of its cap are one sale", func() {
					guided, err := s.Scan(wang, model.RoleGuide, model.FaceUnitOuter, s.unit(1))
					So(err, ShouldBeNil)
					So(guided.Outcome, ShouldNotEqual, scan.OutcomeRepeat)
					s.Settle()
					var units []model.RebateUnit
					So(s.DB.Conn(s.Ctx).Find(&units).Error, ShouldBeNil)
					So(units, ShouldHaveLength, 1)
					So(units[0].Item, ShouldEqual, s.unit(1))
				})
			})
			Convey("a claim of a cap is judged again when it is told which bottle it closes", func() {
				won, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(5))
				So(err, ShouldBeNil)
				s.Settle()
				So(s.judged(won.ScanID), ShouldEqual, "unknown never_shipped")
				outcomes, err := s.Custody.RecordPairs(s.Ctx, []custody.Pair{{
					Inner: s.Print(model.FaceUnitInner, under(5)), Outer: s.Print(model.FaceUnitOuter, s.unit(4)),
				}})
				So(err, ShouldBeNil)
				So(outcomes[0].Err, ShouldBeNil)
				s.Settle()
				So(s.judged(won.ScanID), ShouldEqual, "unknown no_location")
			})
			Convey("a cap that closes nothing that we know of is claimed for itself", func() {
				won, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(5))
				So(err, ShouldBeNil)
				So(won.Outcome, ShouldEqual, scan.OutcomeClaimed)
			})
		})
	})
}
