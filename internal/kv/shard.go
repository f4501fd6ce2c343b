package kv

import (
	"sync"
	"time"
)

// shard is one part of a Memory. Its methods other than clear expect mu to be held.
type shard struct {
	mu      sync.Mutex
	entries map[string]entry
}

// entry is immutable once stored. A zero expires means never.
type entry struct {
	value   string
	expires time.Time
}

// deadline is when something written now with this ttl expires.
func deadline(now time.Time, ttl time.Duration) time.Time {
	if ttl == 0 {
		return time.Time{}
	}
	return now.Add(ttl)
}

func (e entry) expired(now time.Time) bool {
	return !e.expires.IsZero() && !now.Before(e.expires)
}

// find returns the entry unless it is missing or expired.
func (s *shard) find(key string, now time.Time) (entry, bool) {
	e, found := s.entries[key]
	return e, found && !e.expired(now)
}

// sweepPerWrite is how many entries a write looks at. With four looked at for one
// added, no more than about a quarter of a shard can be expired while it grows,
// and a store that nobody writes to does not grow.
const sweepPerWrite = 4

// put stores the entry and sweeps a little. Go starts each range over a map at a
// random place, which is what makes the few entries looked at a fair sample.
func (s *shard) put(key string, e entry, now time.Time) {
	s.entries[key] = e
	looked := 0
	for other, candidate := range s.entries {
		if candidate.expired(now) {
			delete(s.entries, other)
		}
		if looked++; looked == sweepPerWrite {
			return
		}
	}
}

func (s *shard) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.entries)
}
