package service

import (
	"os"
	"runtime/debug"
)

// gcPercent lets the heap grow to five times what lives before it is collected.
const gcPercent = 400

// SpareCollector trades memory for time. What lives here is small, the registry of
// batches above all, and almost all that a request makes dies with it, so that collecting
// seldom costs little and gives a sixth more claims. GOGC in the environment wins, and
// GOMEMLIMIT bounds it.
func SpareCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
