package payout_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

// paysOut has a guide paid, or not, on the day that it is.
func (o *office) paysOut(name string, fen money.Fen, s payout.Standing) model.Payout {
	p, err := o.wants(o.guide(name, int64(fen)), fen)
	So(err, ShouldBeNil)
	o.bank.stands = func(string) payout.Standing { return s }
	o.work()
	return o.now(p)
}

type finding struct {
	bill         string
	kind         model.DifferenceKind
	ours, theirs money.Fen
	open         bool
}

// findings are all differences there are.
func (o *office) findings() []finding {
	var rows []model.PayoutDifference
	So(o.DB.Conn(o.Ctx).Order("id").Find(&rows).Error, ShouldBeNil)
	var all []finding
	for _, d := range rows {
		all = append(all, finding{d.BillNo, d.Kind, d.OursFen, d.TheirsFen, d.SettledAt == nil})
	}
	return all
}

// tenOClock is the next ten o'clock in Shanghai.
func (o *office) tenOClock() {
	now := clock.Local(o.Clock.Now())
	ten := time.Date(now.Year(), now.Month(), now.Day(), 10, 0, 0, 0, now.Location())
	if !ten.After(now) {
		ten = ten.AddDate(0, 0, 1)
	}
	o.Tick(ten.Sub(now))
}

func (o *office) run(day int32) model.Reconciliation {
	var run model.Reconciliation
	So(o.DB.Conn(o.Ctx).Where("merchant = 'commission' AND day = ?", day).Limit(1).Find(&run).Error, ShouldBeNil)
	return run
}

const monday, tuesday, wednesday, thursday = 20260302, 20260303, 20260304, 20260305

func TestReconciling(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a Monday with a paid, a returned and a waiting payout, and statements of it", t, func() {
			o := newOffice(t, e)
			paid := o.paysOut("wang", 10_000, payout.Paid)
			back := o.paysOut("li", 5_000, payout.Failed)
			waits := o.paysOut("zhao", 2_000, payout.Confirming)
			o.bank.moves(monday, paid.BillNo, 10_000, 0)
			o.bank.moves(monday, back.BillNo, 5_000, 0)
			o.bank.moves(monday, back.BillNo, 0, 5_000)
			o.bank.moves(monday, waits.BillNo, 2_000, 0)
			o.bank.statements[monday] = append(o.bank.statements[monday], payout.Movement{FlowNo: "top-up", Fen: 1_000_000})
			due := func() { So(o.ReconcileDue(o.Ctx), ShouldBeNil) }

			Convey("before ten o'clock on Tuesday nothing happens", func() {
				o.Tick(24 * time.Hour) // nine o'clock
				due()
				So(o.bank.downloads, ShouldEqual, 0)
			})
			Convey("after it there is no difference, and the day is not looked at again", func() {
				o.Tick(24 * time.Hour)
				o.tenOClock()
				due()
				due()
				So(o.findings(), ShouldBeEmpty)
				run := o.run(monday)
				So([]any{run.State, run.Lines, run.OutFen, run.InFen, run.OtherLines, run.Bills, run.Differences}, ShouldResemble,
					[]any{model.ReconciliationFinished, int64(4), money.Fen(17_000), money.Fen(5_000), int64(1), int64(3), int64(0)})
				So(o.bank.downloads, ShouldEqual, 2) // one a merchant
				So(o.run(tuesday).State, ShouldEqual, 0)
			})
			Convey("every kind of difference is found, once", func() {
				o.bank.statements[monday][1].BillNo = "CR7" // of li's return only the way back is left
				o.bank.statements[monday] = o.bank.statements[monday][:2]
				missing := o.paysOut("sun", 3_000, payout.Paid)
				other := o.paysOut("zhou", 4_000, payout.Paid)
				o.bank.moves(monday, other.BillNo, 4_001, 0)
				kept := o.paysOut("wu", 1_500, payout.Failed)
				o.bank.moves(monday, kept.BillNo, 1_500, 0)
				cameBack := o.paysOut("zheng", 1_600, payout.Paid)
				o.bank.moves(monday, cameBack.BillNo, 1_600, 0)
				o.bank.moves(monday, cameBack.BillNo, 0, 1_600)
				o.bank.moves(monday, waits.BillNo, 2_000, 0)
				o.Tick(24 * time.Hour)
				o.tenOClock()
				due()
				want := map[string]finding{
					"CR7":           {"CR7", model.DifferenceNotOurs, 0, 5_000, true},
					missing.BillNo:  {missing.BillNo, model.DifferenceNotPaid, 3_000, 0, true},
					other.BillNo:    {other.BillNo, model.DifferenceAmount, 4_000, 4_001, true},
					kept.BillNo:     {kept.BillNo, model.DifferenceKept, 0, 1_500, true},
					cameBack.BillNo: {cameBack.BillNo, model.DifferenceCameBack, 1_600, 0, true},
				}
				same := func() {
					found := map[string]finding{}
					for _, f := range o.findings() {
						found[f.bill] = f
					}
					So(found, ShouldResemble, want)
					So(o.findings(), ShouldHaveLength, len(want))
				}
				same()
				So(o.run(monday).Differences, ShouldEqual, 5)
				_, err := o.Reconcile(o.Ctx, "commission", monday) // compared again
				So(err, ShouldBeNil)
				same()

				Convey("one that nobody accepted is found when it is too late for that", func() {
					o.bank.fault = func(string) fault { return lostBefore } // the payer does not tell us either
					o.Tick(72 * time.Hour)
					due()
					So(o.findings()[5], ShouldResemble, finding{waits.BillNo, model.DifferenceUndecided, 2_000, 2_000, true})
				})
			})
			Convey("a return whose money comes back a day later is no difference, nor is one that is booked late for good", func() {
				o.Tick(20 * time.Hour) // Tuesday
				o.bank.settle(waits.BillNo, payout.Failed)
				o.work()
				So(o.now(waits).State, ShouldEqual, model.PayoutReturned)
				o.Tick(4 * time.Hour)
				o.tenOClock()
				due()
				So(o.findings(), ShouldBeEmpty)
				o.tenOClock()
				due() // Tuesday's statement does not have it yet
				So(o.findings(), ShouldResemble, []finding{{waits.BillNo, model.DifferenceKept, 0, 2_000, true}})
				o.bank.moves(wednesday, waits.BillNo, 0, 2_000)
				o.tenOClock()
				due()
				So(o.findings(), ShouldResemble, []finding{{waits.BillNo, model.DifferenceKept, 0, 2_000, false}})

				Convey("until it turns out that it did not come back after all", func() {
					So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
						return o.DB.Conn(ctx).Where("day = ?", wednesday).Delete(&model.StatementLine{}).Error
					}), ShouldBeNil)
					_, err := o.Reconcile(o.Ctx, "commission", tuesday)
					So(err, ShouldBeNil)
					So(o.findings(), ShouldResemble, []finding{{waits.BillNo, model.DifferenceKept, 0, 2_000, true}})
				})
			})
			Convey("a day that breaks off is read again, from its beginning", func() {
				o.bank.broken = true
				o.Tick(24 * time.Hour)
				o.tenOClock()
				_, err := o.Reconcile(o.Ctx, "commission", monday)
				So(err, ShouldWrap, errLost)
				So([]any{o.run(monday).State, o.run(monday).Fault}, ShouldResemble, []any{model.ReconciliationBegun, "bank: connection lost"})
				var lines int64
				So(o.DB.Conn(o.Ctx).Model(&model.StatementLine{}).Count(&lines).Error, ShouldBeNil)
				So(lines, ShouldEqual, 0)
				due()
				So([]any{o.run(monday).State, o.run(monday).Lines, o.run(monday).Fault}, ShouldResemble, []any{model.ReconciliationFinished, int64(4), ""})
				So(o.findings(), ShouldBeEmpty)
			})
			Convey("what a process that was killed has left is taken over when its time is up, from the beginning", func() {
				o.Tick(24 * time.Hour)
				o.tenOClock()
				now := o.Clock.Now()
				So(o.DB.Run(o.Ctx, func(ctx context.Context) error {
					run := model.Reconciliation{
						ID: 1, Merchant: "commission", Day: monday, State: model.ReconciliationBegun,
						BegunAt: now, UpdatedAt: now, HeldUntil: now.Add(15 * time.Minute),
					}
					half := model.StatementLine{Merchant: "commission", Day: monday, FlowNo: "half", BillNo: "CR7", OutFen: 1}
					if err := o.DB.Conn(ctx).Create(&run).Error; err != nil {
						return err
					}
					return o.DB.Conn(ctx).Create(&half).Error
				}), ShouldBeNil)
				due()
				So(o.run(monday).State, ShouldEqual, model.ReconciliationBegun)
				o.Tick(15 * time.Minute)
				due()
				So([]any{o.run(monday).State, o.run(monday).ID, o.run(monday).Lines}, ShouldResemble,
					[]any{model.ReconciliationFinished, model.ReconciliationID(1), int64(4)})
				So(o.findings(), ShouldBeEmpty)
			})
			Convey("after an outage the days are caught up with, in order", func() {
				o.Tick(24 * time.Hour)
				o.tenOClock()
				due()
				o.Tick(48 * time.Hour)
				due()
				for _, day := range []int32{monday, tuesday, wednesday} {
					So(o.run(day).State, ShouldEqual, model.ReconciliationFinished)
				}
				So(o.run(thursday).State, ShouldEqual, 0)
			})
			Convey("a day whose statement cannot be had keeps no later one from being read; that one is compared once it can", func() {
				o.Tick(24 * time.Hour)
				o.tenOClock()
				due()
				late := o.paysOut("sun", 3_000, payout.Paid)
				o.bank.moves(tuesday, late.BillNo, 3_000, 0)
				o.Tick(24 * time.Hour)
				missing := o.paysOut("zhou", 4_000, payout.Paid) // on Wednesday, and no statement says so
				o.Tick(24 * time.Hour)
				o.bank.broken = true
				So(o.ReconcileDue(o.Ctx), ShouldWrap, errLost)
				So([]any{o.run(tuesday).State, o.run(tuesday).Fault}, ShouldResemble, []any{model.ReconciliationBegun, "bank: connection lost"})
				So([]any{o.run(wednesday).State, o.run(wednesday).Fault}, ShouldResemble,
					[]any{model.ReconciliationRead, "waits for the statement of 20260303"})
				So(o.findings(), ShouldBeEmpty)
				due()
				So([]any{o.run(tuesday).State, o.run(wednesday).State, o.run(wednesday).Fault}, ShouldResemble,
					[]any{model.ReconciliationFinished, model.ReconciliationFinished, ""})
				So(o.findings(), ShouldResemble, []finding{{missing.BillNo, model.DifferenceNotPaid, 4_000, 0, true}})
			})
			Convey("a day that is not over, and a merchant that pays nobody, are refused", func() {
				_, err := o.Reconcile(o.Ctx, "commission", monday)
				So(err, ShouldWrap, payout.ErrDayNotOver)
				_, err = o.Reconcile(o.Ctx, "salaries", 20260301)
				So(err, ShouldWrap, payout.ErrNoMerchant)
			})
			Convey("of 20 at once one does it, and the others are told or find it done", func() {
				o.bank.statements[monday] = o.bank.statements[monday][:1]
				o.bank.moves(monday, "CR7", 700, 0)
				o.Tick(24 * time.Hour)
				o.tenOClock()
				failures := testkit.Together(20, func(int) error { _, err := o.Reconcile(o.Ctx, "commission", monday); return err })
				So(testkit.Succeeded(failures), ShouldBeGreaterThanOrEqualTo, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, payout.ErrReconciling)
					}
				}
				So(o.bank.downloads, ShouldEqual, 1)
				So(o.findings(), ShouldResemble, []finding{{"CR7", model.DifferenceNotOurs, 0, 700, true}})
			})
		})
	})
}

func TestSettlingDifferences(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a difference", t, func() {
			o := newOffice(t, e)
			o.bank.moves(monday, "CR7", 700, 0)
			o.Tick(24 * time.Hour)
			o.tenOClock()
			So(o.ReconcileDue(o.Ctx), ShouldBeNil)
			runs, err := o.Reconciliations(o.Ctx, payout.ReconciliationQuery{}, 0, 10)
			So(err, ShouldBeNil)
			So(runs, ShouldHaveLength, 2)
			run := o.run(monday)
			list, err := o.Differences(o.Ctx, run.ID, 0, 10)
			So(err, ShouldBeNil)
			So(list, ShouldHaveLength, 1)
			settlement := payout.Settlement{Reconciliation: run.ID, Difference: list[0].ID, By: 7, Note: "an advance, paid by hand"}

			Convey("a person settles it once, for good", func() {
				settled, err := o.SettleDifference(o.Ctx, settlement)
				So(err, ShouldBeNil)
				So([]any{settled.SettledBy, settled.Note, *settled.SettledAt}, ShouldResemble, []any{model.UserID(7), settlement.Note, o.Clock.Now()})
				_, err = o.SettleDifference(o.Ctx, settlement)
				So(err, ShouldWrap, payout.ErrDifferenceSettled)
				_, err = o.Reconcile(o.Ctx, "commission", monday)
				So(err, ShouldBeNil)
				So(o.findings()[0].open, ShouldBeFalse)
			})
			Convey("of 20 persons at once one settles it", func() {
				failures := testkit.Together(20, func(int) error { _, err := o.SettleDifference(o.Ctx, settlement); return err })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
			})
			Convey("what is not there cannot be, nor what is another run's", func() {
				for _, wrong := range []payout.Settlement{
					{Reconciliation: run.ID, Difference: 1}, {Reconciliation: run.ID + 1, Difference: list[0].ID},
				} {
					_, err := o.SettleDifference(o.Ctx, wrong)
					So(err, ShouldWrap, payout.ErrUnknownDifference)
				}
				So(o.findings()[0].open, ShouldBeTrue)
				_, err := o.Differences(o.Ctx, run.ID+1, 0, 10)
				So(err, ShouldWrap, payout.ErrUnknownReconciliation)
			})
		})
	})
}
