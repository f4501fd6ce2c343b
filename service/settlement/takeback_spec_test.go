package settlement_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

func TestTakingBack(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a statement that was paid by bank", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			p := f.cut()
			f.close(p)
			pay := func(org model.Org, m model.SettlementMethod) model.SettlementPayment {
				paid, err := f.Settlement.Pay(f.Ctx, settlement.PaymentOrder{By: bert, Period: p.ID, Org: org.ID, Method: m})
				So(err, ShouldBeNil)
				return paid
			}
			takeBack := func(org model.Org, txn model.TxnID) error {
				return f.Settlement.TakeBack(f.Ctx, settlement.TakeBack{By: anna, Period: p.ID, Org: org.ID, Txn: txn, Reason: "no such account"})
			}
			paid := pay(f.d1, model.PaidByBank)

			Convey("what came back is owed again, and no payment but that one comes back", func() {
				So(takeBack(f.d1, paid.TxnID), ShouldBeNil)
				So(f.owed(f.d1.ID), ShouldEqual, 300)
				So(takeBack(f.d1, paid.TxnID), ShouldWrap, settlement.ErrNotPaid)
				again := pay(f.d1, model.PaidByBank)
				So(again.TxnID, ShouldNotEqual, paid.TxnID)
				So(takeBack(f.d1, paid.TxnID), ShouldWrap, settlement.ErrNotPaid)
				So(f.owed(f.d1.ID), ShouldEqual, 0)
				f.verified()
			})
			Convey("each time", func() {
				for range 3 {
					So(takeBack(f.d1, paid.TxnID), ShouldBeNil)
					paid = pay(f.d1, model.PaidByBank)
				}
				st := f.statement(p, f.d1)
				So(st.Returns, ShouldHaveLength, 3)
				So(st.Payment.Fen, ShouldEqual, 300)
				f.verified()
			})
			Convey("who changes what was paid, or came back, is found out", func() {
				So(takeBack(f.d1, paid.TxnID), ShouldBeNil)
				pay(f.d1, model.PaidByBank)
				for _, change := range []string{
					"UPDATE settlement_payments SET fen = fen + 1", "UPDATE settlement_payments SET rebate_fen = rebate_fen + 1, fen = fen + 1",
					"UPDATE settlement_payments SET txn_id = txn_id + 1", "UPDATE settlement_returns SET fen = fen + 1",
					"UPDATE settlement_returns SET reversal_id = txn_id", "UPDATE settlement_returns SET org_id = org_id + 1",
				} {
					before, err := f.Settlement.Verify(f.Ctx)
					So(err, ShouldBeNil)
					So(f.DB.Migration(f.Ctx).Exec(change).Error, ShouldBeNil)
					report, err := f.Settlement.Verify(f.Ctx)
					So(err, ShouldBeNil)
					SoMsg(change, report.First, ShouldNotResemble, before.First)
					SoMsg(change, report.Faults, ShouldBeGreaterThan, 0)
				}
			})
			Convey("credit does not come back from a bank", func() {
				credit := pay(f.t1, model.PaidByCredit)
				So(takeBack(f.t1, credit.TxnID), ShouldWrap, settlement.ErrNotPaid)
			})
			Convey("nor is another amount paid than was ordered", func() {
				done, err := f.Settlement.PayAll(f.Ctx, settlement.PaymentOrders{By: bert, Period: p.ID, Method: model.PaidByBank, Dues: []settlement.Due{
					{Org: f.t1.ID, Fen: 499}, {Org: f.d1.ID, Fen: 300}, {Org: f.d2.ID},
				}})
				So(err, ShouldBeNil)
				So(done[0].Refused, ShouldWrap, settlement.ErrOwedOther)
				So(done[1].Refused, ShouldWrap, settlement.ErrPaidOtherwise)
				So(done[1].Payment.TxnID, ShouldEqual, paid.TxnID)
				So(done[2].Refused, ShouldWrap, settlement.ErrUnknownStatement)
				So(f.owed(f.t1.ID), ShouldEqual, 500)
			})
		})
	})
}
