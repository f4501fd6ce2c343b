package settlement_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

// states are those of a statement's lines.
func states(st settlement.Statement) (all []model.SettlementLineState) {
	for _, l := range st.Lines {
		all = append(all, l.State)
	}
	return all
}

func detail(err error) string {
	var e *errs.Error
	So(errors.As(err, &e), ShouldBeTrue)
	return e.Detail
}

func TestAnswers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a statement with a rebate and a penalty", t, func() {
			f := newFair(t, e)
			f.sell(0, f.t1)
			f.diverted(3)
			p := f.cut()
			says := settlement.Answer{Period: p.ID, Org: f.d1.ID, Person: 5, Revision: 1}
			line := func(n int, words string) settlement.Answer {
				a := says
				a.Lines, a.Words = []int{n}, words
				return a
			}
			close := func() error { _, err := f.Settlement.Close(f.Ctx, bert, p.ID); return err }

			Convey("all confirmed by all, it may be closed at once, and not twice", func() {
				for _, org := range []model.Org{f.d1, f.d2, f.t1} {
					a := says
					a.Org = org.ID
					So(f.Settlement.Confirm(f.Ctx, a), ShouldBeNil)
				}
				So(f.statement(p, f.d1).State, ShouldEqual, settlement.StateConfirmed)
				So(close(), ShouldBeNil)
				So(close(), ShouldWrap, settlement.ErrPeriodClosed)
				So(f.statement(p, f.d1).State, ShouldEqual, "closed")
			})
			Convey("while some say nothing, it is refused with how many, until their time is over", func() {
				So(f.Settlement.Confirm(f.Ctx, says), ShouldBeNil)
				err := close()
				So(err, ShouldWrap, settlement.ErrNotReady)
				So(detail(err), ShouldEqual, "0 statements are disputed, 2 wait for an answer, 0 adjustments are not decided")
				f.Tick(10*24*time.Hour - time.Minute)
				So(close(), ShouldWrap, settlement.ErrNotReady)
				So(f.statement(p, f.d2).Lines[0].Silent, ShouldBeFalse)
				f.Tick(time.Minute)
				So(f.statement(p, f.d2).Lines[0].Silent, ShouldBeTrue)
				So(f.statement(p, f.d2).State, ShouldEqual, settlement.StateConfirmed)
				So(f.statement(p, f.d1).Lines[0].Silent, ShouldBeFalse) // it was confirmed in words
				So(close(), ShouldBeNil)
				f.verified()
			})
			Convey("a disputed line keeps it open, and is answered with words", func() {
				So(f.Settlement.Dispute(f.Ctx, line(2, "not ours")), ShouldBeNil)
				So(f.Settlement.Dispute(f.Ctx, line(2, "not ours")), ShouldBeNil) // as before
				f.Tick(11 * 24 * time.Hour)
				err := close()
				So(err, ShouldWrap, settlement.ErrNotReady)
				So(detail(err), ShouldEqual, "1 statements are disputed, 0 wait for an answer, 0 adjustments are not decided")
				st := f.statement(p, f.d1)
				So([]any{st.State, st.Lines[1].Reason}, ShouldResemble, []any{settlement.StateDisputed, "not ours"})
				disputed, err := f.Settlement.Statements(f.Ctx, p.ID, true, 0, 10)
				So(err, ShouldBeNil)
				So(disputed, ShouldHaveLength, 1)

				So(f.Settlement.Reject(f.Ctx, line(1, "no")), ShouldWrap, settlement.ErrStep)
				So(f.Settlement.Reject(f.Ctx, line(2, "they were")), ShouldBeNil)
				So(f.Settlement.Dispute(f.Ctx, line(2, "still not")), ShouldWrap, settlement.ErrTimeOver)
				So(close(), ShouldBeNil)
				So(f.statement(p, f.d1).Lines[1].Answer, ShouldEqual, "they were")
				history, err := f.Settlement.History(f.Ctx, p.ID, f.d1.ID, 0, 10)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 2)
			})
			Convey("what was answered is not disputed again, and may be confirmed", func() {
				So(f.Settlement.Dispute(f.Ctx, line(2, "not ours")), ShouldBeNil)
				So(f.Settlement.Reject(f.Ctx, line(2, "they were")), ShouldBeNil)
				So(f.Settlement.Dispute(f.Ctx, line(2, "still not")), ShouldWrap, settlement.ErrStep)
				So(f.Settlement.Confirm(f.Ctx, says), ShouldBeNil)
				So(states(f.statement(p, f.d1)), ShouldResemble, []model.SettlementLineState{model.LineConfirmed, model.LineConfirmed})
			})
			Convey("to confirm all leaves a dispute, and to confirm its line ends it", func() {
				So(f.Settlement.Dispute(f.Ctx, line(2, "not ours")), ShouldBeNil)
				So(f.Settlement.Confirm(f.Ctx, says), ShouldBeNil)
				So(states(f.statement(p, f.d1)), ShouldResemble, []model.SettlementLineState{model.LineConfirmed, model.LineDisputed})
				So(f.Settlement.Confirm(f.Ctx, line(2, "")), ShouldBeNil)
				So(states(f.statement(p, f.d1))[1], ShouldEqual, model.LineConfirmed)
			})
			Convey("an adjustment that answers it is a line to be confirmed, in a time of its own", func() {
				So(f.Settlement.Confirm(f.Ctx, line(1, "")), ShouldBeNil)
				So(f.Settlement.Dispute(f.Ctx, line(2, "half of it")), ShouldBeNil)
				a := f.ask(p, f.d1, 6000, 2)
				f.Tick(10 * 24 * time.Hour)
				So(detail(close()), ShouldEqual, "1 statements are disputed, 0 wait for an answer, 1 adjustments are not decided")
				So(f.approve(f.Ctx, a), ShouldBeNil)
				st := f.statement(p, f.d1)
				So(states(st), ShouldResemble, []model.SettlementLineState{model.LineConfirmed, model.LineAccepted, model.LineUnanswered})
				So(st.Lines[1].Answer, ShouldEqual, "as agreed")
				So(detail(close()), ShouldEqual, "0 statements are disputed, 1 wait for an answer, 0 adjustments are not decided")
				So(f.Settlement.Confirm(f.Ctx, says), ShouldWrap, settlement.ErrChangedMeanwhile) // he read it as it was
				says.Revision = 2
				So(f.Settlement.Dispute(f.Ctx, line(3, "more")), ShouldBeNil)
				So(f.Settlement.Confirm(f.Ctx, line(3, "")), ShouldBeNil)
				So(close(), ShouldBeNil)
			})
			Convey("an adjustment answers no dispute that was given up meanwhile", func() {
				So(f.Settlement.Dispute(f.Ctx, line(2, "half of it")), ShouldBeNil)
				a := f.ask(p, f.d1, 6000, 2)
				So(f.Settlement.Confirm(f.Ctx, line(2, "")), ShouldBeNil)
				So(f.approve(f.Ctx, a), ShouldWrap, settlement.ErrStep)
				So(f.owed(f.d1.ID), ShouldEqual, 300-12_000)
			})
			Convey("nothing is said to lines that there are not, nor to others' statements, nor to closed ones", func() {
				So(f.Settlement.Confirm(f.Ctx, line(3, "")), ShouldWrap, settlement.ErrUnknownLine)
				So(f.Settlement.Dispute(f.Ctx, says), ShouldWrap, settlement.ErrUnknownLine)
				says.Org = f.t2.ID
				So(f.Settlement.Confirm(f.Ctx, says), ShouldWrap, settlement.ErrUnknownStatement)
				f.close(p)
				says.Org = f.d1.ID
				So(f.Settlement.Confirm(f.Ctx, says), ShouldWrap, settlement.ErrPeriodClosed)
				So(f.Settlement.Dispute(f.Ctx, line(1, "late")), ShouldWrap, settlement.ErrPeriodClosed)
				So(f.Settlement.Reject(f.Ctx, line(1, "late")), ShouldWrap, settlement.ErrPeriodClosed)
			})
			Convey("periods are closed in their order", func() {
				f.sell(1, f.t1)
				next := f.cut()
				f.Tick(11 * 24 * time.Hour)
				_, err := f.Settlement.Close(f.Ctx, bert, next.ID)
				So(err, ShouldWrap, settlement.ErrEarlierOpen)
				So(close(), ShouldBeNil)
				_, err = f.Settlement.Close(f.Ctx, bert, next.ID)
				So(err, ShouldBeNil)
			})
		})
	})
}

func TestPayments(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given statements of D2, who is owed a rebate and a compensation, and of D1, who owes", t, func() {
			f := newFair(t, e)
			c := f.diverted(3)
			f.sell(18, f.t2)
			p := f.cut()
			pay := func(p model.SettlementPeriod, org model.Org, m model.SettlementMethod) (model.SettlementPayment, error) {
				return f.Settlement.Pay(f.Ctx, settlement.PaymentOrder{By: bert, Period: p.ID, Org: org.ID, Method: m})
			}
			account := func(kind model.AccountKind, owner model.OrgID) int64 {
				n, err := f.Ledger.Balance(f.Ctx, model.Account{Kind: kind, Owner: int64(owner), Asset: model.CNY})
				So(err, ShouldBeNil)
				return n
			}
			_, err := pay(p, f.d2, model.PaidByBank)
			So(err, ShouldWrap, settlement.ErrNotClosed)
			f.close(p)

			Convey("a closed one is paid once, all accounts to nothing, and is in the next", func() {
				for range 2 {
					paid, err := pay(p, f.d2, model.PaidByBank)
					So(err, ShouldBeNil)
					So(paid.Fen, ShouldEqual, 6300)
				}
				for _, kind := range model.Settled() {
					So(account(kind, f.d2.ID), ShouldEqual, 0)
				}
				So(account(model.BrandSettled, 0), ShouldEqual, 6300)
				_, err := pay(p, f.d2, model.PaidByCredit)
				So(err, ShouldWrap, settlement.ErrPaidOtherwise)
				So(f.statement(p, f.d2).Payment.Fen, ShouldEqual, 6300)
				next := f.cut()
				So(told(f.statement(next, f.d2)), ShouldResemble, []string{"opening 6300", "payment 0/-6300", "closing 0"})
				f.verified()
			})
			Convey("credit is an account of its own, which statements are not about", func() {
				_, err := pay(p, f.d2, model.PaidByCredit)
				So(err, ShouldBeNil)
				So([]int64{account(model.OrgCredit, f.d2.ID), account(model.BrandSettled, 0), f.owed(f.d2.ID)}, ShouldResemble, []int64{6300, 0, 0})
				f.cut()
				f.verified()
			})
			Convey("what is below zero is carried forward", func() {
				_, err := pay(p, f.d1, model.PaidByBank)
				So(err, ShouldWrap, settlement.ErrNothingOwed)
				_, err = pay(p, f.t2, model.PaidByBank)
				So(err, ShouldWrap, settlement.ErrUnknownStatement)
			})
			Convey("a way to pay that there is not is refused", func() {
				for _, m := range []model.SettlementMethod{0, model.PaidByCredit + 1} {
					_, err := pay(p, f.d2, m)
					So(err, ShouldWrap, settlement.ErrBadMethod)
				}
				So(f.owed(f.d2.ID), ShouldEqual, 6300)
			})
			Convey("where a later one comes to less, no more than that is paid, in either order", func() {
				_, err := f.Diversion.Reverse(f.Ctx, diversion.Decision{Case: c.ID, By: anna, Note: "wrong"})
				So(err, ShouldBeNil)
				next := f.cut()
				So(f.statement(next, f.d2).ClosingFen, ShouldEqual, 300)
				f.close(next)
				for _, order := range [][]model.SettlementPeriod{{p, next}, {next, p}} {
					Convey(fmt.Sprint("period ", order[0].ID, " first"), func() {
						paid, err := pay(order[0], f.d2, model.PaidByBank)
						So(err, ShouldBeNil)
						So(paid.Fen, ShouldEqual, 300)
						_, err = pay(order[1], f.d2, model.PaidByBank)
						So(err, ShouldWrap, settlement.ErrNothingOwed)
						So(f.owed(f.d2.ID), ShouldEqual, 0)
						So(f.statement(f.cut(), f.d2).ClosingFen, ShouldEqual, 0)
						f.verified()
					})
				}
			})
			Convey("what was paid with one statement is not paid with another, in either order", func() {
				f.sell(19, f.t2)
				next := f.cut() // begins with what is not paid yet
				f.close(next)
				So(told(f.statement(next, f.d2)), ShouldResemble, []string{"opening 6300", "rebate 1/300", "closing 6600"})

				Convey("the earlier first", func() {
					_, err := pay(p, f.d2, model.PaidByBank)
					So(err, ShouldBeNil)
					f.Settle() // which seals it, after both periods
					paid, err := pay(next, f.d2, model.PaidByBank)
					So(err, ShouldBeNil)
					So(paid.Fen, ShouldEqual, 300)
				})
				Convey("the later first", func() {
					paid, err := pay(next, f.d2, model.PaidByBank)
					So(err, ShouldBeNil)
					So(paid.Fen, ShouldEqual, 6600)
					f.Settle()
					_, err = pay(p, f.d2, model.PaidByBank)
					So(err, ShouldWrap, settlement.ErrNothingOwed)
				})
				So(f.owed(f.d2.ID), ShouldEqual, 0)
				last := f.cut()
				So(f.statement(last, f.d2).ClosingFen, ShouldEqual, 0)
				f.verified()
			})
		})
	})
}
