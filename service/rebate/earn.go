package rebate

import "channelrouter/internal/money"

// What growth is over, and what a target is measured on.
const (
	overPeriod = "previous_period"
	overYear   = "previous_year"

	measureSellOut = "sell_out"
	measureSellIn  = "sell_in"
)

// Facts is what an organisation's amount for a period is a function of.
type Facts struct {
	Units     int64 `json:"units"`               // sold in the period, of the scope; of a sell-in target received
	Before    int64 `json:"before,omitempty"`    // sold in the earlier period that growth is over
	Products  int   `json:"products,omitempty"`  // of a mix, those that sold enough
	Terminals int64 `json:"terminals,omitempty"` // new ones, or with a display
	Target    int64 `json:"target,omitempty"`    // units; 0: none was set
}

// earned is what facts are worth by the terms, before shares, cap and budget: nothing but a
// function of the two, whatever came first. Pure.
func (t Terms) earned(f Facts) money.Fen {
	switch {
	case t.Tiered != nil:
		return tiered(t.Tiered.Steps, f.Units)
	case t.Retrospective != nil:
		return times(reached(t.Retrospective.Steps, f.Units), f.Units)
	case t.Growth != nil:
		return times(reached(t.Growth.Steps, t.Growth.rate(f)), f.Units)
	case t.Mix != nil && f.Products >= t.Mix.AtLeast:
		return t.Mix.BonusFen
	case t.NewTerminal != nil:
		return times(t.NewTerminal.BonusFen, f.Terminals)
	case t.Display != nil:
		return times(t.Display.BonusFen, f.Terminals)
	case t.Target != nil:
		return t.Target.earned(f)
	}
	return 0
}

// tiered sums each unit by the step that it falls in: the first unit of a step is the one
// after From.
func tiered(steps []Step, units int64) (sum money.Fen) {
	for i, s := range steps {
		end := units
		if i+1 < len(steps) {
			end = min(units, steps[i+1].From)
		}
		if end > s.From {
			sum += times(s.Fen, end-s.From)
		}
	}
	return min(sum, mostFen)
}

// reached is the rate of the highest step that a number has reached; 0 below the first.
func reached(steps []Step, n int64) (fen money.Fen) {
	for _, s := range steps {
		if n >= s.From {
			fen = s.Fen
		}
	}
	return fen
}

// rate is the growth in basis points, rounded down; -1 where there is none.
func (g Growth) rate(f Facts) int64 {
	base := max(f.Before, g.Floor)
	if f.Units < base {
		return -1
	}
	return (f.Units - base) * 10_000 / base
}

func (t Target) earned(f Facts) (fen money.Fen) {
	if f.Target == 0 {
		return 0
	}
	for _, s := range t.Steps {
		if f.Units*10_000 >= s.From*f.Target {
			fen = min(s.BonusFen+times(s.Fen, f.Units), mostFen)
		}
	}
	return fen
}

// times multiplies, up to the most that is ever paid at once.
func times(fen money.Fen, n int64) money.Fen {
	if fen > 0 && n > int64(mostFen/fen) {
		return mostFen
	}
	return fen * money.Fen(n)
}
