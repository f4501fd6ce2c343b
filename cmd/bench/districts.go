package main

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"channelrouter/internal/geo"
)

// districts times finding the district of positions around every centre of the table, where
// people live and borders are close together.
func districts() ([]figure, error) {
	const spread = 0.1 // degrees, a deviation of 10 km
	all := geo.All()
	positions := make([][2]float64, samples)
	for i := range positions {
		d := all[rand.IntN(len(all))]
		positions[i] = [2]float64{d.Lng + spread*rand.NormFloat64(), d.Lat + spread*rand.NormFloat64()}
	}
	geo.Locate(116.4, 39.9) // the first question decodes the shapes
	f := figure{name: "geo_locate_ns", unit: "ns", bar: 5000}
	for range rounds {
		result := testing.Benchmark(func(b *testing.B) {
			for i := range b.N {
				geo.Locate(positions[i%samples][0], positions[i%samples][1])
			}
		})
		if result.AllocsPerOp() != 0 {
			return nil, fmt.Errorf("locating allocates %d times", result.AllocsPerOp())
		}
		f.rounds = append(f.rounds, float64(result.NsPerOp()))
	}
	return []figure{f}, nil
}
