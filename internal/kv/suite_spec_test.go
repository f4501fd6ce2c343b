package kv_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/kv"
)

// subject is a store under test and the way to let its time pass.
type subject struct {
	store kv.Store
	wait  func(time.Duration)
}

// eachStore runs the spec on a fresh Memory, and on Redis when TEST_REDIS_URL is set.
func eachStore(t *testing.T, spec func(t *testing.T, open func() subject)) {
	t.Run("memory", func(t *testing.T) {
		spec(t, func() subject {
			hand := clock.NewManual(time.Now())
			return subject{kv.NewMemory(hand.Now), hand.Advance}
		})
	})
	url := os.Getenv("TEST_REDIS_URL")
	if url == "" {
		t.Log("TEST_REDIS_URL is not set: the Redis half steps aside")
		return
	}
	t.Run("redis", func(t *testing.T) {
		spec(t, func() subject {
			prefix := fmt.Sprintf("kvtest:%d:", time.Now().UnixNano())
			store, err := kv.NewRedis(context.Background(), url, prefix)
			So(err, ShouldBeNil)
			return subject{store, func(d time.Duration) { time.Sleep(d + slack) }}
		})
	})
}

const (
	ttl   = 500 * time.Millisecond // short enough to sleep through, too long to pass by accident
	slack = 20 * time.Millisecond  // Redis starts a ttl when the command arrives, and rounds it
)

// read is the value under key as text.
func read(s subject, key string) string {
	value, found, err := s.store.Get(context.Background(), key)
	So(err, ShouldBeNil)
	if !found {
		return "(absent)"
	}
	return string(value)
}

// atOnce runs do in n goroutines that start together and joins their errors.
func atOnce(n int, do func(i int) error) error {
	var ready, done sync.WaitGroup
	ready.Add(1)
	errs := make([]error, n)
	for i := range n {
		done.Go(func() {
			ready.Wait()
			errs[i] = do(i)
		})
	}
	ready.Done()
	done.Wait()
	return errors.Join(errs...)
}
