package evaluate

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"

	"channelrouter/internal/detect"
)

// auditor is the baseline of people who visit shops: they come upon a share of the lots, a
// month late or more, and never err. It sees no scan but the truth, so it is the best that
// such audits could be.
type auditor struct {
	due []finding
}

type finding struct {
	at    int64
	alert detect.Alert
}

// late is how many days after the first sale an audit finds a lot: from this many to twice.
const late = 30

// NewAuditor is the baseline of random audits, which find a share of the lots.
func NewAuditor(w World, share float64, seed uint64) Detector {
	a, truth := &auditor{}, w.Truth()
	chance := rand.New(rand.NewPCG(seed, 30))
	units := map[int32][]int64{}
	for _, r := range truth.Goods {
		for unit := r.First; unit <= r.Last && len(units[r.Lot]) < bounded; unit++ {
			units[r.Lot] = append(units[r.Lot], unit)
		}
	}
	for i, l := range truth.Lots {
		visited, days := chance.Float64() < share, late+chance.Int64N(late)
		if visited && len(l.Cities) > 0 {
			alert := detect.Alert{Kind: detect.Diverted, Origin: l.Origin, City: l.Cities[0], Product: l.Product, Score: 100, Units: units[int32(i)]}
			a.due = append(a.due, finding{at: l.From + days*day, alert: alert})
		}
	}
	slices.SortStableFunc(a.due, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
	return a
}

// Observe sees nothing.
func (a *auditor) Observe(*detect.Sighting) {}

// Review reports what was found since.
func (a *auditor) Review(at int64) (alerts []detect.Alert) {
	for len(a.due) > 0 && a.due[0].at <= at {
		alerts = append(alerts, a.due[0].alert)
		a.due = a.due[1:]
	}
	return alerts
}

// sortedKeys are the keys of a map in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
