package evaluate

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Summary is a detector's measures over the worlds of an outcome.
type Summary struct {
	Detector string              `json:"detector"`
	Measures map[string]Interval `json:"measures"`
}

// Outcome is what detectors came to in worlds of one setting.
type Outcome struct {
	Setting    string    `json:"setting"`              // as for people; of a sweep name=value
	Value      float64   `json:"value"`                // of what is swept
	Parameters any       `json:"parameters,omitempty"` // of simulated worlds
	Summary    []Summary `json:"summary"`
	Results    []Result  `json:"results"`
}

// Summarise fills the summary from the results: detectors in the order in which they come.
func (o *Outcome) Summarise() {
	var detectors []string
	values := map[string]map[string][]float64{}
	for _, r := range o.Results {
		if values[r.Detector] == nil {
			detectors = append(detectors, r.Detector)
			values[r.Detector] = map[string][]float64{}
		}
		for name, value := range r.Measures {
			values[r.Detector][name] = append(values[r.Detector][name], value)
		}
	}
	o.Summary = nil
	for _, detector := range detectors {
		s := Summary{Detector: detector, Measures: map[string]Interval{}}
		for name, list := range values[detector] {
			s.Measures[name] = NewInterval(list)
		}
		o.Summary = append(o.Summary, s)
	}
}

// titles say what the measures are, in the order of printing; one that ends in * stands for
// all that begin so.
var titles = []struct{ name, title string }{
	{"precision_50", "precision of the 50 best alerts a week"},
	{"precision_200", "precision of the 200 best"},
	{"precision", "precision of all alerts"},
	{"average_precision", "average precision"},
	{"recall", "recall within 60 days"},
	{"recall_large", "recall of lots of 20 cases or more"},
	{"recall_50", "recall of the 50 best alerts a week"},
	{"recall_200", "recall of the 200 best"},
	{"balance_50", "harmonic mean of the two, 50 best"},
	{"balance_200", "harmonic mean of the two, 200 best"},
	{"recall_50_large", "recall of the 50 best, 20 cases or more"},
	{"recall_200_large", "recall of the 200 best, 20 cases or more"},
	{"recall_size_*", "recall of lots from this many cases"},
	{"recall_type_*", "recall by type"},
	{"days_to_first_alert", "days to the first alert, median"},
	{"attribution", "right distributor named"},
	{"false_per_honest_distributor_month", "false alerts, honest distributor and month"},
	{"false_per_10000_honest_cases", "false alerts, 10,000 honest cases"},
	{"alerts_per_week", "alerts a week"},
	{"clone_precision", "precision of alerts of copied codes"},
	{"clone_recall_*", "recall of codes by copies"},
}

// Print writes the summary as a table: a line a measure, a column a detector, means with half
// the width of the 95 % interval.
func (o *Outcome) Print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, o.Setting)
	for _, s := range o.Summary {
		fmt.Fprintf(table, "\t%s", s.Detector)
	}
	fmt.Fprintln(table)
	for _, t := range titles {
		for _, name := range o.named(t.name) {
			title := t.title
			if stem, many := strings.CutSuffix(t.name, "*"); many {
				title += " " + strings.ReplaceAll(strings.TrimPrefix(name, stem), "_", " ")
			}
			o.line(table, title, name)
		}
	}
	fmt.Fprintln(table)
	return table.Flush()
}

func (o *Outcome) line(w io.Writer, title, name string) {
	fmt.Fprint(w, title)
	for _, s := range o.Summary {
		i, ok := s.Measures[name]
		if !ok {
			fmt.Fprint(w, "\t–")
			continue
		}
		fmt.Fprintf(w, "\t%s", i)
	}
	fmt.Fprintln(w)
}

// named are the measures that a title stands for; sizes in their order.
func (o *Outcome) named(pattern string) (names []string) {
	stem, many := strings.CutSuffix(pattern, "*")
	if !many {
		return []string{pattern}
	}
	all := map[string]bool{}
	for _, s := range o.Summary {
		for name := range s.Measures {
			if strings.HasPrefix(name, stem) {
				all[name] = true
			}
		}
	}
	names = sortedKeys(all)
	slices.SortStableFunc(names, func(a, b string) int { return len(a) - len(b) })
	return names
}

// String writes an interval for people.
func (i Interval) String() string {
	digits := 3
	if i.Mean >= 10 {
		digits = 1
	}
	if i.Seeds < 2 {
		return fmt.Sprintf("%.*f", digits, i.Mean)
	}
	return fmt.Sprintf("%.*f ±%.*f", digits, i.Mean, digits, i.Half)
}
