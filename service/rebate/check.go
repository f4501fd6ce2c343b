package rebate

import (
	"slices"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// mostFen bounds what is promised at once: a million million yuan. No sum that the room
// makes comes near the end of int64.
const (
	mostFen  money.Fen = 100_000_000_000_000
	mostOnce money.Fen = 100_000_000_000
)

// mostPart bounds a step of a target, in basis points of it.
const mostPart = 1_000_000

// check refuses terms that contradict themselves, or are of another kind. Pure.
func (t Terms) check(kind model.ProgrammeKind) error {
	if said := t.kinds(); len(said) != 1 || said[0] != kind {
		return ErrBadProgramme.With("a programme of kind %s says %s, and nothing of another kind", KindName(kind), KindName(kind))
	}
	if monthsIn[t.Every] == 0 {
		return ErrBadProgramme.With("every %q: month, quarter or year", t.Every)
	}
	if t.CapFen < 0 || t.CapFen > mostFen || t.BudgetFen < 0 || t.BudgetFen > mostFen {
		return ErrBadProgramme.With("cap and budget are 0 to %d fen", mostFen)
	}
	if err := t.Shares.check(kind); err != nil {
		return err
	}
	switch kind {
	case model.ProgrammePerUnit:
		return checkRates(t.PerUnit.Rates, t.PerUnit.RatesBySKU)
	case model.ProgrammeTiered:
		return checkSteps(t.Tiered.Steps)
	case model.ProgrammeRetrospective:
		return checkSteps(t.Retrospective.Steps)
	case model.ProgrammeGrowth:
		return t.Growth.check()
	case model.ProgrammeMix:
		return t.Mix.check()
	case model.ProgrammeNewTerminal:
		return checkBonus(t.NewTerminal.BonusFen, t.NewTerminal.Units >= 1 && t.NewTerminal.Units <= 1000, "a terminal counts after 1 to 1000 units")
	case model.ProgrammeDisplay:
		return checkBonus(t.Display.BonusFen, true, "")
	}
	return t.Target.check()
}

func (s Shares) check(kind model.ProgrammeKind) error {
	if kind == model.ProgrammePerUnit {
		if s != (Shares{}) {
			return ErrBadProgramme.With("per_unit says rates by level, and no shares")
		}
		return nil
	}
	for _, bp := range []money.BasisPoints{s.Distributor, s.Regional, s.Wholesaler, s.Terminal} {
		if bp < 0 || bp > 10_000 {
			return ErrBadProgramme.With("shares are 0 to 10000 basis points")
		}
	}
	if s == (Shares{}) {
		return ErrBadProgramme.With("no level has a share")
	}
	return nil
}

func checkSteps(steps []Step) error {
	for i, s := range steps {
		if s.From < 0 || s.From > mostUnits || !s.Fen.PerUnit() || i > 0 && s.From <= steps[i-1].From {
			return ErrBadProgramme.With("steps rise to 1,000,000,000 at most, and rates are 0 to 10,000,000 fen: step %d", i+1)
		}
	}
	if len(steps) == 0 {
		return ErrBadProgramme.With("no steps")
	}
	return nil
}

func (g Growth) check() error {
	if g.Over != overPeriod && g.Over != overYear || g.Floor < 1 || g.Floor > mostUnits {
		return ErrBadProgramme.With("growth is over previous_period or previous_year, and has a floor of 1 to 1,000,000,000 units")
	}
	return checkSteps(g.Steps)
}

func (m Mix) check() error {
	unique := slices.Compact(slices.Sorted(slices.Values(m.Products)))
	fits := m.AtLeast >= 1 && m.AtLeast <= len(unique) && len(unique) == len(m.Products) && m.Units >= 1
	return checkBonus(m.BonusFen, fits, "a mix has so many different products as must sell, or more, and a unit of each or more")
}

func checkBonus(fen money.Fen, fits bool, otherwise string) error {
	if !fits {
		return ErrBadProgramme.With("%s", otherwise)
	}
	if fen < 1 || fen > mostOnce {
		return ErrBadProgramme.With("a bonus is 1 to %d fen", mostOnce)
	}
	return nil
}

func (t Target) check() error {
	if t.Measure != measureSellOut && t.Measure != measureSellIn {
		return ErrBadProgramme.With("a target is measured on sell_out or sell_in")
	}
	for i, s := range t.Steps {
		if s.From < 1 || s.From > mostPart || !s.Fen.PerUnit() || s.BonusFen < 0 || s.BonusFen > mostOnce || i > 0 && s.From <= t.Steps[i-1].From {
			return ErrBadProgramme.With("steps rise from 1 to 1,000,000 basis points of the target, and pay something: step %d", i+1)
		}
	}
	if len(t.Steps) == 0 {
		return ErrBadProgramme.With("no steps")
	}
	return nil
}
