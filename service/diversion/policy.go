package diversion

import (
	"cmp"

	"channelrouter/internal/detect"
	"channelrouter/internal/errs"
	"channelrouter/internal/money"
)

// Policy is how sightings are judged and what a confirmed unit costs.
type Policy struct {
	// WindowDays is the length of the time window of a lot.
	WindowDays int `json:"window_days" minimum:"1" maximum:"366"`
	// HardScore and SoftScore are the certainty of the two kinds of evidence, 0–100.
	HardScore int `json:"hard_score" minimum:"1" maximum:"100"`
	SoftScore int `json:"soft_score" minimum:"0" maximum:"100"`
	// PenaltyFen is charged to the origin for a confirmed unit.
	PenaltyFen money.Fen `json:"penalty_fen" minimum:"0"`
	// PenaltyFenBySKU overrides it for products.
	PenaltyFenBySKU map[string]money.Fen `json:"penalty_fen_by_sku,omitempty"`
	// HardWaits has hard evidence watched, too, until the detector raises its lot; else it opens a
	// case at once.
	HardWaits bool `json:"hard_waits,omitempty"`
	// OnlineSellers are the codes of distributors that sell on line, to anywhere: nobody is blamed
	// for where their goods turn up.
	OnlineSellers []string `json:"online_sellers,omitempty" maxItems:"1000"`
	// Detection is what the detector raises lots by; left out: by its defaults.
	Detection *detect.Policy `json:"detection,omitempty"`
	// Penalties is what becomes of that, by notice, repetition, caps and grace.
	Penalties Penalties `json:"penalties,omitzero" required:"false"`
}

// DefaultPolicy is in force until the brand publishes one.
var DefaultPolicy = Policy{WindowDays: 30, HardScore: 95, SoftScore: 40, PenaltyFen: 2000}

// ErrBadPolicy: a policy that contradicts itself.
var ErrBadPolicy = errs.New(errs.Invalid, "diversion.bad_policy", "this diversion policy contradicts itself", "windows are 1 to 366 days, scores 0 to 100 with hard above soft, penalties 0 to 10,000,000 fen for a unit; the penalties' own rules are within the bounds that /docs shows, with periods of 1, 2, 3, 6 or 12 months")

func (p Policy) check() error {
	if p.WindowDays < 1 || p.WindowDays > 366 || p.SoftScore < 0 || p.HardScore > 100 || p.HardScore <= p.SoftScore || !p.PenaltyFen.PerUnit() || !p.Penalties.sound() {
		return ErrBadPolicy
	}
	if p.Detection != nil {
		if err := p.Detection.Check(); err != nil {
			return ErrBadPolicy.With("%s", err)
		}
	}
	for sku, fen := range p.PenaltyFenBySKU {
		if !fen.PerUnit() {
			return ErrBadPolicy.With("SKU %s", sku)
		}
	}
	return nil
}

// Detector is the part that the detector goes by.
func (p Policy) Detector() detect.Policy {
	if p.Detection == nil {
		return detect.DefaultPolicy()
	}
	return *p.Detection
}

// Spelled is the same policy with everything said that it leaves to what is usual: what the
// detector goes by, and the days, months and tiers of penalties.
func (p Policy) Spelled() Policy {
	detector := p.Detector()
	p.Detection = &detector
	p.Penalties.AppealDays = cmp.Or(p.Penalties.AppealDays, usualAppealDays)
	p.Penalties.RepeatMonths = cmp.Or(p.Penalties.RepeatMonths, usualRepeatMonths)
	p.Penalties.PeriodMonths = p.Penalties.periodMonths()
	if len(p.Penalties.Tiers) == 0 {
		p.Penalties.Tiers = []money.BasisPoints{p.Penalties.tier(1)}
	}
	return p
}

func (p Policy) rate(sku string) money.Fen {
	if fen, ok := p.PenaltyFenBySKU[sku]; ok {
		return fen
	}
	return p.PenaltyFen
}
