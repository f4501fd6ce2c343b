package rebate_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/rebate"
	"channelrouter/service/testkit"
)

// stepped is steps at 0, 3 and 5 units.
var stepped = &rebate.Stepped{Steps: []rebate.Step{{From: 0, Fen: 10}, {From: 3, Fen: 20}, {From: 5, Fen: 100}}}

// unpaid is a market without basic rates.
func unpaid(t *testing.T, e testkit.Engine) *market {
	m := newMarket(t, e)
	m.publish(rebate.Policy{}, m.morning)
	return m
}

// sellAll sells units in turn at a terminal.
func (m *market) sellAll(from, to int64, terminal model.Org) {
	for n := from; n < to; n++ {
		So(m.sell(n, terminal), ShouldBeNil)
	}
}

func (m *market) work() {
	_, err := m.Rebate.Work(m.Ctx)
	So(err, ShouldBeNil)
}

// periodAccruals are what a programme posted to an organisation, in order.
func (m *market) periodAccruals(p model.RebateProgramme, o model.Org) (amounts []money.Fen) {
	var rows []model.RebateAccrual
	So(m.DB.Conn(m.Ctx).Where("programme_id = ? AND org_id = ?", p.ID, o.ID).Order("version").Find(&rows).Error, ShouldBeNil)
	for _, a := range rows {
		amounts = append(amounts, a.Fen)
	}
	return amounts
}

func TestVolumeProgrammes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that sell below D1 from April on", t, func() {
			m := unpaid(t, e)
			terms := rebate.Terms{Every: "month", Shares: rebate.Shares{Distributor: 10_000, Wholesaler: 5000, Terminal: 1000}}

			Convey("tiered pays each unit by its step, and every level by its own sales", func() {
				terms.Tiered = stepped
				p := m.run("TIERED", model.ProgrammeTiered, terms)
				m.sellAll(0, 4, m.tw)
				m.sellAll(4, 6, m.t1)
				m.work()
				So(m.balance(m.d1), ShouldEqual, 30+40+100)
				So(m.balance(m.w1), ShouldEqual, 25) // half of 30 + 20
				So(m.balance(m.tw), ShouldEqual, 5)
				So(m.balance(m.t1), ShouldEqual, 2)

				Convey("worked out again, nothing is posted", func() {
					So(m.sell(0, m.tw), ShouldBeNil)
					m.work()
					So(m.periodAccruals(p, m.d1), ShouldResemble, []money.Fen{170})
				})
				Convey("a sale that is found elsewhere is taken off, and counts there: diverted for the distributor only", func() {
					So(m.sell(5, m.t2), ShouldBeNil)
					m.work()
					So([]int64{m.balance(m.d1), m.balance(m.d2), m.balance(m.t1), m.balance(m.t2)}, ShouldResemble, []int64{70, 10, 1, 0})
					So(m.periodAccruals(p, m.d1), ShouldResemble, []money.Fen{170, -100})
				})
				Convey("another month begins anew, and a sale of April that is told in May is April's", func() {
					april := m.morning
					m.goTo(20260501)
					So(m.sell(6, m.t1), ShouldBeNil)
					m.work()
					So(m.balance(m.d1), ShouldEqual, 180)
					m.morning = april
					So(m.sell(7, m.t1), ShouldBeNil)
					m.work()
					So(m.balance(m.d1), ShouldEqual, 280)
				})
				Convey("from when another supplies the terminal, its sales are the other's", func() {
					So(m.Channel.Link(m.Ctx, m.t1.ID, m.d2.ID, "", m.morning.Add(time.Hour)), ShouldBeNil)
					So(m.sellAt(6, m.t1, 70), ShouldBeNil)
					So(m.sellAt(7, m.t1, 50), ShouldBeNil)
					m.work()
					So([]int64{m.balance(m.d1), m.balance(m.d2)}, ShouldResemble, []int64{270, 10})
				})
			})
			Convey("retrospective: the unit that reaches a step brings the difference for all", func() {
				terms.Retrospective = stepped
				p := m.run("RETRO", model.ProgrammeRetrospective, terms)
				m.sellAll(0, 2, m.t1)
				m.work()
				m.sellAll(2, 3, m.t1)
				m.work()
				m.sellAll(3, 5, m.t1)
				m.work()
				So(m.periodAccruals(p, m.d1), ShouldResemble, []money.Fen{20, 40, 440})
				So(m.sell(4, m.t2), ShouldBeNil)
				m.work()
				So(m.periodAccruals(p, m.d1), ShouldResemble, []money.Fen{20, 40, 440, -420})
			})
			Convey("growth is over the month before, also as it is found out later", func() {
				terms.Growth = &rebate.Growth{Over: "previous_period", Floor: 2, Steps: []rebate.Step{{From: 0, Fen: 10}, {From: 5000, Fen: 100}}}
				p := m.run("GROWTH", model.ProgrammeGrowth, terms)
				m.sellAll(0, 1, m.t1) // in April
				april := m.morning
				m.goTo(20260501)
				m.sellAll(1, 4, m.t1)
				m.work()
				So(m.periodAccruals(p, m.d1), ShouldResemble, []money.Fen{300}) // half more than the floor
				m.morning = april
				m.sellAll(4, 6, m.t1) // April has three by now, which is half above the floor; May has not grown
				m.work()
				So(m.balance(m.d1), ShouldEqual, 300+30)
			})
			Convey("growth counts what sold before there was a programme", func() {
				m.goTo(20260310)
				m.sellAll(0, 4, m.t1)
				terms.Growth = &rebate.Growth{Over: "previous_period", Floor: 1, Steps: []rebate.Step{{From: 0, Fen: 10}}}
				m.run("GROWTH", model.ProgrammeGrowth, terms)
				m.sellAll(4, 7, m.t1)
				m.work()
				So(m.balance(m.d1), ShouldEqual, 0)
				m.sellAll(7, 8, m.t1)
				m.work()
				So(m.balance(m.d1), ShouldEqual, 40)
			})
			Convey("a mix pays once enough of enough products have sold", func() {
				terms.Mix = &rebate.Mix{Products: []string{m.Products[0].SKU, m.Products[1].SKU, m.Products[2].SKU}, AtLeast: 2, Units: 2, BonusFen: 500}
				m.run("MIX", model.ProgrammeMix, terms)
				sellOf := func(n int64, product int) {
					claim, guided := m.claim(n, 30), m.guided(n, 20, m.t1)
					claim.ProductID, guided.ProductID = m.Products[product].ID, m.Products[product].ID
					So(m.hear(claim, guided), ShouldBeNil)
					m.work()
				}
				for n, product := range []int{0, 0, 0, 1, 2} {
					sellOf(int64(n), product)
				}
				So(m.balance(m.d1), ShouldEqual, 0)
				sellOf(5, 2)
				So([]int64{m.balance(m.d1), m.balance(m.t1)}, ShouldResemble, []int64{500, 50})
			})
			Convey("the scope says whose sales of what are summed up", func() {
				terms.Tiered = stepped
				terms.Scope = rebate.Scope{Organisations: []string{"W1"}, Subtree: true, SKUs: []string{m.Products[0].SKU}}
				m.run("BELOW", model.ProgrammeTiered, terms)
				m.sellAll(0, 3, m.tw)
				m.sellAll(3, 4, m.t1)
				m.work()
				So([]int64{m.balance(m.d1), m.balance(m.w1), m.balance(m.tw), m.balance(m.t1)}, ShouldResemble, []int64{0, 15, 3, 0})
			})
		})
	})
}

func TestBonusProgrammes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a programme for terminals that sell their first two units", t, func() {
			m := unpaid(t, e)
			m.goTo(20260310)
			m.sellAll(0, 2, m.t3) // an old terminal
			m.sellAll(2, 3, m.t1)
			p := m.run("NEW", model.ProgrammeNewTerminal, rebate.Terms{
				Every: "month", Shares: toDistributor, NewTerminal: &rebate.NewTerminal{Units: 2, BonusFen: 800},
			})

			Convey("the second unit brings the bonus, once, and to whom supplied it then", func() {
				So(m.sellAt(3, m.t1, 30), ShouldBeNil)
				So(m.Channel.Link(m.Ctx, m.t1.ID, m.d2.ID, "", m.morning.Add(time.Hour)), ShouldBeNil)
				So(m.sellAt(4, m.t1, 90), ShouldBeNil)
				m.sellAll(5, 7, m.t3)
				m.work()
				So([]int64{m.balance(m.d1), m.balance(m.d2)}, ShouldResemble, []int64{800, 0})

				Convey("an earlier sale that is told later moves it", func() {
					So(m.sellAt(3, m.t2, 30), ShouldBeNil) // the second unit is the one after the link now
					m.work()
					So([]int64{m.balance(m.d1), m.balance(m.d2)}, ShouldResemble, []int64{0, 800})
					So(m.periodAccruals(p, m.d1), ShouldResemble, []money.Fen{800, -800})
				})
			})
			Convey("for one of other goods nothing is asked of the terminals that sold, however many", func() {
				m.run("OTHER", model.ProgrammeNewTerminal, rebate.Terms{
					Every: "month", Shares: toDistributor, NewTerminal: &rebate.NewTerminal{Units: 2, BonusFen: 800},
					Scope: rebate.Scope{SKUs: []string{m.Products[1].SKU}},
				})
				asked := func() int64 { return m.Statements(m.work) }
				So(m.sell(3, m.t3), ShouldBeNil)
				m.work() // knows versions and products
				So(m.sell(4, m.t3), ShouldBeNil)
				one := asked()
				for n, shop := range []model.Org{m.t3, m.tw, m.t2} {
					So(m.sell(int64(5+n), shop), ShouldBeNil)
				}
				So(asked()-one, ShouldEqual, 2*2) // of the first programme, for each of two more terminals
			})
		})
		Convey("Given a programme for displays", t, func() {
			m := unpaid(t, e)
			p := m.run("SHOW", model.ProgrammeDisplay, rebate.Terms{
				Every: "month", Shares: rebate.Shares{Distributor: 2000, Terminal: 10_000}, Display: &rebate.Display{BonusFen: 1000},
			})
			approve := func(key string, terminal model.Org, day int32) (model.RebateDisplay, error) {
				return m.Rebate.Approve(m.Ctx, rebate.NewDisplay{Key: key, Programme: p.ID, Terminal: terminal.ID, ShownOn: day, Photo: "photo/" + key}, 9)
			}
			first, err := approve("a", m.t1, april)
			So(err, ShouldBeNil)
			m.work()

			Convey("a terminal counts once a month, and a retry is the first answer", func() {
				So([]int64{m.balance(m.d1), m.balance(m.t1)}, ShouldResemble, []int64{200, 1000})
				again, err := approve("a", m.t1, april)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				_, err = approve("a", m.t3, april)
				So(err, ShouldWrap, rebate.ErrKeyReused)
				second, err := approve("b", m.t1, april)
				So(err, ShouldBeNil)
				_, err = approve("c", m.t3, april)
				So(err, ShouldBeNil)
				m.work()
				So([]int64{m.balance(m.d1), m.balance(m.t1)}, ShouldResemble, []int64{400, 1000})

				Convey("and not any more when all of its displays are withdrawn", func() {
					_, err := m.Rebate.Withdraw(m.Ctx, first.ID, "an old photo", 9)
					So(err, ShouldBeNil)
					m.work()
					So(m.balance(m.t1), ShouldEqual, 1000)
					_, err = m.Rebate.Withdraw(m.Ctx, second.ID, "an old photo", 9)
					So(err, ShouldBeNil)
					_, err = m.Rebate.Withdraw(m.Ctx, second.ID, "an old photo", 9)
					So(err, ShouldWrap, rebate.ErrWithdrawn)
					m.work()
					So([]int64{m.balance(m.d1), m.balance(m.t1)}, ShouldResemble, []int64{200, 0})
				})
			})
			Convey("what cannot be approved is refused", func() {
				_, err := approve("d", m.d1, april)
				So(err, ShouldWrap, rebate.ErrBadDisplay)
				_, err = approve("e", m.t1, april+1)
				So(err, ShouldWrap, rebate.ErrBadDisplay)
				_, err = approve("f", m.t1, 20260331)
				So(err, ShouldWrap, rebate.ErrBadDisplay)
			})
			Convey("of 20 at once, all for one terminal, one bonus is paid", func() {
				for _, err := range testkit.Together(many, func(i int) error {
					_, err := approve(string(rune('g'+i)), m.t3, april)
					return err
				}) {
					So(err, ShouldBeNil)
				}
				m.work()
				So(m.balance(m.t3), ShouldEqual, 1000)
			})
		})
		Convey("Given a programme for targets of what is received", t, func() {
			m := unpaid(t, e)
			p := m.run("IN", model.ProgrammeTarget, rebate.Terms{Every: "month", Shares: toDistributor, Target: &rebate.Target{
				Measure: "sell_in", Steps: []rebate.TargetStep{{From: 5000, BonusFen: 100}, {From: 10_000, BonusFen: 1000}},
			}})
			_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{{Org: "D2", Period: 202604, Units: 24}, {Org: "D1", Period: 202604, Units: 48}}, 3)
			So(err, ShouldBeNil)
			follow := func() {
				_, err := m.Rebate.FollowSellIn(m.Ctx)
				So(err, ShouldBeNil)
				m.work()
			}

			Convey("what has ended is followed no more", func() {
				_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{{Org: "D1", Period: 202605, Units: 48}}, 3)
				So(err, ShouldBeNil)
				_, err = m.Rebate.Retire(m.Ctx, p.ID, 20260501, 1)
				So(err, ShouldBeNil)
				m.goTo(20260520)
				n, err := m.Rebate.FollowSellIn(m.Ctx)
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 2) // April's
			})
			Convey("what came in the period counts, and what sold or came before does not", func() {
				m.sellAll(0, 3, m.t2)
				follow()
				So([]int64{m.balance(m.d1), m.balance(m.d2)}, ShouldResemble, []int64{0, 0})
				m.Ship(m.Brand, m.d2, m.pallet(1))
				m.Receive(m.d2, m.pallet(1))
				follow()
				follow()
				So([]int64{m.balance(m.d1), m.balance(m.d2)}, ShouldResemble, []int64{0, 1000})

				Convey("a month later it is followed still, and in the next period not", func() {
					m.goTo(20260520)
					n, err := m.Rebate.FollowSellIn(m.Ctx)
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 2)
					m.goTo(20260701)
					n, err = m.Rebate.FollowSellIn(m.Ctx)
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 0)
				})
			})
		})
		Convey("Given a programme for targets", t, func() {
			m := unpaid(t, e)
			p := m.run("GOAL", model.ProgrammeTarget, rebate.Terms{Every: "month", Shares: toDistributor, Target: &rebate.Target{
				Measure: "sell_out", Steps: []rebate.TargetStep{{From: 5000, BonusFen: 100}, {From: 10_000, BonusFen: 1000, Fen: 1}},
			}})
			set := func(code string, period int32, units int64) (int, error) {
				return m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{{Org: code, Period: period, Units: units}}, 3)
			}
			m.sellAll(0, 3, m.t1)

			Convey("what was reached pays, whenever the target is set, and follows it", func() {
				m.work()
				So(m.balance(m.d1), ShouldEqual, 0)
				for _, c := range []struct{ target, want int64 }{{6, 100}, {3, 1003}, {7, 0}, {0, 0}} {
					changed, err := set("D1", 202604, c.target)
					So(err, ShouldBeNil)
					So(changed, ShouldEqual, 1)
					changed, err = set("D1", 202604, c.target)
					So(err, ShouldBeNil)
					So(changed, ShouldEqual, 0)
					m.work()
					So(m.balance(m.d1), ShouldEqual, c.want)
				}
			})
			Convey("only who takes part has a target, as the channel is now, and whoever left may lose it", func() {
				p := m.run("BELOW", model.ProgrammeTarget, rebate.Terms{
					Every: "month", Shares: rebate.Shares{Distributor: 10_000, Terminal: 10_000}, Scope: rebate.Scope{Organisations: []string{"D1"}, Subtree: true},
					Target: &rebate.Target{Measure: "sell_in", Steps: []rebate.TargetStep{{From: 1, BonusFen: 100}}},
				})
				set := func(code string, units int64) error {
					_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{{Org: code, Period: 202604, Units: units}}, 3)
					return err
				}
				for _, code := range []string{"D1", "T1", "TW"} {
					So(set(code, 5), ShouldBeNil)
				}
				for _, code := range []string{"D2", "T2"} {
					So(set(code, 5), ShouldWrap, rebate.ErrBadTarget)
				}
				So(m.Channel.Link(m.Ctx, m.t1.ID, m.d2.ID, "", m.Clock.Now()), ShouldBeNil)
				So(set("T1", 6), ShouldWrap, rebate.ErrBadTarget)
				So(set("T1", 0), ShouldBeNil)
			})
			Convey("of several, those that change are due, and one question is asked for all", func() {
				both := func(d1, d2 int64) (asked int64) {
					return m.Statements(func() {
						_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{
							{Org: "D1", Period: 202604, Units: d1}, {Org: "D2", Period: 202604, Units: d2}, {Org: "D2", Period: 202605, Units: 1},
						}, 3)
						So(err, ShouldBeNil)
					})
				}
				both(6, 6)
				m.work()
				both(5, 6)
				due, err := m.Rebate.Due(m.Ctx)
				So(err, ShouldBeNil)
				So(due, ShouldHaveLength, 1)
				So(due[0].OrgID, ShouldEqual, m.d1.ID)
				_, err = set("D1", 202604, 5)
				So(err, ShouldBeNil)
				So(both(5, 6), ShouldEqual, m.Statements(func() { _, _ = set("D1", 202604, 5) }))
			})
			Convey("a target that nobody can have is refused, and the others with it", func() {
				for _, c := range []struct {
					code   string
					period int32
					units  int64
				}{{"D1", 202603, 5}, {"D1", 202613, 5}, {"D1", 202604, -1}, {"T1", 202604, 5}} {
					_, err := set(c.code, c.period, c.units)
					So(err, ShouldWrap, rebate.ErrBadTarget)
				}
				_, err := m.Rebate.SetTargets(m.Ctx, p.ID, []rebate.NewTarget{
					{Org: "D1", Period: 202604, Units: 5}, {Org: "D1", Period: 202604, Units: 6},
				}, 3)
				So(err, ShouldWrap, rebate.ErrBadTarget)
				rows, err := m.Rebate.Targets(m.Ctx, p.ID, 202604, 0, 10)
				So(err, ShouldBeNil)
				So(rows, ShouldBeEmpty)
			})
		})
	})
}
