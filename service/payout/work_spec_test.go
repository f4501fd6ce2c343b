package payout_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

func TestPayingOut(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide who waits for 30 of his 100 yuan", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 10_000)
			p, err := o.wants(wang, 3_000)
			So(err, ShouldBeNil)
			faults := func(list ...fault) {
				o.bank.fault = func(string) fault {
					if len(list) == 0 {
						return fine
					}
					f := list[0]
					list = list[1:]
					return f
				}
			}
			paid := [3]int64{7_000, 0, 3_000}
			returned := [3]int64{10_000, 0, 0}

			Convey("a worker has it paid, and it is told", func() {
				o.work()
				So(o.now(p).State, ShouldEqual, model.PayoutPaid)
				So(o.now(p).Reference, ShouldEqual, "ref-"+p.BillNo)
				So(o.purse(wang), ShouldResemble, paid)
				var told []outbox.Message
				So(o.DB.Conn(o.Ctx).Where("type = ?", event.PayoutSettled{}.EventType()).Find(&told).Error, ShouldBeNil)
				So(told, ShouldHaveLength, 1)
			})
			Convey("when the answer is lost it is asked after, not sent again", func() {
				faults(lostAfter)
				o.work()
				So(o.now(p).State, ShouldEqual, model.PayoutSending)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
				o.later(time.Second)
				So(o.now(p).State, ShouldEqual, model.PayoutPaid)
				So(o.bank.sent, ShouldEqual, 1)
				So(o.purse(wang), ShouldResemble, paid)
			})
			Convey("when the request is lost it is sent again, under its number", func() {
				faults(lostBefore)
				o.work()
				o.later(time.Second)
				So(o.bank.sent, ShouldEqual, 2)
				So(o.purse(wang), ShouldResemble, paid)
				So(o.bank.paid[p.BillNo], ShouldEqual, 3_000)
			})
			Convey("when a worker dies at the call, another asks once its claim is over", func() {
				life, die := context.WithCancel(o.Ctx)
				o.bank.fault = func(string) fault { die(); return lostAfter }
				_, err := o.Work(life, "commission")
				So(err, ShouldWrap, context.Canceled)
				o.bank.fault = func(string) fault { return fine }
				o.later(time.Minute)
				So(o.now(p).State, ShouldEqual, model.PayoutSending)
				o.later(time.Minute)
				So(o.bank.sent, ShouldEqual, 1)
				So(o.purse(wang), ShouldResemble, paid)
			})
			Convey("a refusal returns it to the wallet, with the payer's reason", func() {
				faults(refusesBill)
				o.work()
				So(o.now(p).State, ShouldEqual, model.PayoutReturned)
				So(o.now(p).FailCode, ShouldEqual, "USER_ACCOUNT_ABNORMAL")
				So(o.purse(wang), ShouldResemble, returned)
			})
			Convey("a refusal after a lost answer returns it only when that has had time to arrive", func() {
				faults(lostBefore, fine, refusesBill, fine, refusesBill)
				o.work()
				o.later(time.Second)
				So(o.now(p).State, ShouldEqual, model.PayoutSending)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
				o.later(5 * time.Minute)
				So(o.now(p).State, ShouldEqual, model.PayoutReturned)
				So(o.purse(wang), ShouldResemble, returned)
			})
			Convey("one that the payer has never heard of is returned when it is too old to be sent again", func() {
				faults(lostBefore)
				o.work()
				o.later(49 * time.Hour)
				So(o.now(p).State, ShouldEqual, model.PayoutReturned)
				So(o.now(p).FailCode, ShouldEqual, "NEVER_SENT")
				So(o.bank.sent, ShouldEqual, 1)
				So(o.purse(wang), ShouldResemble, returned)
			})
			Convey("one that waited long before it was sent is not taken for old when its answer is lost", func() {
				o.Tick(49 * time.Hour)
				faults(lostBefore)
				o.work()
				o.later(time.Second)
				So(o.now(p).State, ShouldEqual, model.PayoutPaid)
				So(o.bank.sent, ShouldEqual, 2)
				So(o.purse(wang), ShouldResemble, paid)
			})
			Convey("one that is older than the payer's memory is left for people to look at", func() {
				faults(lostAfter)
				o.work()
				o.Tick(30 * 24 * time.Hour)
				o.bank.forget(p.BillNo)
				o.work()
				So(o.now(p).State, ShouldEqual, model.PayoutSending)
				So(o.bank.sent, ShouldEqual, 1)
				So(o.purse(wang), ShouldResemble, [3]int64{7_000, 3_000, 0})
			})
			Convey("a limit makes it wait, longer each time", func() {
				faults(wantsLater, fine, wantsLater)
				o.work()
				o.later(time.Second)
				So(o.now(p).State, ShouldEqual, model.PayoutSending)
				So(o.now(p).NextAt.Sub(o.Clock.Now()), ShouldEqual, 2*time.Second)
				o.later(2 * time.Second)
				So(o.purse(wang), ShouldResemble, paid)
			})
			Convey("one that the person has to accept waits for him with what his app needs", func() {
				o.bank.stands = func(string) payout.Standing { return payout.Confirming }
				o.work()
				So(o.now(p).State, ShouldEqual, model.PayoutConfirming)

				Convey("and is paid when a look tells that he has", func() {
					o.bank.settle(p.BillNo, payout.Paid)
					o.later(10 * time.Minute)
					So(o.purse(wang), ShouldResemble, paid)
				})
				Convey("or at once when the payer says so", func() {
					o.bank.settle(p.BillNo, payout.Paid)
					for range 2 {
						So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Paid, Fen: 3_000}), ShouldBeNil)
					}
					So(o.purse(wang), ShouldResemble, paid)
				})
				Convey("or returned when he let the day pass", func() {
					o.bank.settle(p.BillNo, payout.Failed)
					o.later(10 * time.Minute)
					So(o.purse(wang), ShouldResemble, returned)
				})
				Convey("news that is late, out of order, or of another bill changes nothing", func() {
					So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Paid, Fen: 3_000}), ShouldBeNil)
					So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Processing}), ShouldBeNil)
					So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Failed}), ShouldBeNil)
					So(o.Notice(o.Ctx, "prize", p.BillNo, payout.Result{Standing: payout.Paid}), ShouldWrap, payout.ErrUnknown)
					So(o.Notice(o.Ctx, "commission", "CR1", payout.Result{Standing: payout.Paid}), ShouldWrap, payout.ErrUnknown)
					So(o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Paid, Fen: 1}), ShouldWrap, payout.ErrUnknown)
					So(o.purse(wang), ShouldResemble, paid)
				})
			})
			Convey("a merchant whose calls hang keeps no other's payouts waiting", func() {
				life, die := context.WithCancel(o.Ctx)
				defer die()
				hanging := make(chan struct{})
				o.bank.hang = func(merchant string) {
					if merchant == "prize" {
						close(hanging)
						<-life.Done()
					}
				}
				li := o.consumer("li", 1_000)
				_, err := o.Request(o.Ctx, payout.Request{Person: li, Wallet: model.WalletConsumer, Key: "k", Fen: 1_000})
				So(err, ShouldBeNil)
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					_, _ = o.Work(o.Ctx, "prize")
				}()
				<-hanging
				_, err = o.Work(o.Ctx, "commission")
				So(err, ShouldBeNil)
				So(o.purse(wang), ShouldResemble, paid)
				die()
				<-ended
			})
			Convey("of 20 workers and 20 notices at once, one pays", func() {
				for _, err := range testkit.Together(40, func(i int) error {
					if i%2 == 0 {
						_, err := o.Work(o.Ctx, "commission")
						return err
					}
					return o.Notice(o.Ctx, "commission", p.BillNo, payout.Result{Standing: payout.Paid, Fen: 3_000})
				}) {
					So(err, ShouldBeNil)
				}
				So(o.purse(wang), ShouldResemble, paid)
				So(o.bank.sent, ShouldBeLessThanOrEqualTo, 1)
			})
		})
	})
}
