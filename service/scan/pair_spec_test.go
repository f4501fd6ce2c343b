package scan_test

import (
	"testing"
	"time"

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
			under := func(cap int64) model.ItemID { return testkit.Item(caps, model.LevelUnit, cap) }
			for n, cap := range []int64{17, 3, 8} {
				So(s.pair(under(cap), s.unit(int64(n))), ShouldBeNil)
			}
			li, wang := s.Person(), s.Member(model.RoleGuide, s.t1)

			Convey("a bottle that is called back is claimed by its cap no more", func() {
				So(s.Code.RecallItems(s.Ctx, []model.ItemRange{model.One(s.unit(0))}, "glass"), ShouldBeNil)
				_, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(17))
				So(err, ShouldWrap, code.ErrRecalled)
				_, err = s.Rooms.Scan.Verify(s.Ctx, code.Printed{Code: s.Print(model.FaceUnitInner, under(17))})
				So(err, ShouldWrap, code.ErrRecalled)
			})
			Convey("what is claimed under the cap is the bottle, once", func() {
				won, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(3))
				So(err, ShouldBeNil)
				So(won.Outcome, ShouldEqual, scan.OutcomeClaimed)
				c, err := s.Rooms.Scan.ClaimOf(s.Ctx, li, won.ScanID)
				So(err, ShouldBeNil)
				So(c.Item, ShouldEqual, s.unit(1))
				page, err := s.Rooms.Scan.Verify(s.Ctx, code.Printed{Code: s.Print(model.FaceUnitOuter, s.unit(1))})
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

				Convey("and stays claimed when the line tells what it closes", func() {
					So(s.pair(under(5), s.unit(4)), ShouldBeNil)
					again, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(5))
					So(err, ShouldBeNil)
					So(again, ShouldResemble, won)
					other, err := s.Scan(s.Person(), model.RoleConsumer, model.FaceUnitInner, under(5))
					So(err, ShouldBeNil)
					So(other.Outcome, ShouldEqual, scan.OutcomeRepeat)
					So(s.paid(model.WalletConsumer), ShouldEqual, 108)
					for _, printed := range []string{s.Print(model.FaceUnitInner, under(5)), s.Print(model.FaceUnitOuter, s.unit(4))} {
						page, err := s.Rooms.Scan.Verify(s.Ctx, code.Printed{Code: printed})
						So(err, ShouldBeNil)
						So(page.Claimed, ShouldNotBeNil)
					}
				})
			})
			Convey("a guide waits for the claim where the only hidden code is the cap's", func() {
				bottles := s.bottles()
				bottle := func(n int64) model.ItemID { return testkit.Item(bottles, model.LevelUnit, n) }
				guided := func(n int64) scan.Answer {
					a, err := s.Scan(wang, model.RoleGuide, model.FaceUnitOuter, bottle(n))
					So(err, ShouldBeNil)
					return a
				}
				So(s.pair(under(10), bottle(0)), ShouldBeNil)
				So(guided(0).Won.Waiting, ShouldBeTrue)
				_, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(10))
				So(err, ShouldBeNil)
				s.Settle()
				So(s.paid(model.WalletGuide), ShouldEqual, 200)

				Convey("and not where there is none, or where its cap was claimed before they were a pair", func() {
					So(guided(1).Won.Waiting, ShouldBeFalse)
					_, err := s.Scan(li, model.RoleConsumer, model.FaceUnitInner, under(11))
					So(err, ShouldBeNil)
					So(s.pair(under(11), bottle(2)), ShouldBeNil)
					So(guided(2).Won.Waiting, ShouldBeFalse)
				})
				Convey("and whoever looks at it reads that there is a code to claim", func() {
					for n, claimable := range []bool{true, false} {
						page, err := s.Rooms.Scan.Verify(s.Ctx, code.Printed{Code: s.Print(model.FaceUnitOuter, bottle(int64(n)))})
						So(err, ShouldBeNil)
						So(page.Claimable, ShouldEqual, claimable)
					}
				})
			})
			for _, way := range ways {
				Convey("of those who claim a cap while the line tells its bottle one wins, by "+way, func() {
					for round := range int64(5) {
						cap := under(12 + round)
						told := make(chan error, 1)
						inputs := s.eachScans(s.people(many, s.Person), model.RoleConsumer, model.FaceUnitInner, cap)
						go func() { told <- s.pair(cap, s.unit(6+round)) }()
						answers := s.atOnce(way, inputs)
						So(<-told, ShouldBeNil)
						So(outcomes(answers), ShouldResemble, map[string]int{scan.OutcomeClaimed: 1, scan.OutcomeRepeat: many - 1})
					}
				})
			}
		})
	})
}

// pair has the line tell that a cap closes a bottle.
func (s *story) pair(cap, bottle model.ItemID) error {
	told, err := s.Custody.RecordPairs(s.Ctx, []custody.Pair{{Inner: s.Print(model.FaceUnitInner, cap), Outer: s.Print(model.FaceUnitOuter, bottle)}})
	if err != nil {
		return err
	}
	return told[0].Err
}

// bottles are goods at D1 without a hidden code of their own.
func (s *story) bottles() *code.Batch {
	b := s.BatchOf("BOTTLES", s.Products[0].ID, code.Profile{Name: "bottles", Levels: []code.LevelSpec{
		{Level: model.LevelUnit, Name: "bottle", Outer: true, PerParent: 6},
		{Level: model.LevelCase, Name: "case", Outer: true, PerParent: 4},
		{Level: model.LevelPallet, Name: "pallet", Outer: true},
	}}, model.PreLinked, 1)
	s.Commission(b)
	s.Ship(s.Brand, s.d1, testkit.Item(b, model.LevelPallet, 0))
	s.Receive(s.d1, testkit.Item(b, model.LevelPallet, 0))
	s.Tick(time.Hour)
	return b
}
