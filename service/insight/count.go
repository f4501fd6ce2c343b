package insight

import (
	"context"
	"math"
	"time"

	"channelrouter/model"
)

// passSize is how many facts are counted in one transaction.
var passSize = 1000

const (
	// kept is how long facts are: the marks of what was heard, and the feed.
	kept = 24 * time.Hour
	// all is how far scans or sales are counted when there is no rebuild.
	all = math.MaxInt64
)

// Work adds to the figures what has happened since, until nothing is left or the context
// ends, and goes on with a rebuild. It returns how many transactions that took.
func (s *Service) Work(ctx context.Context) (done int, err error) {
	for ctx.Err() == nil {
		more := false
		for _, step := range []func(context.Context) (bool, error){s.countFacts, s.countSeal, s.rebuildSome} {
			worked, err := step(ctx)
			if err != nil {
				return done, err
			}
			if worked {
				more, done = true, done+1
			}
		}
		if !more {
			return done, nil
		}
	}
	return done, nil
}

// countFacts numbers a pass of facts and adds them to the figures. A fact beyond what a rebuild
// has come to is left to it.
func (s *Service) countFacts(ctx context.Context) (worked bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		state, err := s.store.hold(ctx)
		if err != nil || state.Clearing {
			return err
		}
		facts, err := s.store.uncounted(ctx, passSize)
		if worked = len(facts) > 0; err != nil || !worked {
			return err
		}
		state.Pass++
		if err := s.store.number(ctx, facts, state.Pass); err != nil {
			return err
		}
		sum := newSums()
		for _, f := range facts {
			if f.Kind == model.InsightScan && f.ID <= int64(state.Scans) || f.Kind == model.InsightSale && f.Item <= state.Sales {
				sum.add(f)
			}
		}
		if err := s.save(ctx, sum); err != nil {
			return err
		}
		return s.store.saveState(ctx, state)
	})
	return worked, err
}

// Tidy removes facts that are a day old.
func (s *Service) Tidy(ctx context.Context) error {
	for ctx.Err() == nil {
		var removed int64
		err := s.db.Run(ctx, func(ctx context.Context) (err error) {
			removed, err = s.store.forget(ctx, s.clock.Now().Add(-kept), passSize)
			return err
		})
		if err != nil || removed < int64(passSize) {
			return err
		}
	}
	return nil
}
