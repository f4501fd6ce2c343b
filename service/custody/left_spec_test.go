package custody_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// units counts those of lines.
func units(lines []custody.StockLine, err error) (n int64) {
	So(err, ShouldBeNil)
	for _, line := range lines {
		if line.Level == model.LevelUnit {
			n += line.Count
		}
	}
	return n
}

// left is how many units an organisation gave back from a moment until now.
func (s *story) left(org model.Org, from time.Time) int64 {
	return units(s.Custody.Left(s.Ctx, org.ID, from, s.Clock.Now()))
}

// kept is what came to it less that.
func (s *story) kept(org model.Org, from time.Time) int64 {
	return units(s.Custody.Arrived(s.Ctx, org.ID, from, s.Clock.Now())) - s.left(org, from)
}

// then records an on-line event, which is to succeed, and lets a minute go by.
func (s *story) then(kind model.CustodyKind, from, to model.Org, items ...model.ItemID) model.CustodyEvent {
	e, err := s.Record(custody.Command{Kind: kind, From: from.ID, To: to.ID, Goods: testkit.Goods(items...)})
	So(err, ShouldBeNil)
	s.Tick(time.Minute)
	return e
}

func TestLeft(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two pallets of 24 units at D1", t, func() {
			s := newStory(t, e)
			start := s.Clock.Now()
			s.delivered(s.d1, s.pallet(0), s.pallet(1))

			Convey("what is there, or went down the channel, has not gone back", func() {
				s.then(model.Ship, s.d1, s.t1, s.pallet(0))
				So(s.left(s.d1, start), ShouldEqual, 0)
			})
			Convey("a return counts, whole or out of its container, on the day on which it went", func() {
				before := s.Clock.Now()
				s.then(model.Return, s.d1, s.Brand, s.pallet(0))
				between := s.Clock.Now()
				s.then(model.Return, s.d1, s.Brand, s.box(4), s.unit(30), s.unit(47))
				So([]int64{s.left(s.d1, before), s.left(s.d1, between), s.left(s.d2, start)}, ShouldResemble, []int64{32, 8, 0})
				So(units(s.Custody.Left(s.Ctx, s.d1.ID, before, between)), ShouldEqual, 24)
				So(units(s.Custody.Left(s.Ctx, s.d1.ID, start, before)), ShouldEqual, 0) // it went at that very moment

				Convey("and what comes again came again", func() {
					s.delivered(s.d1, s.pallet(0))
					So(s.kept(s.d1, start), ShouldEqual, 40)
				})
			})
			Convey("one that was told in error does not count, one that is told late does, and one that waits does not yet", func() {
				wrong := s.then(model.Return, s.d1, s.Brand, s.pallet(0))
				_, err := s.Custody.Void(s.Ctx, wrong.ID, "another pallet")
				So(err, ShouldBeNil)
				So(s.left(s.d1, start), ShouldEqual, 0)
				s.reports(model.Return, s.Clock.Now().Add(-time.Minute), s.d1, s.Brand, s.box(0))
				s.reports(model.Return, s.Clock.Now().Add(-time.Minute), s.d1, s.Brand, s.pallet(2))
				So(s.left(s.d1, start), ShouldEqual, 6)
			})
			Convey("a terminal gives back to whom it has it from, and what never got there is its own again", func() {
				s.then(model.Ship, s.d1, s.t1, s.pallet(0))
				s.then(model.Receive, nobody, s.t1, s.pallet(0))
				s.then(model.Ship, s.t1, s.d1, s.box(0))
				s.then(model.Return, s.t1, s.d1, s.box(1))
				So([]int64{s.left(s.t1, start), s.kept(s.t1, start), s.left(s.d1, start)}, ShouldResemble, []int64{12, 12, 0})
				s.then(model.Receive, nobody, s.t1, s.box(0))
				So(s.kept(s.t1, start), ShouldEqual, 18)
			})
			Convey("a transfer takes from the giver what it had", func() {
				s.then(model.Transfer, s.d1, s.d2, s.box(0))
				So([]int64{s.left(s.d1, start), s.kept(s.d2, start)}, ShouldResemble, []int64{6, 6})
				s.Ship(s.Brand, s.d1, s.pallet(2))
				s.Tick(time.Minute)
				s.then(model.Transfer, s.d1, s.d2, s.pallet(2)) // on its way to D1 still
				So([]int64{s.left(s.d1, start), s.left(s.d2, start)}, ShouldResemble, []int64{6, 0})
			})
			Convey("goods that went before they were transferred left when they went, once that is approved", func() {
				s.then(model.Ship, s.d1, s.d2, s.pallet(0))
				s.then(model.Receive, nobody, s.d2, s.pallet(0))
				So(s.left(s.d1, start), ShouldEqual, 0)
				later := s.Clock.Now()
				s.then(model.Transfer, s.d1, s.d2, s.pallet(0))
				So([]int64{s.left(s.d1, start), s.left(s.d1, later)}, ShouldResemble, []int64{24, 0})
			})
			Convey("of what was shipped back to be inspected", func() {
				s.then(model.Ship, s.d1, s.Brand, s.pallet(0))
				later := s.Clock.Now()
				So(s.left(s.d1, start), ShouldEqual, 0)
				s.then(model.Receive, nobody, s.Brand, s.pallet(0))
				s.then(model.Unpack, s.Brand, nobody, s.box(0), s.box(1))
				So(s.left(s.d1, start), ShouldEqual, 0)

				Convey("what is accepted left when it was shipped, also when it is sold again", func() {
					s.then(model.Return, s.Brand, s.Brand, s.box(0), s.box(2))
					So([]int64{s.left(s.d1, start), s.left(s.d1, later)}, ShouldResemble, []int64{12, 0})
					s.delivered(s.d1, s.box(0))
					So([]int64{s.left(s.d1, start), s.kept(s.d1, start)}, ShouldResemble, []int64{12, 42})
				})
				Convey("what is rejected and sent back was received once, and on its way there too", func() {
					s.then(model.Ship, s.Brand, s.d1, s.pallet(0))
					So(s.kept(s.d1, start), ShouldEqual, 48)
					s.then(model.Receive, nobody, s.d1, s.pallet(0))
					So(s.kept(s.d1, start), ShouldEqual, 48)
				})
				Convey("and so was what turns out not to have been shipped", func() {
					s.then(model.Receive, nobody, s.d1, s.box(0), s.box(1))
					So(s.kept(s.d1, start), ShouldEqual, 48)
				})
			})
			Convey("what it shipped to itself came once, whoever's it is", func() {
				s.then(model.Ship, s.d1, s.d1, s.box(0))
				s.then(model.Receive, nobody, s.d1, s.box(0))
				So(s.kept(s.d1, start), ShouldEqual, 48)
				s.then(model.Ship, s.d1, s.t1, s.pallet(1))
				s.then(model.Receive, nobody, s.t1, s.pallet(1))
				s.then(model.Ship, s.t1, s.t1, s.box(4))
				s.then(model.Receive, nobody, s.t1, s.box(4))
				So(s.kept(s.t1, start), ShouldEqual, 24)
			})
			Convey("goods of another that it passed on to yet another have not left by a transfer", func() {
				s.then(model.Receive, nobody, s.d2, s.pallet(0)) // which is meant for D1
				s.then(model.Ship, s.d2, s.d1, s.pallet(0))
				So(s.left(s.d2, start), ShouldEqual, 0)
			})
			Convey("it seeks what the organisation had since, whatever others have, and what it had before", func() {
				rows := make([]model.HolderSpan, 6_000)
				for i := range rows {
					rows[i] = model.HolderSpan{
						FromItem: s.pallet(0) + 10_000 + model.ItemID(i), ToItem: s.pallet(0) + 10_001 + model.ItemID(i),
						TimeFrom: start.Add(-2 * time.Hour), TimeTo: start.Add(-time.Hour), EventID: 1, Org: s.d1.ID,
					}
					if i%2 == 1 {
						rows[i].TimeTo, rows[i].Org = model.Forever, s.d2.ID
					}
				}
				So(s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.DB.Conn(ctx).CreateInBatches(rows, 500).Error }), ShouldBeNil)
				explain, used := "EXPLAIN ", "key"
				if e == testkit.SQLite {
					explain, used = "EXPLAIN QUERY PLAN ", "detail"
				} else {
					So(s.DB.Conn(s.Ctx).Exec("ANALYZE TABLE holder_spans").Error, ShouldBeNil)
				}
				var plan []map[string]any
				So(s.DB.Conn(s.Ctx).Raw(explain+s.Custody.HadSQL(s.Ctx, s.d1.ID, start, s.Clock.Now())).Scan(&plan).Error, ShouldBeNil)
				So(fmt.Sprintf("%s", plan[0][used]), ShouldContainSubstring, "idx_holder_spans_held")
				So(s.RowsOf("holder_spans", func() { s.left(s.d1, start) }), ShouldBeLessThan, 50)
			})
		})
	})
}

func TestLeftOfWhatCameInNoOrder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet of a line's at D1, whose 24 caps came in no order", t, func() {
			b := newBottler(t, e)
			So(states(b.captures(false, b.capped(0))), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded})
			b.Tick(time.Minute)
			start := b.Clock.Now()
			b.Ship(b.Brand, b.d1, b.onto(0))
			b.Receive(b.d1, b.onto(0))
			b.Tick(time.Minute)
			returned := func(items ...model.ItemID) int64 {
				_, err := b.Record(custody.Command{Kind: model.Return, From: b.d1.ID, To: b.Brand.ID, Goods: testkit.Goods(items...)})
				So(err, ShouldBeNil)
				b.Tick(time.Minute)
				return units(b.Custody.Left(b.Ctx, b.d1.ID, start, b.Clock.Now()))
			}

			Convey("caps that it returns alone count, and a case with what is in it still", func() {
				So(returned(b.cap(3), b.cap(20)), ShouldEqual, 2)
				So(returned(b.carton(0)), ShouldEqual, 7)
			})
			Convey("the whole pallet counts with all of them, however often it is shipped back", func() {
				for range 2 {
					_, err := b.Record(custody.Command{Kind: model.Ship, From: b.d1.ID, To: b.Brand.ID, Goods: testkit.Goods(b.onto(0))})
					So(err, ShouldBeNil)
					b.Tick(time.Minute)
					b.Receive(b.d1, b.onto(0))
					b.Tick(time.Minute)
				}
				So(units(b.Custody.Left(b.Ctx, b.d1.ID, start, b.Clock.Now())), ShouldEqual, 48)
				So(units(b.Custody.Arrived(b.Ctx, b.d1.ID, start, b.Clock.Now())), ShouldEqual, 72)
			})
		})
	})
}
