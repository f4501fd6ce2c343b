package simulate

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Streams of neighbouring items are independent: their first draws are spread evenly, and so
// are pairs of them.
func TestStreamsAreIndependent(t *testing.T) {
	const cells, n = 64, 640_000
	var d dice
	for _, seed := range []uint64{1, 2, 30} {
		var single, pairs [cells]float64
		before := 0
		for item := range uint64(n) {
			d.reseed(seed, streamBuyer, item)
			drawn := d.below(8)
			single[drawn*8+d.below(8)]++
			pairs[drawn*8+before]++
			before = drawn
		}
		for name, counts := range map[string][cells]float64{"draws of one": single, "draws of neighbours": pairs} {
			chi := 0.0
			for _, c := range counts {
				chi += (c - n/cells) * (c - n/cells) / (n / cells)
			}
			if chi > 63+5*math.Sqrt(2*63) { // 63 degrees of freedom
				t.Errorf("seed %d, %s: chi-square is %.0f", seed, name, chi)
			}
		}
	}
}

func TestPickFollowsWeights(t *testing.T) {
	d := seeded(1, streamLand, 0)
	w := sums([]uint64{1, 0, 3, 6})
	var all, part [4]int
	const n = 100_000
	for range n {
		all[d.pick(w)]++
		part[d.pickFrom(w, 1, 3)]++
	}
	if all[1] != 0 || math.Abs(float64(all[0])/n-0.1) > 0.01 || math.Abs(float64(all[3])/n-0.6) > 0.01 {
		t.Errorf("of weights 1, 0, 3, 6 were drawn %v", all)
	}
	if part != [4]int{2: n} {
		t.Errorf("from the second and third were drawn %v", part)
	}
}

func TestHitsAreBinomial(t *testing.T) {
	d := seeded(1, streamLand, 1)
	for _, p := range []float64{0, 0.01, 0.15, 0.5, 1} {
		likely, sum, squares := binomial(24, p), 0.0, 0.0
		const n = 50_000
		for range n {
			k := float64(d.hits(likely))
			sum, squares = sum+k, squares+k*k
		}
		mean := sum / n
		if math.Abs(mean-24*p) > 0.05 || math.Abs(squares/n-mean*mean-24*p*(1-p)) > 0.15 {
			t.Errorf("of 24 with %v: mean %.3f, variance %.3f", p, mean, squares/n-mean*mean)
		}
	}
}

func TestSomeAreDifferent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, mostUnits).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		d := seeded(rapid.Uint64().Draw(t, "seed"), streamLand, 0)
		seen := map[int]bool{}
		d.some(k, n, func(i int) { seen[i] = true })
		if len(seen) != k {
			t.Fatalf("%d different ones of %d", len(seen), k)
		}
		for i := range seen {
			if i < 0 || i >= n {
				t.Fatalf("%d of %d", i, n)
			}
		}
	})
}

func TestApportionIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by := rapid.SliceOfN(rapid.Uint64Range(1, 1e6), 1, 50).Draw(t, "by")
		n := rapid.IntRange(len(by), 100_000).Draw(t, "n")
		sum := 0
		for _, part := range apportion(n, by) {
			if part < 1 {
				t.Fatal("one has nothing")
			}
			sum += part
		}
		if sum != n {
			t.Fatalf("%d of %d", sum, n)
		}
	})
}

// Plans keep what they are made of, and sort by time.
func TestPlansKeepTheirParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		second := rapid.IntRange(0, daySeconds-1).Draw(t, "second")
		carton := rapid.Int32Range(0, mostCases-1).Draw(t, "carton")
		unit := rapid.IntRange(0, mostUnits-1).Draw(t, "unit")
		kind := planKind(rapid.IntRange(0, len(kindOf)-1).Draw(t, "kind"))
		turn := rapid.IntRange(0, mostTurns).Draw(t, "turn")
		p := newPlan(second, carton, unit, kind, turn)
		if p.second() != second || p.carton() != carton || p.unit() != unit || p.kind() != kind || p.turn() != turn {
			t.Fatalf("%d %d %d %d %d", p.second(), p.carton(), p.unit(), p.kind(), p.turn())
		}
		if second > 0 && newPlan(second-1, mostCases-1, mostUnits-1, planCopy, mostTurns) > p {
			t.Fatal("an earlier plan stands behind a later one")
		}
	})
}

// Lots make up the volume, but for less than the smallest filler, in sizes that are listed.
func TestSizesMakeUpTheVolume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		volume, sum := rapid.IntRange(0, 200_000).Draw(t, "volume"), 0
		for _, cases := range sizesOf(volume) {
			sum += cases
		}
		if sum > volume || sum <= volume-fillers[len(fillers)-1] {
			t.Fatalf("%d of %d", sum, volume)
		}
	})
	for volume, fewest := range map[int]int{1200: 15, 6000: 50, 24_000: 200, 96_000: 800} {
		if n := len(sizesOf(volume)); n < fewest {
			t.Errorf("%d cases are in %d lots only", volume, n)
		}
	}
}
