// Command bench measures what docs/performance.md promises and prints one line a figure:
// name value unit; the bar and the spread of the rounds go to standard error. Ratios
// compare two ways in the same run, round by round, because machines differ and are
// shared. Run it by scripts/bench, which starts a MariaDB that flushes at every commit.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"math"
	"os"
	"slices"
	"strconv"
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
	return math.Round(sorted[len(sorted)/2]*1e6) / 1e6
}

// String is "name value unit".
func (f figure) String() string {
	return f.name + " " + strconv.FormatFloat(f.median(), 'f', -1, 64) + " " + f.unit
}

// spread tells the bar and how far the rounds lie apart.
func (f figure) spread() string {
	sorted := slices.Sorted(slices.Values(f.rounds))
	relation := "≤"
	if f.least {
		relation = "≥"
	}
	return fmt.Sprintf("# %s: %s %.4g; median of %d rounds, %.4g to %.4g",
		f.name, relation, f.bar, len(sorted), sorted[0], sorted[len(sorted)-1])
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
	only := flag.String("only", "", "comma-separated parts to run: codec, gs1, geo, export, growth, http, storage, claim, line, caps, import, trace, settle, detect, demo")
	flag.Parse()
	slog.SetLogLoggerLevel(slog.LevelError)
	service.SpareCollector() // as serve does
	short := 0
	for _, b := range []benchmark{
		{"codec", codec}, {"gs1", digitalLinks}, {"geo", districts}, {"export", export}, {"growth", growth}, {"http", overHTTP}, {"storage", storage}, {"claim", claims},
		{"line", line}, {"caps", caps}, {"import", imports}, {"trace", traced}, {"settle", settled}, {"detect", detected}, {"demo", demonstrated},
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
			fmt.Fprintln(os.Stderr, f.spread())
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
