package diversion_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

const day = 24 * time.Hour

// under publishes penalties of its own, in force at once.
func (s *street) under(p diversion.Penalties) {
	policy := diversion.DefaultPolicy
	policy.Penalties = p
	_, err := s.Diversion.Policies.Publish(s.Ctx, policy, s.Clock.Now(), 1)
	So(err, ShouldBeNil)
}

// opened is a case about some units at the n-th shop.
func (s *street) opened(shop int, units ...int64) model.DiversionCase {
	for _, n := range units {
		So(s.raise(s.sighted(s.unit(n), s.shops[shop])), ShouldBeNil)
	}
	for _, c := range s.cases(0) {
		if c.Terminal == s.shops[shop].ID && diversion.Gathers(c) {
			return c
		}
	}
	panic("no case gathers flags there")
}

func (s *street) appeal(c model.DiversionCase) error {
	_, err := s.Diversion.Appeal(s.Ctx, diversion.Appeal{Case: c.ID, Person: 7, Org: s.d1.ID, Text: "they were stolen"})
	return err
}

func (s *street) notify(c model.DiversionCase) model.DiversionCase {
	noticed, err := s.Diversion.Notify(s.Ctx, decision(c))
	So(err, ShouldBeNil)
	return noticed
}

func TestNoticeAndAppeal(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a policy that wants distributors to be told, and a case of two units", t, func() {
			s := newStreet(t, e, 2)
			s.under(diversion.Penalties{NoticeRequired: true, AppealDays: 7})
			c := s.opened(0, 0, 1)

			Convey("it is not confirmed behind his back, and he sees nothing of it", func() {
				_, err := s.Diversion.Confirm(s.Ctx, decision(c))
				So(err, ShouldWrap, diversion.ErrNoticeNeeded)
				_, err = s.Diversion.GetOf(s.Ctx, s.d1.ID, c.ID)
				So(err, ShouldWrap, diversion.ErrUnknownCase)
				So(s.appeal(c), ShouldWrap, diversion.ErrUnknownCase)
			})
			Convey("told, he has seven days", func() {
				c = s.notify(c)
				So(diversion.StatusName(c.Status), ShouldEqual, "noticed")
				So(c.AppealUntil.Sub(*c.NoticedAt), ShouldEqual, 7*day)
				told, err := s.Diversion.Alleged(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(told.Units, ShouldEqual, 2)
				So(told.Terminal, ShouldEqual, s.shops[0].ID)
				own, err := s.Diversion.Of(s.Ctx, s.d1.ID, 0, 0, 10)
				So(err, ShouldBeNil)
				So(own, ShouldHaveLength, 1)
				others, err := s.Diversion.Of(s.Ctx, s.d2.ID, 0, 0, 10)
				So(err, ShouldBeNil)
				So(others, ShouldBeEmpty)

				Convey("in which it is not confirmed, though it may be dismissed", func() {
					_, err := s.Diversion.Confirm(s.Ctx, decision(c))
					So(err, ShouldWrap, diversion.ErrAppealOpen)
					_, err = s.Diversion.Dismiss(s.Ctx, decision(c))
					So(err, ShouldBeNil)
				})
				Convey("after which his appeal is refused, and it is confirmed", func() {
					s.Tick(7*day + time.Second)
					So(s.appeal(c), ShouldWrap, diversion.ErrAppealLate)
					So(s.confirm(c).PenaltyFen, ShouldEqual, 4000)
					So(s.appeal(c), ShouldWrap, diversion.ErrAppealLate)
				})
				Convey("his appeal, one, is answered by the verdict", func() {
					s.Tick(7 * day)
					So(s.appeal(c), ShouldBeNil)
					So(s.only().Status, ShouldEqual, model.CaseAppealed)
					So(s.appeal(c), ShouldWrap, diversion.ErrNotInState)
					s.Tick(time.Hour)
					confirmed := s.confirm(c)
					So(*confirmed.AnsweredAt, ShouldEqual, s.Clock.Now())
					So(s.appeal(c), ShouldWrap, diversion.ErrAppealed)
				})
				Convey("another distributor cannot appeal", func() {
					_, err := s.Diversion.Appeal(s.Ctx, diversion.Appeal{Case: c.ID, Person: 7, Org: s.d2.ID, Text: "no"})
					So(err, ShouldWrap, diversion.ErrUnknownCase)
				})
				Convey("no flag joins it any more: it opens the next case", func() {
					next := s.opened(0, 2)
					So(next.ID, ShouldNotEqual, c.ID)
					So(next.Previous, ShouldEqual, c.ID)
				})
			})
			Convey("told, what is found to be in order still leaves it, and what is found elsewhere stays", func() {
				first := s.flags(c)[0]
				s.notify(c)
				f := diversion.Flag{Scan: first.ScanID, Item: first.Item, Product: c.ProductID, At: first.At, Judgement: model.Judgement{
					Verdict: model.VerdictDiverted, Origin: s.d1.ID, Terminal: s.shops[1].ID, Found: s.d2.ID,
				}}
				So(s.raise(f), ShouldBeNil)
				So(s.flags(c), ShouldHaveLength, 2)
				So(s.withdraw(f), ShouldBeNil)
				So(s.flags(c), ShouldHaveLength, 1)
				s.Tick(8 * day)
				So(s.confirm(c).Units, ShouldEqual, 1)
			})
			Convey("a case that nothing is left of is no reason for a notice", func() {
				for _, f := range s.flags(c) {
					So(s.withdraw(diversion.Flag{Scan: f.ScanID}), ShouldBeNil)
				}
				_, err := s.Diversion.Notify(s.Ctx, decision(c))
				So(err, ShouldWrap, diversion.ErrNothingAlleged)
				So(s.only().Status, ShouldEqual, model.CaseOpen)
			})
		})
	})
}

func TestAppealAfterADecision(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that was confirmed without a notice, as the policy lets", t, func() {
			s := newStreet(t, e, 1)
			c := s.confirm(s.opened(0, 0))
			So(c.AppealUntil.Sub(*c.DecidedAt), ShouldEqual, 15*day)

			Convey("nothing is upheld before he appeals", func() {
				_, err := s.Diversion.Uphold(s.Ctx, decision(c))
				So(err, ShouldWrap, diversion.ErrNoAppeal)
			})
			Convey("he appeals, and it stays confirmed until the brand has answered", func() {
				unanswered := func() int {
					cases, err := s.Diversion.Unanswered(s.Ctx, 0, 10)
					So(err, ShouldBeNil)
					return len(cases)
				}
				So(unanswered(), ShouldEqual, 0)
				So(s.appeal(c), ShouldBeNil)
				So(s.only().Status, ShouldEqual, model.CaseConfirmed)
				So(s.owed(), ShouldEqual, 2000)
				So(unanswered(), ShouldEqual, 1)

				Convey("by no", func() {
					upheld, err := s.Diversion.Uphold(s.Ctx, decision(c))
					So(err, ShouldBeNil)
					So(upheld.AnsweredAt, ShouldNotBeNil)
					So(unanswered(), ShouldEqual, 0)
					So(s.owed(), ShouldEqual, 2000)
					_, err = s.Diversion.Uphold(s.Ctx, decision(c))
					So(err, ShouldWrap, diversion.ErrNoAppeal)
				})
				Convey("by yes, also much later, and nothing is owed", func() {
					s.Tick(400 * day)
					reversed, err := s.Diversion.Reverse(s.Ctx, decision(c))
					So(err, ShouldBeNil)
					So(*reversed.AnsweredAt, ShouldEqual, s.Clock.Now())
					So(s.owed(), ShouldEqual, 0)
				})
			})
		})
	})
}

func TestHistory(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that went all the way", t, func() {
			s := newStreet(t, e, 1)
			c := s.opened(0, 0)
			step := func(do func(d diversion.Decision) error) {
				s.Tick(time.Minute)
				So(do(decision(c)), ShouldBeNil)
			}
			inspector := s.Member(model.RoleSalesperson, s.Brand)
			step(func(diversion.Decision) error {
				_, err := s.Diversion.Assign(s.Ctx, diversion.Assignment{Case: c.ID, By: 1, Inspector: inspector})
				return err
			})
			step(func(d diversion.Decision) error { _, err := s.Diversion.Notify(s.Ctx, d); return err })
			step(func(diversion.Decision) error { return s.appeal(c) })
			step(func(d diversion.Decision) error { _, err := s.Diversion.Confirm(s.Ctx, d); return err })
			step(func(d diversion.Decision) error { _, err := s.Diversion.Reverse(s.Ctx, d); return err })

			Convey("it says who did what, when, why, and what it fixed", func() {
				history, err := s.Diversion.History(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				var line []string
				for _, e := range history {
					line = append(line, diversion.StatusName(e.From)+" "+e.Action+" "+diversion.StatusName(e.To))
				}
				So(line, ShouldResemble, []string{
					"open assign investigating", "investigating notify noticed", "noticed appeal appealed", "appealed confirm confirmed",
					"confirmed reverse reversed",
				})
				So(history[2].PersonID, ShouldEqual, 7)
				So(history[2].OrgID, ShouldEqual, s.d1.ID)
				So(history[2].Note, ShouldEqual, "they were stolen")
				So(history[3].UserID, ShouldEqual, 1)
				So(string(history[3].Facts), ShouldContainSubstring, `"rule":"units","units":1,"rate_fen":2000,"fen":2000`)
				So(history[4].At.Sub(history[3].At), ShouldEqual, time.Minute)
			})
			Convey("a step that is refused leaves nothing in it", func() {
				_, err := s.Diversion.Confirm(s.Ctx, decision(c))
				So(err, ShouldWrap, diversion.ErrNotInState)
				history, err := s.Diversion.History(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 5)
			})
			Convey("a key serves one step, and its retry", func() {
				other := s.opened(0, 1)
				keyed := decision(other)
				keyed.Key = "k"
				_, err := s.Diversion.Notify(s.Ctx, keyed)
				So(err, ShouldBeNil)
				_, err = s.Diversion.Dismiss(s.Ctx, keyed)
				So(err, ShouldWrap, diversion.ErrKeyReused)
				again, err := s.Diversion.Notify(s.Ctx, keyed)
				So(err, ShouldBeNil)
				So(again.Status, ShouldEqual, model.CaseNoticed)
			})
		})
	})
}

func TestPenaltiesByPolicy(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given tiers, a cap of the period, grace, and half for who was harmed", t, func() {
			s := newStreet(t, e, 5)
			s.under(diversion.Penalties{
				Tiers: []money.BasisPoints{10_000, 20_000}, PeriodCapFen: 13_000, GraceUnits: 1, CompensationBP: 5000,
			})
			given := func() int64 {
				n, err := s.Ledger.Balance(s.Ctx, model.Account{Kind: model.OrgCompensation, Owner: int64(s.d2.ID), Asset: model.CNY})
				So(err, ShouldBeNil)
				return n
			}
			first := s.confirm(s.opened(0, 0, 1, 2)) // one of three is let off
			second := s.confirm(s.opened(1, 3, 4))   // doubled

			Convey("each case costs what they make of it, and says why", func() {
				So([]int64{int64(first.PenaltyFen), first.WarnedUnits, int64(first.Nth)}, ShouldResemble, []int64{4000, 1, 1})
				So([]int64{int64(second.PenaltyFen), second.WarnedUnits, int64(second.Nth)}, ShouldResemble, []int64{8000, 0, 2})
				third := s.confirm(s.opened(2, 5)) // 4000, of which the cap leaves 1000
				So(third.PenaltyFen, ShouldEqual, 1000)
				lines, err := diversion.Reckoning(third)
				So(err, ShouldBeNil)
				So(lines[len(lines)-1].Rule, ShouldEqual, diversion.RulePeriodCap)
				So(s.owed(), ShouldEqual, 13_000)
				So(given(), ShouldEqual, 6_500)
			})
			Convey("a case that nothing was left of makes none a repetition, neither now nor reckoned again", func() {
				s.Tick(366 * day) // another period, and no case before
				f := s.sighted(s.unit(5), s.shops[2])
				So(s.raise(f), ShouldBeNil)
				So(s.withdraw(f), ShouldBeNil)
				empty := s.confirm(s.cases(model.CaseOpen)[0])
				So(empty.Units, ShouldEqual, 0)
				before, c := s.confirm(s.opened(3, 5, 6)), s.confirm(s.opened(4, 7, 8))
				So(before.Nth, ShouldEqual, 1)
				So(c.PenaltyFen, ShouldEqual, 8000)
				_, err := s.Diversion.Reverse(s.Ctx, decision(before))
				So(err, ShouldBeNil)
				c, err = s.Diversion.Get(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So([]int64{int64(c.PenaltyFen), c.WarnedUnits, int64(c.Nth)}, ShouldResemble, []int64{2000, 1, 1})
			})
			Convey("an amount by hand is let through up to the cap", func() {
				c := s.opened(2, 5)
				by := decision(c)
				amount := money.Fen(1001)
				by.Amount = &amount
				_, err := s.Diversion.Confirm(s.Ctx, by)
				So(err, ShouldWrap, diversion.ErrAboveCap)
				So(s.penalised(), ShouldHaveLength, 5)
				amount = 1000
				c, err = s.Diversion.Confirm(s.Ctx, by)
				So(err, ShouldBeNil)
				So(c.PenaltyFen, ShouldEqual, 1000)
			})
			Convey("a year later it is a first case again", func() {
				s.Tick(366 * day)
				c := s.confirm(s.opened(2, 5, 6))
				So(c.Nth, ShouldEqual, 1)
				So(c.PenaltyFen, ShouldEqual, 2000) // another period's grace
			})
			Convey("the first reversed, the second is no repetition, and its units have the grace", func() {
				_, err := s.Diversion.Reverse(s.Ctx, decision(first))
				So(err, ShouldBeNil)
				lowered, err := s.Diversion.Get(s.Ctx, second.ID)
				So(err, ShouldBeNil)
				So([]int64{int64(lowered.PenaltyFen), lowered.WarnedUnits, int64(lowered.Nth)}, ShouldResemble, []int64{2000, 1, 1})
				So(s.owed(), ShouldEqual, 2000)
				So(given(), ShouldEqual, 1000)
				history, err := s.Diversion.History(s.Ctx, second.ID)
				So(err, ShouldBeNil)
				So(history[len(history)-1].Action, ShouldEqual, string(diversion.ActLower))

				_, err = s.Diversion.Reverse(s.Ctx, decision(second))
				So(err, ShouldBeNil)
				So(s.owed(), ShouldEqual, 0)
				So(given(), ShouldEqual, 0)
			})
		})
		Convey("Given two tiers alike, a third that is twice as much, a cap of the case, and grace", t, func() {
			s := newStreet(t, e, 4)
			s.under(diversion.Penalties{Tiers: []money.BasisPoints{10_000, 10_000, 20_000}, CaseCapFen: 4000, GraceUnits: 2})
			first := s.confirm(s.opened(0, 0, 1))
			second, third := s.confirm(s.opened(1, 2, 3, 4, 5)), s.confirm(s.opened(2, 6))
			So([]int64{int64(second.PenaltyFen), second.WarnedUnits, int64(second.Nth)}, ShouldResemble, []int64{4000, 0, 2})
			So([]int64{int64(third.PenaltyFen), third.WarnedUnits, int64(third.Nth)}, ShouldResemble, []int64{4000, 0, 3})
			pending := func() int64 {
				n, _, err := s.Outbox.Depth(s.Ctx)
				So(err, ShouldBeNil)
				return n
			}
			before := pending()
			_, err := s.Diversion.Reverse(s.Ctx, decision(first))
			So(err, ShouldBeNil)

			Convey("the first reversed, the second costs the same by other numbers, which it keeps", func() {
				counted, err := s.Diversion.Get(s.Ctx, second.ID)
				So(err, ShouldBeNil)
				So([]int64{int64(counted.PenaltyFen), counted.WarnedUnits, int64(counted.Nth)}, ShouldResemble, []int64{4000, 2, 1})
				So(counted.TxnID, ShouldEqual, second.TxnID)
				history, err := s.Diversion.History(s.Ctx, second.ID)
				So(err, ShouldBeNil)
				So(history[len(history)-1].Action, ShouldEqual, string(diversion.ActLower))
				So(string(history[len(history)-1].Facts), ShouldContainSubstring, `"grace_units","units":2`)

				Convey("so that no unit is let off twice, and nobody is told but of the third", func() {
					lowered, err := s.Diversion.Get(s.Ctx, third.ID)
					So(err, ShouldBeNil)
					So([]int64{int64(lowered.PenaltyFen), lowered.WarnedUnits, int64(lowered.Nth)}, ShouldResemble, []int64{2000, 0, 2})
					So(pending()-before, ShouldEqual, 2)
					So(s.confirm(s.opened(3, 7)).Nth, ShouldEqual, 3)
				})
			})
		})
		Convey("Given goods that consumers claimed in a city", t, func() {
			s := newStreet(t, e, 0)
			s.under(diversion.Penalties{CompensationBP: 10_000})
			soft := func(adcode string) model.DiversionCase {
				f := s.sighted(s.unit(int64(s.scans)), model.Org{})
				f.Adcode, f.Judgement.Terminal, f.Judgement.Found = adcode, 0, 0
				So(s.raise(f), ShouldBeNil)
				c, err := s.Diversion.Open(s.Ctx, decision(s.cases(model.CaseWatched)[0]))
				So(err, ShouldBeNil)
				return s.confirm(c)
			}
			Convey("whose territory it is, is harmed; where that is nobody's, nobody is", func() {
				c := soft("330106")
				parts, err := s.Diversion.Compensations(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(parts, ShouldResemble, []model.CaseCompensation{{CaseID: c.ID, OrgID: s.d2.ID, Units: 1, Fen: 2000}})
				So(soft("440106").CompensationFen, ShouldEqual, 0)
			})
		})
	})
}
