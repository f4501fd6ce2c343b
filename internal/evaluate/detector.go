package evaluate

import (
	"channelrouter/internal/detect"
)

// Detector is what is judged. It sees sightings in the order of time and is asked for what is
// newly due at the end of each day.
type Detector interface {
	Observe(*detect.Sighting)
	Review(at int64) []detect.Alert
}

// Contender is a detector with a name. It is made anew for each world, and only a baseline
// may look at it.
type Contender struct {
	Name string
	New  func(World) Detector
}

// Ours is the product's detector under a policy.
func Ours(name string, p detect.Policy) Contender {
	return Contender{Name: name, New: func(World) Detector { return silent{detect.New(p, detect.China())} }}
}

// silent leaves out what the detector says of single sightings.
type silent struct{ *detect.Detector }

// Observe shows it a sighting.
func (s silent) Observe(sighting *detect.Sighting) { s.Detector.Observe(sighting) }

const day = 86400

// midnight is the end of the day of a moment in China, as a Unix time.
func midnight(at int64) int64 {
	const zone = 8 * 3600
	return (at+zone)/day*day + day - zone
}
