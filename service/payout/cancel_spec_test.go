package payout_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

func TestCancelling(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a payout that waits for its guide", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 10_000)
			p, err := o.wants(wang, 3_000)
			So(err, ShouldBeNil)
			_, err = o.Cancel(o.Ctx, wang, p.ID) // it is not handed over yet
			So(err, ShouldWrap, payout.ErrNotCancellable)
			o.bank.stands = func(string) payout.Standing { return payout.Confirming }
			o.work()

			Convey("cancelled, it is returned when the payer says so", func() {
				asked, err := o.Cancel(o.Ctx, wang, p.ID)
				So(err, ShouldBeNil)
				So(asked.State, ShouldEqual, model.PayoutConfirming)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
				o.later(time.Second)
				So([]any{o.now(p).State, o.now(p).FailCode}, ShouldResemble, []any{model.PayoutReturned, "CANCELLED"})
				So(o.purse(wang), ShouldResemble, [3]int64{10_000, 0, 0})
				_, err = o.Cancel(o.Ctx, wang, p.ID)
				So(err, ShouldWrap, payout.ErrNotCancellable)
			})
			Convey("when he has accepted it meanwhile it is paid", func() {
				o.bank.settle(p.BillNo, payout.Paid)
				_, err := o.Cancel(o.Ctx, wang, p.ID)
				So(err, ShouldWrap, payout.ErrNotCancellable)
				o.later(time.Second)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 0, 3_000})
			})
			Convey("when the answer is lost, whatever became of it is found out", func() {
				for _, f := range []fault{lostBefore, lostAfter} {
					lost := false
					o.bank.fault = func(string) fault {
						if lost {
							return fine
						}
						lost = true
						return f
					}
					asked, err := o.Cancel(o.Ctx, wang, p.ID)
					So(err, ShouldBeNil)
					So(asked.State, ShouldEqual, model.PayoutConfirming)
					o.later(10 * time.Second)
					So(o.now(p).State, ShouldEqual, map[fault]model.PayoutState{lostBefore: model.PayoutConfirming, lostAfter: model.PayoutReturned}[f])
				}
			})
			Convey("when the payer did not hear of it, who presses again is heard", func() {
				o.bank.fault = func(string) fault { return lostBefore }
				_, err := o.Cancel(o.Ctx, wang, p.ID)
				So(err, ShouldBeNil)
				o.bank.fault = func(string) fault { return fine }
				_, err = o.Cancel(o.Ctx, wang, p.ID)
				So(err, ShouldBeNil)
				o.later(time.Second)
				So(o.now(p).State, ShouldEqual, model.PayoutReturned)
			})
			Convey("pressed again and again, the payer is asked once in 10 seconds", func() {
				before := o.bank.asked
				for range 5 {
					_, err := o.Cancel(o.Ctx, wang, p.ID)
					So(err, ShouldBeNil)
				}
				So(o.bank.asked, ShouldEqual, before+1)
			})
			Convey("nobody cancels another's", func() {
				_, err := o.Cancel(o.Ctx, o.guide("li", 0), p.ID)
				So(err, ShouldWrap, payout.ErrUnknown)
			})
			Convey("20 cancellations at once return it once", func() {
				failures := testkit.Together(20, func(int) error { _, err := o.Cancel(o.Ctx, wang, p.ID); return err })
				So(testkit.Succeeded(failures), ShouldBeGreaterThanOrEqualTo, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, payout.ErrNotCancellable)
					}
				}
				o.later(time.Second)
				So(o.purse(wang), ShouldResemble, [3]int64{10_000, 0, 0})
			})
		})
	})
}
