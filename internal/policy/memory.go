package policy

import (
	"sync"
	"time"
)

// StaleAfter bounds how long a replica judges by what it has in memory.
const StaleAfter = time.Second

// Memory keeps what was read of the versions of something, until it may be stale. The zero
// value is empty.
type Memory[T any] struct {
	mu      sync.Mutex // never held while the database is asked
	readAt  time.Time
	kept    T
	edition int // counts what was published here, which is never hidden by an older reading
}

// Read returns what is kept, or what read reads, which is kept then.
func (m *Memory[T]) Read(read func() (T, error)) (T, error) {
	now := time.Now()
	kept, edition, fresh := m.remembered(now)
	if fresh {
		return kept, nil
	}
	found, err := read()
	if err == nil {
		m.remember(found, edition, now)
	}
	return found, err
}

// Forget has the next reading ask anew: something was published.
func (m *Memory[T]) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.edition++
	m.readAt = time.Time{}
}

func (m *Memory[T]) remembered(now time.Time) (kept T, edition int, fresh bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept, m.edition, now.Sub(m.readAt) < StaleAfter
}

func (m *Memory[T]) remember(found T, edition int, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if edition == m.edition {
		m.kept, m.readAt = found, at
	}
}
