package history

import (
	"math"
	"math/rand/v2"
	"sort"
)

// draw is where chance comes from. Each part of the making has one of its own, so that a change
// of one leaves the others as they were.
type draw struct{ *rand.Rand }

// The parts.
const (
	partLand = iota + 1
	partChannel
	partPeople
	partGoods
	partSales
	partDiverted
	partDesk
)

func newDraw(seed, part uint64) draw {
	return draw{rand.New(rand.NewPCG(seed, part))} // #nosec G404 -- a seed must give the same again
}

// hit comes true in so many of a hundred cases.
func (d draw) hit(percent int) bool { return d.IntN(100) < percent }

// between is from one number to another, both included.
func (d draw) between(from, to int) int { return from + d.IntN(to-from+1) }

// spread is around 1, now and then a few times as much: sizes of shops and firms are like that.
func (d draw) spread(sigma float64) float64 { return math.Exp(sigma * d.NormFloat64()) }

func pick[T any](d draw, from []T) T { return from[d.IntN(len(from))] }

// weights draw numbers by how much each weighs.
type weights []float64

func newWeights(each []float64) weights {
	sums := make(weights, len(each))
	total := 0.0
	for i, w := range each {
		total += w
		sums[i] = total
	}
	return sums
}

func (w weights) pick(d draw) int {
	return min(sort.SearchFloat64s(w, d.Float64()*w[len(w)-1]), len(w)-1)
}

// apportion parts a number by weight: everybody gets at least one, as long as there are enough.
func apportion(n int, by []float64) []int {
	total, given := 0.0, 0
	for _, w := range by {
		total += w
	}
	parts := make([]int, len(by))
	left := max(0, n-len(by))
	for i, w := range by {
		parts[i] = int(float64(left) * w / total)
		if i < n {
			parts[i]++
		}
		given += parts[i]
	}
	for i := 0; given < n; i = (i + 1) % len(parts) {
		parts[i]++
		given++
	}
	return parts
}
