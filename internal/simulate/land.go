package simulate

import (
	"sync"

	"channelrouter/internal/evaluate"
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
	at := map[int32]int{}
	for i, c := range all {
		cities[i].City = c
		at[c.Code] = i
	}
	for i := range cities {
		for _, code := range evaluate.Near(cities[i].Code) {
			cities[i].near = append(cities[i].near, at[code])
		}
		for j := range cities {
			if j != i && cities[i].Code/100 == cities[j].Code/100 {
				cities[i].province = append(cities[i].province, j)
			}
		}
	}
	return cities
})

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
