package simulate

import (
	"strconv"
	"sync"

	"channelrouter/internal/evaluate"
	"channelrouter/internal/geo"
)

// fewest is how many districts a city counts at least: Dongguan has none, and is not small.
const fewest = 3

// city is a prefecture by its place in the land.
type city struct {
	evaluate.City
	near     []int // cities that touch it
	province []int // the others of its province
}

// land is all cities, in the order of their codes.
var land = sync.OnceValue(func() []city {
	all := evaluate.Cities()
	cities := make([]city, len(all))
	at := map[string]int{}
	for i, c := range all {
		cities[i].City = c
		at[strconv.Itoa(int(c.Code))] = i
	}
	for i := range cities {
		for _, name := range geo.Neighbours(strconv.Itoa(int(cities[i].Code))) {
			if other, ok := at[name]; ok { // no sales cross the border to Hong Kong
				cities[i].near = append(cities[i].near, other)
			}
		}
		for j := range cities {
			if j != i && cities[i].provinceCode() == cities[j].provinceCode() {
				cities[i].province = append(cities[i].province, j)
			}
		}
	}
	for i := range cities { // islands have ferries
		if len(cities[i].near) == 0 {
			other := nearest(cities, i)
			cities[i].near, cities[other].near = []int{other}, append(cities[other].near, i)
		}
	}
	return cities
})

// provinceCode is two digits.
func (c *city) provinceCode() string { return strconv.Itoa(int(c.Code))[:2] }

// nearest is the city whose centre is nearest.
func nearest(cities []city, i int) (best int) {
	best = -1
	for j := range cities {
		if j != i && (best < 0 || evaluate.Distance(cities[i].City, cities[j].City) < evaluate.Distance(cities[i].City, cities[best].City)) {
			best = j
		}
	}
	return best
}

// territory is the prefix that holds a whole city: of a municipality the province's, because
// Chongqing's counties do not begin like the city.
func (c *city) territory() string {
	code := strconv.Itoa(int(c.Code))
	switch c.provinceCode() {
	case "11", "12", "31", "50":
		return code[:2]
	}
	return code
}

// popularity is how much of the country's people and trade each city has: its number of
// districts, times a noise whose 95 % interval is from 0.55 to 1.8. Assumed.
func popularity(seed uint64) []uint64 {
	d := seeded(seed, streamLand, 0)
	noise := lognormal(1000, 0.3)
	popular := make([]uint64, len(land()))
	for i, c := range land() {
		popular[i] = uint64(max(len(c.Counties), fewest) * d.of(noise))
	}
	return popular
}

// apportion shares n out by weight, each at least one, and exactly: what rounding leaves goes
// to the first ones.
func apportion(n int, by []uint64) []int {
	parts := make([]int, len(by))
	total := uint64(0)
	for _, b := range by {
		total += b
	}
	left := n
	for i, b := range by {
		parts[i] = max(1, int(uint64(n)*b/total))
		left -= parts[i]
	}
	for i := 0; left != 0; i = (i + 1) % len(parts) {
		switch {
		case left > 0:
			parts[i]++
			left--
		case parts[i] > 1:
			parts[i]--
			left++
		}
	}
	return parts
}

// The streams of dice, so that what is drawn for one thing does not move another.
const (
	streamLand uint64 = iota + 1
	streamTerritories
	streamTerminals
	streamLots
	streamLane
	streamPlan
	streamBuyer
	streamTravel
	streamScan
	streamClones
	streamStaff
	streamCase
)
