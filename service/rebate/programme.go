package rebate

import (
	"channelrouter/internal/errs"
	"channelrouter/internal/money"
)

// Programme is what a sold unit pays the terminal's upstream.
type Programme struct {
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
	WholesalerFen  money.Fen `json:"wholesaler_fen" minimum:"0"`
	TerminalFen    money.Fen `json:"terminal_fen" minimum:"0"`
}

// DefaultProgramme is in force until the brand publishes one.
var DefaultProgramme = Programme{Rates: Rates{DistributorFen: 300}}

// ErrBadProgramme: rates that make no sense.
var ErrBadProgramme = errs.New(errs.Invalid, "rebate.bad_programme", "this rebate programme makes no sense", "rates are 0 to 10,000,000 fen for a unit")

func (p Programme) check() error {
	all := []Rates{p.Rates}
	for _, r := range p.RatesBySKU {
		all = append(all, r)
	}
	for _, r := range all {
		if !r.DistributorFen.PerUnit() || !r.WholesalerFen.PerUnit() || !r.TerminalFen.PerUnit() {
			return ErrBadProgramme
		}
	}
	return nil
}

func (p Programme) rates(sku string) Rates {
	if r, ok := p.RatesBySKU[sku]; ok {
		return r
	}
	return p.Rates
}
