package clock

import "time"

// Pause is how long to wait after something has failed so many times in a row, 1 or more:
// first, and twice as long each time, up to longest.
func Pause(first, longest time.Duration, failed int) time.Duration {
	pause := first
	for ; failed > 1 && pause < longest; failed-- {
		pause *= 2
	}
	return min(pause, longest)
}
