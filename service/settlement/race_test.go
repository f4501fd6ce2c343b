package settlement_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

const many = 20

// allWrap makes sure that all that failed did for one reason.
func allWrap(failures []error, reason error) {
	for _, err := range failures {
		if err != nil {
			So(err, ShouldWrap, reason)
		}
	}
}

func TestCuttingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given something that was sealed", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.Settle()
			cut := func(key func(int) string) []error {
				return testkit.Together(many, func(i int) error {
					_, err := f.Settlement.Cut(f.Ctx, anna, key(i))
					return err
				})
			}
			for round := range 2 { // the first period has no other before it
				failures := cut(func(i int) string { return fmt.Sprint(round, "/", i) })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				allWrap(failures, settlement.ErrNothingNew)
				f.sell(int64(round+1), f.t1)
				f.Settle()
			}
			So(testkit.Succeeded(cut(func(int) string { return "one" })), ShouldEqual, many)
			_, err := f.Settlement.Work(f.Ctx)
			So(err, ShouldBeNil)

			Convey("each run of seals is one period's", func() {
				periods, err := f.Settlement.Periods(f.Ctx, 0, 10)
				So(err, ShouldBeNil)
				So(periods, ShouldHaveLength, 3)
				f.verified()
			})
		})
	})
}

func TestPreparingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given periods that twenty workers prepare at once", t, func() {
			f := newFair(t, e)
			f.Settlement.Small()
			f.diverted(3)
			f.sell(18, f.t2)
			f.cutOnly()
			f.sell(0, f.t1)
			f.cutOnly()
			for _, err := range testkit.Together(many, func(int) error {
				_, err := f.Settlement.Work(f.Ctx)
				return err
			}) {
				So(err, ShouldBeNil)
			}
			_, err := f.Settlement.Work(f.Ctx) // whoever was overtaken has left it to others
			So(err, ShouldBeNil)

			Convey("they are prepared once", func() {
				p, err := f.Settlement.Period(f.Ctx, 2)
				So(err, ShouldBeNil)
				So(p.State, ShouldEqual, model.SettlementPresented)
				So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening -12000", "rebate 1/300", "closing -11700"})
				f.verified()
			})
		})
	})
}

func TestApprovingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period, and something that is sealed after it", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			p := f.cut()
			f.sell(1, f.t1)
			f.Settle()

			Convey("of twenty who approve an adjustment one posts it, and all are told so", func() {
				a := f.ask(p, f.d1, 100, 0)
				So(testkit.Succeeded(testkit.Together(many, func(int) error { return f.approve(f.Ctx, a) })), ShouldEqual, many)
				So(f.statement(p, f.d1).ClosingFen, ShouldEqual, 400)
				So(f.owed(f.d1.ID), ShouldEqual, 700)
				f.verified()
			})
			Convey("of those who approve and refuse it, one has his way", func() {
				a := f.ask(p, f.d1, 100, 0)
				failures := testkit.Together(many, func(i int) (err error) {
					if i%2 == 0 {
						return f.approve(f.Ctx, a)
					}
					_, err = f.Settlement.Refuse(f.Ctx, settlement.Decision{By: bert, Adjustment: a.ID})
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, many/2)
				allWrap(failures, settlement.ErrDecided)
				f.verified()
			})
			Convey("who cuts while one is being approved waits for it", func() {
				a := f.ask(p, f.d1, 100, 0)
				failures := f.between(func(ctx context.Context) error { return f.approve(ctx, a) }, func(ctx context.Context) error {
					if _, err := f.Settlement.Cut(ctx, anna, "next"); err != nil {
						return err
					}
					_, err := f.Settlement.Work(ctx)
					return err
				})
				So(failures, shouldBeFailures, nil, nil)
				next, err := f.Settlement.Period(f.Ctx, p.ID+1)
				So(err, ShouldBeNil)
				So(f.statement(next, f.d1).OpeningFen, ShouldEqual, 400)
				f.verified()
			})
			Convey("adjustments that are approved while the next period is cut and prepared are in what that begins with", func() {
				wishes := make([]model.SettlementAdjustment, many)
				for i := range wishes {
					wishes[i] = f.ask(p, f.d1, 1, 0)
				}
				failures := testkit.Together(many+1, func(i int) error {
					if i < many {
						return f.approve(f.Ctx, wishes[i])
					}
					if _, err := f.Settlement.Cut(f.Ctx, anna, "next"); err != nil {
						return err
					}
					_, err := f.Settlement.Work(f.Ctx)
					return err
				})
				allWrap(failures, settlement.ErrPreparing)
				So(failures[many], ShouldBeNil)
				for _, a := range wishes {
					So(f.approve(f.Ctx, a), ShouldBeNil)
				}
				next, err := f.Settlement.Period(f.Ctx, p.ID+1)
				So(err, ShouldBeNil)
				st := f.statement(next, f.d1)
				So(told(st), ShouldResemble, []string{"opening 320", "rebate 1/300", "closing 620"})
				f.verified()
			})
		})
	})
}

// between runs first inside a transaction that is held open while second gets as far as it can.
func (f *fair) between(first func(context.Context) error, second func(context.Context) error) []error {
	begun, told := make(chan struct{}), sync.Once{}
	return testkit.Together(2, func(i int) error {
		if i == 1 {
			<-begun
			return second(f.Ctx)
		}
		return f.DB.Run(f.Ctx, func(ctx context.Context) error {
			err := first(ctx)
			told.Do(func() { close(begun) }) // it may be tried again
			time.Sleep(200 * time.Millisecond)
			return err
		})
	})
}

func TestClosingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period that is confirmed by all", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			p := f.cut()
			for _, org := range []model.Org{f.d1, f.t1} {
				So(f.Settlement.Confirm(f.Ctx, settlement.Answer{Period: p.ID, Org: org.ID}), ShouldBeNil)
			}
			close := func(ctx context.Context) error { _, err := f.Settlement.Close(ctx, bert, p.ID); return err }
			dispute := func(ctx context.Context) error {
				return f.Settlement.Dispute(ctx, settlement.Answer{Period: p.ID, Org: f.d1.ID, Lines: []int{1}, Words: "no"})
			}
			ask := func(ctx context.Context) error {
				_, err := f.Settlement.Adjust(ctx, settlement.NewAdjustment{By: anna, Key: "late", Period: p.ID, Org: f.d1.ID, Fen: 1})
				return err
			}

			Convey("of twenty who close it one does, and the others are told so by name", func() {
				failures := testkit.Together(many, func(int) error { return close(f.Ctx) })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				allWrap(failures, settlement.ErrPeriodClosed)
			})
			Convey("who disputes while it is closed comes before, and keeps it open, or is too late", func() {
				So(f.between(dispute, close), shouldBeFailures, nil, settlement.ErrNotReady)
				So(f.Settlement.Confirm(f.Ctx, settlement.Answer{Period: p.ID, Org: f.d1.ID, Lines: []int{1}}), ShouldBeNil)
				So(f.between(close, dispute), shouldBeFailures, nil, settlement.ErrPeriodClosed)
				So(f.statement(p, f.d1).Lines[0].State, ShouldEqual, model.LineConfirmed)
			})
			Convey("who asks for an adjustment comes before, and keeps it open, or is too late", func() {
				So(f.between(close, ask), shouldBeFailures, nil, settlement.ErrPeriodClosed)
			})
			Convey("and who approves one comes before, or finds nothing to approve", func() {
				So(f.between(ask, close), shouldBeFailures, nil, settlement.ErrNotReady)
				wishes, err := f.Settlement.Adjustments(f.Ctx, 0, 0, 10)
				So(err, ShouldBeNil)
				So(f.between(func(ctx context.Context) error { return f.approve(ctx, wishes[0]) }, close), shouldBeFailures, nil, settlement.ErrNotReady)
				So(f.Settlement.Confirm(f.Ctx, settlement.Answer{Period: p.ID, Org: f.d1.ID}), ShouldBeNil)
				So(close(f.Ctx), ShouldBeNil)
				So(f.statement(p, f.d1).ClosingFen, ShouldEqual, 301)
				f.verified()
			})
		})
	})
}

// shouldBeFailures compares failures with what each should be; nil: none.
func shouldBeFailures(actual any, expected ...any) string {
	for i, err := range actual.([]error) {
		want, _ := expected[i].(error)
		if !errors.Is(err, want) {
			return fmt.Sprintf("%d failed with %v, and should with %v", i, err, want)
		}
	}
	return ""
}

func TestPayingAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two closed statements, the second of which begins with the first", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			first := f.cut()
			f.sell(1, f.t1)
			second := f.cut()
			f.close(first)
			f.close(second)

			Convey("twenty who pay them pay what is owed, once", func() {
				failures := testkit.Together(many, func(i int) error {
					_, err := f.Settlement.Pay(f.Ctx, settlement.PaymentOrder{
						By: bert, Period: []model.SettlementPeriodID{first.ID, second.ID}[i%2], Org: f.d1.ID, Method: model.PaidByBank,
					})
					return err
				})
				allWrap(failures, settlement.ErrNothingOwed)
				So(testkit.Succeeded(failures), ShouldBeGreaterThanOrEqualTo, many/2)
				So(f.owed(f.d1.ID), ShouldEqual, 0)
				n, err := f.Ledger.Balance(f.Ctx, model.Account{Kind: model.BrandSettled, Asset: model.CNY})
				So(err, ShouldBeNil)
				So(n, ShouldEqual, 600)
				f.verified()
			})
		})
	})
}
