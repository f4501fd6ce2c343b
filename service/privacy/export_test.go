package privacy

import (
	"context"
	"sync/atomic"
)

// Small has the worker take one row at a time.
func (s *Service) Small() { s.rows = 1 }

// DieAfter has the worker's next run die before its n-th step.
func (s *Service) DieAfter(n int, die context.CancelFunc) {
	var left atomic.Int64
	left.Store(int64(n))
	s.alive = func() {
		if left.Add(-1) == 0 {
			die()
		}
	}
}
