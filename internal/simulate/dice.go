package simulate

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"sort"
)

// dice draws whole numbers from one PCG. Shares, weights and delays are turned into whole
// numbers once, so that a draw is the same on every machine.
type dice struct{ pcg rand.PCG }

// seeded is dice of a stream of the world: the same for the same numbers.
func seeded(seed uint64, stream, item uint64) (d dice) {
	d.reseed(seed, stream, item)
	return d
}

// reseed begins another stream. The seed is spread over the word before the stream's number
// joins it, so that no two worlds share a stream.
func (d *dice) reseed(seed, stream, item uint64) {
	d.pcg.Seed(seed*0x9e3779b97f4a7c15+stream, item*0xd1342543de82ef95+stream)
}

// below draws from 0 to n-1.
func (d *dice) below(n int) int {
	high, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int(high)
}

// chance is a share of 2³².
type chance uint64

func share(p float64) chance { return chance(math.Round(p * (1 << 32))) }

// hit is true as often as the chance says.
func (d *dice) hit(c chance) bool { return d.pcg.Uint64()>>32 < uint64(c) }

// weights are running sums, so that one is found by halving.
type weights []uint64

// pick draws an index by weight.
func (d *dice) pick(w weights) int { return d.pickFrom(w, 0, len(w)) }

// pickFrom draws an index from first to last-1 by weight. The weights there are not all 0.
func (d *dice) pickFrom(w weights, first, last int) int {
	before := uint64(0)
	if first > 0 {
		before = w[first-1]
	}
	high, _ := bits.Mul64(d.pcg.Uint64(), w[last-1]-before)
	high += before
	return first + sort.Search(last-first, func(i int) bool { return w[first+i] > high })
}

// sums makes weights of single ones.
func sums(single []uint64) weights {
	w := make(weights, len(single))
	total := uint64(0)
	for i, s := range single {
		total += s
		w[i] = total
	}
	return w
}

// steps is into how many equally likely values a distribution is cut.
const steps = 4096

// lognormal is the quantiles of a lognormal distribution in whole numbers.
func lognormal(median, sigma float64) []int32 {
	quantiles := make([]int32, steps)
	for i := range quantiles {
		p := (float64(i) + 0.5) / steps
		z := math.Sqrt2 * math.Erfinv(2*p-1)
		quantiles[i] = int32(min(math.Round(median*math.Exp(sigma*z)), math.MaxInt32))
	}
	return quantiles
}

// of draws from quantiles.
func (d *dice) of(quantiles []int32) int { return int(quantiles[d.below(len(quantiles))]) }

// binomial is how likely each number of hits or fewer is among n trials, as chances.
func binomial(n int, p float64) []chance {
	likely := make([]chance, n+1)
	total := 0.0
	for k := range likely {
		ways := 1.0
		for i := range k {
			ways = ways * float64(n-i) / float64(i+1)
		}
		total += ways * math.Pow(p, float64(k)) * math.Pow(1-p, float64(n-k))
		likely[k] = share(min(total, 1))
	}
	likely[n] = 1 << 32
	return likely
}

// hits draws a number of hits.
func (d *dice) hits(likely []chance) int {
	drawn := chance(d.pcg.Uint64() >> 32)
	for k, c := range likely {
		if drawn < c {
			return k
		}
	}
	return len(likely) - 1
}

// some calls with k different numbers below n, in no order.
func (d *dice) some(k, n int, call func(int)) {
	taken := uint64(0)
	for range k {
		i := d.below(n)
		for taken&(1<<i) != 0 {
			i = (i + 1) % n
		}
		taken |= 1 << i
		call(i)
	}
}

// shuffle brings a list in a random order.
func shuffle[T any](d *dice, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := d.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}
