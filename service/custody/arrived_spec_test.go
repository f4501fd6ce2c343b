package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestArrived(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three pallets of 24 units that D1 received on three days", t, func() {
			w := testkit.New(t, e)
			d1, d2 := w.Distributor("D1", "32"), w.Distributor("D2", "33")
			b := w.Batch("B1", 3)
			w.Commission(b)
			days := make([]time.Time, 4)
			pallet := func(n int64) model.ItemID { return testkit.Item(b, model.LevelPallet, n) }
			for n := range int64(3) {
				w.Tick(24 * time.Hour)
				days[n] = w.Clock.Now()
				w.Ship(w.Brand, d1, pallet(n))
				w.Receive(d1, pallet(n))
			}
			w.Tick(24 * time.Hour)
			days[3] = w.Clock.Now()
			units := func(org model.Org, from, to int) int64 {
				lines, err := w.Custody.Arrived(w.Ctx, org.ID, days[from], days[to])
				So(err, ShouldBeNil)
				for _, line := range lines {
					if line.Level == model.LevelUnit {
						So(line.Batch.ID, ShouldEqual, b.ID)
						return line.Count
					}
				}
				return 0
			}

			Convey("they count on the days on which they came", func() {
				So([]int64{units(d1, 0, 3), units(d1, 1, 2), units(d1, 2, 3), units(d2, 0, 3)}, ShouldResemble, []int64{72, 24, 24, 0})
			})
			Convey("what was unpacked or moved on later came all the same, and counts once", func() {
				_, err := w.Record(custody.Command{Kind: model.Unpack, From: d1.ID, Goods: testkit.Goods(testkit.Item(b, model.LevelCase, 0))})
				So(err, ShouldBeNil)
				w.Ship(d1, w.Brand, pallet(1))
				So(units(d1, 0, 3), ShouldEqual, 72)
			})
			Convey("a transfer comes to whom it goes", func() {
				_, err := w.Record(custody.Command{Kind: model.Transfer, From: d1.ID, To: d2.ID, Goods: testkit.Goods(pallet(2))})
				So(err, ShouldBeNil)
				days[3] = w.Clock.Now().Add(time.Hour)
				So([]int64{units(d1, 0, 3), units(d2, 0, 3)}, ShouldResemble, []int64{72, 24})
			})
			Convey("what is there already does not come again, by whatever is told", func() {
				w.Receive(d2, pallet(2)) // which is meant for D1
				w.Tick(time.Hour)
				for range 2 {
					w.Receive(d1, pallet(0), testkit.Item(b, model.LevelCase, 4))
					w.Tick(time.Hour)
				}
				_, err := w.Record(custody.Command{Kind: model.Transfer, From: d1.ID, To: d2.ID, Goods: testkit.Goods(pallet(2))})
				So(err, ShouldBeNil)
				days[3] = w.Clock.Now().Add(time.Hour)
				So([]int64{units(d1, 0, 3), units(d2, 0, 3)}, ShouldResemble, []int64{72, 24})
			})
			Convey("a case that is received alone comes alone, and the pallet that it was in without it", func() {
				second := w.Batch("B2", 1)
				w.Commission(second)
				w.Ship(w.Brand, d2, testkit.Item(second, model.LevelPallet, 0))
				from := w.Clock.Now()
				came := func() (n int64) {
					lines, err := w.Custody.Arrived(w.Ctx, d2.ID, from, w.Clock.Now())
					So(err, ShouldBeNil)
					return lines[0].Count
				}
				w.Receive(d2, testkit.Item(second, model.LevelCase, 0))
				w.Tick(time.Hour)
				So(came(), ShouldEqual, 6)
				w.Receive(d2, testkit.Item(second, model.LevelPallet, 0))
				w.Tick(time.Hour)
				So(came(), ShouldEqual, 24)
			})
		})
	})
}
