package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAroundDeepInsideIsCertain(t *testing.T) {
	// 榆中县 stretches 20 km and more around it.
	chances := Around(104.15, 35.95, 500)
	if len(chances) != 1 || chances[0].Division.Code != "620123" || chances[0].Probability != 1 {
		t.Errorf("%+v", chances)
	}
}

// straightBorder is a place on a long, straight piece of border between two cities.
func straightBorder(t *testing.T) (lng, lat float64, one, other string) {
	t.Helper()
	l := borders()
	longest := 0.0
	l.eachSegment(func(s int32, a arc) {
		if a.left == 0 || a.right == 0 || City(l.prefix(a.left)) == City(l.prefix(a.right)) {
			return
		}
		p, q := l.points[s], l.points[s+1]
		if length := math.Hypot(float64(p.x-q.x), float64(p.y-q.y)); length > longest {
			longest = length
			ax, ay := degrees(p)
			bx, by := degrees(q)
			lng, lat = (ax+bx)/2, (ay+by)/2
			one, other = table().all[l.places[a.left]].Code, table().all[l.places[a.right]].Code
		}
	})
	return lng, lat, one, other
}

func TestAroundAtABorderIsEven(t *testing.T) {
	lng, lat, one, other := straightBorder(t)
	if exact := Around(lng, lat, 0); len(exact) != 2 {
		t.Errorf("the shapes' own uncertainty is left out: %+v", exact)
	}
	chances := Around(lng, lat, 300)
	if len(chances) != 2 {
		t.Fatalf("%+v", chances)
	}
	for _, c := range chances {
		if c.Division.Code != one && c.Division.Code != other {
			t.Errorf("%s is neither %s nor %s", c.Division.Code, one, other)
		}
		if math.Abs(c.Probability-0.5) > 0.05 {
			t.Errorf("%s: %.3f", c.Division.Code, c.Probability)
		}
	}
}

// Who is told to be right at a border by a telephone that calls itself exact is still not
// told so for certain, and the less certain the less exact it is.
func TestAroundGrowsWithTheAccuracy(t *testing.T) {
	lng, lat, _, _ := straightBorder(t)
	lat += 250 / (metresPerUnit * unitsPerDegree)
	lng += 250 / (metresPerUnit * unitsPerDegree * math.Cos(lat*math.Pi/180))
	last := 1.0
	for _, accuracy := range []float64{0, 200, 1000, 5000} {
		likeliest := Around(lng, lat, accuracy)[0].Probability
		if likeliest > last {
			t.Errorf("±%.0f m: %.3f, more certain than with less", accuracy, likeliest)
		}
		last = likeliest
	}
	if last > 0.7 {
		t.Errorf("±5 km at the border: %.3f", last)
	}
}

func TestAroundTakesNoAccuracyForExact(t *testing.T) {
	exact := Around(121.475164, 31.228816, 0)
	for _, accuracy := range []float64{-1, math.NaN(), math.Inf(-1)} {
		got := Around(121.475164, 31.228816, accuracy)
		if len(got) != len(exact) || got[0] != exact[0] {
			t.Errorf("±%v: %+v", accuracy, got)
		}
	}
	for _, none := range [][]Chance{Around(139.69, 35.69, 100), Around(121.475164, 31.228816, math.Inf(1)), Around(math.NaN(), 31, 10)} {
		if len(none) != 0 {
			t.Errorf("%+v", none)
		}
	}
}

func TestPatternIsNormal(t *testing.T) {
	const radius = 1000
	within, sumX, sumY := 0, 0.0, 0.0
	for _, offset := range pattern(radius) {
		if math.Hypot(offset[0], offset[1]) <= radius {
			within++
		}
		sumX, sumY = sumX+offset[0], sumY+offset[1]
	}
	if share := float64(within) / samples; math.Abs(share-0.68) > 1./samples {
		t.Errorf("%.3f of the places are within the radius of 68 %%", share)
	}
	if mean := math.Hypot(sumX, sumY) / samples; mean > radius/20 {
		t.Errorf("the places' middle is %.0f m off", mean)
	}
}

func TestChancesAddUpToOne(t *testing.T) {
	all := All()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(all).Draw(t, "division")
		accuracy := rapid.Float64Range(0, 100_000).Draw(t, "accuracy")
		sum, last := 0.0, 1.0
		seen := map[string]bool{}
		for _, c := range Around(d.Lng, d.Lat, accuracy) {
			if c.Probability <= 0 || c.Probability > last || seen[c.Division.Code] {
				t.Fatalf("%s ±%.0f m: %s %f", d.Code, accuracy, c.Division.Code, c.Probability)
			}
			sum, last, seen[c.Division.Code] = sum+c.Probability, c.Probability, true
		}
		if len(seen) > 0 && math.Abs(sum-1) > 1e-9 {
			t.Fatalf("%s ±%.0f m: %f", d.Code, accuracy, sum)
		}
	})
}

func FuzzAround(f *testing.F) {
	f.Add(116.397477, 39.908692, 50.0)
	f.Add(121.8, 31.2, math.Inf(1))
	f.Add(180.0, 90.0, -1.0)
	f.Add(73.5, 39.3, 1e300)
	f.Fuzz(func(t *testing.T, lng, lat, accuracy float64) {
		sum := 0.0
		for _, c := range Around(lng, lat, accuracy) {
			sum += c.Probability
		}
		if sum != 0 && math.Abs(sum-1) > 1e-9 {
			t.Errorf("Around(%v, %v, %v): probabilities add up to %v", lng, lat, accuracy, sum)
		}
	})
}
