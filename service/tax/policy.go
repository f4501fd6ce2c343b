package tax

import "channelrouter/internal/money"

// Bearer says who bears the tax on a prize.
type Bearer string

const (
	// ByWinner keeps the tax back from the prize.
	ByWinner Bearer = "winner"
	// ByBrand gives the prize whole; the tax is on what it would have to be before tax.
	ByBrand Bearer = "brand"
)

// Policy is the rules of withholding.
type Policy struct {
	PrizeRateBP int       `json:"prize_rate_bp" minimum:"0" maximum:"9999"`
	PrizeFrom   money.Fen `json:"prize_from_fen" minimum:"0" doc:"prizes below are not taxed; 0: all are"`
	PrizeBearer Bearer    `json:"prize_bearer" enum:"winner,brand"`
	LabourHere  bool      `json:"labour_here" doc:"false where somebody else pays, withholds and declares"`
	// Of a month's labour FlatDeduction is deducted up to FlatUpTo, and a share above.
	FlatUpTo         money.Fen `json:"labour_flat_up_to_fen" minimum:"0"`
	FlatDeduction    money.Fen `json:"labour_flat_deduction_fen" minimum:"0"`
	ShareDeductionBP int       `json:"labour_share_deduction_bp" minimum:"0" maximum:"9999"`
	Brackets         []Bracket `json:"labour_brackets" minItems:"1" maxItems:"20"`
}

// Bracket is a row of the table: the rate of a taxable amount up to UpTo, less Quick,
// the quick deduction. The last has no end.
type Bracket struct {
	UpTo   money.Fen `json:"up_to_fen" minimum:"0" doc:"0 in the last: no end"`
	RateBP int       `json:"rate_bp" minimum:"0" maximum:"9999"`
	Quick  money.Fen `json:"quick_deduction_fen" minimum:"0"`
}

// DefaultPolicy is the law as it stands. Prizes: Individual Income Tax Law, article 3 (a
// fifth) and 6 (nothing deducted); Ministry of Finance and State Taxation Administration,
// announcement 74 of 2019, article 3, counts what is given at random in promotions among
// them and knows no amount that is free. Labour: State Taxation Administration,
// announcement 61 of 2018, article 8 and its second table; article 11 counts what one
// project brings within a month as one income.
var DefaultPolicy = Policy{
	PrizeRateBP: 2000, PrizeBearer: ByWinner,
	LabourHere: true, FlatUpTo: 4_000_00, FlatDeduction: 800_00, ShareDeductionBP: 2000,
	Brackets: []Bracket{
		{UpTo: 20_000_00, RateBP: 2000},
		{UpTo: 50_000_00, RateBP: 3000, Quick: 2_000_00},
		{RateBP: 4000, Quick: 7_000_00},
	},
}

const wholeBP = 10_000

// check refuses rules by which somebody would have less by earning more.
func (p Policy) check() error {
	switch {
	case !rate(p.PrizeRateBP) || !p.PrizeFrom.PerUnit():
		return ErrBadPolicy.With("prizes")
	case p.PrizeBearer != ByWinner && p.PrizeBearer != ByBrand:
		return ErrBadPolicy.With("who bears the tax on prizes")
	case !rate(p.ShareDeductionBP) || !p.FlatUpTo.PerUnit() || !p.FlatDeduction.PerUnit() || p.FlatDeduction != share(p.FlatUpTo, p.ShareDeductionBP):
		return ErrBadPolicy.With("the flat deduction is not the share's at its end")
	case len(p.Brackets) == 0:
		return ErrBadPolicy.With("no brackets")
	}
	for i, b := range p.Brackets {
		last := i == len(p.Brackets)-1
		switch {
		case !rate(b.RateBP) || !b.UpTo.PerUnit() || b.Quick < 0 || (b.UpTo == 0) != last:
			return ErrBadPolicy.With("bracket %d", i+1)
		case i == 0 && b.Quick != 0:
			return ErrBadPolicy.With("the first bracket has a quick deduction")
		case last:
		case p.Brackets[i+1].UpTo != 0 && p.Brackets[i+1].UpTo <= b.UpTo, p.Brackets[i+1].RateBP < b.RateBP:
			return ErrBadPolicy.With("bracket %d does not rise above the one before", i+2)
		case p.Brackets[i+1].tax(b.UpTo) != b.tax(b.UpTo):
			return ErrBadPolicy.With("brackets %d and %d do not meet", i+1, i+2)
		}
	}
	return nil
}

func rate(bp int) bool { return bp >= 0 && bp < wholeBP }
