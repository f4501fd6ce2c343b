package rebate

import (
	"testing"

	"pgregory.net/rapid"

	"channelrouter/internal/money"
	"channelrouter/model"
)

var (
	stairs  = []Step{{From: 0, Fen: 10}, {From: 100, Fen: 20}, {From: 1000, Fen: 50}}
	later   = []Step{{From: 100, Fen: 20}, {From: 1000, Fen: 50}}
	growing = Growth{Over: overPeriod, Floor: 100, Steps: []Step{{From: 0, Fen: 5}, {From: 1000, Fen: 10}, {From: 5000, Fen: 30}}}
	goal    = Target{Measure: measureSellOut, Steps: []TargetStep{{From: 8000, BonusFen: 1000}, {From: 10_000, BonusFen: 5000, Fen: 2}}}
)

// Each kind at the edges of its steps, and where there is nothing.
func TestEarned(t *testing.T) {
	for _, c := range []struct {
		what  string
		terms Terms
		facts Facts
		want  money.Fen
	}{
		{"tiered: nothing", Terms{Tiered: &Stepped{stairs}}, Facts{}, 0},
		{"tiered: within the first step", Terms{Tiered: &Stepped{stairs}}, Facts{Units: 100}, 1000},
		{"tiered: the first unit of the second", Terms{Tiered: &Stepped{stairs}}, Facts{Units: 101}, 1020},
		{"tiered: the first of the third", Terms{Tiered: &Stepped{stairs}}, Facts{Units: 1001}, 1000 + 900*20 + 50},
		{"tiered: none below the first step", Terms{Tiered: &Stepped{later}}, Facts{Units: 100}, 0},
		{"tiered: the first above it", Terms{Tiered: &Stepped{later}}, Facts{Units: 101}, 20},
		{"tiered: more was taken back than sold", Terms{Tiered: &Stepped{stairs}}, Facts{Units: -3}, 0},
		{"retrospective: just below a step", Terms{Retrospective: &Stepped{later}}, Facts{Units: 99}, 0},
		{"retrospective: a step pays all units", Terms{Retrospective: &Stepped{later}}, Facts{Units: 100}, 2000},
		{"retrospective: just below the next", Terms{Retrospective: &Stepped{later}}, Facts{Units: 999}, 19_980},
		{"retrospective: which pays all again", Terms{Retrospective: &Stepped{later}}, Facts{Units: 1000}, 50_000},
		{"growth: less than before", Terms{Growth: &growing}, Facts{Units: 199, Before: 200}, 0},
		{"growth: as much as before", Terms{Growth: &growing}, Facts{Units: 200, Before: 200}, 1000},
		{"growth: a unit short of a tenth", Terms{Growth: &growing}, Facts{Units: 219, Before: 200}, 1095},
		{"growth: a tenth", Terms{Growth: &growing}, Facts{Units: 220, Before: 200}, 2200},
		{"growth: by half", Terms{Growth: &growing}, Facts{Units: 300, Before: 200}, 9000},
		{"growth: from nothing, below the floor", Terms{Growth: &growing}, Facts{Units: 99}, 0},
		{"growth: from nothing, the floor", Terms{Growth: &growing}, Facts{Units: 100}, 500},
		{"growth: from nothing, half above the floor", Terms{Growth: &growing}, Facts{Units: 150}, 4500},
		{"growth: rounded down", Terms{Growth: &Growth{Floor: 3, Steps: []Step{{From: 3334, Fen: 1}}}}, Facts{Units: 4, Before: 3}, 0},
		{"mix: a product too few", Terms{Mix: &Mix{AtLeast: 2, BonusFen: 700}}, Facts{Products: 1}, 0},
		{"mix: enough", Terms{Mix: &Mix{AtLeast: 2, BonusFen: 700}}, Facts{Products: 2}, 700},
		{"mix: more are no more", Terms{Mix: &Mix{AtLeast: 2, BonusFen: 700}}, Facts{Products: 9}, 700},
		{"new terminals", Terms{NewTerminal: &NewTerminal{Units: 1, BonusFen: 300}}, Facts{Terminals: 4}, 1200},
		{"displays", Terms{Display: &Display{BonusFen: 300}}, Facts{Terminals: 0}, 0},
		{"target: none was set", Terms{Target: &goal}, Facts{Units: 500}, 0},
		{"target: a unit short of four fifths", Terms{Target: &goal}, Facts{Units: 799, Target: 1000}, 0},
		{"target: four fifths", Terms{Target: &goal}, Facts{Units: 800, Target: 1000}, 1000},
		{"target: a unit short of it", Terms{Target: &goal}, Facts{Units: 999, Target: 1000}, 1000},
		{"target: all of it", Terms{Target: &goal}, Facts{Units: 1000, Target: 1000}, 7000},
		{"target: four fifths of three is three", Terms{Target: &goal}, Facts{Units: 2, Target: 3}, 0},
	} {
		if got := c.terms.earned(c.facts); got != c.want {
			t.Errorf("%s: %d fen, want %d", c.what, got, c.want)
		}
	}
}

// What is still missing to the next step brings it, and a unit less does not.
func TestNextStep(t *testing.T) {
	all := []Terms{
		{Tiered: &Stepped{later}}, {Retrospective: &Stepped{later}}, {Growth: &growing}, {Target: &goal},
	}
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SampledFrom(all).Draw(t, "terms")
		f := Facts{
			Units: rapid.Int64Range(0, 2000).Draw(t, "units"), Before: rapid.Int64Range(0, 900).Draw(t, "before"),
			Target: rapid.Int64Range(1, 2000).Draw(t, "target"),
		}
		next := terms.next(f)
		if next == nil {
			return
		}
		rate := func(units int64) money.Fen { // of the unit that makes it so many
			g := f
			g.Units = units
			switch {
			case terms.Tiered != nil:
				return terms.earned(g) - terms.earned(Facts{Units: units - 1})
			case terms.Retrospective != nil:
				return reached(terms.Retrospective.Steps, units)
			case terms.Growth != nil:
				return reached(terms.Growth.Steps, terms.Growth.rate(g))
			}
			return terms.earned(g)
		}
		reachedBy, before, now := rate(f.Units+next.Missing), rate(f.Units+next.Missing-1), rate(f.Units)
		if next.Missing < 1 || reachedBy == before || (terms.Target == nil && before != now && f.Units > 0) {
			t.Fatalf("%+v with %+v: %d more bring %d, one less %d, none %d", terms, f, next.Missing, reachedBy, before, now)
		}
	})
}

// No sum that can be made comes near the end of int64.
func TestAmountsEnd(t *testing.T) {
	most := Facts{Units: 1 << 62, Before: 1, Terminals: 1 << 62, Target: 1}
	dear := []Step{{From: 0, Fen: 10_000_000}}
	for _, terms := range []Terms{
		{Tiered: &Stepped{dear}}, {Retrospective: &Stepped{dear}}, {NewTerminal: &NewTerminal{Units: 1, BonusFen: mostOnce}},
	} {
		if got := terms.earned(most).ShareDown(10_000); got != mostFen {
			t.Errorf("%d fen, want %d", got, mostFen)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		every               string
		month, period, last int32
	}{
		{"month", 202604, 202604, 202604}, {"quarter", 202604, 202604, 202606}, {"quarter", 202606, 202604, 202606},
		{"quarter", 202612, 202610, 202612}, {"year", 202612, 202601, 202612}, {"year", 202601, 202601, 202612},
	} {
		if got := periodOf(c.every, c.month); got != c.period {
			t.Errorf("%d is in the %s of %d, want %d", c.month, c.every, got, c.period)
		}
		if got := lastMonth(c.every, c.period); got != c.last {
			t.Errorf("the %s of %d ends with %d, want %d", c.every, c.period, got, c.last)
		}
	}
	for _, c := range []struct {
		n    int
		want int32
	}{{-1, 202512}, {-13, 202412}, {11, 202612}, {12, 202701}, {0, 202601}} {
		if got := addMonths(202601, c.n); got != c.want {
			t.Errorf("%d months after 202601 is %d, want %d", c.n, got, c.want)
		}
	}
	for day, want := range map[int32]bool{20260430: true, 20260431: false, 20280229: true, 20260229: false, 20261301: false, 0: false, forever: true} {
		if isDay(day) != want {
			t.Errorf("%d is a day: %v", day, !want)
		}
	}
}

func TestTermsAreChecked(t *testing.T) {
	all := Shares{Distributor: 10_000}
	tiered := func(steps ...Step) Terms {
		return Terms{Every: "month", Shares: all, Tiered: &Stepped{steps}}
	}
	for _, c := range []struct {
		what  string
		kind  model.ProgrammeKind
		terms Terms
		ok    bool
	}{
		{"steps", model.ProgrammeTiered, tiered(stairs...), true},
		{"no steps", model.ProgrammeTiered, tiered(), false},
		{"steps that do not rise", model.ProgrammeTiered, tiered(Step{From: 5}, Step{From: 5}), false},
		{"a negative rate", model.ProgrammeTiered, tiered(Step{Fen: -1}), false},
		{"another kind", model.ProgrammeRetrospective, tiered(stairs...), false},
		{"no level has a share", model.ProgrammeTiered, Terms{Every: "month", Tiered: &Stepped{stairs}}, false},
		{"more than all", model.ProgrammeTiered, Terms{Every: "month", Shares: Shares{Terminal: 10_001}, Tiered: &Stepped{stairs}}, false},
		{"shares beside rates", model.ProgrammePerUnit, Terms{Every: "month", Shares: all, PerUnit: &PerUnit{}}, false},
		{"a negative budget", model.ProgrammePerUnit, Terms{Every: "month", BudgetFen: -1, PerUnit: &PerUnit{}}, false},
		{"growth without a floor", model.ProgrammeGrowth, Terms{Every: "month", Shares: all, Growth: &Growth{Over: overYear, Steps: stairs}}, false},
		{"growth", model.ProgrammeGrowth, Terms{Every: "year", Shares: all, Growth: &growing}, true},
		{"a mix", model.ProgrammeMix, Terms{Every: "month", Shares: all, Mix: &Mix{Products: []string{"a", "b"}, AtLeast: 2, Units: 1, BonusFen: 1}}, true},
		{"a mix of one product twice", model.ProgrammeMix, Terms{Every: "month", Shares: all, Mix: &Mix{Products: []string{"a", "a"}, AtLeast: 1, Units: 1, BonusFen: 1}}, false},
		{"more than the mix has", model.ProgrammeMix, Terms{Every: "month", Shares: all, Mix: &Mix{Products: []string{"a"}, AtLeast: 2, Units: 1, BonusFen: 1}}, false},
		{"new terminals after none", model.ProgrammeNewTerminal, Terms{Every: "month", Shares: all, NewTerminal: &NewTerminal{BonusFen: 1}}, false},
		{"a display for nothing", model.ProgrammeDisplay, Terms{Every: "month", Shares: all, Display: &Display{}}, false},
		{"a target", model.ProgrammeTarget, Terms{Every: "month", Shares: all, Target: &goal}, true},
		{"a target of sales elsewhere", model.ProgrammeTarget, Terms{Every: "month", Shares: all, Target: &Target{Measure: "sell_up", Steps: goal.Steps}}, false},
		{"two kinds", model.ProgrammeTarget, Terms{Every: "month", Shares: all, Target: &goal, Growth: &growing}, false},
	} {
		if err := c.terms.check(c.kind); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
