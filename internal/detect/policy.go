package detect

import (
	"errors"
	"fmt"
	"slices"
)

// Policy is what the brand may set of the detector. The zero weight of a reason is 1.
type Policy struct {
	// Weights multiply the evidence of each reason, 0 (ignored) to 4. A guide's sales weigh as the
	// terminal's. Goods never shipped, and accounts that scan too fast or in too many places, are
	// signals of a single scan: their weight goes with the signal, and into no score.
	Weights map[Reason]float64 `json:"weights,omitempty"`
	// OpenScore is the score, 0 to 100, from which on a lot is an alert.
	OpenScore float64 `json:"open_score" minimum:"1" maximum:"99"`
	// Witnesses is how many different accounts, terminals and inspectors must have seen a lot:
	// fewer are a consumer who carried something home.
	Witnesses int `json:"witnesses" minimum:"1" maximum:"1000"`
	// WindowDays is for how long evidence counts: that many days at least, twice as many at most.
	WindowDays int `json:"window_days" minimum:"7" maximum:"183"`
	// CloneAccounts is by how many different accounts one code may be scanned.
	CloneAccounts int `json:"clone_accounts" minimum:"2" maximum:"32"`
	// TravelKmh is faster than anybody travels, in km/h.
	TravelKmh float64 `json:"travel_kmh" minimum:"100" maximum:"5000"`
	// ScansPerHour is more than a consumer scans.
	ScansPerHour int `json:"scans_per_hour" minimum:"2" maximum:"10000"`
	// WatchGifts looks at samples and gifts as at goods for sale; else only where they are sold.
	WatchGifts bool `json:"watch_gifts"`
}

// DefaultPolicy was set on simulated worlds that it is not measured on (docs/diversion.md).
func DefaultPolicy() Policy {
	return Policy{
		OpenScore: 50, Witnesses: 3, WindowDays: 30, CloneAccounts: 6, TravelKmh: 900, ScansPerHour: 60, WatchGifts: true,
	}
}

// ErrPolicy: a policy that contradicts itself.
var ErrPolicy = errors.New("detect: this policy contradicts itself")

// Check says what is wrong with a policy. Error: ErrPolicy.
func (p Policy) Check() error {
	between := func(what string, value, least, most float64) error {
		if !(value >= least && value <= most) {
			return fmt.Errorf("%w: %s is %g, and must be %g to %g", ErrPolicy, what, value, least, most)
		}
		return nil
	}
	errs := []error{
		between("open_score", p.OpenScore, 1, 99),
		between("witnesses", float64(p.Witnesses), 1, 1000),
		between("window_days", float64(p.WindowDays), 7, 183),
		between("clone_accounts", float64(p.CloneAccounts), 2, mostPlaces/2),
		between("travel_kmh", p.TravelKmh, 100, 5000),
		between("scans_per_hour", float64(p.ScansPerHour), 2, 10_000),
	}
	for reason, weight := range p.Weights {
		if !slices.Contains(Reasons(), reason) {
			return fmt.Errorf("%w: weights name %q, which is no reason", ErrPolicy, reason)
		}
		errs = append(errs, between("the weight of "+string(reason), weight, 0, 4))
	}
	return errors.Join(errs...)
}

// weight is that of a reason.
func (p Policy) weight(r Reason) float64 {
	if w, set := p.Weights[r]; set {
		return w
	}
	return 1
}
