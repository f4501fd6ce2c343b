package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestDesignations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given three pallets at the brand", t, func() {
			s := newStory(t, e)
			designate := func(use model.Designation, from model.Org, at time.Time, items ...model.ItemID) error {
				_, err := s.Record(custody.Command{
					Kind: model.Designate, From: from.ID, For: use, At: at, Offline: !at.IsZero(), Goods: testkit.Goods(items...),
				})
				return err
			}
			use := func(item model.ItemID) string { return custody.DesignationName(s.Trace(item).For) }

			Convey("goods are for sale until they are set aside, and what is inside goes with them", func() {
				So(use(s.unit(0)), ShouldEqual, "sale")
				So(designate(model.ForTrial, s.Brand, time.Time{}, s.box(0)), ShouldBeNil)
				s.Tick(time.Minute)
				So([]string{use(s.box(0)), use(s.unit(0)), use(s.unit(6))}, ShouldResemble, []string{"sample", "sample", "sale"})
				So(s.Trace(s.unit(0)).NotForSale(), ShouldEqual, "sample")
				So(s.Trace(s.unit(6)).NotForSale(), ShouldEqual, "")

				Convey("wherever they are shipped, and back", func() {
					s.delivered(s.d1, s.box(0))
					So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d1.ID)
					So(use(s.unit(0)), ShouldEqual, "sample")
					So(s.does(model.Return, s.d1, s.Brand, s.box(0)), ShouldBeNil)
					s.Tick(time.Minute)
					So(s.Trace(s.unit(0)).Assigned, ShouldEqual, 0)
					So(use(s.unit(0)), ShouldEqual, "sample")
				})
				Convey("until they are for sale again", func() {
					So(designate(model.ForSale, s.Brand, time.Time{}, s.box(0)), ShouldBeNil)
					s.Tick(time.Minute)
					So(use(s.unit(0)), ShouldEqual, "sale")
					So(use(s.box(0)), ShouldEqual, "sale")
				})
				Convey("and a container takes goods of one use only", func() {
					So(s.does(model.Unpack, s.Brand, nobody, s.box(1)), ShouldBeNil)
					s.Tick(time.Minute)
					_, err := s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{
						{Items: model.One(s.box(0)), Parent: s.pallet(0), PerParent: 1},
					}})
					So(err, ShouldWrap, custody.ErrMixed)
				})
			})
			Convey("who does not hold goods cannot set them aside, and for what must be said", func() {
				So(designate(model.ForGift, s.d1, time.Time{}, s.box(0)), ShouldWrap, custody.ErrNotHeld)
				So(designate(0, s.Brand, time.Time{}, s.box(0)), ShouldWrap, custody.ErrBadEvent)
				_, err := s.Record(custody.Command{Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, For: model.ForGift, Goods: testkit.Goods(s.box(0))})
				So(err, ShouldWrap, custody.ErrBadEvent)
				_, err = s.Record(custody.Command{Kind: model.Ship, From: s.Brand.ID, To: s.d1.ID, Loss: model.LossStolen, Goods: testkit.Goods(s.box(0))})
				So(err, ShouldWrap, custody.ErrBadEvent)
			})
			Convey("told late, it holds from when it happened", func() {
				before := s.Clock.Now()
				s.Tick(time.Hour)
				s.delivered(s.d1, s.pallet(0))
				So(designate(model.ForGift, s.Brand, before.Add(time.Minute), s.box(0)), ShouldBeNil)
				So(use(s.unit(0)), ShouldEqual, "gift")
				So(custody.DesignationName(s.TraceAt(s.unit(0), before).For), ShouldEqual, "sale")
				So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.Brand.ID) // it was taken off the pallet then
			})
			Convey("what is lost may be found again, by whoever has it, and what is destroyed may not", func() {
				s.delivered(s.d1, s.box(0), s.box(1), s.box(2))
				lose := func(why model.Loss, item model.ItemID) {
					_, err := s.Record(custody.Command{Kind: model.Destroy, From: s.d1.ID, Loss: why, Goods: testkit.Goods(item)})
					So(err, ShouldBeNil)
					s.Tick(time.Minute)
				}
				lose(model.LossMissing, s.box(0))
				lose(model.LossStolen, s.box(1))
				lose(model.LossDamaged, s.box(2))
				So(s.Trace(s.unit(0)).Lost, ShouldEqual, model.LossMissing)
				So(s.does(model.Ship, s.d1, s.t1, s.box(0)), ShouldWrap, custody.ErrNotHeld)
				So(s.does(model.Transfer, s.d1, s.d2, s.box(0)), ShouldWrap, custody.ErrNotAssigned)

				So(s.does(model.Receive, nobody, s.d1, s.box(0)), ShouldBeNil)
				So(s.does(model.Receive, nobody, s.d2, s.box(1)), ShouldBeNil)
				So(s.does(model.Receive, nobody, s.d1, s.box(2)), ShouldWrap, custody.ErrNotShipped)
				s.Tick(time.Minute)
				So(s.Trace(s.unit(0)).Holder, ShouldEqual, s.d1.ID)
				stolen := s.Trace(s.unit(6))
				So([]model.OrgID{stolen.Holder, stolen.Assigned}, ShouldResemble, []model.OrgID{s.d2.ID, s.d1.ID})
				So(stolen.Lost, ShouldEqual, model.LossUnsaid)
			})
			Convey("what is destroyed keeps why", func() {
				e, err := s.Record(custody.Command{Kind: model.Destroy, From: s.Brand.ID, Loss: model.LossExpired, Goods: testkit.Goods(s.box(0))})
				So(err, ShouldBeNil)
				stored, err := s.Custody.Event(s.Ctx, e.ID)
				So(err, ShouldBeNil)
				So(custody.LossName(stored.Loss), ShouldEqual, "expired")
			})
		})
	})
}
