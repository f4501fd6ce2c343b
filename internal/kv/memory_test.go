package kv

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"channelrouter/internal/clock"
)

// A hundred generations of keys that nobody reads again must not pile up.
func TestMemoryDoesNotGrowWithExpiredKeys(t *testing.T) {
	ctx := context.Background()
	hand := clock.NewManual(time.Now())
	m := NewMemory(hand.Now)
	const generations, keys = 100, 2000
	for g := range generations {
		for k := range keys {
			if err := m.Set(ctx, strconv.Itoa(g*keys+k), nil, time.Second); err != nil {
				t.Fatal(err)
			}
		}
		hand.Advance(time.Second)
	}
	left := 0
	for i := range m.shards {
		left += len(m.shards[i].entries)
	}
	if left > 2*keys {
		t.Errorf("%d of %d keys are still held, although all have expired", left, generations*keys)
	}
}

func TestNewRedisNeverQuotesThePassword(t *testing.T) {
	for _, url := range []string{
		"redis://:hunter2@local host:6379",
		"http://:hunter2@localhost",
		"redis://:hunter2@localhost/nodb",
	} {
		_, err := NewRedis(context.Background(), url, "")
		if err == nil {
			t.Errorf("%s: no error", url)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the password is in: %v", err)
		}
	}
}
