package evaluate

import "context"

// Result is what one detector came to in one world.
type Result struct {
	World    string   `json:"world"` // its seed, or its folder
	Detector string   `json:"detector"`
	Measures Measures `json:"measures"`
}

// Judge runs detectors over a world, in one pass, and measures each.
func Judge(ctx context.Context, name string, w World, contenders []Contender) ([]Result, error) {
	detectors := make([]Detector, len(contenders))
	for i, c := range contenders {
		detectors[i] = c.New(w)
	}
	courses, err := Watch(ctx, w, detectors)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(contenders))
	for i, c := range contenders {
		results[i] = Result{World: name, Detector: c.Name, Measures: measure(&courses[i], w)}
	}
	return results, nil
}

// Baselines are what the detector is held against. The fence with k scans has the k that did
// best on the seeds for design, at each scan rate.
func Baselines(k int) []Contender {
	return []Contender{
		{"geo-fence", func(World) Detector { return NewFence(1) }},
		{"geo-fence + k scans", func(World) Detector { return NewFence(k) }},
		{"impossible travel", func(World) Detector { return NewTravel() }},
		{"random audit 30 %", func(w World) Detector { return NewAuditor(w, 0.3, 1) }},
	}
}

// FenceScans is the k of the fence with k scans at a consumers' scan rate: of 2, 3, 5, 8, 12
// and 20 the one with the best harmonic mean of precision and recall of the 50 best alerts a
// week, on seeds 1 to 10 at 1, 5, 15 and 40 %.
func FenceScans(scanRate float64) int {
	switch {
	case scanRate < 0.1:
		return 3
	case scanRate < 0.3:
		return 5
	}
	return 8
}
