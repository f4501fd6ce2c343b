package rebate_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// strict publishes, with a month, that who works without the logistics system earns nothing.
func (m *market) strict() {
	_, err := m.Channel.Logistics.Publish(m.Ctx, channel.LogisticsPolicy{WithoutEarnNothing: true}, m.Clock.Now(), 1)
	So(err, ShouldBeNil)
}

func TestWhoWorksWithoutLogistics(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given D1, which works without the logistics system, and D2, which works with it", t, func() {
			m := unpaid(t, e)
			m.strict()
			So(m.Channel.SetLogistics(m.Ctx, m.d1.ID, false, m.Clock.Now()), ShouldBeNil)

			Convey("a display pays neither D1 nor its terminals, and D2 and its own", func() {
				p := m.run("SHOW", model.ProgrammeDisplay, rebate.Terms{
					Every: "month", Shares: rebate.Shares{Distributor: 2000, Wholesaler: 2000, Terminal: 10_000}, Display: &rebate.Display{BonusFen: 1000},
				})
				for _, shop := range []model.Org{m.t1, m.tw, m.t2} {
					_, err := m.Rebate.Approve(m.Ctx, rebate.NewDisplay{Key: shop.Code, Programme: p.ID, Terminal: shop.ID, ShownOn: april, Photo: "p"}, 9)
					So(err, ShouldBeNil)
				}
				m.work()
				So([]int64{m.balance(m.d1), m.balance(m.w1), m.balance(m.t1), m.balance(m.tw)}, ShouldResemble, []int64{0, 0, 0, 0})
				So([]int64{m.balance(m.d2), m.balance(m.t2)}, ShouldResemble, []int64{200, 1000})
			})
			Convey("what it receives counts for its target from the day on that it works with the system", func() {
				p := m.run("IN", model.ProgrammeTarget, rebate.Terms{Every: "month", Shares: toDistributor, Target: &rebate.Target{
					Measure: "sell_in", Steps: []rebate.TargetStep{{From: 10_000, BonusFen: 1000}},
				}})
				_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{{Org: "D1", Period: 202604, Units: 24}}, 3)
				So(err, ShouldBeNil)
				m.Ship(m.Brand, m.d1, m.pallet(1))
				m.Receive(m.d1, m.pallet(1))
				follow := func() {
					_, err := m.Rebate.FollowSellIn(m.Ctx)
					So(err, ShouldBeNil)
					m.work()
				}
				follow()
				So(m.balance(m.d1), ShouldEqual, 0)

				m.goTo(20260402)
				So(m.Channel.SetLogistics(m.Ctx, m.d1.ID, true, m.Clock.Now()), ShouldBeNil)
				m.goTo(20260403)
				second := m.Batch("B2", 1)
				m.Commission(second)
				goods := testkit.Item(second, model.LevelPallet, 0)
				m.Ship(m.Brand, m.d1, goods)
				m.Receive(m.d1, goods)
				follow()
				So(m.balance(m.d1), ShouldEqual, 1000)
				all, err := m.Rebate.ProgressOf(m.Ctx, m.d1.ID)
				So(err, ShouldBeNil)
				So(all[0].Facts.Units, ShouldEqual, 24) // the second pallet's alone
			})
		})
	})
}
