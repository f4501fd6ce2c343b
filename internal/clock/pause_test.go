package clock_test

import (
	"math"
	"testing"
	"time"

	"channelrouter/internal/clock"
)

func TestPausesDouble(t *testing.T) {
	for failed, want := range map[int]time.Duration{
		0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 4: 40 * time.Second, 5: time.Minute, math.MaxInt: time.Minute,
	} {
		if got := clock.Pause(5*time.Second, time.Minute, failed); got != want {
			t.Errorf("after %d failures the pause is %s, want %s", failed, got, want)
		}
	}
}
