package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestLateFacts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three pallets at the brand since the morning", t, func() {
			s := newStory(t, e)
			morning := s.Clock.Now()
			s.Tick(8 * time.Hour)
			news := count[outbox.Message](s)

			Convey("an off-line event whose precondition is missing is kept as pending", func() {
				onwards := s.reports(model.Ship, morning.Add(3*time.Hour), s.d1, s.t1, s.pallet(0))
				So(onwards.State, ShouldEqual, model.EventPending)
				So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.Brand.ID)

				Convey("it stays so while other goods move", func() {
					s.reports(model.Ship, morning.Add(time.Hour), s.Brand, s.d1, s.pallet(1))
					So(s.state(onwards), ShouldEqual, model.EventPending)
				})
				Convey("it applies as soon as the missing facts arrive, in whatever order", func() {
					receipt := s.reports(model.Receive, morning.Add(2*time.Hour), nobody, s.d1, s.pallet(0))
					So(receipt.State, ShouldEqual, model.EventPending)
					shipment := s.reports(model.Ship, morning.Add(time.Hour), s.Brand, s.d1, s.pallet(0))
					So(shipment.State, ShouldEqual, model.EventApplied)

					So(s.state(receipt), ShouldEqual, model.EventApplied)
					So(s.state(onwards), ShouldEqual, model.EventApplied)
					So(s.TraceAt(s.unit(0), morning.Add(time.Hour)).InTransit, ShouldEqual, s.d1.ID)
					So(s.TraceAt(s.unit(0), morning.Add(2*time.Hour)).Holder, ShouldEqual, s.d1.ID)
					So(s.Trace(s.unit(0)).InTransit, ShouldEqual, s.t1.ID)
					So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d1.ID)
				})
			})
			Convey("an event that is possible for some goods only is pending, and has happened to those", func() {
				s.Ship(s.Brand, s.d1, s.pallet(0))
				half := s.reports(model.Receive, s.Clock.Now(), nobody, s.d1, s.pallet(0))
				So(half.State, ShouldEqual, model.EventApplied)
				s.Tick(time.Minute)
				truck := s.reports(model.Ship, s.Clock.Now(), s.d1, s.t1, s.pallet(0), s.pallet(2))
				So(truck.State, ShouldEqual, model.EventPending)
				So(s.Trace(s.pallet(0)).InTransit, ShouldEqual, s.t1.ID)
				So(s.Trace(s.pallet(2)).Holder, ShouldEqual, s.Brand.ID)

				Convey("a late fact about the goods that could does not end its waiting for those that could not", func() {
					s.reports(model.Unpack, morning.Add(time.Hour), s.Brand, nobody, s.box(0))
					So(s.state(truck), ShouldEqual, model.EventPending)
				})
			})
			Convey("of mixed goods the first decide whose container it is, however late that is told", func() {
				line := s.LineBatch("L1", 1)
				s.delivered(s.d1, s.pallet(0))
				s.delivered(s.d2, s.pallet(1))
				s.Receive(s.d1, s.unit(24)) // which is meant for D2
				So(s.does(model.Unpack, s.d1, nobody, s.unit(0)), ShouldBeNil)
				s.Tick(time.Minute)
				packed := s.Clock.Now()
				s.Tick(time.Minute)
				So(s.does(model.Destroy, s.d2, nobody, s.box(5)), ShouldBeNil)
				So(s.does(model.Destroy, s.d1, nobody, s.box(1)), ShouldBeNil)
				carton := testkit.Item(line, model.LevelCase, 0)
				mixed, err := s.Record(custody.Command{
					Kind: model.Pack, From: s.d1.ID, At: packed, Offline: true, Goods: []custody.Goods{
						testkit.Into(testkit.Run(s.batch, model.LevelUnit, 24, 1), carton, 6),
						testkit.Into(testkit.Run(s.batch, model.LevelUnit, 0, 1), carton, 6),
					},
				})
				So(err, ShouldBeNil)
				So(mixed.State, ShouldEqual, model.EventPending)
				So(s.Trace(carton).Assigned, ShouldEqual, s.d1.ID)
				So(s.Trace(s.unit(0)).In(model.LevelCase), ShouldEqual, carton)
				So(s.Trace(s.unit(24)).In(model.LevelCase), ShouldEqual, 0)
			})
			Convey("a late fact may take back what was applied", func() {
				s.delivered(s.d1, s.pallet(0))
				onwards := s.reports(model.Ship, s.Clock.Now(), s.d1, s.t1, s.pallet(0))
				So(onwards.State, ShouldEqual, model.EventApplied)
				s.reports(model.Destroy, morning.Add(time.Hour), s.Brand, nobody, s.pallet(0))
				So(s.state(onwards), ShouldEqual, model.EventPending)
				So(s.Trace(s.pallet(0)), ShouldResemble, custody.Trace{Chain: []model.ItemID{s.pallet(0)}, Known: true})
			})
			Convey("a late fact tells the scans that it touches, an event of now tells nobody", func() {
				s.Ship(s.Brand, s.d1, s.pallet(1))
				So(count[outbox.Message](s), ShouldEqual, news)
				s.reports(model.Unpack, morning.Add(time.Hour), s.Brand, nobody, s.box(0))
				var told []outbox.Message
				So(s.DB.Conn(s.Ctx).Where("type = ?", event.CustodyRewritten{}.EventType()).Find(&told).Error, ShouldBeNil)
				So(told, ShouldHaveLength, 1)
			})
			Convey("what is reported on-line is of now, even when another replica's clock runs ahead", func() {
				s.Tick(time.Hour)
				ahead := s.Clock.Now()
				s.reports(model.Ship, ahead, s.Brand, s.d1, s.pallet(0))
				s.Tick(-time.Hour)
				received, err := s.Record(custody.Command{Kind: model.Receive, To: s.d1.ID, Goods: testkit.Goods(s.pallet(0))})
				So(err, ShouldBeNil)
				So(received.EventTime, ShouldHappenAfter, ahead)
			})
		})
	})
}
