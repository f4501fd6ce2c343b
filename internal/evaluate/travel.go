package evaluate

import "channelrouter/internal/detect"

const (
	// aeroplane is a speed in km/h that no pack has.
	aeroplane = 900
	// tooNear is a distance in km below which two places may be one that was seen wrongly.
	tooNear = 100
	// longest is the seconds in which an aeroplane crosses the country, and more.
	longest = 6 * 3600
)

// travel is the baseline that looks for what cannot be: one code at two places, sooner than
// an aeroplane flies. It says that the code was copied and, where the second place is outside
// the territory, that its goods are diverted.
type travel struct {
	days         int
	cities       map[int32]City
	older, newer map[int64]seen // two windows of longest each
	turn         int64
	copied       map[int64]detect.Alert
	outside      map[place][]int64
}

type seen struct {
	at   int64
	city int32
}

// NewTravel is the baseline of impossible travel at 900 km/h.
func NewTravel() Detector {
	t := &travel{cities: map[int32]City{}, older: map[int64]seen{}, newer: map[int64]seen{}, copied: map[int64]detect.Alert{}, outside: map[place][]int64{}}
	for _, c := range Cities() {
		t.cities[c.Code] = c
	}
	return t
}

// Observe compares a scan with the one before of the same code.
func (t *travel) Observe(s *detect.Sighting) {
	if s.Staff || s.Test || s.Unit == 0 || s.City == 0 {
		return
	}
	if s.At-t.turn > longest {
		t.older, t.newer, t.turn = t.newer, t.older, s.At
		clear(t.newer)
	}
	before, ok := t.newer[s.Unit]
	if !ok {
		before, ok = t.older[s.Unit]
	}
	t.newer[s.Unit] = seen{s.At, s.City}
	if !ok || before.city == s.City || !t.impossible(before, s) {
		return
	}
	alert := t.copied[s.Unit]
	t.copied[s.Unit] = detect.Alert{
		Kind: detect.Cloned, Origin: s.Origin, City: s.City, Product: s.Product, Score: alert.Score + 1, Units: []int64{s.Unit},
	}
	if s.Where == detect.Away || s.Where == detect.Border {
		at := place{s.Origin, s.City, s.Product}
		t.outside[at] = append(t.outside[at], s.Unit)
	}
}

func (t *travel) impossible(before seen, s *detect.Sighting) bool {
	from, known := t.cities[before.city]
	to, alsoKnown := t.cities[s.City]
	if !known || !alsoKnown {
		return false
	}
	km := Distance(from, to)
	return km > tooNear && km*3600 > aeroplane*float64(s.At-before.at)
}

// Review reports at the end of a week.
func (t *travel) Review(int64) []detect.Alert {
	if t.days++; t.days%week != 0 {
		return nil
	}
	alerts := reports(t.outside, 1)
	for _, unit := range sortedKeys(t.copied) {
		alerts = append(alerts, t.copied[unit])
	}
	clear(t.outside)
	clear(t.copied)
	return alerts
}
