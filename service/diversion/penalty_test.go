package diversion

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/internal/money"
	"channelrouter/model"
)

func rulesOf(p penalty) (names []string) {
	for _, l := range p.Lines {
		names = append(names, l.Rule)
	}
	return names
}

func fen(f money.Fen) *money.Fen { return &f }

func TestReckon(t *testing.T) {
	tiers := []money.BasisPoints{10_000, 15_000, 30_000}
	for name, c := range map[string]struct {
		rules  Penalties
		facts  penaltyFacts
		fen    money.Fen
		warned int64
		lines  string
	}{
		"plain":                           {Penalties{}, penaltyFacts{Units: 3, Rate: 2000}, 6000, 0, "units"},
		"nothing found, nothing owed":     {Penalties{}, penaltyFacts{Rate: 2000}, 0, 0, "units"},
		"the first of tiers":              {Penalties{Tiers: tiers}, penaltyFacts{Units: 3, Rate: 2000}, 6000, 0, "units"},
		"the second":                      {Penalties{Tiers: tiers}, penaltyFacts{Units: 3, Rate: 2000, Before: 1}, 9000, 0, "units repetition"},
		"the third":                       {Penalties{Tiers: tiers}, penaltyFacts{Units: 3, Rate: 2000, Before: 2}, 18000, 0, "units repetition"},
		"all that follow are the last":    {Penalties{Tiers: tiers}, penaltyFacts{Units: 3, Rate: 2000, Before: 9}, 18000, 0, "units repetition"},
		"parts of a fen are let go":       {Penalties{Tiers: []money.BasisPoints{3333}}, penaltyFacts{Units: 1, Rate: 1}, 0, 0, "units repetition"},
		"a tier of nothing is a warning":  {Penalties{Tiers: []money.BasisPoints{0, 10_000}}, penaltyFacts{Units: 5, Rate: 2000}, 0, 0, "units repetition"},
		"a cap that is not reached":       {Penalties{CaseCapFen: 6000}, penaltyFacts{Units: 3, Rate: 2000}, 6000, 0, "units"},
		"one that is":                     {Penalties{CaseCapFen: 5999}, penaltyFacts{Units: 3, Rate: 2000}, 5999, 0, "units case_cap"},
		"the period's":                    {Penalties{PeriodCapFen: 8000}, penaltyFacts{Units: 3, Rate: 2000, Charged: 5000}, 3000, 0, "units period_cap"},
		"the period's is used up":         {Penalties{PeriodCapFen: 8000}, penaltyFacts{Units: 3, Rate: 2000, Charged: 9000}, 0, 0, "units period_cap"},
		"both":                            {Penalties{CaseCapFen: 5000, PeriodCapFen: 8000}, penaltyFacts{Units: 3, Rate: 2000, Charged: 4000}, 4000, 0, "units case_cap period_cap"},
		"some units are let off":          {Penalties{GraceUnits: 10}, penaltyFacts{Units: 3, Rate: 2000, Warned: 8}, 2000, 2, "units grace_units"},
		"all are":                         {Penalties{GraceUnits: 10}, penaltyFacts{Units: 3, Rate: 2000, Warned: 1}, 0, 3, "units grace_units"},
		"grace is used up":                {Penalties{GraceUnits: 10}, penaltyFacts{Units: 3, Rate: 2000, Warned: 10}, 6000, 0, "units"},
		"in days of grace":                {Penalties{GraceDays: 30}, penaltyFacts{Units: 3, Rate: 2000, Young: true}, 0, 3, "units grace_days"},
		"grace before repetition and cap": {Penalties{GraceUnits: 1, Tiers: tiers, CaseCapFen: 5000}, penaltyFacts{Units: 3, Rate: 2000, Before: 1}, 5000, 1, "units grace_units repetition case_cap"},
		"less by hand":                    {Penalties{}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(1)}, 1, 0, "units given"},
		"as much by hand":                 {Penalties{}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(6000)}, 6000, 0, "units given"},
		"more by hand, up to a cap":       {Penalties{CaseCapFen: 9000}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(9000)}, 9000, 0, "units given"},
		"the most that there can be":      {Penalties{Tiers: []money.BasisPoints{100_000}}, penaltyFacts{Units: 10_000_000_000, Rate: money.MostPerUnit}, 1e18, 0, "units repetition"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := reckon(c.rules, c.facts)
			if err != nil {
				t.Fatal(err)
			}
			if p.Fen != c.fen || p.Warned != c.warned || p.Nth != c.facts.Before+1 {
				t.Errorf("%s, %d let off, case %d", p.Fen, p.Warned, p.Nth)
			}
			if got := join(rulesOf(p)); got != c.lines {
				t.Errorf("by %q, not %q", got, c.lines)
			}
			if last := p.Lines[len(p.Lines)-1]; last.Fen != p.Fen {
				t.Errorf("the last line says %s", last.Fen)
			}
		})
	}
}

func join(words []string) (line string) {
	for i, w := range words {
		if i > 0 {
			line += " "
		}
		line += w
	}
	return line
}

func TestAPenaltyAboveItsCap(t *testing.T) {
	for name, c := range map[string]struct {
		rules Penalties
		facts penaltyFacts
	}{
		"above what comes out":        {Penalties{}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(6001)}},
		"below nothing":               {Penalties{}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(-1)}},
		"above the case's cap":        {Penalties{CaseCapFen: 9000}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(9001)}},
		"above what the period has":   {Penalties{PeriodCapFen: 9000}, penaltyFacts{Units: 3, Rate: 2000, Charged: 8000, Given: fen(1001)}},
		"above the nearer of two":     {Penalties{CaseCapFen: 500, PeriodCapFen: 9000}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(501)}},
		"of units that were let off":  {Penalties{CaseCapFen: 9000, GraceUnits: 3}, penaltyFacts{Units: 3, Rate: 2000, Given: fen(1)}},
		"of a case in days of grace":  {Penalties{GraceDays: 1}, penaltyFacts{Units: 3, Rate: 2000, Young: true, Given: fen(1)}},
		"in a period that is used up": {Penalties{PeriodCapFen: 9000}, penaltyFacts{Units: 3, Rate: 2000, Charged: 9999, Given: fen(1)}},
	} {
		if p, err := reckon(c.rules, c.facts); !errors.Is(err, ErrAboveCap) {
			t.Errorf("%s: %s, %v", name, p.Fen, err)
		}
	}
}

func drawnRules(t *rapid.T) Penalties {
	return Penalties{
		Tiers:      rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 100_000), func(n int64) money.BasisPoints { return money.BasisPoints(n) }), 0, 4).Draw(t, "tiers"),
		CaseCapFen: money.Fen(rapid.Int64Range(0, 1e9).Draw(t, "case cap")), PeriodCapFen: money.Fen(rapid.Int64Range(0, 1e9).Draw(t, "period cap")),
		GraceUnits: rapid.Int64Range(0, 2000).Draw(t, "grace"), CompensationBP: money.BasisPoints(rapid.Int64Range(0, 10_000).Draw(t, "share")),
	}
}

// No penalty is below nothing or above a cap, and each line follows from the one before.
func TestReckoningHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawnRules(t)
		f := penaltyFacts{
			Units: rapid.Int64Range(0, 1e6).Draw(t, "units"), Rate: money.Fen(rapid.Int64Range(0, 1e6).Draw(t, "rate")),
			Before: rapid.IntRange(0, 9).Draw(t, "before"), Charged: money.Fen(rapid.Int64Range(0, 1e9).Draw(t, "charged")),
			Warned: rapid.Int64Range(0, 3000).Draw(t, "warned"), Young: rapid.Bool().Draw(t, "young"),
		}
		out, err := reckon(p, f)
		if err != nil {
			t.Fatal(err)
		}
		if out.Fen < 0 || p.CaseCapFen > 0 && out.Fen > p.CaseCapFen || p.PeriodCapFen > 0 && f.Charged+out.Fen > max(p.PeriodCapFen, f.Charged) {
			t.Fatalf("%s", out.Fen)
		}
		if out.Warned < 0 || out.Warned > f.Units || !f.Young && f.Warned+out.Warned > max(p.GraceUnits, f.Warned) {
			t.Fatalf("%d of %d let off", out.Warned, f.Units)
		}
		f.Given = fen(out.Fen)
		if _, err := reckon(p, f); err != nil {
			t.Fatalf("what comes out cannot be given by hand: %v", err)
		}
	})
}

// What is given away is never more than the share of the penalty, nor negative.
func TestSharesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		harmed, units := map[model.OrgID]int64{}, rapid.Int64Range(0, 100).Draw(t, "nobody's")
		for org := range rapid.IntRange(1, 5).Draw(t, "harmed") {
			n := rapid.Int64Range(1, 1e9).Draw(t, "units")
			harmed[model.OrgID(org)] = n
			units += n
		}
		fen := money.Fen(rapid.Int64Range(0, 1e14).Draw(t, "fen"))
		rate := money.BasisPoints(rapid.Int64Range(0, 10_000).Draw(t, "rate"))
		var sum money.Fen
		for _, part := range shares(fen, rate, units, harmed) {
			if part <= 0 {
				t.Fatalf("a part of %s", part)
			}
			sum += part
		}
		if sum > fen.ShareDown(rate) {
			t.Fatalf("%s of %s", sum, fen)
		}
	})
}

func TestShares(t *testing.T) {
	for org, want := range map[model.OrgID]money.Fen{1: 333, 2: 666, 3: 0} {
		if got := shares(2000, 5000, 3, map[model.OrgID]int64{1: 1, 2: 2})[org]; got != want {
			t.Errorf("%d gets %s", org, got)
		}
	}
}

func TestPeriods(t *testing.T) {
	at := time.Date(2026, 12, 31, 16, 30, 0, 0, time.UTC) // January 1, half past midnight, in Shanghai
	for months, want := range map[int][2]string{
		0: {"2027-01-01", "2028-01-01"}, 12: {"2027-01-01", "2028-01-01"}, 1: {"2027-01-01", "2027-02-01"}, 3: {"2027-01-01", "2027-04-01"},
	} {
		from, to := Penalties{PeriodMonths: months}.period(at)
		if got := [2]string{from.Add(8 * time.Hour).Format(time.DateOnly), to.Add(8 * time.Hour).Format(time.DateOnly)}; got != want {
			t.Errorf("of %d months: %v", months, got)
		}
	}
	from, _ := Penalties{PeriodMonths: 6}.period(at.Add(-24 * time.Hour))
	if got := from.Add(8 * time.Hour).Format(time.DateOnly); got != "2026-07-01" {
		t.Errorf("the half-year begins on %s", got)
	}
}

func TestPenaltyPolicies(t *testing.T) {
	for name, p := range map[string]Penalties{
		"a tier above ten times":  {Tiers: []money.BasisPoints{100_001}},
		"a tier below nothing":    {Tiers: []money.BasisPoints{-1}},
		"periods that overlap":    {PeriodMonths: 5},
		"a period of no length":   {PeriodMonths: -1},
		"a cap below nothing":     {CaseCapFen: -1},
		"more given than taken":   {CompensationBP: 10_001},
		"half a year to appeal":   {AppealDays: 91},
		"grace of less than none": {GraceUnits: -1},
	} {
		policy := DefaultPolicy
		policy.Penalties = p
		if !errors.Is(policy.check(), ErrBadPolicy) {
			t.Errorf("%s is let through", name)
		}
	}
	if err := DefaultPolicy.check(); err != nil {
		t.Error(err)
	}
}
