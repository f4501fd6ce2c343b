package geo

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Outline is a division as maps draw it: polygons, each of an outer ring and the rings of its
// holes. Rings are closed, of [longitude, latitude] in GCJ-02, outer ones counter-clockwise, as
// GeoJSON (RFC 7946) wants them.
type Outline struct {
	Division Division
	Polygons [][][][2]float64
}

// Level is which divisions a map shows.
type Level int

// The levels. A city is what City says, so a municipality is one; counties are as Locate knows
// them, which are cities where there are none.
const (
	Provinces Level = iota
	Cities
	Counties
)

// Outlines draws the divisions of a territory ("": China) of a level. Borders keep within a
// tolerance in degrees of what Locate goes by, and neighbours still share them. Error: ErrCode.
func Outlines(territory string, level Level, tolerance float64) ([]Outline, error) {
	if territory != "" {
		prefix, err := Prefix(territory)
		if err != nil {
			return nil, err
		}
		territory = prefix
	}
	l := borders()
	pieces := map[string][][]point{}
	for i := range len(l.arcs) - 1 {
		a := l.arcs[i]
		left, right := l.drawn(a.left, territory, level), l.drawn(a.right, territory, level)
		if left == right {
			continue
		}
		line := simplified(l.points[a.first:l.arcs[i+1].first], tolerance*unitsPerDegree)
		if left != "" {
			pieces[left] = append(pieces[left], line)
		}
		if right != "" {
			back := slices.Clone(line)
			slices.Reverse(back)
			pieces[right] = append(pieces[right], back)
		}
	}
	outlines := make([]Outline, 0, len(pieces))
	for code, lines := range pieces {
		d, _ := Find(code)
		outlines = append(outlines, Outline{Division: d, Polygons: polygons(joined(lines))})
	}
	slices.SortFunc(outlines, func(a, b Outline) int { return cmp.Compare(a.Division.Code, b.Division.Code) })
	return outlines, nil
}

// drawn is the short code under which a district is drawn, "" where it is not.
func (l *land) drawn(place uint16, territory string, level Level) string {
	if place == 0 {
		return ""
	}
	code := trim(table().all[l.places[place]].Code)
	switch {
	case !strings.HasPrefix(code, territory):
		return ""
	case level == Provinces:
		return code[:2]
	case level == Cities:
		return trim((City(code) + "00")[:codeDigits])
	}
	return code
}

// joined closes lines that end where others begin into rings. Pure.
func joined(lines [][]point) (rings [][]point) {
	begin := map[point][]int{}
	for i, line := range lines {
		begin[line[0]] = append(begin[line[0]], i)
	}
	used := make([]bool, len(lines))
	for i, line := range lines {
		if used[i] {
			continue
		}
		used[i] = true
		ring := slices.Clone(line)
		for ring[0] != ring[len(ring)-1] {
			end := ring[len(ring)-1]
			at := slices.IndexFunc(begin[end], func(n int) bool { return !used[n] })
			if at < 0 {
				break // a border that does not close is no ring
			}
			n := begin[end][at]
			used[n] = true
			ring = append(ring, lines[n][1:]...)
		}
		if len(ring) > 3 && ring[0] == ring[len(ring)-1] {
			rings = append(rings, ring)
		}
	}
	return rings
}

// polygons sorts rings into outer ones, largest first, each with the holes that lie in it. Pure.
func polygons(rings [][]point) (all [][][][2]float64) {
	slices.SortFunc(rings, func(a, b []point) int { return cmp.Compare(area(b), area(a)) })
	var outer [][]point
	for _, ring := range rings {
		if area(ring) > 0 {
			outer, all = append(outer, ring), append(all, [][][2]float64{inDegrees(ring)})
			continue
		}
		for i := len(outer) - 1; i >= 0; i-- { // the smallest that holds it
			if holds(outer[i], ring[0]) {
				all[i] = append(all[i], inDegrees(ring))
				break
			}
		}
	}
	return all
}

// area is twice a ring's, in square units: positive where it goes counter-clockwise. Pure.
func area(ring []point) (twice float64) {
	for i := range len(ring) - 1 {
		twice += float64(ring[i].x)*float64(ring[i+1].y) - float64(ring[i+1].x)*float64(ring[i].y)
	}
	return twice
}

// holds tells whether a point lies in a ring, by the borders that a ray to the east crosses. Pure.
func holds(ring []point, p point) (inside bool) {
	for i := range len(ring) - 1 {
		a, b := ring[i], ring[i+1]
		if (a.y > p.y) != (b.y > p.y) && float64(p.x) < float64(b.x-a.x)*float64(p.y-a.y)/float64(b.y-a.y)+float64(a.x) {
			inside = !inside
		}
	}
	return inside
}

func inDegrees(ring []point) [][2]float64 {
	at := make([][2]float64, len(ring))
	for i, p := range ring {
		at[i] = [2]float64{float64(p.x) / unitsPerDegree, float64(p.y) / unitsPerDegree}
	}
	return at
}

// simplified leaves out points of a line that are no further from it than a tolerance, in units
// (Douglas and Peucker 1973). Its ends stay, so that lines still meet; a ring keeps its furthest
// point. Pure.
func simplified(line []point, tolerance float64) []point {
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	for spans := [][2]int{{0, len(line) - 1}}; len(spans) > 0; {
		from, to := spans[len(spans)-1][0], spans[len(spans)-1][1]
		spans = spans[:len(spans)-1]
		furthest, at := tolerance, -1
		for i := from + 1; i < to; i++ {
			if d := off(line[i], line[from], line[to]); d > furthest {
				furthest, at = d, i
			}
		}
		if at > 0 {
			keep[at] = true
			spans = append(spans, [2]int{from, at}, [2]int{at, to})
		}
	}
	left := make([]point, 0, len(line))
	for i, p := range line {
		if keep[i] {
			left = append(left, p)
		}
	}
	return left
}

// off is how far a point is from the line between two others, or from both where they are one. Pure.
func off(p, a, b point) float64 {
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	px, py := float64(p.x-a.x), float64(p.y-a.y)
	length := dx*dx + dy*dy
	if length == 0 {
		return math.Hypot(px, py)
	}
	t := min(max((px*dx+py*dy)/length, 0), 1)
	return math.Hypot(px-t*dx, py-t*dy)
}
