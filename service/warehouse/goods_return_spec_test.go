package warehouse_test

import (
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// returns has a distributor ask to give goods back.
func (s *story) returns(key string, by model.Org, codes ...string) (model.GoodsReturn, error) {
	return s.Warehouse.AskReturn(s.Ctx, warehouse.NewReturn{
		Key: key, By: model.PersonID(by.ID), Org: by.ID, Codes: codes, Reason: "close to their date",
	})
}

// approved is a return of D1 that the brand allows.
func (s *story) approved(codes ...string) model.GoodsReturn {
	r, err := s.returns("key", s.d1, codes...)
	So(err, ShouldBeNil)
	r, err = s.Warehouse.ApproveReturn(s.Ctx, warehouse.ReturnVerdict{Return: r.ID, By: 1, Note: "send them"})
	So(err, ShouldBeNil)
	return r
}

// shipped is one whose goods are on their way.
func (s *story) shipped(codes ...string) model.GoodsReturn {
	r, err := s.ships(s.approved(codes...))
	So(err, ShouldBeNil)
	s.Tick(time.Minute)
	return r
}

func (s *story) ships(r model.GoodsReturn) (model.GoodsReturn, error) {
	return s.Warehouse.ShipReturn(s.Ctx, r.ID, s.d1.ID, 1)
}

func TestReturn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor that has a pallet too many", t, func() {
			s := newStory(t, e)

			Convey("the same request sent again is one; another under its key is refused", func() {
				first, err := s.returns("k", s.d1, s.palletCode(0))
				So(err, ShouldBeNil)
				So(warehouse.ReturnStateName(first.State), ShouldEqual, "asked")
				So(first.ToOrg, ShouldEqual, s.Brand.ID)
				again, err := s.returns("k", s.d1, s.palletCode(0))
				So(err, ShouldBeNil)
				So(again, ShouldResemble, first)
				_, err = s.returns("k", s.d1, s.boxCode(1))
				So(err, ShouldWrap, warehouse.ErrKeyReused)
				So(count[model.GoodsReturn](s), ShouldEqual, 1)
			})
			Convey("it is refused what is not its own, and others give back without a paper", func() {
				_, err := s.returns("a", s.d1, s.palletCode(1)) // the brand's
				So(err, ShouldWrap, custody.ErrNotAssigned)
				_, err = s.returns("b", s.d2, s.palletCode(0))
				So(err, ShouldWrap, custody.ErrNotAssigned)
				s.Ship(s.d1, s.t1, s.box(1))
				s.Tick(time.Minute)
				_, err = s.returns("c", s.d1, s.boxCode(1))
				So(err, ShouldWrap, custody.ErrNotHeld)
				_, err = s.returns("d", s.t1, s.boxCode(1))
				So(err, ShouldWrap, warehouse.ErrBadReturn)
				_, err = s.returns("e", s.d1)
				So(err, ShouldWrap, warehouse.ErrBadReturn)
			})
			Convey("nothing leaves before the brand allows it", func() {
				r, err := s.returns("k", s.d1, s.palletCode(0))
				So(err, ShouldBeNil)
				_, err = s.ships(r)
				So(err, ShouldWrap, warehouse.ErrReturnState)
				_, err = s.Warehouse.RefuseReturn(s.Ctx, warehouse.ReturnVerdict{Return: r.ID, By: 1, Note: "sell them"})
				So(err, ShouldBeNil)
				_, err = s.ships(r)
				So(err, ShouldWrap, warehouse.ErrReturnState)
				So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.d1.ID)
			})
			Convey("allowed and shipped, the goods are under way and meant for whom they were", func() {
				r := s.shipped(s.palletCode(0))
				trace := s.Trace(s.unit(0))
				So([]model.OrgID{trace.InTransit, trace.Assigned}, ShouldResemble, []model.OrgID{s.Brand.ID, s.d1.ID})
				again, err := s.ships(r)
				So(err, ShouldBeNil)
				So(again, ShouldResemble, r)
				_, err = s.Warehouse.WithdrawReturn(s.Ctx, r.ID, s.d1.ID)
				So(err, ShouldWrap, warehouse.ErrReturnState)
			})
			Convey("goods that were sold on meanwhile refuse the shipment whole, and it is withdrawn", func() {
				r := s.approved(s.boxCode(0), s.boxCode(2))
				s.Ship(s.d1, s.t1, s.box(2))
				s.Tick(time.Minute)
				_, err := s.ships(r)
				So(err, ShouldWrap, custody.ErrNotHeld)
				So(s.Trace(s.box(0)).Holder, ShouldEqual, s.d1.ID)
				r, err = s.Warehouse.WithdrawReturn(s.Ctx, r.ID, s.d1.ID)
				So(err, ShouldBeNil)
				So(r.State, ShouldEqual, model.ReturnWithdrawn)
				_, err = s.ships(r)
				So(err, ShouldWrap, warehouse.ErrReturnState)
			})
			Convey("goods that became another's meanwhile are not shipped as one's own", func() {
				r := s.approved(s.boxCode(0))
				_, err := s.Warehouse.ApproveTransfer(s.Ctx, s.asked(s.d1, 0))
				So(err, ShouldBeNil)
				s.Receive(s.d1, s.box(0))
				s.Tick(time.Minute)
				_, err = s.ships(r)
				So(err, ShouldWrap, custody.ErrNotAssigned)
				So(s.Trace(s.box(0)).InTransit, ShouldEqual, 0)
			})
			Convey("a pallet that a case was taken off since is not what the brand allowed", func() {
				r := s.approved(s.palletCode(0))
				s.Tick(time.Minute)
				_, err := s.Record(unpack(s.d1, s.box(3)))
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
				_, err = s.ships(r)
				So(err, ShouldWrap, warehouse.ErrRepacked)
				goods, obstacle, err := s.Warehouse.ReturnStanding(s.Ctx, r)
				So(err, ShouldBeNil)
				So(goods, ShouldHaveLength, 1)
				So(obstacle, ShouldWrap, warehouse.ErrRepacked)
				So(s.Trace(s.pallet(0)).Holder, ShouldEqual, s.d1.ID)
			})
			Convey("goods that the brand calls back are given back, too", func() {
				unit := model.LevelUnit
				So(s.Code.Revoke(s.Ctx, s.batch.ID, code.Interval{Level: &unit, From: 0, To: 72}, true, "a test"), ShouldBeNil)
				bottle := s.Print(model.FaceUnitOuter, s.unit(0))
				r := s.shipped(bottle)
				So(s.finds(r, model.GoodsScrapped, bottle), ShouldBeNil)
				So(s.state(r), ShouldEqual, "inspected")
			})
			Convey("another distributor sees nothing of it", func() {
				r := s.approved(s.boxCode(0))
				_, err := s.Warehouse.OwnReturn(s.Ctx, r.ID, s.d2.ID)
				So(err, ShouldWrap, warehouse.ErrUnknownReturn)
				_, err = s.Warehouse.ShipReturn(s.Ctx, r.ID, s.d2.ID, 2)
				So(err, ShouldWrap, warehouse.ErrUnknownReturn)
				_, err = s.Warehouse.WithdrawReturn(s.Ctx, r.ID, s.d2.ID)
				So(err, ShouldWrap, warehouse.ErrUnknownReturn)
				for org, want := range map[model.OrgID]int{s.d1.ID: 1, s.d2.ID: 0, 0: 1} {
					rows, err := s.Warehouse.Returns(s.Ctx, org, model.ReturnApproved, 0, 10)
					So(err, ShouldBeNil)
					So(rows, ShouldHaveLength, want)
				}
			})
		})
	})
}

func TestReturnLeavesOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an approved return that some ship and some withdraw at once", t, func() {
			s := newStory(t, e)
			r := s.approved(s.palletCode(0))
			before := count[model.CustodyEvent](s)
			failures := testkit.Together(20, func(i int) error {
				var err error
				if i%2 == 0 {
					_, err = s.ships(r)
				} else {
					_, err = s.Warehouse.WithdrawReturn(s.Ctx, r.ID, s.d1.ID)
				}
				return err
			})
			Convey("it does one of the two, and everybody is told the truth", func() {
				kept, err := s.Warehouse.GetReturn(s.Ctx, r.ID)
				So(err, ShouldBeNil)
				shipped := kept.State == model.ReturnShipped
				So(shipped || kept.State == model.ReturnWithdrawn, ShouldBeTrue)
				So(count[model.CustodyEvent](s)-before, ShouldEqual, map[bool]int64{true: 1}[shipped])
				for i, err := range failures {
					if shipped == (i%2 == 0) {
						So(err, ShouldBeNil)
						continue
					}
					So(errors.Is(err, warehouse.ErrReturnState), ShouldBeTrue)
				}
			})
		})
	})
}
