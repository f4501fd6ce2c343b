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

// singles is goods that are packed into nothing.
func singles() code.Profile {
	return code.Profile{Name: "singles", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "unit", Outer: true}}}
}

func TestWhatTracesCost(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet that went to D1 and a case of it that went on", t, func() {
			s := newStory(t, e)
			s.delivered(s.d1, s.pallet(0))
			s.Ship(s.d1, s.t1, s.box(0))
			points := func(n int) []custody.Point {
				all := make([]custody.Point, n)
				for i := range all {
					all[i] = custody.Point{Item: s.unit(int64(i % 72)), At: s.Clock.Now().Add(time.Duration(i) * time.Millisecond)}
				}
				return all
			}
			replica := func() *custody.Service {
				return custody.New(s.DB, s.Clock, s.IDs, s.Outbox, s.Code, s.Channel)
			}
			cost := func(room *custody.Service, n int) int64 {
				return s.Statements(func() {
					traces, err := room.Traces(s.Ctx, points(n))
					So(err, ShouldBeNil)
					So(traces, ShouldHaveLength, n)
				})
			}
			one := cost(replica(), 1)

			Convey("one point on the pallet costs two queries, and one that left it in its case two more", func() {
				So(one, ShouldEqual, 4)
				So(s.Statements(func() {
					_, err := replica().TraceAt(s.Ctx, s.unit(71), s.Clock.Now())
					So(err, ShouldBeNil)
				}), ShouldEqual, 2)
			})
			Convey("20 points on different pallets cost as many as the farthest from the rule", func() {
				So(cost(replica(), 20), ShouldEqual, one)
			})
			Convey("64 take more statements only because each is bounded", func() {
				So(cost(replica(), 64), ShouldBeBetweenOrEqual, one, one+2)
			})
			Convey("a long history costs nothing", func() {
				for range 30 {
					s.Receive(s.d1, s.box(0))
					s.Ship(s.d1, s.t1, s.box(0))
				}
				So(cost(replica(), 1), ShouldEqual, one)
			})
			Convey("no points cost nothing", func() { So(cost(replica(), 0), ShouldEqual, 0) })
			Convey("of goods that are asked for again and again only the versions of their blocks are asked", func() {
				room := replica()
				for range 4 {
					cost(room, 64)
				}
				So([]int64{cost(room, 1), cost(room, 64)}, ShouldResemble, []int64{2, 2})
			})
		})
	})
}

func TestTracesAskTheRightMoment(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet that changed hands in the middle of a second", t, func() {
			s := newStory(t, e)
			s.Tick(time.Second/2 + time.Microsecond)
			moment := s.Clock.Now()
			s.Ship(s.Brand, s.d1, s.pallet(0))
			holder := func(at time.Time) model.OrgID {
				trace, err := s.Custody.TraceAt(s.Ctx, s.unit(0), at)
				So(err, ShouldBeNil)
				return trace.Holder
			}

			Convey("the moment itself is the first of the new holder, to the microsecond", func() {
				So(holder(moment), ShouldEqual, 0)
				So(holder(moment.Add(-time.Nanosecond)), ShouldEqual, s.Brand.ID)
			})
			Convey("in whichever zone the clock is read", func() {
				for _, zone := range []*time.Location{time.FixedZone("Shanghai", 8*3600), time.FixedZone("", -11*3600)} {
					So(holder(moment.In(zone)), ShouldEqual, 0)
					So(holder(moment.Add(-time.Microsecond).In(zone)), ShouldEqual, s.Brand.ID)
				}
			})
			Convey("before anything is known, nobody has it", func() {
				trace, err := s.Custody.TraceAt(s.Ctx, s.unit(0), testkit.Start.Add(-time.Hour))
				So(err, ShouldBeNil)
				So(trace.Known, ShouldBeFalse)
				So(trace.Chain, ShouldHaveLength, 3)
			})
		})
	})
}

func TestGoodsAreRangesNotRows(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given ten pallets of 960 units each", t, func() {
			s := newStory(t, e)
			big := s.BatchOf("big", s.Products[0].ID, code.FiveInOne(24, 40), model.PreLinked, 10)
			cost := func(do func()) int64 {
				before := s.rows()
				do()
				return s.rows() - before
			}

			Convey("commissioning them all is an event, its range and a holder", func() {
				So(cost(func() { s.Commission(big) }), ShouldEqual, 3)
			})
			Convey("shipping one of them is a handful of rows", func() {
				s.Commission(big)
				pallet := testkit.Item(big, model.LevelPallet, 4)
				So(cost(func() { s.Ship(s.Brand, s.d1, pallet) }), ShouldBeLessThanOrEqualTo, 6)
				So(s.Trace(testkit.Item(big, model.LevelUnit, 4*960+959)).InTransit, ShouldEqual, s.d1.ID)
			})
			Convey("a pallet's cases that are scanned one by one, in any order, are one range", func() {
				s.Commission(big)
				var cases []model.ItemID
				for n := range int64(40) {
					cases = append(cases, testkit.Item(big, model.LevelCase, (n*7)%40))
				}
				before := count[model.CustodyEventRange](s)
				s.Ship(s.Brand, s.d1, cases...)
				So(count[model.CustodyEventRange](s), ShouldEqual, before+1)
				So(s.Trace(testkit.Item(big, model.LevelUnit, 959)).InTransit, ShouldEqual, s.d1.ID)
				So(s.Trace(testkit.Item(big, model.LevelUnit, 960)).Holder, ShouldEqual, s.Brand.ID)
			})
			Convey("a line that packs 960 units into 40 cases one after the other says so in one range", func() {
				line := s.BatchOf("line", s.Products[0].ID, code.FiveInOne(24, 40), model.LineLinked, 1)
				goods := make([]custody.Goods, 40)
				for n := range goods {
					goods[n] = testkit.Into(testkit.Run(line, model.LevelUnit, int64(n)*24, 24), testkit.Item(line, model.LevelCase, int64(n)), 24)
				}
				So(cost(func() {
					_, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: goods})
					So(err, ShouldBeNil)
				}), ShouldEqual, 4) // and a link, and the cases' holder
			})
		})
	})
}
