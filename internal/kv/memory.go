package kv

import (
	"context"
	"hash/maphash"
	"math"
	"strconv"
	"sync/atomic"
	"time"
)

// Memory is the store of one process.
type Memory struct {
	now    func() time.Time
	seed   maphash.Seed
	closed atomic.Bool
	shards [shardCount]shard
}

// shardCount keeps writers on different keys out of each other's way.
const shardCount = 64

// NewMemory makes an empty store that lives by the given clock. It runs no
// goroutine: writers sweep out what has expired (see shard.put).
func NewMemory(now func() time.Time) *Memory {
	m := &Memory{now: now, seed: maphash.MakeSeed()}
	for i := range m.shards {
		m.shards[i].entries = map[string]entry{}
	}
	return m
}

func (m *Memory) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	err = m.within(ctx, key, func(s *shard, now time.Time) error {
		e, live := s.find(key, now)
		if live {
			value, found = []byte(e.value), true
		}
		return nil
	})
	return value, found, err
}

func (m *Memory) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	ttl, err := wholeMillis(ttl)
	if err != nil {
		return err
	}
	return m.within(ctx, key, func(s *shard, now time.Time) error {
		s.put(key, entry{value: string(value), expires: deadline(now, ttl)}, now)
		return nil
	})
}

func (m *Memory) SetIfAbsent(ctx context.Context, key string, value []byte, ttl time.Duration) (stored bool, err error) {
	if ttl, err = wholeMillis(ttl); err != nil {
		return false, err
	}
	err = m.within(ctx, key, func(s *shard, now time.Time) error {
		if _, live := s.find(key, now); !live {
			s.put(key, entry{value: string(value), expires: deadline(now, ttl)}, now)
			stored = true
		}
		return nil
	})
	return stored, err
}

func (m *Memory) CompareAndDelete(ctx context.Context, key string, value []byte) (deleted bool, err error) {
	err = m.within(ctx, key, func(s *shard, now time.Time) error {
		if e, live := s.find(key, now); live && e.value == string(value) {
			delete(s.entries, key)
			deleted = true
		}
		return nil
	})
	return deleted, err
}

func (m *Memory) CompareAndExpire(ctx context.Context, key string, value []byte, ttl time.Duration) (extended bool, err error) {
	if ttl, err = wholeMillis(ttl); err != nil {
		return false, err
	}
	err = m.within(ctx, key, func(s *shard, now time.Time) error {
		if e, live := s.find(key, now); live && e.value == string(value) {
			s.put(key, entry{value: e.value, expires: deadline(now, ttl)}, now)
			extended = true
		}
		return nil
	})
	return extended, err
}

func (m *Memory) Delete(ctx context.Context, key string) error {
	return m.within(ctx, key, func(s *shard, _ time.Time) error {
		delete(s.entries, key)
		return nil
	})
}

func (m *Memory) Increment(ctx context.Context, key string, by int64, ttl time.Duration) (sum int64, err error) {
	if ttl, err = wholeMillis(ttl); err != nil {
		return 0, err
	}
	err = m.within(ctx, key, func(s *shard, now time.Time) error {
		e, live := s.find(key, now)
		if !live {
			e = entry{value: "0", expires: deadline(now, ttl)}
		}
		count, err := strconv.ParseInt(e.value, 10, 64)
		if err != nil || overflows(count, by) {
			return ErrNotCounter
		}
		sum = count + by
		e.value = strconv.FormatInt(sum, 10)
		s.put(key, e, now)
		return nil
	})
	return sum, err
}

func (m *Memory) Ping(ctx context.Context) error {
	return m.within(ctx, "", func(*shard, time.Time) error { return nil })
}

// Close forgets everything.
func (m *Memory) Close() error {
	m.closed.Store(true)
	for i := range m.shards {
		m.shards[i].clear()
	}
	return nil
}

// within runs do on the key's shard, under its lock and at one reading of the clock.
func (m *Memory) within(ctx context.Context, key string, do func(s *shard, now time.Time) error) error {
	if m.closed.Load() {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s := &m.shards[maphash.String(m.seed, key)%shardCount]
	s.mu.Lock()
	defer s.mu.Unlock()
	return do(s, m.now())
}

func overflows(a, b int64) bool {
	return b > 0 && a > math.MaxInt64-b || b < 0 && a < math.MinInt64-b
}
