package simulate

import (
	"fmt"
	"math"
)

// Parameters say what a world is like. Shares are from 0 to 1. Each field's comment says
// where its default comes from: "file" is the collected parameters that
// docs/diversion-format.md lists with their sources; "assumed" is ours.
type Parameters struct {
	Months        int     `json:"months"`                   // of 30 days
	Distributors  int     `json:"distributors"`             // 300, file (assumed there)
	Online        int     `json:"online_distributors"`      // 2 more that sell on line only; assumed
	BigCities     int     `json:"big_cities"`               // 60, with a distributor for each of two product lines; assumed
	Wholesalers   int     `json:"wholesalers"`              // 3,000, lognormal by distributor with mean 10; file has 12
	Terminals     int     `json:"terminals"`                // 50,000, file's lower value
	CasesPerMonth float64 `json:"cases_per_terminal_month"` // 6, assumed

	ScanRate     float64 `json:"consumer_scan_rate"`       // .15, of .01, .05, .15 and .4 in file
	OpenRate     float64 `json:"terminal_case_scan_rate"`  // .5, file
	Guides       float64 `json:"terminals_with_guide"`     // .05, assumed
	GuideRate    float64 `json:"guide_scan_rate"`          // .5 of the units that such terminals sell; assumed
	LookRate     float64 `json:"look_before_buying_rate"`  // .01, assumed
	InspectRate  float64 `json:"inspection_rate"`          // .0003 of units; assumed
	RepeatEnds   float64 `json:"repeat_scans_end"`         // .7, geometric; file
	Located      float64 `json:"location_known"`           // .7, else the network's address; file
	AddressCity  float64 `json:"address_right_city"`       // .7, file
	AddressNear  float64 `json:"address_same_province"`    // .25, file; the rest is anywhere
	ScanDays     float64 `json:"sale_to_scan_median_days"` // 20, lognormal; file
	ShelfDays    float64 `json:"shelf_median_days"`        // 7, lognormal; assumed
	MissedReads  float64 `json:"missed_reads"`             // .05 of pallets to distributors; file
	ReadLate     float64 `json:"missed_reads_known_later"` // .5 of those; assumed
	Damaged      float64 `json:"damaged_case_codes"`       // .001, file
	Repacked     float64 `json:"repacked_cases"`           // .002, file
	WrongBinding float64 `json:"terminals_bound_wrongly"`  // .002, assumed

	Travellers float64 `json:"traveller_share_of_scans"` // .03, file
	BorderLeak float64 `json:"border_leak_share"`        // .01, of .005 and .02 in file
	Carried    float64 `json:"cases_carried_away"`       // .001, assumed: one buys a case and takes it to another city
	Ecommerce  float64 `json:"ecommerce_share"`          // .1, file
	EcomLeak   float64 `json:"ecommerce_not_known"`      // .1 of that, out of distributors' ordinary stock; assumed
	Gifts      float64 `json:"gift_share"`               // .02, assumed
	Moved      float64 `json:"approved_transfers"`       // .005, assumed
	Returns    float64 `json:"returned_pallets"`         // .01, file
	Staff      float64 `json:"staff_scans_a_day"`        // 200, tests of codes among them; assumed

	Diverted    float64 `json:"diverted_share_of_volume"`   // .02, of .001 to .08 in file
	Diverters   float64 `json:"distributors_who_divert"`    // .3, assumed
	Adjacent    float64 `json:"lots_to_adjacent_city"`      // .3, assumed
	Destroyed   float64 `json:"code_destroyed_share"`       // .3 of a lot's cases, file
	Complicit   float64 `json:"complicit_scan_rate_factor"` // .5: buyers of diverted goods scan so much less; assumed
	CloneCodes  []int   `json:"copied_codes"`               // 60, 20, 3 codes, assumed, on
	ClonePacks  []int   `json:"packs_of_a_copied_code"`     // 2, 10, 1,000 packs; file
	Guesses     int     `json:"guessed_codes_a_day"`        // 1,000, assumed; none is valid, so none is a scan of goods
	CaseUnits   int     `json:"units_per_case"`             // 24, file
	PalletCases []int   `json:"cases_per_pallet"`           // 40, 60, 72; file
}

// Default is the setting in which detectors are compared.
func Default() Parameters {
	return Parameters{
		Months: 4, Distributors: 300, Online: 2, BigCities: 60, Wholesalers: 3000, Terminals: 50000, CasesPerMonth: 6,
		ScanRate: .15, OpenRate: .5, Guides: .05, GuideRate: .5, LookRate: .01, InspectRate: .0003, RepeatEnds: .7,
		Located: .7, AddressCity: .7, AddressNear: .25, ScanDays: 20, ShelfDays: 7,
		MissedReads: .05, ReadLate: .5, Damaged: .001, Repacked: .002, WrongBinding: .002,
		Travellers: .03, BorderLeak: .01, Carried: .001, Ecommerce: .1, EcomLeak: .1, Gifts: .02, Moved: .005, Returns: .01, Staff: 200,
		Diverted: .02, Diverters: .3, Adjacent: .3, Destroyed: .3, Complicit: .5,
		CloneCodes: []int{60, 20, 3}, ClonePacks: []int{2, 10, 1000}, Guesses: 1000,
		CaseUnits: 24, PalletCases: []int{40, 60, 72},
	}
}

// Limits of what a plan's word holds, and of what makes sense.
const (
	mostCases = 1 << 24
	mostUnits = 32
	mostDays  = 2000
)

// Check says what is wrong with the parameters.
func (p *Parameters) Check() error {
	for _, share := range []float64{
		p.ScanRate, p.OpenRate, p.Guides, p.GuideRate, p.LookRate, p.InspectRate, p.RepeatEnds, p.Located, p.AddressCity, p.AddressNear,
		p.MissedReads, p.ReadLate, p.Damaged, p.Repacked, p.WrongBinding, p.Travellers, p.BorderLeak, p.Carried, p.Ecommerce, p.EcomLeak,
		p.Gifts, p.Moved, p.Returns, p.Diverted, p.Diverters, p.Adjacent, p.Destroyed, p.Complicit,
	} {
		if math.IsNaN(share) || share < 0 || share > 1 {
			return fmt.Errorf("simulate: a share of %v is not from 0 to 1", share)
		}
	}
	cities := len(land())
	rest := cities - p.BigCities
	switch {
	case p.Months < 1 || p.days() > mostDays:
		return fmt.Errorf("simulate: %d months are not from 1 to %d", p.Months, mostDays/30)
	case p.BigCities < 0 || rest < 1 || p.Distributors < 2*p.BigCities+rest/3 || p.Distributors > 2*p.BigCities+rest:
		return fmt.Errorf("simulate: %d distributors cannot hold %d cities, 1 to 4 each, with 2 in %d of them", p.Distributors, cities, p.BigCities)
	case p.Terminals < cities || p.Wholesalers < p.Distributors || p.Online < 1:
		return fmt.Errorf("simulate: there are fewer terminals than %d cities, or fewer wholesalers than distributors, or nobody on line", cities)
	case p.CaseUnits < 1 || p.CaseUnits > mostUnits || len(p.PalletCases) == 0 || len(p.CloneCodes) != len(p.ClonePacks):
		return fmt.Errorf("simulate: a case has 1 to %d units, a pallet some cases, copied codes as many numbers as packs", mostUnits)
	case p.CasesPerMonth <= 0 || p.cases() > mostCases*3/4:
		return fmt.Errorf("simulate: %.0f cases are not from 1 to %d", p.cases(), mostCases*3/4)
	case p.RepeatEnds <= 0 || p.ScanDays <= 0 || p.ShelfDays <= 0 || p.Ecommerce+p.Gifts+p.Moved+p.Diverted > 0.9 || p.AddressCity+p.AddressNear > 1:
		return fmt.Errorf("simulate: shares that exclude each other are more than all, or a median is not above 0")
	}
	return nil
}

func (p *Parameters) days() int { return 30 * p.Months }

// cases is how many reach the market in all.
func (p *Parameters) cases() float64 {
	return float64(p.Terminals) * p.CasesPerMonth * float64(p.Months)
}
