package evaluate

import (
	"cmp"
	"slices"

	"channelrouter/internal/detect"
)

// week is how often the baselines report, and the window in which they count.
const week = 7

// bounded is how many units of evidence an alert of a baseline carries.
const bounded = 50

// place is what goods alerts are about: an origin's product in a city.
type place struct{ origin, city, product int32 }

// fence is the baseline that brands have today: a scan outside the territory counts, and a
// lot with enough of them within a week is reported at the week's end, with the number as its
// score. Goods that are sold on line have no territory, so they do not count.
type fence struct {
	atLeast int
	days    int
	outside map[place][]int64
}

// NewFence is a geographic fence; atLeast 1 is the plain one.
func NewFence(atLeast int) Detector {
	return &fence{atLeast: atLeast, outside: map[place][]int64{}}
}

// Observe counts a scan outside.
func (f *fence) Observe(s *detect.Sighting) {
	if s.Staff || s.Test || s.Where != detect.Away && s.Where != detect.Border {
		return
	}
	at := place{s.Origin, s.City, s.Product}
	f.outside[at] = append(f.outside[at], s.Unit)
}

// Review reports at the end of a week.
func (f *fence) Review(int64) []detect.Alert {
	if f.days++; f.days%week != 0 {
		return nil
	}
	alerts := reports(f.outside, f.atLeast)
	clear(f.outside)
	return alerts
}

// reports makes an alert of every place with enough different units, the most of them first.
func reports(units map[place][]int64, atLeast int) (alerts []detect.Alert) {
	for at, evidence := range units {
		if len(evidence) < atLeast {
			continue
		}
		slices.Sort(evidence)
		evidence = slices.Compact(evidence)
		if n := len(evidence); n >= atLeast {
			alerts = append(alerts, detect.Alert{
				Kind: detect.Diverted, Origin: at.origin, City: at.city, Product: at.product,
				Score: float64(n), Units: spread(evidence, bounded),
			})
		}
	}
	slices.SortFunc(alerts, func(a, b detect.Alert) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.City, b.City), cmp.Compare(a.Product, b.Product))
	})
	return alerts
}

// spread picks at most n of a list, evenly.
func spread(list []int64, n int) []int64 {
	if len(list) <= n {
		return list
	}
	picked := make([]int64, n)
	for i := range picked {
		picked[i] = list[i*len(list)/n]
	}
	return picked
}
