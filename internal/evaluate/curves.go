package evaluate

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// curve is a picture of a measure over what is swept.
type curve struct {
	file, sweep, measure string
	title, x             string
}

var curves = []curve{
	{"precision-by-scan-rate.svg", "scan-rate", "precision_50", "Precision of the 50 best alerts a week", "consumers' scan rate"},
	{"recall-by-scan-rate.svg", "scan-rate", "recall_50_large", "Recall of lots of 20 cases or more, by the 50 best alerts a week", "consumers' scan rate"},
	{"balance-by-scan-rate.svg", "scan-rate", "balance_50", "Harmonic mean of precision and recall, 50 best alerts a week", "consumers' scan rate"},
	{"precision-by-prevalence.svg", "diverted", "precision_50", "Precision of the 50 best alerts a week", "diverted share of the volume"},
	{"balance-by-prevalence.svg", "diverted", "balance_50", "Harmonic mean of precision and recall, 50 best alerts a week", "diverted share of the volume"},
}

const sizeCurve = "recall-by-lot-size.svg"

// Curves draws what sweeps came to into a folder: each measure over the scan rate and over the
// diverted share with a line for each detector, and the recall of the first detector by the
// size of lots with a line for each scan rate. Bands are 95 % intervals over the seeds.
func Curves(dir string, outcomes []Outcome) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, c := range curves {
		p := plot{title: c.title, x: c.x, series: bySweep(outcomes, c.sweep, c.measure)}
		if err := os.WriteFile(filepath.Join(dir, c.file), p.svg(), 0o644); err != nil {
			return err
		}
	}
	p := plot{title: "Recall within 60 days by size of lots", x: "cases in the lot", plain: true, series: bySize(outcomes)}
	return os.WriteFile(filepath.Join(dir, sizeCurve), p.svg(), 0o644)
}

// bySweep has a line for each detector, and a point for each setting of the sweep.
func bySweep(outcomes []Outcome, sweep, measure string) (lines []series) {
	at := map[string]int{}
	for _, o := range outcomes {
		if !strings.HasPrefix(o.Setting, sweep+"=") {
			continue
		}
		for _, s := range o.Summary {
			i, ok := s.Measures[measure]
			if !ok {
				continue
			}
			if _, known := at[s.Detector]; !known {
				at[s.Detector] = len(lines)
				lines = append(lines, series{name: s.Detector})
			}
			line := &lines[at[s.Detector]]
			line.points = append(line.points, point{x: o.Value, y: i.Mean, half: i.Half})
		}
	}
	for _, line := range lines {
		slices.SortStableFunc(line.points, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	}
	return lines
}

// bySize has a line for each scan rate, of the detector that comes first.
func bySize(outcomes []Outcome) (lines []series) {
	for _, o := range outcomes {
		if !strings.HasPrefix(o.Setting, "scan-rate=") || len(o.Summary) == 0 {
			continue
		}
		line := series{name: percent(o.Value) + " scanned"}
		for _, size := range Sizes {
			if i, ok := o.Summary[0].Measures[fmt.Sprintf("recall_size_%d", size)]; ok {
				line.points = append(line.points, point{x: float64(size), y: i.Mean, half: i.Half})
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// percent writes a share as 0.5 %.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'g', 3, 64) + " %"
}
