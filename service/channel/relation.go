package channel

import (
	"slices"
	"time"

	"channelrouter/internal/geo"
	"channelrouter/model"
)

// Relation is how a district lies to a territory.
type Relation uint8

// The relations.
const (
	RelationUnknown Relation = iota // no territory is known
	Inside                          // or in a city, of which no more is known, that is partly inside
	Beside                          // outside, in a city that touches it
	Apart
)

// Relation tells how a district lies to what was an organisation's territory for a product
// line at a time.
func (m *Map) Relation(org model.OrgID, line, adcode string, at time.Time) Relation {
	v := m.view(viewKey{org, line}, at)
	if len(v.prefixes) == 0 {
		return RelationUnknown
	}
	n := m.district(adcode)
	if n >= mostDistricts {
		return v.relation(adcode)
	}
	if v.relations == nil {
		v.relations = new([mostDistricts]Relation)
	}
	if v.relations[n] == RelationUnknown {
		v.relations[n] = v.relation(adcode)
	}
	return v.relations[n]
}

// mostDistricts is how many relations are remembered of a territory. China has some 3,000
// districts; who scans may tell of others.
const mostDistricts = 4096

// district numbers districts in the order in which they are met.
func (m *Map) district(adcode string) int {
	n, known := m.districts[adcode]
	if !known {
		if n = len(m.districts); n < mostDistricts {
			m.districts[adcode] = n
		}
	}
	return n
}

type viewKey struct {
	org  model.OrgID
	line string
}

// view is an organisation's territory for a product line, for as long as it was the same.
type view struct {
	from, to  time.Time
	prefixes  []string
	relations *[mostDistricts]Relation // by the number of a district; RelationUnknown was not asked for
	touched   map[string]bool          // whether a city touches the territory
}

// view is the one at a time.
func (m *Map) view(key viewKey, at time.Time) *view {
	for _, v := range m.views[key] {
		if !v.from.After(at) && v.to.After(at) {
			return v
		}
	}
	v := &view{to: model.Forever, touched: map[string]bool{}}
	for _, t := range m.territories[key.org] {
		if t.Line != "" && t.Line != key.line {
			continue
		}
		if validAt(t.Period, at) {
			v.prefixes = append(v.prefixes, t.Prefix)
		}
		for _, change := range []time.Time{t.ValidFrom, t.ValidTo} {
			switch {
			case change.After(at):
				v.to = minTime(v.to, change)
			case change.After(v.from):
				v.from = change
			}
		}
	}
	m.views[key] = append(m.views[key], v)
	return v
}

func (v *view) relation(adcode string) Relation {
	for _, prefix := range v.prefixes {
		if geo.Reaches(adcode, prefix) {
			return Inside
		}
	}
	if v.touches(geo.City(adcode)) {
		return Beside
	}
	return Apart
}

func (v *view) touches(city string) bool {
	touches, known := v.touched[city]
	if !known {
		touches = slices.ContainsFunc(v.prefixes, func(prefix string) bool { return geo.Touches(city, prefix) })
		v.touched[city] = touches
	}
	return touches
}
