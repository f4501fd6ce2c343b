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

// patience is a clock that is looked at so many times before an hour passes.
type patience struct{ left int }

func (p *patience) Now() time.Time {
	if p.left--; p.left < 0 {
		return time.Unix(3600, 0).UTC()
	}
	return time.Unix(0, 0).UTC()
}

func TestWhatIf(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that sold in April, and a programme that paid for it", t, func() {
			m := unpaid(t, e)
			p := m.run("RETRO", model.ProgrammeRetrospective, rebate.Terms{
				Every: "month", Shares: toDistributor, Retrospective: &rebate.Stepped{Steps: []rebate.Step{{From: 0, Fen: 10}}},
			})
			units := m.run("UNITS", model.ProgrammePerUnit, unitFen(30))
			m.sellAll(0, 4, m.tw)
			m.sellAll(4, 6, m.t2)
			m.work()
			m.goTo(20260510)
			draft := func(p model.RebateProgramme, terms rebate.Terms) int {
				v, err := m.Rebate.AddDraft(m.Ctx, p.ID, rebate.Draft{From: 20270101, Terms: terms}, 1)
				So(err, ShouldBeNil)
				return v.Number
			}
			would := func(p model.RebateProgramme, number int) (*rebate.WhatIf, map[model.OrgID][2]money.Fen) {
				w, err := m.Rebate.WhatIf(m.Ctx, p.ID, number, april, 20260509)
				So(err, ShouldBeNil)
				by := map[model.OrgID][2]money.Fen{}
				for _, line := range w.Organisations {
					by[line.Org] = [2]money.Fen{line.WouldFen, line.PaidFen}
				}
				return w, by
			}

			Convey("a draft shows what it would have paid over whole periods, against what was paid", func() {
				n := draft(p, rebate.Terms{
					Every: "month", Shares: rebate.Shares{Distributor: 10_000, Wholesaler: 5000},
					Retrospective: &rebate.Stepped{Steps: []rebate.Step{{From: 3, Fen: 50}}},
				})
				w, by := would(p, n)
				So(by, ShouldResemble, map[model.OrgID][2]money.Fen{m.d1.ID: {200, 40}, m.d2.ID: {0, 20}, m.w1.ID: {100, 0}})
				So([]any{w.WouldFen, w.PaidFen, w.Periods, w.Organisations[0].Org}, ShouldResemble,
					[]any{money.Fen(300), money.Fen(60), []int32{202604}, m.d1.ID})
				So(m.balance(m.d1), ShouldEqual, 40+120) // nothing was paid
			})
			Convey("what is in force would have paid what it paid, where neither cap nor budget binds", func() {
				for _, run := range []model.RebateProgramme{p, units} {
					w, by := would(run, 1)
					So(w.WouldFen, ShouldEqual, w.PaidFen)
					for _, line := range by {
						So(line[0], ShouldEqual, line[1])
					}
				}
			})
			Convey("cap and budget hold, and it says what they would keep back", func() {
				terms := unitFen(100)
				terms.BudgetFen, terms.CapFen = 450, 300
				w, by := would(units, draft(units, terms))
				So(by, ShouldResemble, map[model.OrgID][2]money.Fen{m.d1.ID: {300, 120}, m.d2.ID: {150, 60}})
				So([]any{w.CappedFen, w.BudgetExhausted}, ShouldResemble, []any{money.Fen(150), true})
			})
			Convey("new terminals are found among what sold", func() {
				fresh, err := m.Rebate.Create(m.Ctx, rebate.NewProgramme{Code: "NEW", Name: "NEW", Kind: model.ProgrammeNewTerminal}, 1)
				So(err, ShouldBeNil)
				draft(fresh, rebate.Terms{Every: "month", Shares: toDistributor, NewTerminal: &rebate.NewTerminal{Units: 3, BonusFen: 800}})
				_, by := would(fresh, 1)
				So(by, ShouldResemble, map[model.OrgID][2]money.Fen{m.d1.ID: {800, 0}})
			})
			Convey("what takes too long is cut to whole days and periods, and says so, or is refused", func() {
				m.sellAll(6, 8, m.t1) // in May
				m.work()
				m.goTo(20260610)
				m.Rebate.Time(&patience{left: 2})
				w, err := m.Rebate.WhatIf(m.Ctx, p.ID, 1, april, 20260531)
				So(err, ShouldBeNil)
				So([]any{w.Cut, w.To, w.Periods, w.WouldFen, w.PaidFen}, ShouldResemble,
					[]any{true, int32(20260430), []int32{202604}, money.Fen(60), money.Fen(60)})
				m.Rebate.Time(&patience{left: 4})
				w, err = m.Rebate.WhatIf(m.Ctx, units.ID, 1, april, 20260531)
				So(err, ShouldBeNil)
				So([]any{w.Cut, w.To, w.WouldFen, w.PaidFen}, ShouldResemble, []any{true, int32(20260403), money.Fen(180), money.Fen(180)})
				for _, id := range []model.ProgrammeID{p.ID, units.ID} {
					m.Rebate.Time(&patience{left: 1})
					_, err = m.Rebate.WhatIf(m.Ctx, id, 1, april, 20260531)
					So(err, ShouldWrap, rebate.ErrTooMuch)
				}
			})
			Convey("days that are not over, and less than a period, are refused", func() {
				for _, days := range [][2]int32{{april, 20260510}, {20260402, 20260509}, {20260501, april}, {20250101, 20260509}, {0, april}} {
					_, err := m.Rebate.WhatIf(m.Ctx, p.ID, 1, days[0], days[1])
					So(err, ShouldWrap, rebate.ErrBadWindow)
				}
				_, err := m.Rebate.WhatIf(m.Ctx, p.ID, 9, april, 20260430)
				So(err, ShouldWrap, rebate.ErrUnknownProgramme)
			})
		})
	})
}

func TestFiguresOpen(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a unit that paid by the basic rates and a programme, and counted for another", t, func() {
			m := newMarket(t, e)
			units := m.run("UNITS", model.ProgrammePerUnit, unitFen(30))
			tiered := m.run("TIERED", model.ProgrammeTiered, rebate.Terms{Every: "month", Shares: toDistributor, Tiered: stepped})
			m.sellAll(0, 2, m.t1)
			m.work()
			rows, err := m.Rebate.OrgAccruals(m.Ctx, m.d1.ID, 0, 10)
			So(err, ShouldBeNil)
			So(rows, ShouldHaveLength, 5)
			var txns []model.TxnID
			for _, row := range rows {
				txns = append(txns, row.TxnID)
			}
			broken, err := m.Rebate.Breakdown(m.Ctx, txns)
			So(err, ShouldBeNil)

			Convey("its transaction opens to programmes, product, terminal and scans", func() {
				lines := broken[txns[0]]
				So(lines, ShouldHaveLength, 2)
				So([]string{lines[0].Programme, lines[1].Programme}, ShouldResemble, []string{"", "UNITS"})
				for _, line := range lines {
					So([]any{line.Item, line.SKU, line.Terminal}, ShouldResemble, []any{m.unit(0), m.Products[0].SKU, m.t1.ID})
					So(line.Unit.ClaimedAt.Sub(*line.Unit.GuidedAt).Minutes(), ShouldEqual, 10)
				}
			})
			Convey("the period's opens to its facts, and they to the units that sold", func() {
				last := broken[txns[4]]
				So(last, ShouldHaveLength, 1)
				So([]any{last[0].Programme, last[0].Kind, last[0].Period, last[0].Facts}, ShouldResemble,
					[]any{"TIERED", model.ProgrammeTiered, int32(202604), rebate.Facts{Units: 2}})
				sales, err := m.Rebate.Sales(m.Ctx, m.d1.ID, 202604, 202604, m.morning.AddDate(0, 0, -99), 1)
				So(err, ShouldBeNil)
				So(sales, ShouldHaveLength, 2) // of one moment
				sales, err = m.Rebate.Sales(m.Ctx, m.d1.ID, 202604, 202604, sales[1].SoldAt, 10)
				So(err, ShouldBeNil)
				So(sales, ShouldBeEmpty)
			})
			Convey("an organisation's are listed by programme and period", func() {
				for p, want := range map[model.ProgrammeID]int{units.ID: 2, tiered.ID: 1} {
					lines, err := m.Rebate.Accruals(m.Ctx, m.d1.ID, p, 202604, 0, 10)
					So(err, ShouldBeNil)
					So(lines, ShouldHaveLength, want)
				}
			})
			Convey("it sees how far it is to the next step", func() {
				all, err := m.Rebate.ProgressOf(m.Ctx, m.d1.ID)
				So(err, ShouldBeNil)
				So(all, ShouldHaveLength, 2)
				So([]any{all[0].Programme.Code, all[0].PostedFen, all[0].Facts.Units}, ShouldResemble, []any{"UNITS", money.Fen(60), int64(2)})
				So([]any{all[1].PostedFen, *all[1].Next}, ShouldResemble, []any{money.Fen(20), rebate.Next{From: 3, Missing: 2, Fen: 20}})
				all, err = m.Rebate.ProgressOf(m.Ctx, m.w1.ID)
				So(err, ShouldBeNil)
				So(all, ShouldBeEmpty) // neither gives wholesalers anything
			})
		})
	})
}
