package pay_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram/pay"
)

func TestTransfer(t *testing.T) {
	Convey("Given a merchant with WeChat Pay", t, func() {
		w := newWorld()

		Convey("a bill waits for its person, with what he needs to confirm", func() {
			receipt, err := w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldBeNil)
			So(receipt.State, ShouldEqual, pay.StateWaitUser)
			So(receipt.PackageInfo, ShouldNotBeBlank)
			So(receipt.TransferBillNo, ShouldNotBeBlank)
			So([]any{receipt.OutBillNo, receipt.AmountFen, receipt.OpenID}, ShouldResemble, []any{"R1", int64(88_88), liID})
			So(receipt.CreatedAt, ShouldEqual, w.clock.Now().Truncate(time.Second))
			So(w.bank.Paid(), ShouldBeEmpty)

			Convey("and when he confirms, he is paid", func() {
				So(w.bank.Confirm(mchID, "R1"), ShouldBeTrue)
				receipt, err := w.client.Query(ctx, "R1")
				So(err, ShouldBeNil)
				So(receipt.State, ShouldEqual, pay.StateSuccess)
				So(receipt.State.Final() && receipt.State.Paid(), ShouldBeTrue)
				So([]any{receipt.AmountFen, receipt.OpenID}, ShouldResemble, []any{int64(88_88), liID})
				So(w.bank.PaidByBill(mchID), ShouldResemble, map[string]int64{"R1": 88_88})
				So(w.bank.Confirm(mchID, "R1"), ShouldBeFalse)
			})
			Convey("and when WeChat cannot pay him, it says why", func() {
				So(w.bank.Reject(mchID, "R1", "PAYEE_ACCOUNT_ABNORMAL"), ShouldBeTrue)
				receipt, err := w.client.Query(ctx, "R1")
				So(err, ShouldBeNil)
				So([]any{receipt.State, receipt.FailReason}, ShouldResemble, []any{pay.StateFail, "PAYEE_ACCOUNT_ABNORMAL"})
				So(receipt.State.Final(), ShouldBeTrue)
				So(receipt.State.Paid(), ShouldBeFalse)
			})
			Convey("and after 24 hours it is too late", func() {
				w.clock.Advance(24*time.Hour - time.Second)
				So(w.state("R1"), ShouldEqual, pay.StateWaitUser)
				w.clock.Advance(time.Second)
				So(w.state("R1"), ShouldEqual, pay.StateFail)
				So(w.bank.Confirm(mchID, "R1"), ShouldBeFalse)
				So(w.bank.Paid(), ShouldBeEmpty)
			})
			Convey("and sent again, it is the same bill", func() {
				again, err := w.client.Transfer(ctx, w.bill("R1"))
				So(err, ShouldBeNil)
				So(again, ShouldResemble, receipt)
				w.bank.Confirm(mchID, "R1")
				again, err = w.client.Transfer(ctx, w.bill("R1"))
				So(err, ShouldBeNil)
				So(again.State, ShouldEqual, pay.StateSuccess)
				So(len(w.bank.Paid()), ShouldEqual, 1)
			})
			Convey("and with other fields, the number is taken: that is no refusal", func() {
				other := w.bill("R1")
				other.AmountFen++
				_, err := w.client.Transfer(ctx, other)
				So(err, ShouldWrap, pay.ErrDiffers)
				So(pay.FateOf(err), ShouldEqual, pay.FateUnclear)
				So(pay.CodeOf(err), ShouldEqual, "INVALID_REQUEST")
			})
		})
		Convey("a bill may be taken in first and wait later", func() {
			w.bank.Linger(time.Minute)
			receipt, err := w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldBeNil)
			So([]any{receipt.State, receipt.PackageInfo, receipt.State.Final()}, ShouldResemble, []any{pay.StateAccepted, "", false})
			w.clock.Advance(time.Minute)
			receipt, err = w.client.Transfer(ctx, w.bill("R1"))
			So(err, ShouldBeNil)
			So(receipt.State, ShouldEqual, pay.StateWaitUser)
			So(receipt.PackageInfo, ShouldNotBeBlank)
		})
		Convey("from 2,000 yuan up the name goes along, encrypted, and must be the person's", func() {
			w.bank.SetRealName(liID, "李雷")
			for number, name := range map[string]string{"R1": "李雷", "R2": "韩梅梅"} {
				bill := w.bill(number)
				bill.AmountFen, bill.RealName = 2000_00, name
				_, err := w.client.Transfer(ctx, bill)
				So(err, ShouldBeNil)
				_, err = w.client.Transfer(ctx, bill) // encrypted differently, it is the same bill
				So(err, ShouldBeNil)
				w.bank.Confirm(mchID, number)
			}
			nameless := w.bill("R3")
			nameless.AmountFen = 2000_00
			_, err := w.client.Transfer(ctx, nameless)
			So(err, ShouldWrap, pay.ErrBadBill)
			nameless.AmountFen--
			_, err = w.client.Transfer(ctx, nameless)
			So(err, ShouldBeNil)
			So(w.state("R1"), ShouldEqual, pay.StateSuccess)
			So(w.state("R2"), ShouldEqual, pay.StateFail)
			So(w.bank.PaidByBill(mchID), ShouldResemble, map[string]int64{"R1": 2000_00})
		})
		Convey("a bill that nobody sent is not found, and may be sent", func() {
			_, err := w.client.Query(ctx, "R9")
			So(err, ShouldWrap, pay.ErrNotFound)
			So(pay.FateOf(err), ShouldEqual, pay.FateAbsent)
			_, err = w.client.Cancel(ctx, "R9")
			So(err, ShouldWrap, pay.ErrNotFound)
		})
		Convey("another merchant's bill is not found either, and its number is free", func() {
			w.sent("R1")
			second := w.connect(w.bank.AddMerchant("1900000110"))
			_, err := second.Query(ctx, "R1")
			So(err, ShouldWrap, pay.ErrNotFound)
			_, err = second.Transfer(ctx, w.bill("R1"))
			So(err, ShouldBeNil)
		})
	})
}

func TestCancel(t *testing.T) {
	Convey("Given a bill that waits for its person", t, func() {
		w := newWorld()
		w.bank.Fund(mchID, 100_00)
		w.sent("R1")

		Convey("it can be cancelled, and then nobody is paid and the money is back", func() {
			receipt, err := w.client.Cancel(ctx, "R1")
			So(err, ShouldBeNil)
			So([]any{receipt.OutBillNo, receipt.State, receipt.State.Final()}, ShouldResemble, []any{"R1", pay.StateCanceling, false})
			So(w.bank.Confirm(mchID, "R1"), ShouldBeFalse)
			So(w.state("R1"), ShouldEqual, pay.StateCancelled)
			So(pay.StateCancelled.Final(), ShouldBeTrue)
			So(w.bank.Paid(), ShouldBeEmpty)
			w.sent("R2")

			Convey("and again, which changes nothing", func() {
				receipt, err := w.client.Cancel(ctx, "R1")
				So(err, ShouldBeNil)
				So(receipt.State, ShouldEqual, pay.StateCancelled)
			})
		})
		Convey("it cannot be cancelled once it is paid", func() {
			w.bank.Confirm(mchID, "R1")
			_, err := w.client.Cancel(ctx, "R1")
			So(err, ShouldWrap, pay.ErrNotCancellable)
			So(pay.FateOf(err), ShouldEqual, pay.FateUnclear)
			So(w.state("R1"), ShouldEqual, pay.StateSuccess)
		})
	})
}
