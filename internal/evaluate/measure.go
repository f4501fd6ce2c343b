package evaluate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"channelrouter/internal/detect"
)

// within is the days in which a lot must be found; lots that began later than this before the
// world's end are left out of the recall, because nobody could know yet.
const within = 60

// month is 30 days, for rates.
const month = 30 * day

// Sizes are the least cases of each class of lots whose recall is told apart.
var Sizes = []int64{1, 5, 20, 500, 5000}

// large is the least cases of a lot that must not be missed.
const large = 20

// Measures are what is measured of a detector in a world, by name. What cannot be said (the
// precision of no alert) is missing.
type Measures map[string]float64

// set keeps a share of a whole, unless there is no whole.
func (m Measures) set(name string, part, whole float64) {
	if whole > 0 {
		m[name] = part / whole
	}
}

// measure works out all measures of a course.
func measure(c *course, w World) Measures {
	m := Measures{"scans": float64(c.scans), "lots": float64(len(w.Truth().Lots))}
	diverted := slices.DeleteFunc(slices.Clone(c.verdicts), func(v verdict) bool { return v.kind != detect.Diverted })
	weeks := m.weekly(diverted, c, w.Truth())
	m.overall(c, w)
	m.recalls("recall", diverted, c, w.Truth())
	m["average_precision"] = averagePrecision(diverted, len(w.Truth().Lots))
	m.clones(c.verdicts, w.Truth())
	m.set("alerts_per_week", float64(len(diverted)), float64(weeks))
	return m
}

// weekly is precision and recall of the n best alerts of each week. Precision is over no more
// than there were lots to find in that week, nor than were reported.
func (m Measures) weekly(alerts []verdict, c *course, truth *Truth) (weeks int) {
	best := byWeek(alerts, c)
	for _, n := range []int{50, 200} {
		var top []verdict
		right, shown := 0, 0
		for week, list := range best {
			begin := c.first - day + int64(week)*7*day
			look := min(n, len(list), active(truth, begin, begin+7*day))
			for _, v := range list[:look] {
				shown++
				right += count(v.right)
			}
			top = append(top, list[:min(n, len(list))]...)
		}
		m.set(fmt.Sprintf("precision_%d", n), float64(right), float64(shown))
		m.recalls(fmt.Sprintf("recall_%d", n), top, c, truth)
		m.balance(n)
	}
	return len(best)
}

// balance is the harmonic mean of precision and recall of the n best alerts of each week: who
// reports little, or everything, has little of it.
func (m Measures) balance(n int) {
	precision, shown := m[fmt.Sprintf("precision_%d", n)]
	recall, known := m[fmt.Sprintf("recall_%d", n)]
	switch name := fmt.Sprintf("balance_%d", n); {
	case shown && known && precision+recall > 0:
		m[name] = 2 * precision * recall / (precision + recall)
	case known:
		m[name] = 0
	}
}

// byWeek ranks the alerts of each week.
func byWeek(alerts []verdict, c *course) [][]verdict {
	best := make([][]verdict, (c.last-c.first)/(7*day)+1)
	for _, v := range alerts {
		week := (v.at - c.first) / (7 * day)
		best[week] = append(best[week], v)
	}
	for _, list := range best {
		slices.SortStableFunc(list, func(a, b verdict) int { return cmp.Compare(b.score, a.score) })
	}
	return best
}

// active is how many lots were on sale in a week.
func active(truth *Truth, begin, end int64) (n int) {
	for _, l := range truth.Lots {
		n += count(l.From < end && l.To > begin)
	}
	return n
}

// overall is what is measured of all alerts, of both kinds.
func (m Measures) overall(c *course, w World) {
	var right, diverted, named, wrong, accused int
	for _, v := range c.verdicts {
		wrong += count(!v.right)
		accused += count(!v.right && v.honest)
		if v.kind == detect.Diverted {
			diverted++
			right += count(v.right)
			named += count(v.right && v.rightOrigin)
		}
	}
	guilty := w.Truth().diverters()
	months := float64(c.last-c.first+day) / month
	cases := int64(0)
	for _, s := range w.Channel().Shipments {
		if !guilty[s.Distributor] {
			cases += s.Cases
		}
	}
	honest := len(w.Channel().Distributors) - len(guilty)
	m.set("precision", float64(right), float64(diverted))
	m.set("attribution", float64(named), float64(right))
	m.set("false_per_honest_distributor_month", float64(accused), float64(honest)*months)
	m.set("false_per_10000_honest_cases", float64(accused)*10000, float64(cases))
	m["false_alerts"] = float64(wrong)
}

// recalls is the share of lots that were found in time: of all, of large ones and, in the
// full recall, of each size and type.
func (m Measures) recalls(name string, alerts []verdict, c *course, truth *Truth) {
	first := firstFound(alerts)
	hits, all := map[string]int{}, map[string]int{}
	var days []float64
	for i, l := range truth.Lots {
		at, ok := first[int32(i)]
		if ok {
			days = append(days, float64(max(at-l.From, 0))/day)
		}
		if l.From+within*day > c.last {
			continue
		}
		classes := []string{name}
		if l.Cases >= large {
			classes = append(classes, name+"_large")
		}
		if name == "recall" {
			classes = append(classes, "recall_size_"+sizeClass(l.Cases), "recall_type_"+strings.ReplaceAll(l.Type, " ", "_"))
		}
		for _, class := range classes {
			all[class]++
			hits[class] += count(ok && at <= l.From+within*day)
		}
	}
	for class, n := range all {
		m.set(class, float64(hits[class]), float64(n))
	}
	if name == "recall" && len(days) > 0 {
		m["days_to_first_alert"] = median(days)
	}
}

// firstFound is when each lot was first found.
func firstFound(alerts []verdict) map[int32]int64 {
	first := map[int32]int64{}
	for _, v := range alerts {
		for _, lot := range v.lots {
			if at, ok := first[lot]; !ok || v.at < at {
				first[lot] = v.at
			}
		}
	}
	return first
}

// sizeClass is the least size of a lot's class.
func sizeClass(cases int64) string {
	class := Sizes[0]
	for _, size := range Sizes {
		if cases >= size {
			class = size
		}
	}
	return fmt.Sprint(class)
}

// averagePrecision is the area under precision over recall, when the alerts of all time are
// taken by score, equal ones by time, and a lot counts once.
func averagePrecision(alerts []verdict, lots int) (area float64) {
	if lots == 0 {
		return 0
	}
	ranked := slices.Clone(alerts)
	slices.SortStableFunc(ranked, func(a, b verdict) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.at, b.at))
	})
	found, right := map[int32]bool{}, 0
	for i, v := range ranked {
		right += count(v.right)
		for _, lot := range v.lots {
			if !found[lot] {
				found[lot] = true
				area += float64(right) / float64(i+1) / float64(lots)
			}
		}
	}
	return area
}

// clones is the precision of alerts of copied codes, and the recall by number of packs.
func (m Measures) clones(verdicts []verdict, truth *Truth) {
	alerts, right, found := 0, 0, map[int32]bool{}
	for _, v := range verdicts {
		if v.kind != detect.Cloned {
			continue
		}
		alerts++
		right += count(v.right)
		for _, clone := range v.clones {
			found[clone] = true
		}
	}
	m.set("clone_precision", float64(right), float64(alerts))
	hits, all := map[int64]int{}, map[int64]int{}
	for i, c := range truth.Clones {
		all[c.Packs]++
		hits[c.Packs] += count(found[int32(i)])
	}
	for packs, n := range all {
		m.set(fmt.Sprintf("clone_recall_%d", packs), float64(hits[packs]), float64(n))
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func median(values []float64) float64 {
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
