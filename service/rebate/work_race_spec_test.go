package rebate_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

func TestBudgetsOfPeriods(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given programmes with a budget and with a cap", t, func() {
			m := unpaid(t, e)
			shares := rebate.Shares{Distributor: 10_000, Terminal: 10_000}
			budget := m.run("BUDGET", model.ProgrammeRetrospective, rebate.Terms{
				Every: "month", Shares: shares, BudgetFen: 1000, Retrospective: &rebate.Stepped{Steps: []rebate.Step{{From: 1, Fen: 90}}},
			})
			capped := m.run("CAP", model.ProgrammeTiered, rebate.Terms{
				Every: "month", Shares: toDistributor, CapFen: 150, Tiered: &rebate.Stepped{Steps: []rebate.Step{{From: 0, Fen: 20}}},
			})
			standing := func(p model.RebateProgramme, o model.Org) model.RebateStanding {
				var st model.RebateStanding
				So(m.DB.Conn(m.Ctx).Where("programme_id = ? AND org_id = ?", p.ID, o.ID).Take(&st).Error, ShouldBeNil)
				return st
			}
			posted := func() (sum int64) {
				So(m.DB.Conn(m.Ctx).Raw("SELECT SUM(posted_fen) FROM rebate_standings WHERE programme_id = ?", budget.ID).Scan(&sum).Error, ShouldBeNil)
				return sum
			}

			Convey("what does not fit accrues as far as it does, and says so", func() {
				m.sellAll(0, 10, m.t1) // 900 each for D1 and T1
				m.work()
				So(posted(), ShouldEqual, 1000)
				So(m.spent(budget, 202604), ShouldEqual, 1000)
				st := standing(capped, m.d1)
				So([]any{int64(st.EarnedFen), int64(st.PostedFen), st.Reasons}, ShouldResemble, []any{int64(200), int64(150), "cap_reached"})
				short := []string{standing(budget, m.d1).Reasons, standing(budget, m.t1).Reasons}
				So(short, ShouldContain, "budget_exhausted")

				Convey("what is taken back frees the budget for who got less", func() {
					for n := range int64(8) {
						So(m.sell(n, m.t2), ShouldBeNil) // diverted: D2's, and no terminal's
					}
					m.work()
					So(posted(), ShouldEqual, 1000) // of 180 + 180 + 720
					So(m.balance(m.d2), ShouldBeGreaterThanOrEqualTo, 640)
					m.checkBooks(budget)
					m.checkBooks(capped)
				})
			})
			Convey("what another gives back goes to who got less, though nothing else touches it", func() {
				p := m.run("SHOW", model.ProgrammeDisplay, rebate.Terms{
					Every: "month", Shares: rebate.Shares{Terminal: 10_000}, BudgetFen: 1000, Display: &rebate.Display{BonusFen: 700},
				})
				shown := map[model.OrgID]model.RebateDisplay{}
				for _, shop := range []model.Org{m.t1, m.t3} {
					d, err := m.Rebate.Approve(m.Ctx, rebate.NewDisplay{Key: shop.Code, Programme: p.ID, Terminal: shop.ID, ShownOn: april, Photo: "p"}, 1)
					So(err, ShouldBeNil)
					m.work()
					shown[shop.ID] = d
				}
				So([]int64{m.balance(m.t1), m.balance(m.t3)}, ShouldResemble, []int64{700, 300})
				_, err := m.Rebate.Withdraw(m.Ctx, shown[m.t1.ID].ID, "x", 1)
				So(err, ShouldBeNil)
				m.work()
				So([]int64{m.balance(m.t1), m.balance(m.t3)}, ShouldResemble, []int64{0, 700})
			})
			Convey("of 20 at once, who tell and who work, none posts twice and none more than there is", func() {
				for _, err := range testkit.Together(many, func(i int) error {
					n := int64(i / 2)
					if i%2 == 0 {
						if err := m.sell(n, m.t1); err != nil {
							return err
						}
						return m.sell(n+10, m.t3)
					}
					for range 5 {
						if _, err := m.Rebate.Work(m.Ctx); err != nil {
							return err
						}
					}
					return nil
				}) {
					So(err, ShouldBeNil)
				}
				m.work()
				So(posted(), ShouldEqual, 1000)
				So(m.spent(budget, 202604), ShouldEqual, 1000)
				st := standing(capped, m.d1)
				So([]int64{int64(st.EarnedFen), int64(st.PostedFen)}, ShouldResemble, []int64{400, 150})
				m.checkBooks(budget)
				m.checkBooks(capped)
			})
		})
	})
}

func TestWhoeverReadAStandingBefore(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a worker who has read what is due of a target, and its facts", t, func() {
			m := unpaid(t, e)
			p := m.run("GOAL", model.ProgrammeTarget, rebate.Terms{Every: "month", Shares: toDistributor, Target: &rebate.Target{
				Measure: "sell_out", Steps: []rebate.TargetStep{{From: 10_000, BonusFen: 1000}},
			}})
			set := func(units int64) {
				_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{{Org: "D1", Period: 202604, Units: units}}, 3)
				So(err, ShouldBeNil)
			}
			due := func() model.RebateStanding {
				rows, err := m.Rebate.Due(m.Ctx)
				So(err, ShouldBeNil)
				So(rows, ShouldHaveLength, 1)
				return rows[0]
			}
			claim := func(st model.RebateStanding) bool {
				claimed, err := m.Rebate.Claim(m.Ctx, st)
				So(err, ShouldBeNil)
				return claimed
			}
			set(7)
			before := due()

			Convey("it is his if no fact has come, once", func() {
				So(claim(before), ShouldBeTrue)
				So(claim(before), ShouldBeFalse)
			})
			Convey("it is not where another worked it out, and as much is due of it again", func() {
				m.work() // which has nothing to post
				set(5)
				now := due()
				So([]any{now.Due, now.Revision}, ShouldResemble, []any{before.Due, before.Revision})
				So(claim(before), ShouldBeFalse)
				So(claim(now), ShouldBeTrue)
			})
		})
	})
}
