package kv

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"
)

// Failover is a Store for what must go on when the shared one does not answer, and may
// be counted by each process for itself until it does: limits. A store that failed is
// left alone for a second, so that nobody waits for it.
type Failover struct {
	Store // the shared one; what is not overridden here has no spare
	spare Store
	now   func() time.Time
	until atomic.Int64 // unix nanoseconds
}

const (
	failoverPatience = 250 * time.Millisecond
	failoverPause    = time.Second
)

// NewFailover makes a store whose Get and Increment fall back on a spare.
func NewFailover(shared, spare Store) *Failover {
	return &Failover{Store: shared, spare: spare, now: time.Now}
}

// Get asks the shared store, or else the spare.
func (f *Failover) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	err = f.either(ctx, func(ctx context.Context, s Store) error {
		value, found, err = s.Get(ctx, key)
		return err
	})
	return value, found, err
}

// Increment counts in the shared store, or else in the spare.
func (f *Failover) Increment(ctx context.Context, key string, by int64, ttl time.Duration) (sum int64, err error) {
	err = f.either(ctx, func(ctx context.Context, s Store) error {
		sum, err = s.Increment(ctx, key, by, ttl)
		return err
	})
	return sum, err
}

func (f *Failover) either(ctx context.Context, do func(context.Context, Store) error) error {
	if f.now().UnixNano() >= f.until.Load() {
		patient, cancel := context.WithTimeout(ctx, failoverPatience)
		defer cancel()
		err := do(patient, f.Store)
		if err == nil || errors.Is(err, ErrNotCounter) || ctx.Err() != nil {
			return err
		}
		f.until.Store(f.now().Add(failoverPause).UnixNano())
		slog.WarnContext(ctx, "the key-value store does not answer; this process counts by itself", "error", err)
	}
	return do(ctx, f.spare)
}
