package settlement_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

func TestVerify(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two periods, the first closed, with an adjustment", t, func() {
			f := newFair(t, e)
			f.Settlement.Small()
			f.sell(0, f.t1)
			f.diverted(3)
			p := f.cut()
			f.adjust(p, f.d1, 100)
			f.Tick(1)
			f.close(p)
			f.sell(1, f.t1)
			f.cut()
			report, err := f.Settlement.Verify(f.Ctx)
			So(err, ShouldBeNil)
			So(report, ShouldResemble, settlement.Report{Periods: 2, Statements: 6, Lines: 6})
			found := func(sql string, words ...string) {
				So(f.DB.Migration(f.Ctx).Exec(sql).Error, ShouldBeNil)
				report, err := f.Settlement.Verify(f.Ctx)
				So(err, ShouldBeNil)
				So(report.OK(), ShouldBeFalse)
				all := strings.Join(report.First, "\n")
				for _, w := range words {
					So(all, ShouldContainSubstring, w)
				}
			}

			Convey("a line that was changed is named", func() {
				found("UPDATE settlement_lines SET fen = fen + 1 WHERE period_id = 1 AND kind = 1", "line 1 (rebate): 301 fen for 1 units, and the ledger says 300 for 1")
			})
			Convey("one that was taken away or added is named", func() {
				found("DELETE FROM settlement_lines WHERE period_id = 1 AND kind = 9", "the line of adjustment", "is missing")
				found("DELETE FROM settlement_lines WHERE period_id = 1 AND kind = 3", "a line (penalty) of -12000 fen is missing")
			})
			Convey("a statement that was changed or taken away is named", func() {
				found("UPDATE settlement_statements SET closing_fen = 7 WHERE period_id = 1 AND closing_fen > 0", "to 7 fen, and the ledger says")
				found("DELETE FROM settlement_statements WHERE period_id = 2 AND opening_fen <> 0", "is missing")
			})
			Convey("an adjustment that the ledger does not have is named", func() {
				found("UPDATE settlement_adjustments SET fen = 200", "is not what the ledger moved")
			})
			Convey("so is a gap between periods", func() {
				found("UPDATE settlement_periods SET after_seal = after_seal + 1 WHERE id = 2", "period 2 is of the seals after")
			})
		})
	})
}

func TestPeriodsThatDoNotAddUp(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a ledger in which somebody has changed an entry", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.Settle()
			alter := func(by string) {
				So(f.DB.Migration(f.Ctx).Exec("UPDATE ledger_balances SET amount = amount "+by+" WHERE account_kind = 40").Error, ShouldBeNil)
			}
			Convey("the period says what differs, and no more than there is room for", func() {
				for _, kind := range model.Settled() {
					f.post(fmt.Sprint("much/", kind), "bonus", kind, f.d1.ID, 7)
				}
				f.Settle()
				fault := func(accounts string) string {
					So(f.DB.Migration(f.Ctx).Exec("UPDATE ledger_balances SET amount = amount + 1000000000000000000 WHERE owner = ? AND account_kind "+accounts, f.d1.ID).Error, ShouldBeNil)
					f.Tick(time.Minute)
					_, err := f.Settlement.Work(f.Ctx)
					So(err, ShouldNotBeNil)
					p, err := f.Settlement.Period(f.Ctx, 1)
					So(err, ShouldBeNil)
					return p.Fault
				}
				_, err := f.Settlement.Cut(f.Ctx, anna, "k")
				So(err, ShouldBeNil)
				So(fault("= 42"), ShouldEqual, fmt.Sprintf("settlement: organisation %d: account 42 is 7, and the ledger says 1000000000000000007", f.d1.ID))
				So(utf8.RuneCountInString(fault("IN (40, 41, 43, 44)")), ShouldEqual, 300)
			})
			alter("+ 1")
			_, err := f.Settlement.Cut(f.Ctx, anna, "k")
			So(err, ShouldBeNil)

			Convey("nobody sees the period, which says why, until it is put right", func() {
				_, err := f.Settlement.Work(f.Ctx)
				So(err, ShouldNotBeNil)
				p, err := f.Settlement.Period(f.Ctx, 1)
				So(err, ShouldBeNil)
				So(p.State, ShouldEqual, model.SettlementPreparing)
				So(p.Fault, ShouldContainSubstring, "and the ledger says")
				_, err = f.Settlement.Statements(f.Ctx, 1, false, 0, 10)
				So(err, ShouldWrap, settlement.ErrPreparing)
				_, err = f.Settlement.Find(f.Ctx, 1, f.d1.ID)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
				_, err = f.Settlement.Open(f.Ctx, 1, f.d1.ID, 1, 0, 10)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
				_, err = f.Settlement.History(f.Ctx, 1, f.d1.ID, 0, 10)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
				_, err = f.Settlement.Close(f.Ctx, bert, 1)
				So(err, ShouldWrap, settlement.ErrPreparing)
				alter("- 1")
				_, err = f.Settlement.Work(f.Ctx) // which leaves it alone for a minute
				So(err, ShouldBeNil)
				p, err = f.Settlement.Period(f.Ctx, 1)
				So(err, ShouldBeNil)
				So(p.State, ShouldEqual, model.SettlementPreparing)
				f.Tick(time.Minute)
				_, err = f.Settlement.Work(f.Ctx)
				So(err, ShouldBeNil)
				p, err = f.Settlement.Period(f.Ctx, 1)
				So(err, ShouldBeNil)
				So([]any{p.State, p.Fault}, ShouldResemble, []any{model.SettlementPresented, ""})
				f.verified()
			})
		})
	})
}

func TestRebuilding(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period of which a statement was spoilt before it was presented", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.under(settlement.Policy{ConfirmDays: 10, Review: true})
			f.cutOnly()
			spoil := func() {
				So(f.DB.Migration(f.Ctx).Exec("UPDATE settlement_statements SET rebate_fen = 7, closing_fen = 7").Error, ShouldBeNil)
			}
			alter := func(by string) {
				So(f.DB.Migration(f.Ctx).Exec("UPDATE ledger_balances SET amount = amount "+by+" WHERE account_kind = 40").Error, ShouldBeNil)
			}
			alter("+ 1") // so that the statements are written, and wait
			_, err := f.Settlement.Work(f.Ctx)
			So(err, ShouldNotBeNil)
			alter("- 1")
			spoil()

			Convey("to check it again is of no use, and to build it anew is", func() {
				f.Tick(time.Minute)
				_, err := f.Settlement.Work(f.Ctx)
				So(err, ShouldNotBeNil)
				p, err := f.Settlement.Rebuild(f.Ctx, 1)
				So(err, ShouldBeNil)
				So([]any{p.State, p.Fault, p.Orgs, p.Built}, ShouldResemble, []any{model.SettlementPreparing, "", int64(0), int64(0)})
				_, err = f.Settlement.Work(f.Ctx)
				So(err, ShouldBeNil)
				p, err = f.Settlement.Period(f.Ctx, 1)
				So(err, ShouldBeNil)
				So([]any{p.State, p.Fault}, ShouldResemble, []any{model.SettlementPrepared, ""})
				So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening 0", "rebate 1/300", "closing 300"})
				f.verified()

				Convey("which it is not once it is prepared, presented or closed", func() {
					refused := func(reason error) {
						_, err := f.Settlement.Rebuild(f.Ctx, 1)
						So(err, ShouldWrap, reason)
					}
					refused(settlement.ErrPrepared)
					_, err := f.Settlement.Present(f.Ctx, anna, 1)
					So(err, ShouldBeNil)
					refused(settlement.ErrPresented)
					f.close(p)
					refused(settlement.ErrPeriodClosed)
					_, err = f.Settlement.Rebuild(f.Ctx, 2)
					So(err, ShouldWrap, settlement.ErrUnknownPeriod)
				})
			})
			Convey("among workers that prepare it, statements are there, each once, and add up", func() {
				f.Tick(time.Minute)
				for _, err := range testkit.Together(many, func(i int) error {
					if i%2 == 0 {
						_, err := f.Settlement.Rebuild(f.Ctx, 1)
						return err
					}
					_, _ = f.Settlement.Work(f.Ctx) // which may find it spoilt
					return nil
				}) {
					if err != nil {
						So(err, ShouldWrap, settlement.ErrPrepared)
					}
				}
				_, err := f.Settlement.Work(f.Ctx)
				So(err, ShouldBeNil)
				p, err := f.Settlement.Period(f.Ctx, 1)
				So(err, ShouldBeNil)
				So(p.State, ShouldEqual, model.SettlementPrepared)
				So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening 0", "rebate 1/300", "closing 300"})
				f.verified()
			})
		})
	})
}
