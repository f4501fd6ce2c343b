package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestWhomGoodsAreMeantFor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three pallets at the brand", t, func() {
			s := newStory(t, e)
			meantFor := func(item model.ItemID, org model.Org) { So(s.Trace(item).Assigned, ShouldEqual, org.ID) }

			Convey("they are meant for nobody yet", func() { meantFor(s.pallet(0), nobody) })

			Convey("the brand's shipment to a distributor assigns them, contents included, from then on", func() {
				before := s.Clock.Now()
				s.Tick(time.Minute)
				s.Ship(s.Brand, s.d1, s.pallet(0))
				trace := s.Trace(s.unit(5))
				So(trace.Assigned, ShouldEqual, s.d1.ID)
				So(trace.InTransit, ShouldEqual, s.d1.ID)
				So(trace.Holder, ShouldEqual, 0)
				So(s.TraceAt(s.unit(5), before).Assigned, ShouldEqual, 0)
				meantFor(s.pallet(1), nobody)
			})
			Convey("the brand's shipment to anybody else assigns nothing", func() {
				s.Ship(s.Brand, s.t1, s.pallet(0))
				meantFor(s.pallet(0), nobody)
			})

			Convey("Given that the first is D1's", func() {
				s.delivered(s.d1, s.pallet(0))

				Convey("his own shipments carry the assignment along", func() {
					s.Ship(s.d1, s.w1, s.box(0))
					s.Receive(s.w1, s.box(0))
					s.Ship(s.w1, s.t1, s.unit(0))
					s.Receive(s.t1, s.unit(0))
					So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.t1.ID)
					meantFor(s.unit(0), s.d1)
				})
				Convey("a foreign distributor who receives it has it, and launders nothing", func() {
					s.Receive(s.d2, s.pallet(0))
					So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.d2.ID)
					meantFor(s.unit(0), s.d1)

					Convey("nor by packing it among his own goods", func() {
						s.delivered(s.d2, s.pallet(1))
						So(s.does(model.Unpack, s.d2, nobody, s.box(0)), ShouldBeNil)
						_, err := s.Record(custody.Command{Kind: model.Pack, From: s.d2.ID, Goods: []custody.Goods{
							testkit.Into(testkit.Run(s.batch, model.LevelCase, 0, 1), s.pallet(1), 1),
						}})
						So(err, ShouldWrap, custody.ErrMixed)
						meantFor(s.box(0), s.d1)
					})
				})
				Convey("an approved transfer moves custody and assignment", func() {
					So(s.does(model.Transfer, s.d1, s.d2, s.box(1)), ShouldBeNil)
					So(s.Trace(s.box(1)).Holder, ShouldEqual, s.d2.ID)
					meantFor(s.box(1), s.d2)
					meantFor(s.box(0), s.d1)
				})
				Convey("only the distributor whom goods are meant for can give them away", func() {
					s.Receive(s.d2, s.pallet(0))
					So(s.does(model.Transfer, s.d2, s.d1, s.pallet(0)), ShouldWrap, custody.ErrNotAssigned)
				})
				Convey("a return to the brand clears it", func() {
					So(s.does(model.Return, s.d1, s.Brand, s.pallet(0)), ShouldBeNil)
					So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.Brand.ID)
					meantFor(s.pallet(0), nobody)
				})
				Convey("a terminal's return to its distributor does not", func() {
					s.Ship(s.d1, s.t1, s.box(0))
					s.Receive(s.t1, s.box(0))
					So(s.does(model.Return, s.t1, s.d1, s.box(0)), ShouldBeNil)
					So(s.Trace(s.box(0)).Holder, ShouldEqual, s.d1.ID)
					meantFor(s.box(0), s.d1)
				})
				Convey("goods that he packs anew stay his", func() {
					line := s.LineBatch("L1", 1)
					So(s.does(model.Unpack, s.d1, nobody, s.unit(0), s.unit(1)), ShouldBeNil)
					_, err := s.Record(custody.Command{Kind: model.Pack, From: s.d1.ID, Goods: []custody.Goods{
						testkit.Into(testkit.Run(s.batch, model.LevelUnit, 0, 2), testkit.Item(line, model.LevelCase, 0), 6),
					}})
					So(err, ShouldBeNil)
					So(s.Trace(s.unit(0)).In(model.LevelCase), ShouldEqual, testkit.Item(line, model.LevelCase, 0))
					meantFor(s.unit(0), s.d1)
				})
			})
		})
	})
}
