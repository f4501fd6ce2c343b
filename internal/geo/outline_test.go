package geo_test

import (
	"math"
	"testing"

	"channelrouter/internal/geo"
)

// shoelace is a ring's area in square degrees, positive where it goes counter-clockwise.
func shoelace(ring [][2]float64) (sum float64) {
	for i := range len(ring) - 1 {
		sum += ring[i][0]*ring[i+1][1] - ring[i+1][0]*ring[i][1]
	}
	return sum / 2
}

func areaOf(o geo.Outline) (sum float64) {
	for _, polygon := range o.Polygons {
		for _, ring := range polygon {
			sum += shoelace(ring)
		}
	}
	return sum
}

// inside tells whether a place lies in an outline: in a polygon, and in none of its holes.
func inside(o geo.Outline, lng, lat float64) bool {
	crossed := false
	for _, polygon := range o.Polygons {
		for _, ring := range polygon {
			for i := range len(ring) - 1 {
				a, b := ring[i], ring[i+1]
				if (a[1] > lat) != (b[1] > lat) && lng < (b[0]-a[0])*(lat-a[1])/(b[1]-a[1])+a[0] {
					crossed = !crossed
				}
			}
		}
	}
	return crossed
}

func outlines(t *testing.T, territory string, level geo.Level, tolerance float64) map[string]geo.Outline {
	t.Helper()
	all, err := geo.Outlines(territory, level, tolerance)
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]geo.Outline{}
	for _, o := range all {
		byCode[o.Division.Code] = o
	}
	return byCode
}

// What is drawn is what positions are judged by: with no tolerance at all, the centre of each
// division lies in its own outline, and in no other.
func TestOutlinesHoldTheirCentres(t *testing.T) {
	for territory, level := range map[string]geo.Level{"": geo.Provinces, "33": geo.Cities, "44": geo.Cities, "42": geo.Counties, "11": geo.Counties, "6543": geo.Counties} {
		drawn := outlines(t, territory, level, 0)
		for code, o := range drawn {
			for other, beside := range drawn {
				d := o.Division
				if d.Derived {
					continue
				}
				located, _ := geo.Locate(d.Lng, d.Lat)
				if in := inside(beside, d.Lng, d.Lat); in != (geo.Within(located.Code, other)) {
					t.Errorf("centre of %s %s: inside %s %v", code, d.Name, other, in)
				}
			}
		}
	}
}

func TestOutlinesOfProvinces(t *testing.T) {
	fine, coarse := outlines(t, "", geo.Provinces, 0), outlines(t, "", geo.Provinces, 0.02)
	if len(fine) != 34 {
		t.Errorf("%d provinces", len(fine))
	}
	points := 0
	for code, o := range fine {
		if off := math.Abs(areaOf(coarse[code])/areaOf(o) - 1); off > 0.04 && areaOf(o) > 0.2 { // of Macau, three kilometres are much
			t.Errorf("%s: simplifying changed its area by %.3f", o.Division.Name, off)
		}
		for _, polygon := range o.Polygons {
			for i, ring := range polygon {
				if ring[0] != ring[len(ring)-1] || (shoelace(ring) > 0) != (i == 0) {
					t.Errorf("%s: ring %d of a polygon is open, or goes the wrong way", o.Division.Name, i)
				}
			}
		}
		for _, polygon := range coarse[code].Polygons {
			for _, ring := range polygon {
				points += len(ring)
			}
		}
	}
	if points > 20_000 {
		t.Errorf("%d points are a lot to send", points)
	}
	t.Log(points, "points")
}

// Where a county lies round another, the outer one has a hole, and the holes are not counted twice.
func TestOutlinesHaveHoles(t *testing.T) {
	holes := 0
	for _, o := range outlines(t, "", geo.Counties, 0) {
		for _, polygon := range o.Polygons {
			holes += len(polygon) - 1
			for _, hole := range polygon[1:] {
				if shoelace(hole) >= 0 {
					t.Errorf("%s: a hole goes the wrong way", o.Division.FullName)
				}
			}
		}
	}
	if holes == 0 {
		t.Error("no county of China lies round another")
	}
	t.Log(holes, "holes")
}

func TestOutlinesOfAProvince(t *testing.T) {
	cities := outlines(t, "330000", geo.Cities, 0.005)
	if len(cities) != 11 || cities["330100"].Division.Name != "杭州市" {
		t.Errorf("%d cities of Zhejiang", len(cities))
	}
	whole := areaOf(outlines(t, "33", geo.Provinces, 0.005)["330000"])
	parts := 0.0
	for _, o := range cities {
		parts += areaOf(o)
	}
	if math.Abs(parts/whole-1) > 0.001 {
		t.Errorf("cities are %.3f of the province", parts/whole)
	}
	if dongguan := outlines(t, "441900", geo.Counties, 0); len(dongguan) != 1 {
		t.Errorf("%d divisions of a city without counties", len(dongguan))
	}
	if beijing := outlines(t, "", geo.Cities, 0.01)["110100"]; len(beijing.Polygons) == 0 {
		t.Error("a municipality is one city")
	}
	if _, err := geo.Outlines("abc", geo.Cities, 0); err == nil {
		t.Error("no code was taken for one")
	}
}
