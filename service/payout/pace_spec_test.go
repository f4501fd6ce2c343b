package payout_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
	"channelrouter/model"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

func TestPace(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 20 payouts of 10 yuan, and two replicas", t, func() {
			o := newOffice(t, e)
			wang := o.guide("wang", 20_000)
			o.allows(func(p *payout.Policy) { p.DailyBills = 100 })
			for range 20 {
				_, err := o.wants(wang, 1_000)
				So(err, ShouldBeNil)
			}
			replicas := func(till payout.Till) []*payout.Service {
				till.Merchant, till.AppID = "commission", guideApp
				return []*payout.Service{o.serviceWith(till), o.serviceWith(till)}
			}
			work := func(list []*payout.Service) {
				for _, err := range testkit.Together(20, func(i int) error { _, err := list[i%2].Work(o.Ctx, "commission"); return err }) {
					So(err, ShouldBeNil)
				}
			}
			var waiting []model.Payout
			owed := func() int {
				So(o.DB.Conn(o.Ctx).Where("state = ?", model.PayoutOwed).Find(&waiting).Error, ShouldBeNil)
				return len(waiting)
			}

			Convey("a merchant who may call 7 times a second is used for 7 together, and the others wait for the next", func() {
				both := replicas(payout.Till{PerSec: 7})
				work(both)
				So(o.bank.asked, ShouldEqual, 7)
				So(owed(), ShouldEqual, 13)
				for _, p := range waiting {
					So([]any{p.Attempts, p.NextAt}, ShouldResemble, []any{0, o.Clock.Now().Truncate(time.Second).Add(time.Second)})
				}
				o.Tick(time.Second)
				work(both)
				So(o.bank.asked, ShouldEqual, 14)
				o.Tick(time.Second)
				work(both)
				So(owed(), ShouldEqual, 0)
				So(o.purse(wang), ShouldResemble, [3]int64{0, 0, 20_000})
			})
			Convey("a merchant who may pay 50 yuan a day pays five, and the others wait for midnight in Shanghai", func() {
				both := replicas(payout.Till{DailyFen: 5_000})
				work(both)
				So(o.purse(wang), ShouldResemble, [3]int64{0, 15_000, 5_000})
				So(owed(), ShouldEqual, 15)
				for _, p := range waiting {
					So([]any{p.Attempts, p.NextAt}, ShouldResemble, []any{0, time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)})
				}
				o.Tick(24 * time.Hour)
				work(both)
				So(o.purse(wang), ShouldResemble, [3]int64{0, 10_000, 10_000})
			})
			Convey("what comes back on the day gives its share of the merchant's day to another", func() {
				both := replicas(payout.Till{DailyFen: 5_000})
				o.bank.stands = func(string) payout.Standing { return payout.Confirming }
				work(both)
				So(owed(), ShouldEqual, 15)
				var confirming model.Payout
				So(o.DB.Conn(o.Ctx).Where("state = ?", model.PayoutConfirming).First(&confirming).Error, ShouldBeNil)
				So(both[0].Notice(o.Ctx, "commission", confirming.BillNo, payout.Result{Standing: payout.Failed}), ShouldBeNil)
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					return o.DB.Conn(ctx).Model(&model.Payout{}).Where("state = ?", model.PayoutOwed).Update("next_at", o.Clock.Now()).Error
				}), ShouldBeNil)
				work(both)
				So(owed(), ShouldEqual, 14)
			})
			Convey("questions and downloads keep to it too, each kind of call for itself", func() {
				both := replicas(payout.Till{PerSec: 3})
				o.bank.fault = func(string) fault { return lostAfter }
				work(both) // three are handed over, and nothing is heard of them
				o.bank.fault = func(string) fault { return fine }
				o.bank.asked = 0
				o.Tick(time.Minute)
				work(both) // three more are, and the first three are asked after
				So(o.bank.asked, ShouldEqual, 6)
				_, err := both[0].Reconcile(o.Ctx, "commission", 20260301)
				So(err, ShouldWrap, payout.ErrPayLater)
				So(o.bank.downloads, ShouldEqual, 0)
				o.Tick(time.Second)
				_, err = both[0].Reconcile(o.Ctx, "commission", 20260301)
				So(err, ShouldBeNil)
			})
			Convey("the limit of one kind of call keeps nobody from the other, nor does a backlog", func() {
				one := replicas(payout.Till{PerSec: 3})[0]
				o.bank.fault = func(string) fault { return lostAfter }
				for second, calls := range []int{3, 6} { // three are handed over each, and the first three asked after in vain
					o.bank.asked = 0
					taken, err := one.Work(o.Ctx, "commission")
					So(err, ShouldBeNil)
					So([]int{taken, o.bank.asked}, ShouldResemble, []int{calls, calls})
					So(owed(), ShouldEqual, 17-3*second)
					o.Tick(time.Second)
				}
				o.bank.fault = func(string) fault { return fine }
				o.bank.asked = 0
				o.Tick(time.Minute)
				_, err := one.Work(o.Ctx, "commission") // six could be asked after
				So(err, ShouldBeNil)
				So([]int{o.bank.asked, owed()}, ShouldResemble, []int{6, 11})
			})
			Convey("one that cannot be put back is not passed over", func() {
				ctx, leave := context.WithCancel(o.Ctx)
				o.KV = leaving{o.KV, leave}
				_, err := replicas(payout.Till{PerSec: 1})[0].Work(ctx, "commission")
				So(err, ShouldWrap, context.Canceled)
			})
			Convey("when the store of the counts is gone, they are paid all the same", func() {
				both := replicas(payout.Till{PerSec: 100, DailyFen: 50_000})
				So(o.KV.Close(), ShouldBeNil)
				work(both)
				So(o.purse(wang), ShouldResemble, [3]int64{0, 0, 20_000})
			})
		})
	})
}

// leaving is a store on whose second count the caller leaves.
type leaving struct {
	kv.Store
	leave func()
}

func (l leaving) Increment(ctx context.Context, key string, by int64, ttl time.Duration) (int64, error) {
	n, err := l.Store.Increment(ctx, key, by, ttl)
	if n > 1 {
		l.leave()
	}
	return n, err
}
