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

func TestComing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two pallets that the brand shipped to D1", t, func() {
			s := newStory(t, e)
			ships := func(items ...model.ItemID) model.CustodyEvent {
				shipped, err := s.Record(custody.Command{Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Goods: testkit.Goods(items...)})
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
				return shipped
			}
			shipment := ships(s.pallet(0), s.pallet(1))
			coming := func(of model.CustodyEvent) (runs []model.ItemRange) {
				runs, err := s.Custody.Coming(s.Ctx, of)
				So(err, ShouldBeNil)
				return runs
			}
			both := []model.ItemRange{{From: s.pallet(0), To: s.pallet(2)}}

			Convey("they are on their way, with all that is in them", func() {
				So(coming(shipment), ShouldResemble, both)
				lines, err := s.Custody.Tally(s.Ctx, both, s.Clock.Now())
				So(err, ShouldBeNil)
				So([]int64{lines[0].Count, lines[1].Count, lines[2].Count}, ShouldResemble, []int64{48, 8, 2})
			})
			Convey("a case that is received alone leaves its pallet on the way, and one that is received whole is not", func() {
				s.Receive(s.d1, s.box(0))
				s.Tick(time.Minute)
				So(coming(shipment), ShouldResemble, both)
				lines, err := s.Custody.Tally(s.Ctx, both, s.Clock.Now())
				So(err, ShouldBeNil)
				So(lines[0].Count, ShouldEqual, 42)
				s.Receive(s.d1, s.pallet(0))
				s.Tick(time.Minute)
				So(coming(shipment), ShouldResemble, []model.ItemRange{model.One(s.pallet(1))})
			})
			Convey("what came, went back and was shipped again is the other shipment's", func() {
				s.Receive(s.d1, s.pallet(0))
				s.Tick(time.Minute)
				So(s.does(model.Return, s.d1, s.Brand, s.pallet(0)), ShouldBeNil)
				s.Tick(time.Minute)
				again := ships(s.pallet(0))
				So(coming(shipment), ShouldResemble, []model.ItemRange{model.One(s.pallet(1))})
				So(coming(again), ShouldResemble, []model.ItemRange{model.One(s.pallet(0))})
			})
			Convey("a receipt that is told late has them come, all the same", func() {
				s.reports(model.Receive, s.Clock.Now().Add(-30*time.Second), model.Org{}, s.d1, s.pallet(1))
				So(coming(shipment), ShouldResemble, []model.ItemRange{model.One(s.pallet(0))})
			})
			Convey("among all that ever moved they are sought by what is on its way", func() {
				rows := make([]model.HolderSpan, 5_000)
				for i := range rows {
					from := s.Clock.Now().Add(time.Duration(i) * time.Second)
					rows[i] = model.HolderSpan{
						FromItem: s.pallet(0) + 10_000 + model.ItemID(i/10), ToItem: s.pallet(0) + 10_001 + model.ItemID(i/10),
						TimeFrom: from, TimeTo: from.Add(time.Second), EventID: 1, InTransit: s.d1.ID,
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
				sql := s.Custody.ComingSQL(s.Ctx, shipment, model.ItemRange{From: s.pallet(0), To: s.pallet(0) + 20_000})
				So(s.DB.Conn(s.Ctx).Raw(explain+sql).Scan(&plan).Error, ShouldBeNil)
				So(fmt.Sprintf("%s", plan[0][used]), ShouldContainSubstring, "idx_holder_spans_coming")
			})
		})
	})
}
