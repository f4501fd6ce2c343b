package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestGoodsInContainers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three pre-linked pallets at the brand, the first of which went to D1", t, func() {
			s := newStory(t, e)
			s.delivered(s.d1, s.pallet(0))
			units := func(item model.ItemID) (n int64) {
				runs, err := s.Custody.UnitsIn(s.Ctx, ones(item), s.Clock.Now())
				So(err, ShouldBeNil)
				for _, r := range runs {
					n += r.Len()
				}
				return n
			}

			Convey("a unit is in its case and its pallet, and has their holder", func() {
				trace := s.Trace(s.unit(23))
				So(trace.Chain, ShouldResemble, []model.ItemID{s.unit(23), s.box(3), s.pallet(0)})
				So(trace.Holder, ShouldEqual, s.d1.ID)
				So(trace.In(model.LevelCase), ShouldEqual, s.box(3))
				So(trace.In(model.LevelBox), ShouldEqual, 0)
				So(units(s.pallet(0)), ShouldEqual, 24)
				So(units(s.box(0)), ShouldEqual, 6)
				So(units(s.unit(0)), ShouldEqual, 1)
			})
			Convey("a case that is shipped out of the pallet goes its own way, the rest stays", func() {
				packed := s.Clock.Now()
				s.Tick(time.Minute)
				s.Ship(s.d1, s.t1, s.box(1))
				s.Receive(s.t1, s.box(1))
				So(s.Trace(s.unit(6)).Chain, ShouldResemble, []model.ItemID{s.unit(6), s.box(1)})
				So(s.Trace(s.unit(6)).Holder, ShouldEqual, s.t1.ID)
				So(s.Trace(s.unit(5)).Holder, ShouldEqual, s.d1.ID)
				So(s.Trace(s.unit(12)).Holder, ShouldEqual, s.d1.ID)
				So(units(s.pallet(0)), ShouldEqual, 18)

				Convey("what happens to the pallet afterwards does not happen to it", func() {
					s.Ship(s.d1, s.w1, s.pallet(0))
					So(s.Trace(s.unit(5)).InTransit, ShouldEqual, s.w1.ID)
					So(s.Trace(s.unit(6)).Holder, ShouldEqual, s.t1.ID)
				})
				Convey("the past is what it was", func() {
					So(s.TraceAt(s.unit(6), packed).In(model.LevelPallet), ShouldEqual, s.pallet(0))
					So(s.TraceAt(s.unit(6), packed).Holder, ShouldEqual, s.d1.ID)
					all, err := s.Custody.UnitsIn(s.Ctx, ones(s.pallet(0)), packed)
					So(err, ShouldBeNil)
					So(all, ShouldResemble, []model.ItemRange{{From: s.unit(0), To: s.unit(24)}})
				})
			})
			Convey("an interval of a batch is made of what it holds at the time, not of what it held when it was made", func() {
				level, packed := model.LevelPallet, s.Clock.Now()
				s.Tick(time.Minute)
				s.Ship(s.d1, s.t1, s.box(1))
				s.Tick(time.Minute)
				of := func(i code.Interval, at time.Time) []model.ItemRange {
					units, err := s.Custody.UnitsOf(s.Ctx, s.batch, i, at)
					So(err, ShouldBeNil)
					return units
				}
				So(of(code.Interval{Level: &level, To: 1}, packed), ShouldResemble, []model.ItemRange{{From: s.unit(0), To: s.unit(24)}})
				So(of(code.Interval{Level: &level, To: 1}, s.Clock.Now()), ShouldResemble, []model.ItemRange{{From: s.unit(0), To: s.unit(6)}, {From: s.unit(12), To: s.unit(24)}})
				So(of(code.Interval{}, s.Clock.Now()), ShouldResemble, []model.ItemRange{{From: s.unit(0), To: s.unit(72)}})
				_, err := s.Custody.UnitsOf(s.Ctx, s.batch, code.Interval{Level: &level, To: 4}, packed)
				So(err, ShouldWrap, code.ErrIntervalOutside)
			})
			Convey("an unpacked case keeps the holder and assignment that it had in the pallet", func() {
				So(s.does(model.Unpack, s.d1, nobody, s.box(0)), ShouldBeNil)
				trace := s.Trace(s.unit(0))
				So(trace.Chain, ShouldResemble, []model.ItemID{s.unit(0), s.box(0)})
				So([]model.OrgID{trace.Holder, trace.Assigned}, ShouldResemble, []model.OrgID{s.d1.ID, s.d1.ID})
			})
		})

		Convey("Given a line that reports what it packs", t, func() {
			s := newStory(t, e)
			line := s.LineBatch("L1", 2)
			at := func(level model.Level, n int64) model.ItemID { return testkit.Item(line, level, n) }
			_, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{
				testkit.Into(testkit.Run(line, model.LevelUnit, 0, 24), at(model.LevelCase, 0), 6),
				testkit.Into(testkit.Run(line, model.LevelCase, 0, 4), at(model.LevelPallet, 0), 4),
			}})
			So(err, ShouldBeNil)

			Convey("containers come into being when they are filled, at the brand", func() {
				trace := s.Trace(at(model.LevelUnit, 23))
				So(trace.Chain, ShouldResemble, []model.ItemID{at(model.LevelUnit, 23), at(model.LevelCase, 3), at(model.LevelPallet, 0)})
				So(trace.Holder, ShouldEqual, s.Brand.ID)
				So(s.Trace(at(model.LevelUnit, 24)).Known, ShouldBeFalse)
			})
			Convey("goods of two batches that lie side by side stay two", func() {
				next := s.BatchOf("L2", s.Products[1].ID, code.FiveInOne(6, 4), model.PreLinked, 1)
				s.Commission(next)
				So(testkit.Item(next, model.LevelPallet, 0), ShouldEqual, at(model.LevelPallet, 2))
				_, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{
					testkit.Into(testkit.Run(line, model.LevelUnit, 24, 24), at(model.LevelCase, 4), 6),
					testkit.Into(testkit.Run(line, model.LevelCase, 4, 4), at(model.LevelPallet, 1), 4),
				}})
				So(err, ShouldBeNil)
				s.Ship(s.Brand, s.d1, at(model.LevelPallet, 1), at(model.LevelPallet, 2))
				for _, pallet := range []model.ItemID{at(model.LevelPallet, 1), at(model.LevelPallet, 2)} {
					units, err := s.Custody.UnitsIn(s.Ctx, ones(pallet), s.Clock.Now().Add(time.Second))
					So(err, ShouldBeNil)
					So(units, ShouldHaveLength, 1)
					So(units[0].Len(), ShouldEqual, 24)
					So(s.Trace(units[0].From).InTransit, ShouldEqual, s.d1.ID)
				}

				Convey("and a late fact about the one leaves what happened to both", func() {
					s.Tick(time.Minute)
					s.reports(model.Unpack, testkit.Start.Add(time.Second), s.Brand, nobody, testkit.Item(next, model.LevelCase, 0))
					So(s.Trace(at(model.LevelPallet, 2)).InTransit, ShouldEqual, s.d1.ID)
					So(s.Trace(at(model.LevelPallet, 1)).InTransit, ShouldEqual, s.d1.ID)
				})
			})
		})
	})
}
