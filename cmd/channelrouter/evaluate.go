package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"channelrouter/internal/evaluate"
	"channelrouter/internal/simulate"
)

type evaluateCommand struct {
	Seeds    string  `default:"11-30"`
	ScanRate float64 `default:"0.15"`
}

// Run judges.
func (c evaluateCommand) Run(ctx context.Context) error {
	var from, to uint64
	if n, _ := fmt.Sscanf(c.Seeds, "%d-%d", &from, &to); n == 1 {
		to = from
	}
	for seed := from; seed <= to; seed++ {
		p := simulate.Default()
		p.ScanRate = c.ScanRate
		begun := time.Now()
		w, err := simulate.New(p, seed)
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, seed, "made in", time.Since(begun), w.Cases())
		results, err := evaluate.Judge(fmt.Sprint(seed), w, evaluate.Baselines(3))
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, seed, "judged in", time.Since(begun))
		for _, r := range results {
			fmt.Println(r.Detector)
			for _, m := range evaluate.SortedKeys(r.Measures) {
				fmt.Printf("  %-40s %.4f\n", m, r.Measures[m])
			}
		}
	}
	return nil
}
