package rebate

import (
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Policy is what counts as sell-out, and the basic rates: what every sold unit pays the
// terminal's upstream, without a cap. Programmes pay beside it.
type Policy struct {
	// GuideScanSells counts a guide's scan as sell-out; otherwise only a consumer's claim is.
	GuideScanSells bool `json:"guide_scan_sells"`
	// Rates is for products without rates of their own.
	Rates Rates `json:"rates"`
	// RatesBySKU overrides it for products.
	RatesBySKU map[string]Rates `json:"rates_by_sku,omitempty"`
}

// Rates is fen for one unit, by tier. Wholesalers and terminals are paid for
// matched goods only.
type Rates struct {
	DistributorFen money.Fen `json:"distributor_fen" minimum:"0"`
	RegionalFen    money.Fen `json:"regional_fen,omitempty" minimum:"0" doc:"to each company above the distributor"`
	WholesalerFen  money.Fen `json:"wholesaler_fen" minimum:"0"`
	TerminalFen    money.Fen `json:"terminal_fen" minimum:"0"`
}

// DefaultPolicy is in force until the brand publishes one.
var DefaultPolicy = Policy{Rates: Rates{DistributorFen: 300}}

func (p Policy) check() error { return checkRates(p.Rates, p.RatesBySKU) }

func (p Policy) rates(sku string) Rates { return ratesOf(p.Rates, p.RatesBySKU, sku) }

// checkRates refuses rates that no unit can pay.
func checkRates(general Rates, bySKU map[string]Rates) error {
	if !general.possible() {
		return ErrBadProgramme.With("the rates for all products")
	}
	for sku, r := range bySKU {
		if !r.possible() {
			return ErrBadProgramme.With("the rates of %q", sku)
		}
	}
	return nil
}

func (r Rates) of(tier model.OrgKind) money.Fen {
	switch tier {
	case model.OrgDistributor:
		return r.DistributorFen
	case model.OrgRegional:
		return r.RegionalFen
	case model.OrgWholesaler:
		return r.WholesalerFen
	case model.OrgTerminal:
		return r.TerminalFen
	}
	return 0
}

func (r Rates) possible() bool {
	return r.DistributorFen.PerUnit() && r.RegionalFen.PerUnit() && r.WholesalerFen.PerUnit() && r.TerminalFen.PerUnit()
}

// ratesOf is a product's own rates, else the general ones.
func ratesOf(general Rates, bySKU map[string]Rates, sku string) Rates {
	if r, ok := bySKU[sku]; ok {
		return r
	}
	return general
}
