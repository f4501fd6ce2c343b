package evaluate

import (
	"context"

	"channelrouter/internal/detect"
)

// enough units of a lot in an alert's evidence find the lot.
const enough = 2

// verdict is an alert held against the truth.
type verdict struct {
	at          int64
	kind        detect.AlertKind
	score       float64
	right       bool    // what it says happened
	rightOrigin bool    // and it names the distributor
	honest      bool    // the distributor that it names had no part in any lot
	lots        []int32 // that it finds
	clones      []int32
}

// course is what a detector reported of a world, and how long it took.
type course struct {
	verdicts    []verdict
	first, last int64 // days' ends
	scans       int64
}

// Watch shows the scans of a world to detectors and judges their reports, in one pass. At the
// end of each day with or without scans, until the last scan's, each is asked for what is due.
func Watch(ctx context.Context, w World, detectors []Detector) ([]course, error) {
	channel, truth := w.Channel(), w.Truth()
	placer := NewPlacer(channel)
	courses := make([]course, len(detectors))
	guilty := truth.diverters()
	review := func(at int64) {
		for i, d := range detectors {
			if courses[i].first == 0 {
				courses[i].first = at
			}
			courses[i].last = at
			for _, f := range d.Review(at) {
				v := judge(truth, &f)
				v.at, v.honest = at, f.Origin > 0 && !guilty[f.Origin]
				courses[i].verdicts = append(courses[i].verdicts, v)
			}
		}
	}
	var s detect.Sighting
	end, scans := int64(0), int64(0)
	err := w.Scans(func(scan *Scan) error {
		if end == 0 {
			end = midnight(scan.At)
		}
		for ; scan.At >= end; end += day {
			review(end)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		scans++
		placer.Place(scan, &s)
		for _, d := range detectors {
			d.Observe(&s)
		}
		return nil
	})
	if end > 0 {
		review(end)
	}
	for i := range courses {
		courses[i].scans = scans
	}
	return courses, err
}

// judge holds an alert against the truth. It is right when at least half of its evidence is of
// diverted goods, or of copied codes if it says that. Evidence is the units; of an alert that
// has none, the cases.
func judge(truth *Truth, f *detect.Alert) (v verdict) {
	v.kind, v.score = f.Kind, f.Score
	evidence := f.Units
	if len(evidence) == 0 {
		evidence = f.Cases
	}
	lots, clones := map[int32]int{}, map[int32]int{}
	diverted, copied := 0, 0
	for _, item := range evidence {
		if lot := truth.lotOf(item); lot >= 0 {
			lots[lot]++
			diverted++
		}
		if clone := truth.cloneOf(item); clone >= 0 {
			clones[clone]++
			copied++
		}
	}
	if f.Kind == detect.Cloned {
		v.right = len(evidence) > 0 && 2*copied >= len(evidence)
		if v.right {
			v.clones = found(clones, 1, len(evidence))
		}
		return v
	}
	v.right = len(evidence) > 0 && 2*diverted >= len(evidence)
	if v.right {
		v.lots = found(lots, enough, len(evidence))
		v.rightOrigin = truth.Lots[most(lots)].Origin == f.Origin
	}
	return v
}

// found are the lots with enough evidence, or half of it.
func found(counts map[int32]int, enough, all int) (lots []int32) {
	for lot, n := range counts {
		if n >= enough || 2*n >= all {
			lots = append(lots, lot)
		}
	}
	return lots
}

// most is the lot with the most evidence, of equals the first.
func most(counts map[int32]int) int32 {
	best, top := int32(-1), 0
	for lot, n := range counts {
		if n > top || n == top && lot < best {
			best, top = lot, n
		}
	}
	return best
}
