package diversion

import (
	"math/bits"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// penaltyFacts is what a penalty is reckoned from.
type penaltyFacts struct {
	Units   int64      // that the case froze
	Rate    money.Fen  // for one of them
	Before  int        // confirmed cases of the origin, with units, that make this one a repetition
	Charged money.Fen  // to the origin in the period, before
	Warned  int64      // units of the origin in the period, before, that grace let off
	Young   bool       // the case was opened in the policy's days of grace
	Given   *money.Fen // what the brand asks for instead; nil: what comes out
}

// penalty is what a case costs its origin, and why.
type penalty struct {
	Fen    money.Fen
	Warned int64 // of the units, those that grace let off
	Nth    int   // of the origin's cases, the first is 1
	Lines  []PenaltyLine
}

// Rules of a penalty's lines, stable: they are stored and shown.
const (
	RuleUnits      = "units"       // units × rate
	RuleGraceDays  = "grace_days"  // all units are let off
	RuleGraceUnits = "grace_units" // some are
	RuleRepetition = "repetition"  // × the tier's basis points
	RuleCaseCap    = "case_cap"
	RulePeriodCap  = "period_cap"
	RuleGiven      = "given" // the brand asked for another amount, within the caps
)

// PenaltyLine is one step of a reckoning: the rule, what it went by, and the amount after it.
type PenaltyLine struct {
	Rule        string            `json:"rule" enum:"units,grace_days,grace_units,repetition,case_cap,period_cap,given"`
	Units       int64             `json:"units,omitempty" doc:"counted, or let off"`
	RateFen     money.Fen         `json:"rate_fen,omitempty"`
	Nth         int               `json:"nth,omitempty" doc:"of the distributor's confirmed cases"`
	BasisPoints money.BasisPoints `json:"basis_points,omitempty"`
	LimitFen    money.Fen         `json:"limit_fen,omitempty" doc:"the cap"`
	ChargedFen  money.Fen         `json:"charged_fen,omitempty" doc:"in the period, before this case"`
	Fen         money.Fen         `json:"fen" doc:"what it comes to after this line"`
}

// reckon works a penalty out. What grace lets off counts for nothing, the tier of repetition
// multiplies the rest, rounded down, and the caps come last. An amount that the brand gives
// instead stands within the caps; where there is no cap, within what comes out. Pure. Error:
// ErrAboveCap.
func reckon(p Penalties, f penaltyFacts) (penalty, error) {
	out := penalty{Fen: f.Rate * money.Fen(f.Units), Nth: f.Before + 1}
	out.line(PenaltyLine{Rule: RuleUnits, Units: f.Units, RateFen: f.Rate})
	out.grace(p, f)
	if tier := p.tier(out.Nth); tier != 10_000 {
		out.Fen = scaled(out.Fen, tier)
		out.line(PenaltyLine{Rule: RuleRepetition, Nth: out.Nth, BasisPoints: tier})
	}
	most, capped := money.Fen(0), false
	if p.CaseCapFen > 0 {
		most, capped = p.CaseCapFen, true
		out.limit(PenaltyLine{Rule: RuleCaseCap, LimitFen: p.CaseCapFen}, most)
	}
	if p.PeriodCapFen > 0 {
		left := max(p.PeriodCapFen-f.Charged, 0)
		if !capped || left < most {
			most, capped = left, true
		}
		out.limit(PenaltyLine{Rule: RulePeriodCap, LimitFen: p.PeriodCapFen, ChargedFen: f.Charged}, left)
	}
	if f.Given == nil {
		return out, nil
	}
	if !capped || out.Warned == f.Units {
		most = out.Fen
	}
	if *f.Given < 0 || *f.Given > most {
		return penalty{}, ErrAboveCap.With("%s were asked for, %s is the most", *f.Given, most)
	}
	out.Fen = *f.Given
	out.line(PenaltyLine{Rule: RuleGiven})
	return out, nil
}

// line writes down a step, with what the penalty comes to after it.
func (out *penalty) line(l PenaltyLine) {
	l.Fen = out.Fen
	out.Lines = append(out.Lines, l)
}

// grace lets units off.
func (out *penalty) grace(p Penalties, f penaltyFacts) {
	rule := RuleGraceUnits
	out.Warned = min(max(p.GraceUnits-f.Warned, 0), f.Units)
	if f.Young {
		rule, out.Warned = RuleGraceDays, f.Units
	}
	if out.Warned > 0 {
		out.Fen = f.Rate * money.Fen(f.Units-out.Warned)
		out.line(PenaltyLine{Rule: rule, Units: out.Warned})
	}
}

// limit brings the penalty down to a limit, where it is above.
func (out *penalty) limit(l PenaltyLine, most money.Fen) {
	if out.Fen > most {
		out.Fen = most
		out.line(l)
	}
}

// scaled is rate of f, rounded down. Unlike a share the rate may be above the whole, so it
// is taken in two parts that stay within int64.
func scaled(f money.Fen, rate money.BasisPoints) money.Fen {
	const whole = 10_000
	return f/whole*money.Fen(rate) + f%whole*money.Fen(rate)/whole
}

// shares parts what a penalty compensates among those who were harmed, by their units, each
// rounded down. Pure: what it does not give away is the brand's.
func shares(fen money.Fen, rate money.BasisPoints, units int64, harmed map[model.OrgID]int64) map[model.OrgID]money.Fen {
	parts := map[model.OrgID]money.Fen{}
	for org, n := range harmed {
		if part := mulDiv(mulDiv(fen, int64(rate), 10_000), n, units); part > 0 {
			parts[org] = part
		}
	}
	return parts
}

// mulDiv is f × n ÷ of, rounded down, whatever f × n is.
func mulDiv(f money.Fen, n, of int64) money.Fen {
	high, low := bits.Mul64(uint64(f), uint64(n))
	part, _ := bits.Div64(high, low, uint64(of)) // n ≤ of, so that the part fits
	return money.Fen(part)
}
