package intake

import (
	"sync"
	"testing"
)

func TestTurns(t *testing.T) {
	var all turns
	var running sync.WaitGroup
	entered := 0 // by one at a time: else the race detector and the sum tell
	for range 300 {
		running.Go(func() {
			defer all.take(1)()
			entered++
		})
	}
	running.Wait()
	if entered != 300 {
		t.Errorf("%d turns, not 300", entered)
	}
	all.take(2)()
	if len(all.here) != 0 {
		t.Errorf("%d ids are remembered of those who have left", len(all.here))
	}
}
