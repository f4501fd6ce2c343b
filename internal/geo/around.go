package geo

import (
	"cmp"
	"math"
	"slices"
)

// Chance is how likely a position is in a district.
type Chance struct {
	Division    Division
	Probability float64
}

const (
	// samples is how many places Around tries: a probability is a multiple of 1/64.
	samples = 64
	// borderMetres is how well the shapes know their borders, as a radius of 68 %.
	// Neighbouring cities' drawings of one border differ by less in 95 of 100 corners;
	// what the map's maker left out of both is not known.
	borderMetres = 100
)

// Around tells in which districts a position may lie that is known to so many metres, the
// likeliest first. The accuracy is the radius that has the true position with 68 %, as
// telephones state it; what is no positive number is taken for exact. The shapes' own
// uncertainty is added, so that nobody is told for certain to be abroad who stands at a
// border. Probabilities add up to 1; there are none when all places around are off the
// land. The answer is the same each time.
func Around(lng, lat, accuracyMetres float64) []Chance {
	if !(accuracyMetres > 0) {
		accuracyMetres = 0
	}
	l, total := borders(), 0
	eastward := metresPerUnit * math.Cos(lat*math.Pi/180)
	found := make([]sample, 0, 8)
	for _, offset := range pattern(math.Hypot(accuracyMetres, borderMetres)) {
		place := l.at(lng*unitsPerDegree+offset[0]/eastward, lat*unitsPerDegree+offset[1]/metresPerUnit)
		if place == 0 {
			continue
		}
		total++
		found = count(found, place)
	}
	slices.SortFunc(found, func(a, b sample) int {
		return cmp.Or(cmp.Compare(b.times, a.times), cmp.Compare(a.place, b.place))
	})
	chances := make([]Chance, len(found))
	for i, s := range found {
		chances[i] = Chance{Division: table().all[l.places[s.place]], Probability: float64(s.times) / float64(total)}
	}
	return chances
}

// sample is a district and how often it was hit.
type sample struct {
	place uint16
	times int
}

func count(found []sample, place uint16) []sample {
	i := slices.IndexFunc(found, func(s sample) bool { return s.place == place })
	if i < 0 {
		return append(found, sample{place: place, times: 1})
	}
	found[i].times++
	return found
}

// pattern spreads places around a position as its errors are: normal in both directions,
// with 68 % within the radius. Each is a ring of equal probability further out and a golden
// angle further round, so that they stand evenly. Metres to the east and to the north.
func pattern(radius float64) (offsets [samples][2]float64) {
	deviation := radius / math.Sqrt(-2*math.Log(1-0.68))
	golden := math.Pi * (3 - math.Sqrt(5))
	for i := range offsets {
		within := (float64(i) + 0.5) / samples
		distance := deviation * math.Sqrt(-2*math.Log(1-within))
		sin, cos := math.Sincos(float64(i) * golden)
		offsets[i] = [2]float64{distance * cos, distance * sin}
	}
	return offsets
}
