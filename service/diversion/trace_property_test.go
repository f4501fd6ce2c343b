package diversion_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"
	"pgregory.net/rapid"

	"channelrouter/internal/errs"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

// Whatever is done with cases, in whatever order: what a distributor owes is what his
// confirmed cases say, what was compensated is what they say, no cap is exceeded, and when the
// last is reversed or dismissed nothing is left.
func TestDismissedAndReversedLeaveNoTrace(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor, tiers, caps, grace and compensation", t, func() {
			s := newStreet(t, e, 4)
			rules := diversion.Penalties{
				Tiers: []money.BasisPoints{5_000, 20_000, 40_000}, CaseCapFen: 9_000, PeriodCapFen: 20_000, GraceUnits: 2, CompensationBP: 3_333,
			}
			s.under(rules)
			Convey("his balance is that of the cases that stand", func() {
				rapid.Check(t, func(r *rapid.T) {
					for range rapid.IntRange(1, 14).Draw(r, "steps") {
						s.anything(r)
						s.balances(r, rules)
					}
					s.reverseAll(r)
				})
			})
		})
	})
}

// anything does something with some case, which may be refused by name.
func (s *street) anything(r *rapid.T) {
	s.Tick(time.Duration(rapid.IntRange(0, 40).Draw(r, "days")) * day)
	if rapid.IntRange(0, 2).Draw(r, "goods are seen") == 0 {
		shop := s.shops[rapid.IntRange(0, len(s.shops)-1).Draw(r, "shop")]
		var flags []diversion.Flag
		for range rapid.IntRange(1, 3).Draw(r, "units") {
			flags = append(flags, s.sighted(s.unit(rapid.Int64Range(0, 47).Draw(r, "unit")), shop))
		}
		s.fails(r, s.DB.Run(s.Ctx, func(ctx context.Context) error { return s.Diversion.Flag(ctx, flags) }))
		return
	}
	cases, err := s.Diversion.List(s.Ctx, 0, 0, 1000)
	s.fails(r, err)
	if len(cases) == 0 {
		return
	}
	d := diversion.Decision{Case: cases[rapid.IntRange(0, len(cases)-1).Draw(r, "case")].ID, By: 1}
	if rapid.IntRange(0, 4).Draw(r, "by hand") == 0 {
		amount := money.Fen(rapid.Int64Range(0, 10_000).Draw(r, "amount"))
		d.Amount = &amount
	}
	steps := []func(context.Context, diversion.Decision) (model.DiversionCase, error){
		s.Diversion.Notify, s.Diversion.Confirm, s.Diversion.Dismiss, s.Diversion.Uphold, s.Diversion.Reverse,
		func(context.Context, diversion.Decision) (c model.DiversionCase, err error) {
			return c, s.appeal(model.DiversionCase{ID: d.Case})
		},
	}
	if _, err := steps[rapid.IntRange(0, len(steps)-1).Draw(r, "step")](s.Ctx, d); !errs.IsRefusal(err) {
		s.fails(r, err)
	}
}

// balances holds the ledger against the cases that stand.
func (s *street) balances(r *rapid.T, rules diversion.Penalties) {
	cases, err := s.Diversion.List(s.Ctx, model.CaseConfirmed, 0, 1000)
	s.fails(r, err)
	var owed, given int64
	byYear := map[int]money.Fen{}
	for _, c := range cases {
		owed += int64(c.PenaltyFen)
		given += int64(c.CompensationFen)
		byYear[c.DecidedAt.Add(8*time.Hour).Year()] += c.PenaltyFen
		if c.PenaltyFen > rules.CaseCapFen {
			r.Fatalf("case %d costs %s", c.ID, c.PenaltyFen)
		}
	}
	for year, sum := range byYear {
		if sum > rules.PeriodCapFen {
			r.Fatalf("%d costs %s", year, sum)
		}
	}
	for account, want := range map[model.Account]int64{
		{Kind: model.OrgPenalty, Owner: int64(s.d1.ID), Asset: model.CNY}:      -owed,
		{Kind: model.OrgCompensation, Owner: int64(s.d2.ID), Asset: model.CNY}: given,
		{Kind: model.BrandPenalty, Asset: model.CNY}:                           owed - given,
	} {
		got, err := s.Ledger.Balance(s.Ctx, account)
		s.fails(r, err)
		if got != want {
			r.Fatalf("account %d has %d, the cases say %d", account.Kind, got, want)
		}
	}
}

// reverseAll takes back whatever is confirmed: nothing may be left.
func (s *street) reverseAll(r *rapid.T) {
	cases, err := s.Diversion.List(s.Ctx, model.CaseConfirmed, 0, 1000)
	s.fails(r, err)
	for _, c := range cases {
		_, err := s.Diversion.Reverse(s.Ctx, diversion.Decision{Case: c.ID, By: 1})
		s.fails(r, err)
	}
	s.balances(r, diversion.Penalties{})
	var penalised []model.PenalisedUnit
	s.fails(r, s.DB.Conn(s.Ctx).Find(&penalised).Error)
	if len(penalised) > 0 {
		r.Fatalf("%d units are penalised in no case that stands", len(penalised))
	}
}

func (s *street) fails(r *rapid.T, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		r.Fatal(err)
	}
}
