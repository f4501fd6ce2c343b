// Command bench measures what docs/performance.md promises and prints one line a figure:
// name value unit, with the spread of the rounds after it. Ratios compare two ways in the
// same run, round by round, because machines differ and are shared. Run it by
// scripts/bench, which starts a MariaDB that flushes at every commit.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"

	"channelrouter/service"
)

// figure is one line: a value, the bar it is held against, and the rounds it is the
// median of.
type figure struct {
	name   string
	unit   string
	rounds []float64
	bar    float64
	least  bool // the bar is a least, not a most
}

func (f figure) median() float64 {
	sorted := slices.Sorted(slices.Values(f.rounds))
	return sorted[len(sorted)/2]
}

func (f figure) String() string {
	sorted := slices.Sorted(slices.Values(f.rounds))
	relation := "≤"
	if f.least {
		relation = "≥"
	}
	return fmt.Sprintf("%s %.4g %s   # %s %.4g; %d rounds, %.4g to %.4g",
		f.name, f.median(), f.unit, relation, f.bar, len(sorted), sorted[0], sorted[len(sorted)-1])
}

func (f figure) holds() bool {
	if f.least {
		return f.median() >= f.bar
	}
	return f.median() <= f.bar
}

// benchmark is one measurement, which may give several figures.
type benchmark struct {
	name    string
	measure func() ([]figure, error)
}

func main() {
	only := flag.String("only", "", "comma-separated parts to run: codec, export, growth, http, storage, claim")
	flag.Parse()
	slog.SetLogLoggerLevel(slog.LevelError)
	service.SpareCollector() // as serve does
	short := 0
	for _, b := range []benchmark{
		{"codec", codec}, {"export", export}, {"growth", growth}, {"http", overHTTP}, {"storage", storage}, {"claim", claims},
	} {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), b.name) {
			continue
		}
		figures, err := b.measure()
		if err != nil {
			fmt.Fprintf(os.Stderr, "bench %s: %v\n", b.name, err)
			os.Exit(1)
		}
		for _, f := range figures {
			fmt.Println(f)
			if !f.holds() {
				short++
			}
		}
	}
	if short > 0 {
		fmt.Fprintf(os.Stderr, "%d figures fall short\n", short)
		os.Exit(1)
	}
}
