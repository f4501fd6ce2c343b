package scan

import (
	"fmt"
	"math"
	"strings"

	"channelrouter/internal/geo"
)

// Position is where a telephone says that it is.
type Position struct {
	Lng, Lat float64 // degrees in GCJ-02, as wx.getLocation tells them with type "gcj02"
	Accuracy float64 // metres: the radius that has it with 68 %
}

const (
	// vague is an accuracy, in metres, that says nothing of a district.
	vague = 50_000
	// leastChance is how likely a neighbouring district must be to be kept, in percent.
	leastChance = 2
	// mostAround is how long what is kept of neighbours may be.
	mostAround = 60
)

// ok tells whether there is such a place on earth.
func (p Position) ok() bool {
	return math.Abs(p.Lng) <= 180 && math.Abs(p.Lat) <= 90 && p.Accuracy >= 0 && p.Accuracy <= 1e7
}

// locate takes a position to its district, which is all that is kept, and to those beside it
// where it may be as well, with how likely in percent: "330108:20,330110:5". Who is abroad, at
// sea or anywhere within fifty kilometres is in no district. Error: ErrBadScan. Pure.
func locate(in Input) (located Input, around string, err error) {
	p := in.Position
	switch {
	case p == nil:
		return in, "", nil
	case in.Adcode != "" || !p.ok():
		return in, "", ErrBadScan.With("position %g, %g within %g m, beside adcode %q", p.Lng, p.Lat, p.Accuracy, in.Adcode)
	case p.Accuracy > vague:
		return in, "", nil
	}
	chances := geo.Around(p.Lng, p.Lat, p.Accuracy)
	if len(chances) == 0 {
		return in, "", nil
	}
	in.Adcode = chances[0].Division.Code
	var beside []string
	for _, c := range chances[1:] {
		percent := int(math.Round(100 * c.Probability))
		text := fmt.Sprintf("%s:%d", c.Division.Code, percent)
		if percent < leastChance || len(strings.Join(append(beside, text), ",")) > mostAround {
			break
		}
		beside = append(beside, text)
	}
	return in, strings.Join(beside, ","), nil
}
