package diversion

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"channelrouter/model"
)

// join finds the open cases of lots, or opens them, and counts the flags on each.
// Counting is what a decision races with: a case that was decided in between takes no
// more flags, and the next round opens its successor.
func (s *Service) join(ctx context.Context, lots map[string]lot, count map[string]int64) (map[string]model.CaseID, error) {
	joined := make(map[string]model.CaseID, len(lots))
	// One order for all, so that scans never wait for each other in a circle.
	waiting := slices.Sorted(maps.Keys(lots))
	for range 3 {
		open, err := s.open(ctx, lots, waiting)
		if err != nil {
			return nil, err
		}
		flags := make(map[model.CaseID]int64, len(open))
		for key, id := range open {
			flags[id] = count[key]
		}
		taken, err := s.store.countFlags(ctx, flags)
		if err != nil {
			return nil, err
		}
		for key, id := range open {
			if taken[id] {
				joined[key] = id
			}
		}
		waiting = slices.DeleteFunc(waiting, func(key string) bool { return joined[key] != 0 })
		if len(waiting) == 0 {
			return joined, nil
		}
	}
	return nil, fmt.Errorf("diversion: no case of lot %s would take the flag", waiting[0])
}

// open returns the open cases of lots by key, opening what is missing.
func (s *Service) open(ctx context.Context, lots map[string]lot, keys []string) (map[string]model.CaseID, error) {
	open, err := s.store.openCases(ctx, keys)
	if err != nil || len(open) == len(keys) {
		return open, err
	}
	missing := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return open[key] != 0 })
	previous, err := s.store.lastCases(ctx, missing)
	if err != nil {
		return nil, err
	}
	fresh := make([]model.DiversionCase, len(missing))
	for i, key := range missing {
		l := lots[key]
		fresh[i] = model.DiversionCase{
			ID: model.CaseID(s.ids.Next()), OpenKey: &key, Lot: key, Previous: previous[key], Origin: l.origin, Terminal: l.terminal,
			Adcode: l.adcode, ProductID: l.product, WindowFrom: l.window, Status: model.CaseOpen, OpenedAt: s.clock.Now(),
		}
	}
	if err := s.store.insertCases(ctx, fresh); err != nil {
		return nil, err
	}
	return s.store.openCases(ctx, keys) // ours, or those that were opened at the same time
}
