package geo

import (
	"errors"
	"math"
	"testing"
)

// Areas as governments publish them, in km², within what the drawing of a coast may differ.
// Taiwan's outline, the coarsest, has 6 % too much.
func TestAreasArePublishedOnes(t *testing.T) {
	areas := map[string]float64{}
	l := borders()
	for place, area := range placeAreas(l) {
		code := table().all[l.places[place]].Code
		areas[code[:2]] += area
		areas[City(code)] += area
		areas["all"] += area
	}
	for _, row := range []struct {
		code string
		area float64
	}{
		{"11", 16_410}, {"13", 188_800}, {"33", 105_500}, {"41", 167_000}, {"42", 185_900}, {"44", 179_700},
		{"50", 82_400}, {"51", 486_000}, {"54", 1_202_000}, {"65", 1_632_000},
		{"3301", 16_850}, {"4201", 8_569}, {"4419", 2_460}, {"429004", 2_538}, {"5101", 14_335}, {"6101", 10_108},
	} {
		if off := math.Abs(areas[row.code]/row.area - 1); off > 0.02 {
			t.Errorf("%s: %.0f km², published %.0f", row.code, areas[row.code], row.area)
		}
	}
	if math.Abs(areas["all"]/9_525_000-1) > 0.005 {
		t.Errorf("all land: %.0f km²", areas["all"])
	}
}

// placeAreas is the area of every place by its number, in km².
func placeAreas(l land) []float64 {
	areas := make([]float64, len(l.places))
	l.eachSegment(func(s int32, a arc) {
		area := sphericalArea(l.points[s], l.points[s+1])
		areas[a.left] += area
		areas[a.right] -= area
	})
	areas[0] = 0
	return areas
}

// sphericalArea is between a segment and the equator, positive when it goes west.
func sphericalArea(a, b point) float64 {
	const earthRadius, unit = 6371, math.Pi / 180 / unitsPerDegree
	return earthRadius * earthRadius * float64(a.x-b.x) * unit * (math.Sin(float64(a.y)*unit) + math.Sin(float64(b.y)*unit)) / 2
}

// The land has no gaps within: going along any of its edges with the land to the left, one
// goes round the land and never round a hole. Slivers of less than 0.1 km² remain where two
// prefectures meet at the sea or at a frontier; who is in one is told the nearest district.
func TestNeighboursLeaveNoGaps(t *testing.T) {
	l := borders()
	next := map[point][]point{}
	l.eachSegment(func(s int32, a arc) {
		switch from, to := l.points[s], l.points[s+1]; {
		case a.right == 0:
			next[from] = append(next[from], to)
		case a.left == 0:
			next[to] = append(next[to], from)
		}
	})
	edges := 0
	for start := range next {
		area, at := 0.0, start
		for len(next[at]) > 0 {
			onward := next[at]
			to := onward[len(onward)-1]
			next[at] = onward[:len(onward)-1]
			area += sphericalArea(at, to)
			at = to
		}
		if at != start {
			lng, lat := degrees(at)
			t.Fatalf("an edge of the land breaks off at %f,%f", lng, lat)
		}
		if area < -0.1 {
			lng, lat := degrees(start)
			t.Errorf("a gap of %.3f km² at %f,%f", -area, lng, lat)
		}
		if area > 0 {
			edges++
		}
	}
	if edges < 500 {
		t.Errorf("only %d islands", edges)
	}
}

// Every county of the table has a shape, but for those that the map lacks and zones, whose
// land is their neighbours'.
func TestEveryCountyIsDrawn(t *testing.T) {
	drawn := map[string]bool{}
	l := borders()
	for place, area := range placeAreas(l) {
		if place == 0 {
			continue
		}
		d := table().all[l.places[place]]
		if drawn[d.Code] || area <= 0 {
			t.Errorf("%s %s: drawn twice, or with %.3f km²", d.Code, d.FullName, area)
		}
		drawn[d.Code] = true
	}
	for _, d := range All() {
		if d.Level < 3 || isZone(d.Code) || drawn[d.Code] {
			continue
		}
		if _, documented := notDrawn[d.Code]; !documented && !drawn[d.Parent] {
			t.Errorf("%s %s has no shape, nor has its city", d.Code, d.FullName)
		}
	}
	if len(l.places)-1 != 2869 {
		t.Errorf("%d shapes, the package comment says 2,869", len(l.places)-1)
	}
}

// Counties without a shape whose city has none of its own either.
var notDrawn = map[string]string{
	"232762": "松岭区 is 鄂伦春自治旗 on the map, from which its land is borrowed",
	"232763": "新林区 is 呼玛县 on the map",
	"232764": "呼中区 is 呼玛县 on the map",
	"460323": "中沙群岛's reefs are not drawn",
	"659011": "新星市 is younger than the map",
	"659012": "白杨市 is younger than the map",
}

func TestDamagedShapesAreRefused(t *testing.T) {
	if _, err := decode(shapesBin); err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, 1, 2, 100, 10_000, 20_000, len(shapesBin) / 2, len(shapesBin) - 1} {
		if _, err := decode(shapesBin[:length]); !errors.Is(err, errShapes) {
			t.Errorf("cut to %d bytes: %v", length, err)
		}
	}
	if _, err := decode(append(append([]byte(nil), shapesBin...), 0)); !errors.Is(err, errShapes) {
		t.Errorf("a byte too many: %v", err)
	}
	for at := 0; at < 20_000; at += 7 { // the codes and the first arcs
		damaged := append([]byte(nil), shapesBin[:30_000]...)
		damaged[at] ^= 0xff
		if _, err := decode(damaged); !errors.Is(err, errShapes) {
			t.Errorf("byte %d turned round: %v", at, err)
		}
	}
}
