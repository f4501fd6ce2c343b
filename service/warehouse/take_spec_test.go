package warehouse_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// counts takes stock at D1 with the codes that were found.
func (s *story) counts(key string, codes ...string) model.StockTake {
	take, err := s.Warehouse.TakeStock(s.Ctx, warehouse.NewTake{Key: key, By: 1, Org: s.d1.ID, Codes: codes})
	So(err, ShouldBeNil)
	return take
}

func (s *story) differences(take model.StockTake) (list []string) {
	rows, err := s.Warehouse.Differences(s.Ctx, take.ID, 0, 100)
	So(err, ShouldBeNil)
	for _, d := range rows {
		list = append(list, fmt.Sprintf("%s %s +%d", warehouse.DifferenceKindName(d.Kind), d.FromItem, d.ToItem-d.FromItem))
	}
	return list
}

func (s *story) adjusts(take model.StockTake, numbers ...int64) ([]warehouse.Adjusted, error) {
	return s.Warehouse.Adjust(s.Ctx, warehouse.Adjustment{Take: take.ID, Differences: numbers, By: 1, Reason: "counted twice"})
}

func TestStockTake(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor whose pallet was taken apart into four cases", t, func() {
			s := newStory(t, e)
			_, err := s.Record(unpack(s.d1, s.box(0), s.box(1), s.box(2), s.box(3)))
			So(err, ShouldBeNil)
			s.Tick(time.Minute)
			all := []string{s.palletCode(0), s.boxCode(0), s.boxCode(1), s.boxCode(2), s.boxCode(3)}

			Convey("a count of all that is in the book differs in nothing", func() {
				take := s.counts("k", all...)
				So([]int64{take.Counted, take.Missing, take.Surplus, take.Opened}, ShouldResemble, []int64{5, 0, 0, 0})
				So(s.differences(take), ShouldBeEmpty)
			})
			Convey("what was not found is missing, what is another's is surplus, and a case of which a bottle stands alone was opened", func() {
				bottle := s.Print(model.FaceUnitOuter, s.unit(20))
				take := s.counts("k", all[0], all[1], bottle, s.palletCode(1))
				want := []string{
					"missing " + s.box(1).String() + " +2", "opened " + s.box(3).String() + " +1", "surplus " + s.pallet(1).String() + " +1",
				}
				So(s.differences(take), ShouldResemble, want)
				So(s.counts("k", all[0], all[1], bottle, s.palletCode(1)), ShouldResemble, take)

				Convey("what is agreed to is adjusted once, the rest stays", func() {
					for range 2 {
						adjusted, err := s.adjusts(take, 1, 2, 9)
						So(err, ShouldBeNil)
						So(adjusted[0].Err, ShouldBeNil)
						So(adjusted[0].EventID, ShouldNotEqual, 0)
						So(adjusted[1].Err, ShouldWrap, warehouse.ErrBadAdjustment)
						So(adjusted[2].Err, ShouldWrap, warehouse.ErrBadAdjustment)
						s.Tick(time.Minute)
					}
					So(s.Trace(s.box(1)).Holder, ShouldEqual, 0)
					So(s.Trace(s.box(3)).Holder, ShouldEqual, s.d1.ID)
					So(s.counts("again", all[0], all[1], all[4]).Missing, ShouldEqual, 0)
				})
				Convey("what has gone to a shop meanwhile is not made away with", func() {
					s.Ship(s.d1, s.t1, s.box(2))
					s.Tick(time.Minute)
					adjusted, err := s.adjusts(take, 1)
					So(err, ShouldBeNil)
					So(adjusted[0].Err, ShouldNotBeNil)
					So(s.Trace(s.box(1)).Holder, ShouldEqual, s.d1.ID)
					So(s.Trace(s.box(2)).InTransit, ShouldEqual, s.t1.ID)
				})
				Convey("twenty who agree at once adjust once", func() {
					before := count[model.CustodyEvent](s)
					failures := testkit.Together(20, func(int) error {
						adjusted, err := s.adjusts(take, 1)
						if err == nil {
							err = adjusted[0].Err
						}
						return err
					})
					So(testkit.Succeeded(failures), ShouldEqual, 20)
					So(count[model.CustodyEvent](s), ShouldEqual, before+1)
				})
			})
			Convey("a key is for one count, and nothing is counted before its time", func() {
				s.counts("k", all...)
				_, err := s.Warehouse.TakeStock(s.Ctx, warehouse.NewTake{Key: "k", By: 1, Org: s.d1.ID, Codes: all[:1]})
				So(err, ShouldWrap, warehouse.ErrKeyReused)
				_, err = s.Warehouse.TakeStock(s.Ctx, warehouse.NewTake{Key: "l", By: 1, Org: s.d1.ID, At: s.Clock.Now().Add(time.Hour), Codes: all})
				So(err, ShouldWrap, warehouse.ErrFuture)
			})
		})
	})
}
