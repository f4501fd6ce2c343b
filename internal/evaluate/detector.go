package evaluate

import "channelrouter/internal/detect"

// AlertKind is what an alert says of its goods.
type AlertKind uint8

// The kinds of alerts.
const (
	Diverted AlertKind = iota + 1 // sold elsewhere than they were meant to be
	Cloned                        // a code is on more than one pack
)

// Found is an alert as it is judged: what is said of which lot, on which evidence.
type Found struct {
	Kind    AlertKind
	Origin  int32
	City    int32
	Product int32
	Score   float64 // the best of a week are looked at first
	Units   []int64 // some of the goods; the numbers of sightings
	Cases   []int64
}

// Detector is what is judged. It sees sightings in the order of time and is asked for what is
// newly due at the end of each day.
type Detector interface {
	Observe(*detect.Sighting)
	Review(at int64) []Found
}

// Contender is a detector with a name and whether it is the one that must win.
type Contender struct {
	Name string
	New  func(World) Detector
}

const day = 86400

// midnight is the end of the day of a moment in China, as a Unix time.
func midnight(at int64) int64 {
	const zone = 8 * 3600
	return (at+zone)/day*day + day - zone
}
