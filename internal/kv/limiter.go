package kv

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// Limiter lets each subject (an account, a device, an address) have Limit counts
// in a Window that starts at the first of them. Asking and counting are apart, so
// that a caller may count failures only and yet ask before it looks whether this
// one fails: a blocked guesser's lucky hit then gains nothing. Callers that ask at
// the same moment may all pass before the first of them counts.
type Limiter struct {
	Store  Store
	Name   string // keeps two limiters on one store apart
	Limit  int64  // counts per window; 0 blocks everyone
	Window time.Duration
}

// Blocked tells whether one of the subjects has used up its limit. It counts nothing.
func (l Limiter) Blocked(ctx context.Context, subjects ...string) (bool, error) {
	for _, subject := range subjects {
		if blocked, err := l.usedUp(ctx, subject); blocked || err != nil {
			return blocked, err
		}
	}
	return false, nil
}

func (l Limiter) usedUp(ctx context.Context, subject string) (bool, error) {
	value, found, err := l.Store.Get(ctx, l.key(subject))
	if err != nil {
		return false, fmt.Errorf("limiter %s: %w", l.Name, err)
	}
	if !found {
		return l.Limit <= 0, nil
	}
	count, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		return false, fmt.Errorf("limiter %s: %w", l.Name, ErrNotCounter)
	}
	return count >= l.Limit, nil
}

// Count counts one for each subject and tells whether all were still within the limit.
// Where every attempt counts, this alone is the limiter.
func (l Limiter) Count(ctx context.Context, subjects ...string) (within bool, err error) {
	within = true
	for _, subject := range subjects {
		count, err := l.Store.Increment(ctx, l.key(subject), 1, l.Window)
		if err != nil {
			return false, fmt.Errorf("limiter %s: %w", l.Name, err)
		}
		within = within && count <= l.Limit
	}
	return within, nil
}

func (l Limiter) key(subject string) string { return "limit:" + l.Name + ":" + subject }
