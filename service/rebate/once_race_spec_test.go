package rebate_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/testkit"
)

const many = 20

// orders are the six in which three facts can come.
var orders = [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}

// deliveries are the ways that relays hand three facts over, more than one of them at
// once: by sets, one after the other, or each by another relay.
var deliveries = map[string]func(m *market, i int, facts [3]event.ScanRecorded) error{
	"as a set": func(m *market, i int, facts [3]event.ScanRecorded) error {
		o := orders[i%len(orders)]
		return m.hear(facts[o[0]], facts[o[1]], facts[o[2]])
	},
	"one after the other": func(m *market, i int, facts [3]event.ScanRecorded) error {
		for _, n := range orders[i%len(orders)] {
			if err := m.hear(facts[n]); err != nil {
				return err
			}
		}
		return nil
	},
	"one alone": func(m *market, i int, facts [3]event.ScanRecorded) error { return m.hear(facts[i%3]) },
}

func TestOneAccrualPerUnit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for way, deliver := range deliveries {
			Convey("Given 20 relays that tell of a claim, the guide's scan and the case's opening at once, "+way, t, func() {
				m := newMarket(t, e)
				m.publish(allTiers, m.morning)
				hearAll := func(facts [3]event.ScanRecorded) {
					for _, err := range testkit.Together(many, func(i int) error { return deliver(m, i, facts) }) {
						So(err, ShouldBeNil)
					}
				}

				Convey("where guide and opener are of one terminal, the unit accrues once and is never taken back", func() {
					hearAll([3]event.ScanRecorded{m.claim(0, 30), m.guided(0, 20, m.tw), m.opening(0, 10, m.tw)})
					So(m.earned(0), ShouldResemble, map[string]money.Fen{"D1": 300, "W1": 50, "TW": 100})
					So(m.accruals(0), ShouldHaveLength, 3)
					So(m.transactions(), ShouldEqual, 1)
					So([]int64{m.balance(m.d1), m.balance(m.w1), m.balance(m.tw)}, ShouldResemble, []int64{300, 50, 100})
					So(m.account(model.BrandRebate, 0), ShouldEqual, -450)
				})
				Convey("where they disagree, the guide's terminal is left with it, whoever came first", func() {
					hearAll([3]event.ScanRecorded{m.claim(0, 30), m.guided(0, 20, m.t1), m.opening(0, 10, m.t3)})
					So(m.earned(0), ShouldResemble, map[string]money.Fen{"D1": 300, "T1": 100})
					So([]int64{m.balance(m.d1), m.balance(m.t1), m.balance(m.t3)}, ShouldResemble, []int64{300, 100, 0})
					So(m.account(model.BrandRebate, 0), ShouldEqual, -400)
				})
				Convey("all units of a case that sell at once accrue once each", func() {
					failures := testkit.Together(many, func(i int) error {
						n := int64(i % 6)
						return deliver(m, i, [3]event.ScanRecorded{m.claim(n, 30), m.guided(n, 20, m.t1), m.opening(n, 10, m.t1)})
					})
					for _, err := range failures {
						So(err, ShouldBeNil)
					}
					// Whoever was told of one fact only, another now tells of all.
					for n := range int64(6) {
						So(m.hear(m.claim(n, 30), m.guided(n, 20, m.t1), m.opening(n, 10, m.t1)), ShouldBeNil)
						So(m.accruals(n), ShouldHaveLength, 2)
					}
					So(m.transactions(), ShouldEqual, 6)
					So([]int64{m.balance(m.d1), m.balance(m.t1)}, ShouldResemble, []int64{1800, 600})
				})
				report, err := m.Ledger.Verify(m.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)
			})
		}
	})
}
