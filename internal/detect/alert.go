package detect

import (
	"cmp"
	"slices"
)

// AlertKind is what is suspected.
type AlertKind uint8

// The kinds of alerts.
const (
	Diverted AlertKind = iota + 1 // goods are sold where they were not meant to be
	Cloned                        // a code is on several things
)

// Alert is a lot that people should look at.
type Alert struct {
	Kind        AlertKind
	Origin      int32
	Product     int32
	City        int32 // 0: spread over many
	Score       float64
	Evidence    Evidence
	Units       []int64 // that were seen, some hundreds at most
	Cases       []int64 // the ones seen most first
	Shipments   []int64
	First, Last int64
	Reasons     []Finding
}

// Finding is a reason with its figures.
type Finding struct {
	Reason    Reason  `json:"reason"`
	Count     int     `json:"count"`              // of what the reason counts: consumers, cases, scans
	Expected  float64 `json:"expected,omitempty"` // of honest goods; 0 where that is not counted
	Of        int     `json:"of,omitempty"`       // shipments or cases that they are of, where that counts
	Places    int     `json:"places,omitempty"`   // terminals or cities
	Certainty float64 `json:"nats"`               // in nats
}

// alert makes one of a lot.
func (d *Detector) alert(l *lot, e Evidence) Alert {
	return Alert{
		Kind: Diverted, Origin: l.origin, Product: l.product, City: max(0, l.city), Score: e.Score(), Evidence: e, First: l.first, Last: l.last,
		Units: slices.Concat(l.units[1], l.units[0]), Cases: idsOf(l.boxes), Shipments: idsOf(l.ships), Reasons: d.findings(l, e),
	}
}

// idsOf lists parts, those seen most first.
func idsOf(parts []part) []int64 {
	sorted := slices.SortedStableFunc(slices.Values(parts), func(a, b part) int { return cmp.Compare(b.sum(), a.sum()) })
	ids := make([]int64, len(sorted))
	for i, p := range sorted {
		ids[i] = p.id
	}
	return ids
}

func (p part) sum() (n int) {
	for _, k := range p.n {
		n += int(k)
	}
	return n
}

// findings explains a lot's evidence.
func (d *Detector) findings(l *lot, e Evidence) (list []Finding) {
	soft := ReasonOutside
	if l.where == border {
		soft = ReasonBorder
	}
	var seen [ways]int
	for _, w := range l.who {
		seen[w.by]++
	}
	consumers := seen[byPosition] + seen[byAddress]
	if consumers > 0 && l.city != anywhere {
		expected := d.exposure.expected(l, byPosition) + d.exposure.expected(l, byAddress)
		list = append(list, Finding{Reason: soft, Count: consumers, Expected: expected, Certainty: max(0, e.Pool)})
	}
	if n := seen[byTerminal]; n > 0 {
		list = append(list, Finding{
			Reason: ReasonTerminal, Count: n, Expected: d.exposure.expected(l, byTerminal), Places: l.special(sellers),
			Certainty: d.pool(l, byTerminal),
		})
	}
	if e.Shipment > 0 {
		reason := ReasonShipment
		if l.city == anywhere {
			reason = ReasonSpread
		}
		list = append(list, Finding{Reason: reason, Count: consumers, Of: len(l.ships), Certainty: e.Shipment})
	}
	if e.Case > 0 {
		list = append(list, Finding{Reason: ReasonCase, Count: consumers, Of: len(l.boxes), Certainty: e.Case})
	}
	for which := range specials {
		if n := l.special(which); n > 0 {
			list = append(list, Finding{Reason: specialReasons[which], Count: n, Certainty: d.specialOf(l, which)})
		}
	}
	return list
}

// cloneAlert makes one of a code that is on several things.
func (d *Detector) cloneAlert(c *clone) Alert {
	a := Alert{
		Kind: Cloned, Origin: c.origin, Product: c.product, Score: c.score(d.policy), Units: []int64{c.unit}, First: c.first, Last: c.last,
		Reasons: []Finding{{Reason: ReasonClone, Count: len(c.who), Places: len(c.cities)}},
	}
	if c.travelled {
		a.Reasons = append(a.Reasons, Finding{Reason: ReasonTravel, Count: len(c.who), Places: len(c.cities)})
	}
	if len(c.cities) > 0 {
		a.City = c.cities[0]
	}
	return a
}
