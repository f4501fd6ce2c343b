package payout_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

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
				for _, err := range testkit.Together(20, func(i int) error { _, err := list[i%2].Work(o.Ctx); return err }) {
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
			Convey("a merchant who may pay 55 yuan a day pays five, and the others wait for midnight in Shanghai", func() {
				both := replicas(payout.Till{DailyFen: 5_500})
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
			Convey("when the store of the counts is gone, they are paid all the same", func() {
				both := replicas(payout.Till{PerSec: 100, DailyFen: 50_000})
				So(o.KV.Close(), ShouldBeNil)
				work(both)
				So(o.purse(wang), ShouldResemble, [3]int64{0, 0, 20_000})
			})
		})
	})
}
