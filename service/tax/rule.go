package tax

import "channelrouter/internal/money"

// assessment is the tax on an income, or on a month's incomes together.
type assessment struct {
	Gross     money.Fen
	Deduction money.Fen
	Taxable   money.Fen
	RateBP    int
	Quick     money.Fen
	Tax       money.Fen
	ByBrand   bool
	Free      bool // neither taxed nor declared
}

// share is a rate of an amount, to the nearest fen.
func share(f money.Fen, bp int) money.Fen { return (f*money.Fen(bp) + wholeBP/2) / wholeBP }

func (b Bracket) tax(taxable money.Fen) money.Fen { return max(share(taxable, b.RateBP)-b.Quick, 0) }

// prize is the tax on one prize. What is no money has nothing that could be kept back, so
// the brand bears the tax on it.
func (p Policy) prize(promised money.Fen, inKind bool) assessment {
	if promised < p.PrizeFrom {
		return assessment{Gross: promised, Free: true}
	}
	a := assessment{Gross: promised, RateBP: p.PrizeRateBP, ByBrand: inKind || p.PrizeBearer == ByBrand}
	if a.ByBrand {
		left := money.Fen(wholeBP - p.PrizeRateBP)
		a.Gross = (promised*wholeBP + left/2) / left
		a.Tax = a.Gross - promised
	} else {
		a.Tax = share(promised, p.PrizeRateBP)
	}
	a.Taxable = a.Gross
	return a
}

// labour is the tax on all that a person has earned in a month.
func (p Policy) labour(gross money.Fen) assessment {
	if !p.LabourHere {
		return assessment{Gross: gross, Free: true}
	}
	a := assessment{Gross: gross, Deduction: min(gross, p.FlatDeduction)}
	if gross > p.FlatUpTo {
		a.Deduction = share(gross, p.ShareDeductionBP)
	}
	a.Taxable = gross - a.Deduction
	for _, b := range p.Brackets {
		if b.UpTo == 0 || a.Taxable <= b.UpTo {
			a.RateBP, a.Quick, a.Tax = b.RateBP, b.Quick, b.tax(a.Taxable)
			break
		}
	}
	return a
}

// further is the tax on one more income of a month: what the month's tax becomes by it.
// Where the rules have become milder meanwhile, nobody is given back what was withheld.
func (p Policy) further(before, taxed, income money.Fen) assessment {
	a := p.labour(before + income)
	a.Tax = min(max(a.Tax-taxed, 0), income)
	return a
}
