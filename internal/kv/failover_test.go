package kv

import (
	"context"
	"errors"
	"testing"
	"time"

	"channelrouter/internal/clock"
)

// flaky is a store that can be made to fail, and counts how often it is asked.
type flaky struct {
	Store
	down  bool
	asked int
}

var errDown = errors.New("connection refused")

func (f *flaky) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if f.asked++; f.down {
		return nil, false, errDown
	}
	return f.Store.Get(ctx, key)
}

func (f *flaky) Increment(ctx context.Context, key string, by int64, ttl time.Duration) (int64, error) {
	if f.asked++; f.down {
		return 0, errDown
	}
	return f.Store.Increment(ctx, key, by, ttl)
}

func TestFailover(t *testing.T) {
	hand := clock.NewManual(time.Now())
	shared := &flaky{Store: NewMemory(hand.Now)}
	f := NewFailover(shared, NewMemory(hand.Now))
	f.now = hand.Now
	limiter := Limiter{Store: f, Name: "guess", Limit: 2, Window: time.Hour}
	ctx := t.Context()
	count := func(want bool) {
		t.Helper()
		within, err := limiter.Count(ctx, "li")
		if err != nil || within != want {
			t.Fatalf("within %v, %v; want %v", within, err, want)
		}
	}
	blocked := func(want bool) {
		t.Helper()
		got, err := limiter.Blocked(ctx, "li")
		if err != nil || got != want {
			t.Fatalf("blocked %v, %v; want %v", got, err, want)
		}
	}

	count(true)
	shared.down = true
	blocked(false) // the spare knows of nothing yet
	count(true)
	count(true)
	count(false)
	blocked(true)
	if shared.asked != 2 {
		t.Errorf("a store that does not answer was asked %d times", shared.asked)
	}
	shared.down = false
	hand.Advance(failoverPause)
	blocked(false)
	count(true)
	count(false)
	blocked(true)

	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := limiter.Blocked(ended, "li"); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who has left is told %v", err)
	}
}
