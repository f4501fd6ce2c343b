package rebate_test

import (
	"encoding/json"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

func TestSellInLessWhatWentBack(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given targets of 24 units received for D1 and D2, and a pallet of 24 that D1 received in April", t, func() {
			m := unpaid(t, e)
			steps := []rebate.TargetStep{{From: 5000, BonusFen: 100}, {From: 10_000, BonusFen: 1000}}
			p := m.run("IN", model.ProgrammeTarget, rebate.Terms{Every: "month", Shares: toDistributor, Target: &rebate.Target{Measure: "sell_in", Steps: steps}})
			other := m.run("OTHER", model.ProgrammeTarget, rebate.Terms{
				Every: "month", Shares: toDistributor, Target: &rebate.Target{Measure: "sell_in", Steps: steps},
				Scope: rebate.Scope{SKUs: []string{m.Products[1].SKU}},
			})
			_, err := m.Rebate.SetTargets(m.Ctx, other.ID, []rebate.NewTarget{{Org: "D1", Period: 202604, Units: 24}}, 3)
			So(err, ShouldBeNil)
			_, err = m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{
				{Org: "D1", Period: 202604, Units: 24}, {Org: "D2", Period: 202604, Units: 24}, {Org: "D1", Period: 202605, Units: 24},
			}, 3)
			So(err, ShouldBeNil)
			m.Ship(m.Brand, m.d1, m.pallet(1))
			m.Receive(m.d1, m.pallet(1))
			m.Tick(time.Hour)
			follow := func() []int64 {
				_, err := m.Rebate.FollowSellIn(m.Ctx)
				So(err, ShouldBeNil)
				m.work()
				return []int64{m.balance(m.d1), m.balance(m.d2)}
			}
			measured := func(p model.RebateProgramme, o model.Org, period int32) int64 {
				var row model.RebateStanding
				So(m.DB.Conn(m.Ctx).Where("programme_id = ? AND org_id = ? AND period = ?", p.ID, o.ID, period).Take(&row).Error, ShouldBeNil)
				var facts rebate.Facts
				So(json.Unmarshal([]byte(row.Facts), &facts), ShouldBeNil)
				return facts.Units
			}
			moves := func(kind model.CustodyKind, from, to model.Org, items ...model.ItemID) model.CustodyEvent {
				e, err := m.Record(custody.Command{Kind: kind, From: from.ID, To: to.ID, Goods: testkit.Goods(items...)})
				So(err, ShouldBeNil)
				m.Tick(time.Hour)
				return e
			}
			So(follow(), ShouldResemble, []int64{1000, 0})

			Convey("what it returned is taken off and back, and counts again when that was told in error", func() {
				wrong := moves(model.Return, m.d1, m.Brand, m.box(4))
				So(follow(), ShouldResemble, []int64{100, 0})
				So(measured(p, m.d1, 202604), ShouldEqual, 18)
				_, err := m.Custody.Void(m.Ctx, wrong.ID, "another case")
				So(err, ShouldBeNil)
				So(follow(), ShouldResemble, []int64{1000, 0})
			})
			Convey("what is given away by a transfer is the receiver's", func() {
				moves(model.Transfer, m.d1, m.d2, m.pallet(1))
				So(follow(), ShouldResemble, []int64{0, 1000})
			})
			Convey("what is shipped back is taken off once it is accepted, of the month in which it went", func() {
				moves(model.Ship, m.d1, m.Brand, m.pallet(1))
				So(follow(), ShouldResemble, []int64{1000, 0})
				m.goTo(20260503)
				moves(model.Receive, model.Org{}, m.Brand, m.pallet(1))
				moves(model.Return, m.Brand, m.Brand, m.pallet(1))
				So(follow(), ShouldResemble, []int64{0, 0})
				So([]int64{measured(p, m.d1, 202604), measured(p, m.d1, 202605)}, ShouldResemble, []int64{0, 0})
			})
			Convey("what came before is taken off of what came in the month, and of no more", func() {
				m.goTo(20260503)
				moves(model.Return, m.d1, m.Brand, m.pallet(0))
				So(follow(), ShouldResemble, []int64{1000, 0})
				So([]int64{measured(p, m.d1, 202604), measured(p, m.d1, 202605)}, ShouldResemble, []int64{24, 0})
				second := m.Batch("B2", 1)
				m.Commission(second)
				pallet := testkit.Item(second, model.LevelPallet, 0)
				m.Ship(m.Brand, m.d1, pallet)
				m.Receive(m.d1, pallet)
				follow()
				So(measured(p, m.d1, 202605), ShouldEqual, 0)
			})
			Convey("of the same products as what came", func() {
				second := m.BatchOf("B2", m.Products[1].ID, code.FiveInOne(6, 4), model.PreLinked, 1)
				m.Commission(second)
				pallet := testkit.Item(second, model.LevelPallet, 0)
				m.Ship(m.Brand, m.d1, pallet)
				m.Receive(m.d1, pallet)
				m.Tick(time.Hour)
				moves(model.Return, m.d1, m.Brand, m.pallet(1))
				So(follow(), ShouldResemble, []int64{2000, 0})
				So([]int64{measured(p, m.d1, 202604), measured(other, m.d1, 202604)}, ShouldResemble, []int64{24, 24})
			})
			Convey("on the same days as what came", func() {
				m.goTo(20260402)
				m.strict()
				So(m.Channel.SetLogistics(m.Ctx, m.d1.ID, false, m.Clock.Now()), ShouldBeNil)
				m.goTo(20260403)
				moves(model.Return, m.d1, m.Brand, m.pallet(0))
				So(follow(), ShouldResemble, []int64{1000, 0})
				m.goTo(20260404)
				So(m.Channel.SetLogistics(m.Ctx, m.d1.ID, true, m.Clock.Now()), ShouldBeNil)
				m.goTo(20260405)
				moves(model.Return, m.d1, m.Brand, m.pallet(1))
				So(follow(), ShouldResemble, []int64{0, 0})
			})
		})
	})
}
