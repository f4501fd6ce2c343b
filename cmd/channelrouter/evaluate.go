package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"channelrouter/internal/detect"
	"channelrouter/internal/evaluate"
	"channelrouter/internal/simulate"
)

type evaluateCommand struct {
	World    worldFlags `embed:""`
	Seeds    string     `default:"11-30" help:"Seeds of the worlds to judge in, as 11-30 or 1,4,7. 1 to 10 are for design, 11 to 30 for test."`
	Observed string     `type:"existingdir" placeholder:"FOLDER" help:"Judge in this world instead: what was observed."`
	Truth    string     `type:"existingdir" placeholder:"FOLDER" help:"What truly happened in it."`
	Sweep    []string   `sep:"none" placeholder:"NAME=V,V" help:"Judge once for each value of a flag of the world: scan-rate=0.01,0.05,0.15,0.4. May be repeated."`
	Curves   string     `placeholder:"FOLDER" help:"Sweep scan rate and diverted share, and draw curves as SVG into this folder."`
	FenceK   int        `default:"0" help:"Scans a week from which the second fence reports; 0: what did best on seeds 1 to 10 at the scan rate."`
	JSON     string     `name:"json" placeholder:"FILE" help:"Write all measures, by world and in summary."`
	Parallel int        `default:"2" help:"Worlds at a time; one takes a core and half a gigabyte."`
}

// Help says what is measured.
func (evaluateCommand) Help() string {
	return `Shows the scans of worlds to the detector and to baselines (a geographic fence, one that
waits for some scans, impossible travel at 900 km/h, random audits of 30 %), in the order of
time, and holds what they report against the truth, which they never see (audits excepted).

Prints, with the mean and the 95 % interval over the worlds: precision of the 50 and 200 best
alerts of each week, recall within 60 days by size and type of lots, days to the first alert,
whether the right distributor was named, false alerts per honest distributor and month.
docs/diversion-format.md says how each is measured.

  channelrouter evaluate --seeds 1-3
  channelrouter evaluate --sweep scan-rate=0.01,0.05,0.15,0.4 --json rates.json
  channelrouter evaluate --curves docs/diversion --json curves.json
  channelrouter evaluate --observed world/observed --truth world/truth`
}

// Run judges, prints, draws.
func (c evaluateCommand) Run(ctx context.Context) error {
	if (c.Observed == "") != (c.Truth == "") {
		return errors.New("--observed and --truth go together")
	}
	var outcomes []evaluate.Outcome
	judge := func(o evaluate.Outcome, err error) error {
		if err != nil {
			return err
		}
		outcomes = append(outcomes, o)
		return o.Print(os.Stdout)
	}
	if c.Observed != "" {
		if err := judge(c.files(ctx)); err != nil {
			return err
		}
		return c.write(outcomes)
	}
	settings, err := c.settings()
	if err != nil {
		return err
	}
	for _, s := range settings {
		if err := judge(c.seeds(ctx, s)); err != nil {
			return err
		}
	}
	if c.Curves != "" {
		if err := evaluate.Curves(c.Curves, outcomes); err != nil {
			return err
		}
	}
	return c.write(outcomes)
}

// setting is one way to make worlds.
type setting struct {
	name       string
	value      float64
	parameters simulate.Parameters
}

// settings are the worlds' parameters: the flags', and those of every sweep.
func (c evaluateCommand) settings() (list []setting, err error) {
	sweeps := c.Sweep
	if c.Curves != "" {
		sweeps = append(sweeps, "scan-rate=0.01,0.05,0.15,0.4", "diverted=0.001,0.005,0.02,0.08")
	}
	if len(sweeps) == 0 {
		return []setting{{name: "seeds " + c.Seeds, parameters: c.World.parameters()}}, nil
	}
	for _, sweep := range sweeps {
		name, values, _ := strings.Cut(sweep, "=")
		for text := range strings.SplitSeq(values, ",") {
			value, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return nil, fmt.Errorf("--sweep %s: %q is no number", sweep, text)
			}
			world := c.World
			swept := world.share(name)
			if swept == nil {
				return nil, fmt.Errorf("--sweep %s: %q is no share of a world: see --help", sweep, name)
			}
			*swept = value
			list = append(list, setting{name: name + "=" + text, value: value, parameters: world.parameters()})
		}
	}
	return list, nil
}

// share is the field of a flag that can be swept.
func (f *worldFlags) share(flag string) *float64 {
	return map[string]*float64{
		"scan-rate": &f.ScanRate, "open-rate": &f.OpenRate, "located": &f.Located, "missed-reads": &f.MissedReads, "diverted": &f.Diverted,
		"destroyed": &f.Destroyed, "travellers": &f.Travellers, "border-leak": &f.BorderLeak, "ecommerce": &f.Ecommerce,
		"returns": &f.Returns, "repacked": &f.Repacked, "cases-per-terminal-month": &f.CasesMonth,
	}[flag]
}

// files judges in a world that was written.
func (c evaluateCommand) files(ctx context.Context) (o evaluate.Outcome, err error) {
	w, err := evaluate.Open(c.Observed, c.Truth)
	if err != nil {
		return o, err
	}
	o.Setting = c.Observed
	o.Results, err = evaluate.Judge(ctx, c.Observed, w, c.contenders(c.World.ScanRate))
	o.Summarise()
	return o, err
}

func (c evaluateCommand) contenders(scanRate float64) []evaluate.Contender {
	k := c.FenceK
	if k == 0 {
		k = evaluate.FenceScans(scanRate)
	}
	return append([]evaluate.Contender{evaluate.Ours("detector", detect.DefaultPolicy())}, evaluate.Baselines(k)...)
}

// seeds judges in the simulated worlds of a setting, some at a time; the results stand in the
// order of the seeds.
func (c evaluateCommand) seeds(ctx context.Context, s setting) (o evaluate.Outcome, err error) {
	seeds, err := parseSeeds(c.Seeds)
	if err != nil {
		return o, err
	}
	o = evaluate.Outcome{Setting: s.name, Value: s.value, Parameters: s.parameters}
	results, failed := make([][]evaluate.Result, len(seeds)), make([]error, len(seeds))
	free := make(chan struct{}, max(1, c.Parallel))
	var all sync.WaitGroup
	for i, seed := range seeds {
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			if failed[i] = ctx.Err(); failed[i] != nil {
				return
			}
			begun := time.Now()
			w, err := simulate.New(s.parameters, seed)
			if err == nil {
				results[i], err = evaluate.Judge(ctx, strconv.FormatUint(seed, 10), w, c.contenders(s.parameters.ScanRate))
			}
			failed[i] = err
			fmt.Fprintf(os.Stderr, "%s: seed %d judged in %.0f s\n", s.name, seed, time.Since(begun).Seconds())
		})
	}
	all.Wait()
	for _, r := range results {
		o.Results = append(o.Results, r...)
	}
	o.Summarise()
	return o, errors.Join(failed...)
}

// parseSeeds reads 1,4,11-30.
func parseSeeds(text string) (seeds []uint64, err error) {
	for part := range strings.SplitSeq(text, ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, err := strconv.ParseUint(first, 10, 32)
		to, err2 := strconv.ParseUint(last, 10, 32)
		if err := errors.Join(err, err2); err != nil || from > to {
			return nil, fmt.Errorf("--seeds %s: %q is neither a seed nor seeds from one to another", text, part)
		}
		for seed := from; seed <= to; seed++ {
			seeds = append(seeds, seed)
		}
	}
	return seeds, nil
}

// write keeps the outcomes in the file that is asked for.
func (c evaluateCommand) write(outcomes []evaluate.Outcome) error {
	if c.JSON == "" {
		return nil
	}
	text, err := json.MarshalIndent(outcomes, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.JSON, append(text, '\n'), 0o644)
}
