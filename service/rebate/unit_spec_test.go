package rebate_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

func TestUnitProgrammes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given D1 below the East's company, and a programme that pays units from April on", t, func() {
			m := newMarket(t, e)
			east := m.Under(m.Brand, model.OrgRegional, "EAST")
			So(m.Channel.Link(m.Ctx, m.d1.ID, east.ID, "", testkit.Start.AddDate(-1, 0, 0)), ShouldBeNil)
			terms := rebate.Terms{Every: "month", PerUnit: &rebate.PerUnit{
				Rates:      rebate.Rates{DistributorFen: 40, RegionalFen: 7, WholesalerFen: 5, TerminalFen: 3},
				RatesBySKU: map[string]rebate.Rates{m.Products[1].SKU: {DistributorFen: 90}},
			}}

			Convey("it pays beside the basic rates on its days, and each accrual says by what", func() {
				p := m.run("SPRING", model.ProgrammePerUnit, terms)
				So(m.sell(0, m.tw), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 340, "EAST": 7, "W1": 5, "TW": 3})
				So(m.balance(east), ShouldEqual, 7)
				units := int8(0)
				for _, a := range m.accruals(0) {
					units += a.Units
					if a.ProgrammeID != 0 {
						So([]any{a.ProgrammeID, a.ProgrammeVersion, a.Period, a.ProductID}, ShouldResemble,
							[]any{p.ID, 1, int32(202604), m.Products[0].ID})
					}
				}
				So(units, ShouldEqual, 4)
				m.goTo(20260320)
				So(m.sell(1, m.tw), ShouldBeNil)
				So(m.earned(1), ShouldResemble, fen{"D1": 300})
			})
			Convey("diverted goods pay the whole upstream of where they sold, and no wholesaler", func() {
				m.run("SPRING", model.ProgrammePerUnit, terms)
				So(m.sell(0, m.t2), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D2": 340})
				const far = 24 // of the second pallet, which goes to D2
				m.Ship(m.Brand, m.d2, m.pallet(1))
				m.Tick(1)
				So(m.sellAt(far, m.tw, 9*60), ShouldBeNil)
				So(m.earned(far), ShouldResemble, fen{"D1": 340, "EAST": 7})
			})
			Convey("a product has rates of its own, and another programme pays beside it", func() {
				m.run("SPRING", model.ProgrammePerUnit, terms)
				m.run("TEA", model.ProgrammePerUnit, unitFen(1000))
				claim, guided := m.claim(0, 70), m.guided(0, 70, m.t1)
				claim.ProductID, guided.ProductID = m.Products[1].ID, m.Products[1].ID
				So(m.hear(claim, guided), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 300 + 90 + 1000})
			})
			Convey("the scope says whose sales of what", func() {
				narrow := terms
				narrow.Scope = rebate.Scope{Organisations: []string{"W1"}, Subtree: true}
				m.run("BELOW", model.ProgrammePerUnit, narrow)
				other := unitFen(1000)
				other.Scope = rebate.Scope{SKUs: []string{m.Products[2].SKU}}
				m.run("OTHER", model.ProgrammePerUnit, other)
				So(m.sell(0, m.tw), ShouldBeNil)
				So(m.sell(1, m.t1), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 300, "W1": 5, "TW": 3})
				So(m.earned(1), ShouldResemble, fen{"D1": 300})
			})
			Convey("a later fact reverses it with the rest, and it goes to whom the terminal belonged then", func() {
				m.run("SPRING", model.ProgrammePerUnit, terms)
				So(m.hear(m.claim(0, 30), m.opening(0, 10, m.t1)), ShouldBeNil)
				So(m.Channel.Link(m.Ctx, m.t3.ID, m.d2.ID, "", m.morning), ShouldBeNil)
				So(m.hear(m.guided(0, 20, m.t3)), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D2": 340})
				So([]int64{m.balance(m.d1), m.balance(east), m.balance(m.d2)}, ShouldResemble, []int64{0, 0, 340})
			})
		})
	})
}

func TestCapsAndBudgetsOfUnits(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a programme with a budget of 1000 fen that pays 300 a unit", t, func() {
			m := newMarket(t, e)
			m.publish(rebate.Policy{}, m.morning) // no basic rates
			terms := unitFen(300)
			terms.BudgetFen = 1000
			p := m.run("SPRING", model.ProgrammePerUnit, terms)

			Convey("the fourth unit gets what is left and the fifth nothing, and both say why", func() {
				for n := range int64(5) {
					So(m.sell(n, m.t1), ShouldBeNil)
				}
				So(m.earned(3), ShouldResemble, fen{"D1": 100})
				So(m.accruals(3)[0].Reasons, ShouldEqual, "budget_exhausted")
				So(m.accruals(4), ShouldBeEmpty)
				So(m.withheld(4), ShouldEqual, "budget_exhausted")
				So(m.spent(p, 202604), ShouldEqual, 1000)

				Convey("told again changes nothing of it", func() {
					So(m.sell(4, m.t1), ShouldBeNil)
					So(m.withheld(4), ShouldEqual, "budget_exhausted")
				})
				Convey("another month has a budget of its own", func() {
					m.goTo(20260501)
					So(m.sell(5, m.t1), ShouldBeNil)
					So(m.earned(5), ShouldResemble, fen{"D1": 300})
				})
				Convey("what a reversal frees is there again", func() {
					So(m.sell(0, m.t2), ShouldBeNil) // known now to have sold elsewhere: reversed, and accrued anew
					So(m.earned(0), ShouldResemble, fen{"D2": 300})
					So(m.spent(p, 202604), ShouldEqual, 1000)
					So(m.Channel.Link(m.Ctx, m.t2.ID, m.d1.ID, "", m.morning.AddDate(0, 0, -10)), ShouldBeNil)
					So(m.sell(0, m.t2), ShouldBeNil)
					So(m.earned(0), ShouldResemble, fen{"D1": 300})
				})
			})
			Convey("of 20 sales at once no more than the budget is paid", func() {
				for _, err := range testkit.Together(many, func(i int) error { return m.sell(int64(i), m.t1) }) {
					So(err, ShouldBeNil)
				}
				So(m.balance(m.d1), ShouldEqual, 1000)
				So(m.spent(p, 202604), ShouldEqual, 1000)
				report, err := m.Ledger.Verify(m.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeTrue)
			})
		})
		Convey("Given a programme with a cap of 700 fen for each organisation", t, func() {
			m := newMarket(t, e)
			m.publish(rebate.Policy{}, m.morning)
			terms := unitFen(300)
			terms.CapFen, terms.BudgetFen = 700, 10_000
			p := m.run("SPRING", model.ProgrammePerUnit, terms)

			Convey("of 20 sales at once, whose places are corrected meanwhile, no organisation gets more", func() {
				for _, err := range testkit.Together(many, func(i int) error {
					if err := m.sell(int64(i%10), m.t1); err != nil || i < 16 {
						return err
					}
					return m.sell(int64(i%10), m.t2)
				}) {
					So(err, ShouldBeNil)
				}
				So(m.balance(m.d1), ShouldBeLessThanOrEqualTo, 700)
				So(m.balance(m.d2), ShouldBeLessThanOrEqualTo, 700)
				So(m.spent(p, 202604), ShouldEqual, m.balance(m.d1)+m.balance(m.d2))
			})
			Convey("where cap and budget both keep something back, the accrual says both", func() {
				both := unitFen(300)
				both.CapFen, both.BudgetFen = 200, 150
				m.run("BOTH", model.ProgrammePerUnit, both)
				So(m.sell(0, m.t1), ShouldBeNil)
				So(m.earned(0), ShouldResemble, fen{"D1": 450})
				So(m.accruals(0)[0].Reasons, ShouldEqual, "cap_reached,budget_exhausted")
			})
			Convey("its accruals say so", func() {
				for n := range int64(4) {
					So(m.sell(n, m.t1), ShouldBeNil)
				}
				So(m.balance(m.d1), ShouldEqual, 700)
				So(m.accruals(2)[0].Reasons, ShouldEqual, "cap_reached")
				So(m.withheld(3), ShouldEqual, "cap_reached")
				So(m.sell(4, m.t2), ShouldBeNil)
				So(m.balance(m.d2), ShouldEqual, 300)
			})
		})
	})
}
