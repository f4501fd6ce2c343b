package settlement_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

func TestStatements(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods that sold at T1, and some of D1's that T2 opened", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.sell(1, f.t1)
			f.sell(6, f.t1)
			c := f.diverted(3)
			f.sell(18, f.t2)
			p := f.cut()

			Convey("each organisation's statement says what it rests on, and adds up to the ledger", func() {
				So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening 0", "rebate 3/900", "penalty 6/-12000", "closing -11100"})
				So(told(f.statement(p, f.d2)), ShouldResemble, []string{"opening 0", "rebate 1/300", "compensation 6/6000", "closing 6300"})
				So(told(f.statement(p, f.t1)), ShouldResemble, []string{"opening 0", "reward 2/1000", "closing 1000"})
				for _, org := range []model.Org{f.d1, f.d2, f.t1} {
					So(int64(f.statement(p, org).ClosingFen), ShouldEqual, f.owed(org.ID))
				}
				_, err := f.Settlement.Find(f.Ctx, p.ID, f.t2.ID)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
				f.verified()
			})
			Convey("lines have the names of product and case", func() {
				lines := f.statement(p, f.d1).Lines
				So([]string{lines[0].Product.SKU, lines[0].Programme.Code}, ShouldResemble, []string{f.Products[0].SKU, ""})
				So(lines[1].CaseID, ShouldEqual, c.ID)
			})
			Convey("what happens later falls into the next, which begins where this one ends", func() {
				f.sell(2, f.t1)
				_, err := f.Diversion.Reverse(f.Ctx, diversion.Decision{Case: c.ID, By: anna, Note: "wrong"})
				So(err, ShouldBeNil)
				next := f.cut()
				So(next.AfterSeal, ShouldEqual, p.LastSeal)
				So(told(f.statement(next, f.d1)), ShouldResemble, []string{"opening -11100", "rebate 1/300", "penalty_reversal -6/12000", "closing 1200"})
				So(told(f.statement(next, f.d2)), ShouldResemble, []string{"opening 6300", "compensation_reversal -6/-6000", "closing 300"})
				So(told(f.statement(next, f.t1)), ShouldResemble, []string{"opening 1000", "closing 1000"})
				So(told(f.statement(p, f.d1))[1], ShouldEqual, "rebate 3/900")
				f.verified()
			})
			Convey("cutting again when nothing has happened is refused by name, and a retry is the first answer", func() {
				_, err := f.Settlement.Cut(f.Ctx, anna, "another")
				So(err, ShouldWrap, settlement.ErrNothingNew)
				again, err := f.Settlement.Cut(f.Ctx, anna, p.Key)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, p.ID)
			})
		})
	})
}

func TestClawBacks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a unit whose rebate is in a statement", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			first := f.cut()
			f.close(first)

			Convey("when it turns out to have sold elsewhere, it is taken back in the next statement", func() {
				So(f.Channel.Link(f.Ctx, f.t1.ID, f.d2.ID, "", testkit.Start), ShouldBeNil)
				So(f.rejudge(0), ShouldBeNil)
				next := f.cut()
				So(told(f.statement(next, f.d1)), ShouldResemble, []string{"opening 300", "claw_back -1/-300", "closing 0"})
				So(told(f.statement(next, f.d2)), ShouldResemble, []string{"opening 0", "rebate 1/300", "closing 300"})
				f.verified()
			})
		})
	})
}

func TestMonths(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand that settles monthly from March on", t, func() {
			f := newFair(t, e)
			f.under(settlement.Policy{Monthly: true, ConfirmDays: 10})
			periods := func() (months []int32) {
				_, err := f.Settlement.Work(f.Ctx)
				So(err, ShouldBeNil)
				rows, err := f.Settlement.Periods(f.Ctx, 0, 10)
				So(err, ShouldBeNil)
				for _, p := range rows {
					So(p.State, ShouldEqual, model.SettlementPresented)
					months = append(months, p.Month)
				}
				return months
			}
			f.sell(0, f.t1)
			f.Settle()

			Convey("a month is cut a minute after its end, whether anything was sealed since or not", func() {
				So(periods(), ShouldBeEmpty)
				f.goTo(20260401)
				f.Tick(59*time.Second - 9*time.Hour)
				So(periods(), ShouldBeEmpty)
				f.Tick(time.Second)
				So(periods(), ShouldResemble, []int32{202603})
				So(periods(), ShouldResemble, []int32{202603})

				Convey("a month without a seal of its own is not cut", func() {
					f.goTo(20260701)
					f.sell(2, f.t1)
					f.Settle()
					So(periods(), ShouldResemble, []int32{202603})
					f.goTo(20260801)
					So(periods(), ShouldResemble, []int32{202607, 202603})
					f.verified()
				})
				Convey("what was cut on demand is not cut again", func() {
					f.sell(2, f.t1)
					f.cutOnly()
					f.goTo(20260501)
					So(periods(), ShouldResemble, []int32{0, 202603})
					f.sell(3, f.t1)
					f.Settle()
					f.goTo(20260601)
					So(periods(), ShouldResemble, []int32{202605, 0, 202603})
				})
			})
			Convey("what was sealed after its end is the next month's, however late it is cut", func() {
				f.goTo(20260402)
				f.sell(1, f.t1)
				f.sell(2, f.t1)
				f.Settle()
				So(periods(), ShouldResemble, []int32{202603})
				march, err := f.Settlement.Period(f.Ctx, 1)
				So(err, ShouldBeNil)
				So(march.ToAt, ShouldHappenBefore, testkit.Start.AddDate(0, 0, 29))
				So(told(f.statement(march, f.d1)), ShouldResemble, []string{"opening 0", "rebate 1/300", "closing 300"})
				f.goTo(20260502)
				So(periods(), ShouldResemble, []int32{202604, 202603})
				april, err := f.Settlement.Period(f.Ctx, 2)
				So(err, ShouldBeNil)
				So(told(f.statement(april, f.d1)), ShouldResemble, []string{"opening 300", "rebate 2/600", "closing 900"})
				f.verified()
			})
			Convey("it waits until all that was recorded before its end is sealed", func() {
				f.goTo(20260331)
				f.post("late", "bonus", model.OrgRebate, f.d1.ID, 7)
				f.goTo(20260401)
				So(periods(), ShouldBeEmpty)
				f.Settle()
				So(periods(), ShouldResemble, []int32{202603})
				f.verified()
			})
			Convey("months that ended while the policy did not want it are not cut", func() {
				f.under(settlement.Policy{ConfirmDays: 10})
				f.goTo(20260402)
				f.under(settlement.Policy{Monthly: true, ConfirmDays: 10})
				f.sell(1, f.t1)
				f.Settle()
				So(periods(), ShouldBeEmpty)
				f.goTo(20260501)
				f.sell(2, f.t1)
				f.Settle()
				So(periods(), ShouldResemble, []int32{202604})
			})
		})
	})
}

func TestReview(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand that looks at periods first", t, func() {
			f := newFair(t, e)
			f.under(settlement.Policy{ConfirmDays: 10, Review: true})
			f.sell(0, f.t1)
			p := f.cut()
			So(p.State, ShouldEqual, model.SettlementPrepared)

			Convey("organisations see nothing of it, and say nothing, until it is presented", func() {
				own, err := f.Settlement.OwnStatements(f.Ctx, f.d1.ID, 0, 10)
				So(err, ShouldBeNil)
				So(own, ShouldBeEmpty)
				_, err = f.Settlement.Own(f.Ctx, p.ID, f.d1.ID)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
				So(f.Settlement.Confirm(f.Ctx, settlement.Answer{Period: p.ID, Org: f.d1.ID}), ShouldWrap, settlement.ErrUnknownStatement)
				_, err = f.Settlement.Close(f.Ctx, anna, p.ID)
				So(err, ShouldWrap, settlement.ErrNotPresented)

				p, err := f.Settlement.Present(f.Ctx, anna, p.ID)
				So(err, ShouldBeNil)
				So(p.ConfirmBy.Sub(f.Clock.Now()), ShouldEqual, 10*24*time.Hour)
				own, err = f.Settlement.OwnStatements(f.Ctx, f.d1.ID, 0, 10)
				So(err, ShouldBeNil)
				So(own, ShouldHaveLength, 1)
				So(told(own[0]), ShouldResemble, []string{"opening 0", "rebate 1/300", "closing 300"})
				_, err = f.Settlement.Present(f.Ctx, anna, p.ID)
				So(err, ShouldWrap, settlement.ErrPresented)
			})
		})
	})
}

// under publishes a policy.
func (f *fair) under(p settlement.Policy) {
	_, err := f.Settlement.Policies.Publish(f.Ctx, p, f.Clock.Now(), 1)
	So(err, ShouldBeNil)
}

// goTo moves the clock to nine o'clock of a day in Shanghai.
func (f *fair) goTo(day int32) {
	start, err := clock.ParseDay(clock.DayText(day))
	So(err, ShouldBeNil)
	f.Tick(start.Add(9 * time.Hour).Sub(f.Clock.Now()))
}

// cutOnly cuts without the job, which would cut months.
func (f *fair) cutOnly() {
	f.Settle()
	_, err := f.Settlement.Cut(f.Ctx, anna, f.key())
	So(err, ShouldBeNil)
}
