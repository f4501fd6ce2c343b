package diversion_test

import (
	"context"
	"slices"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// Whoever confirms many cases of a distributor at once, one is the first, and all of them
// together stay below the cap and use up the grace once.
func TestConfirmingManyOfOneDistributorAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given 20 cases of D1, tiers, a cap and grace", t, func() {
			s := newStreet(t, e, many)
			s.under(diversion.Penalties{
				Tiers: []money.BasisPoints{10_000, 20_000, 30_000}, PeriodCapFen: 50_000, GraceUnits: 1,
			})
			cases := make([]model.DiversionCase, many)
			for i := range cases {
				cases[i] = s.opened(i, int64(i))
			}
			for _, err := range testkit.Together(many, func(i int) error {
				_, err := s.Diversion.Confirm(s.Ctx, decision(cases[i]))
				return err
			}) {
				So(err, ShouldBeNil)
			}
			Convey("each is another's successor, one unit is let off, and the cap holds", func() {
				var nth []int
				var warned, fen int64
				for _, c := range s.cases(model.CaseConfirmed) {
					nth = append(nth, c.Nth)
					warned += c.WarnedUnits
					fen += int64(c.PenaltyFen)
				}
				slices.Sort(nth)
				for i, n := range nth {
					So(n, ShouldEqual, i+1)
				}
				So(warned, ShouldEqual, 1)
				So(fen, ShouldEqual, 50_000)
				So(s.owed(), ShouldEqual, 50_000)

				Convey("and when all are reversed at once, nothing is left", func() {
					for _, err := range testkit.Together(many, func(i int) error {
						_, err := s.Diversion.Reverse(s.Ctx, decision(cases[i]))
						return err
					}) {
						So(err, ShouldBeNil)
					}
					So(s.owed(), ShouldEqual, 0)
					So(s.penalised(), ShouldBeEmpty)
				})
			})
		})
	})
}

// Of many who take any step with a case at once, each finds what the one before has left.
func TestStepsAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case that was noticed", t, func() {
			s := newStreet(t, e, 1)
			c := s.notify(s.opened(0, 0))

			Convey("of 20 appeals one is kept", func() {
				failures := testkit.Together(many, func(int) error { return s.appeal(c) })
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				history, err := s.Diversion.History(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 2)
			})
			Convey("of 20 with one key one dismisses, and all are told so", func() {
				keyed := decision(c)
				keyed.Key = "k"
				for _, err := range testkit.Together(many, func(int) error {
					_, err := s.Diversion.Dismiss(s.Ctx, keyed)
					return err
				}) {
					So(err, ShouldBeNil)
				}
				history, err := s.Diversion.History(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 2)
			})
		})
	})
}

// A scan that dies at any of its statements opens no case, and who lives opens one.
func TestKilledWhileFlagging(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given scans of one lot that die, each a statement later than the one before", t, func() {
			s := newStreet(t, e, 1)
			flag := s.sighted(s.unit(0), s.shops[0])
			for n := int64(1); s.KillAfter(n, func() { _ = s.raise(flag) }); n++ {
				So(s.cases(0), ShouldBeEmpty)
			}
			Convey("there is one case, with one flag", func() {
				So(s.flags(s.only()), ShouldHaveLength, 1)
				So(s.only().Flags, ShouldEqual, 1)
			})
		})
	})
}

// A worker that dies at any of its statements leaves a case as it was.
func TestKilledWhileDeciding(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a case whose deciders die, each a statement later than the one before", t, func() {
			s := newStreet(t, e, 2)
			s.under(diversion.Penalties{Tiers: []money.BasisPoints{10_000, 20_000}, CompensationBP: 5000})
			first := s.confirm(s.opened(0, 0))
			c := s.opened(1, 1)
			keyed := decision(c)
			keyed.Key = "k"

			Convey("the penalty is posted once, by who lives, and reversed once", func() {
				for n := int64(1); s.KillAfter(n, func() { _, _ = s.Diversion.Confirm(s.Ctx, keyed) }); n++ {
					So(s.owed(), ShouldEqual, 2000)
				}
				So(s.owed(), ShouldEqual, 6000)
				for n := int64(1); s.KillAfter(n, func() { _, _ = s.Diversion.Reverse(s.Ctx, decision(first)) }); n++ {
					So(s.owed(), ShouldEqual, 6000)
				}
				So(s.owed(), ShouldEqual, 2000) // the second has become the first
				history, err := s.Diversion.History(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				So(history, ShouldHaveLength, 2)
			})
		})
	})
}

// A reversal that lowers a later case writes over no appeal that was under way.
func TestAppealingWhileAnEarlierCaseIsReversed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a confirmed case, and one after it that costs more for it", t, func() {
			s := newStreet(t, e, 2)
			s.under(diversion.Penalties{Tiers: []money.BasisPoints{10_000, 20_000}})
			first, second := s.confirm(s.opened(0, 0)), s.confirm(s.opened(1, 1))

			Convey("when it is appealed while the first is reversed, it has both", func() {
				said := make(chan struct{})
				for _, err := range testkit.Together(2, func(i int) error {
					if i == 0 {
						<-said
						_, err := s.Diversion.Reverse(s.Ctx, decision(first))
						return err
					}
					return s.DB.Run(s.Ctx, func(ctx context.Context) error {
						_, err := s.Diversion.Appeal(ctx, diversion.Appeal{Case: second.ID, Person: 7, Org: s.d1.ID, Text: "no"})
						close(said)
						time.Sleep(200 * time.Millisecond) // in which the reversal comes as far as it can
						return err
					})
				}) {
					So(err, ShouldBeNil)
				}
				second, err := s.Diversion.Get(s.Ctx, second.ID)
				So(err, ShouldBeNil)
				So(second.AppealedAt, ShouldNotBeNil)
				So(second.PenaltyFen, ShouldEqual, 2000)
			})
		})
	})
}
