package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// The slots of batches that were issued one after the other touch: pre-linked goods, those of
// a line, caps in no order.
func TestNeighbouringBatches(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of three batches whose items touch", t, func() {
			b := newBottler(t, e)
			So(b.box(12), ShouldEqual, b.carton(0))
			So(testkit.Item(b.line, model.LevelUnit, 480), ShouldEqual, b.caps.Level(model.LevelUnit).From)
			b.captures(false, b.capped(0))
			now := b.Clock.Now

			Convey("what stands loose in a warehouse, and where goods stand, is told batch by batch", func() {
				loose, err := b.Custody.Loose(b.Ctx, b.Brand.ID, now(), false)
				So(err, ShouldBeNil)
				So(loose, ShouldResemble, []model.ItemRange{
					{From: b.pallet(0), To: b.pallet(3)}, {From: b.onto(0), To: b.onto(1)},
				})
				both := []model.ItemRange{{From: b.pallet(2), To: b.onto(1)}}
				b.Ship(b.Brand, b.d1, b.pallet(2), b.onto(0))
				standing, err := b.Custody.Standing(b.Ctx, both, now())
				So(err, ShouldBeNil)
				So(standing, ShouldHaveLength, 2)
				So(standing[0].Items, ShouldResemble, model.One(b.pallet(2)))
			})
			Convey("caps beside a line's bottles are found where the line packed them", func() {
				units := []model.ItemRange{{From: testkit.Item(b.line, model.LevelUnit, 0), To: testkit.Item(b.caps, model.LevelUnit, 480)}}
				found, err := b.Custody.WhereIs(b.Ctx, units, now())
				So(err, ShouldBeNil)
				So(found, ShouldResemble, []custody.Whereabouts{
					{Place: custody.Place{Standing: custody.Untold}, Units: 480 + 456},
					{Place: custody.Place{Standing: custody.Held, Org: b.Brand.ID}, Units: 24},
				})
				standing, err := b.Custody.Standing(b.Ctx, units, now())
				So(err, ShouldBeNil)
				packed := 0
				for _, g := range standing {
					if g.Parent != 0 {
						packed++
					}
				}
				So(packed, ShouldEqual, 24)
			})
			Convey("what was ever inside a pallet of cases of two batches is of these cases", func() {
				_, err := b.Record(custody.Command{Kind: model.Unpack, From: b.Brand.ID, Goods: testkit.Goods(b.box(11), b.carton(0))})
				So(err, ShouldBeNil)
				b.Tick(time.Minute)
				_, err = b.Record(custody.Command{Kind: model.Pack, From: b.Brand.ID, Goods: []custody.Goods{
					testkit.Into(custody.Goods{Items: model.One(b.box(11))}, b.onto(9), 2), testkit.Into(custody.Goods{Items: model.One(b.carton(0))}, b.onto(9), 2),
				}})
				So(err, ShouldBeNil)
				ever, err := b.Custody.EverInside(b.Ctx, []model.ItemID{b.onto(9)})
				So(err, ShouldBeNil)
				want := []model.ItemRange{{From: b.unit(66), To: b.unit(72)}, {From: b.box(11), To: b.carton(1)}}
				for n := range int64(6) {
					want = append(want, model.One(b.cap(n)))
				}
				So(ever, ShouldResemble, model.MergeRanges(want))
			})
			Convey("a pack of cases of two batches, told by their codes, is kept", func() {
				_, err := b.Record(custody.Command{Kind: model.Unpack, From: b.Brand.ID, Goods: testkit.Goods(b.box(11), b.carton(0))})
				So(err, ShouldBeNil)
				b.Tick(time.Minute)
				_, err = b.Custody.RecordCodes(b.Ctx, custody.CodesCommand{
					Key: "both", Kind: model.Pack, From: b.Brand.ID, Into: b.Print(model.FacePallet, b.onto(9)),
					Codes: []string{b.Print(model.FaceCaseOuter, b.box(11)), b.Print(model.FaceCaseOuter, b.carton(0))},
				})
				So(err, ShouldBeNil)
				So(b.Trace(b.box(11)).In(model.LevelPallet), ShouldEqual, b.onto(9))
				So(b.Trace(b.carton(0)).In(model.LevelPallet), ShouldEqual, b.onto(9))
			})
		})
	})
}
