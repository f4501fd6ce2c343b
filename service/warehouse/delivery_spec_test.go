package warehouse_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
	"channelrouter/service/warehouse"
)

// atConsole is the brand's clerk, as one who makes and receives deliveries.
var atConsole = warehouse.Hand{User: 7}

func handOf(org model.Org) warehouse.Hand { return warehouse.Hand{Org: org.ID, Person: 1} }

// delivers has the brand ship pallets to D1.
func (s *story) delivers(number string, codes ...string) warehouse.Delivery {
	d, err := s.Warehouse.ShipDelivery(s.Ctx, warehouse.NewDelivery{Key: number, By: atConsole, Number: number, From: "BRAND", To: "D1", Codes: codes})
	So(err, ShouldBeNil)
	s.Tick(time.Minute)
	return d
}

// receives has D1 receive codes of a delivery or, without any, all of it.
func (s *story) receives(d warehouse.Delivery, key string, codes ...string) (warehouse.Receipt, error) {
	r, err := s.Warehouse.ReceiveDelivery(s.Ctx, warehouse.NewReceipt{
		Key: key, By: handOf(s.d1), Delivery: d.ID, All: len(codes) == 0, Codes: codes,
	})
	s.Tick(time.Minute)
	return r, err
}

func (s *story) closes(d warehouse.Delivery, as model.Shortage) (warehouse.Delivery, error) {
	closed, err := s.Warehouse.CloseDelivery(s.Ctx, warehouse.Closing{Delivery: d.ID, By: atConsole, As: as, Reason: "counted twice"})
	s.Tick(time.Minute)
	return closed, err
}

// now is a delivery as it stands: its state, and its units shipped, arrived, short, coming.
func (s *story) now(d warehouse.Delivery) (string, []int64) {
	d, err := s.Warehouse.GetDelivery(s.Ctx, d.ID)
	So(err, ShouldBeNil)
	u := d.Units()
	return warehouse.ShipmentStateName(d.State), []int64{u.Shipped, u.Arrived(), u.Short, u.Coming}
}

func outcomes(r warehouse.Receipt) (list []string) {
	for _, c := range r.Codes {
		list = append(list, warehouse.ReceiptOutcomeName(c.Outcome))
	}
	return list
}

func TestDelivery(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a delivery of two pallets to D1", t, func() {
			s := newStory(t, e)
			d := s.delivers("F-1", s.palletCode(1), s.palletCode(2))
			stands := func(state string, units ...int64) {
				is, have := s.now(d)
				So(is, ShouldEqual, state)
				So(have, ShouldResemble, units)
			}

			Convey("it says what was shipped, by batch and level, and nothing of it has come", func() {
				shipped := map[model.Level]int64{}
				for _, l := range d.Lines {
					shipped[l.Level] = l.Shipped
					So([]any{l.BatchID, l.Product, l.Coming}, ShouldResemble, []any{s.batch.ID, s.batch.ProductID, l.Shipped})
				}
				So(shipped, ShouldResemble, map[model.Level]int64{model.LevelUnit: 48, model.LevelCase: 8, model.LevelPallet: 2})
				stands("in_transit", 48, 0, 0, 48)
				So(s.Trace(s.pallet(1)).Assigned, ShouldEqual, s.d1.ID)
			})
			Convey("sent again it is the same; a number is for one delivery, and a key, too", func() {
				again := warehouse.NewDelivery{Key: "F-1", By: atConsole, Number: "F-1", From: "BRAND", To: "D1", Codes: []string{s.palletCode(1), s.palletCode(2)}}
				same, err := s.Warehouse.ShipDelivery(s.Ctx, again)
				So(err, ShouldBeNil)
				So(same, ShouldResemble, d)
				again.Key = "F-2"
				_, err = s.Warehouse.ShipDelivery(s.Ctx, again)
				So(err, ShouldWrap, warehouse.ErrNumberTaken)
				again.Key, again.To = "F-1", "D2"
				_, err = s.Warehouse.ShipDelivery(s.Ctx, again)
				So(err, ShouldWrap, warehouse.ErrKeyReused)
				So(count[model.GoodsDelivery](s), ShouldEqual, 1)
			})
			Convey("goods that the sender has not got make no paper, and nobody delivers to himself", func() {
				n := warehouse.NewDelivery{Key: "k", By: handOf(s.d1), Number: "1", To: "T1", Codes: []string{s.palletCode(1)}}
				_, err := s.Warehouse.ShipDelivery(s.Ctx, n)
				So(err, ShouldWrap, custody.ErrNotHeld)
				n.To, n.Codes = "D1", []string{s.palletCode(0)}
				_, err = s.Warehouse.ShipDelivery(s.Ctx, n)
				So(err, ShouldWrap, warehouse.ErrBadDelivery)
				So(count[model.GoodsDelivery](s), ShouldEqual, 1)
			})
			Convey("received as it says, all has come; sent again it is the same receipt", func() {
				r, err := s.receives(d, "all")
				So(err, ShouldBeNil)
				So(r.Event.ToOrg, ShouldEqual, s.d1.ID)
				So(r.Delivery.State, ShouldEqual, model.ShipmentReceived)
				stands("received", 48, 48, 0, 0)
				So(s.Trace(s.unit(24)).Holder, ShouldEqual, s.d1.ID)
				again, err := s.receives(d, "all")
				So(err, ShouldBeNil)
				So([]any{again.ID, again.Event.ID}, ShouldResemble, []any{r.ID, r.Event.ID})
				_, err = s.receives(d, "more")
				So(err, ShouldWrap, warehouse.ErrNothingComing)
				_, err = s.closes(d, model.ShortLost)
				So(err, ShouldWrap, warehouse.ErrDeliverySettled)
			})
			Convey("of a pallet that comes short a case is received alone, and the pallet last", func() {
				r, err := s.receives(d, "1", s.boxCode(4), s.boxCode(5))
				So(err, ShouldBeNil)
				So(outcomes(r), ShouldResemble, []string{"received", "received"})
				stands("partly_received", 48, 12, 0, 36)
				So([]model.OrgID{s.Trace(s.box(4)).Holder, s.Trace(s.box(6)).InTransit}, ShouldResemble, []model.OrgID{s.d1.ID, s.d1.ID})
				So(s.Trace(s.box(4)).Chain, ShouldHaveLength, 1)

				Convey("the pallet with what is left comes by its own code", func() {
					_, err := s.receives(d, "2", s.palletCode(1))
					So(err, ShouldBeNil)
					stands("partly_received", 48, 24, 0, 24)
					So(s.Trace(s.box(6)).Chain, ShouldHaveLength, 2)
				})
				Convey("a pallet of which all cases came alone is not waited for", func() {
					_, err := s.receives(d, "2", s.palletCode(2), s.boxCode(6), s.boxCode(7))
					So(err, ShouldBeNil)
					stands("received", 48, 48, 0, 0)
					So(s.Trace(s.pallet(1)).Holder, ShouldEqual, s.d1.ID)
				})
			})
			Convey("a case that is named beside its pallet stays in it", func() {
				r, err := s.receives(d, "1", s.boxCode(4), s.palletCode(1))
				So(err, ShouldBeNil)
				So(outcomes(r), ShouldResemble, []string{"received", "received"})
				So(s.Trace(s.box(4)).Chain, ShouldHaveLength, 2)
			})
			Convey("what the paper does not name is surplus, what D1 has is known, and what never left is refused", func() {
				s.Ship(s.d1, s.t1, s.box(0))
				next := s.Batch("B2", 1)
				s.Tick(time.Minute)
				unmade := s.Print(model.FacePallet, testkit.Item(next, model.LevelPallet, 0))
				for range 2 {
					r, err := s.receives(d, "1", s.boxCode(0), s.boxCode(1), s.boxCode(4), unmade)
					So(err, ShouldBeNil)
					So(outcomes(r), ShouldResemble, []string{"surplus", "known", "received", "refused"})
				}
				So(s.Trace(s.box(0)).Holder, ShouldEqual, s.d1.ID)
				So(s.Trace(s.box(1)).Chain, ShouldHaveLength, 2) // it stays where it is
				stands("partly_received", 48, 6, 0, 42)
				r, err := s.receives(d, "2", s.boxCode(4))
				So(err, ShouldBeNil)
				So([]any{outcomes(r), r.Event.ID}, ShouldResemble, []any{[]string{"known"}, model.EventID(0)})
			})
			Convey("what is damaged is received, and noted on the paper", func() {
				r, err := s.Warehouse.ReceiveDelivery(s.Ctx, warehouse.NewReceipt{
					Key: "1", By: handOf(s.d1), Delivery: d.ID, All: true, Damaged: []warehouse.Damaged{{Code: s.boxCode(5), Remark: "wet"}},
				})
				So(err, ShouldBeNil)
				So(r.Damaged, ShouldResemble, []model.GoodsDamage{{ReceiptID: r.ID, Item: s.box(5), Remark: "wet"}})
				stands("received", 48, 48, 0, 0)
				So(s.Trace(s.box(5)).Chain, ShouldHaveLength, 2)
				listed, err := s.Warehouse.Receipts(s.Ctx, d.ID, handOf(s.d1), 0, 10)
				So(err, ShouldBeNil)
				So(listed[0].Damaged, ShouldResemble, r.Damaged)
			})
			Convey("what a hand-held device received while off-line counts, too", func() {
				told := warehouse.Told{Key: "1", Sequence: 1, Kind: model.Receive, Codes: []string{s.palletCode(1)}, At: s.ago(30 * time.Second)}
				So(states(s.tells(keeper(s.d1), told)), ShouldResemble, []warehouse.ToldState{warehouse.ToldRecorded})
				stands("partly_received", 48, 24, 0, 24)
				n, err := s.Warehouse.FollowDeliveries(s.Ctx)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 1)
				listed, err := s.Warehouse.Deliveries(s.Ctx, warehouse.DeliveryFilter{Org: s.d1.ID, State: model.ShipmentPartlyReceived}, 0, 10)
				So(err, ShouldBeNil)
				So(listed, ShouldHaveLength, 1)
				r, err := s.receives(d, "rest")
				So(err, ShouldBeNil)
				So(r.Goods, ShouldResemble, []warehouse.ReceivedGoods{{Items: model.One(s.pallet(2)), Outcome: model.ReceiptExpected}})
			})
		})
	})
}
