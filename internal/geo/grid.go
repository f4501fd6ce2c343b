package geo

import (
	"math"
	"sort"
)

// cellUnits is the side of the grid's cells: a tenth of a degree. Half as much halves the
// borders to look at and makes the grid four times as large.
const cellUnits = 1000

// Every cell's watch-point, as far from its south-west corner. It is off the units by
// irrational numbers, so that no line from it to a position goes through a corner of a
// border, where it would be unclear what it crosses.
var (
	watchX = cellUnits/2 + math.Sqrt2/10
	watchY = cellUnits/2 + math.Sqrt(3)/10
)

// grid divides the land into cells.
type grid struct {
	west, south   int32 // of the first cell, in units
	width, height int   // in cells
	// segments[starts[c]:starts[c+1]] are the borders that come near cell c, each by the
	// number of its first point.
	starts   []int32
	segments []int32
	watched  []uint16 // what lies at the cell's watch-point, as arcs number it
}

// newGrid leaves an empty cell all around the land, which so has a neighbour everywhere.
func newGrid(l *land) grid {
	west, south, east, north := l.points[0].x, l.points[0].y, l.points[0].x, l.points[0].y
	for _, p := range l.points {
		west, east = min(west, p.x), max(east, p.x)
		south, north = min(south, p.y), max(north, p.y)
	}
	g := grid{west: west - cellUnits, south: south - cellUnits}
	g.width, g.height = int(east-g.west)/cellUnits+2, int(north-g.south)/cellUnits+2
	g.register(l)
	g.watch(l)
	return g
}

// eachSegment gives the number of every segment's first point and the arc it is of.
func (l *land) eachSegment(visit func(segment int32, a arc)) {
	for i, a := range l.arcs[:len(l.arcs)-1] {
		for s := a.first; s < l.arcs[i+1].first-1; s++ {
			visit(s, a)
		}
	}
}

// arcOf finds the arc that a segment is of.
func (l *land) arcOf(segment int32) arc {
	after := sort.Search(len(l.arcs), func(i int) bool { return l.arcs[i].first > segment })
	return l.arcs[after-1]
}

// register fills starts and segments: it counts first, then puts everything in its place.
func (g *grid) register(l *land) {
	g.starts = make([]int32, g.width*g.height+1)
	l.eachSegment(func(s int32, _ arc) {
		g.eachCell(l.points[s], l.points[s+1], func(cell int) { g.starts[cell+1]++ })
	})
	for c := range g.width * g.height {
		g.starts[c+1] += g.starts[c]
	}
	g.segments = make([]int32, g.starts[len(g.starts)-1])
	next := append([]int32(nil), g.starts...)
	l.eachSegment(func(s int32, _ arc) {
		g.eachCell(l.points[s], l.points[s+1], func(cell int) {
			g.segments[next[cell]] = s
			next[cell]++
		})
	})
}

// eachCell gives the cells of the rectangle around a segment: more than it crosses, but
// few segments are longer than a cell.
func (g *grid) eachCell(a, b point, visit func(cell int)) {
	for row := int(min(a.y, b.y)-g.south) / cellUnits; row <= int(max(a.y, b.y)-g.south)/cellUnits; row++ {
		for column := int(min(a.x, b.x)-g.west) / cellUnits; column <= int(max(a.x, b.x)-g.west)/cellUnits; column++ {
			visit(row*g.width + column)
		}
	}
}

// watch finds what lies at the watch-points, by going along each row of them from the
// west: what lies at one lies at the next, unless a border was crossed in between.
func (g *grid) watch(l *land) {
	g.watched = make([]uint16, g.width*g.height)
	crossed := make([]float64, len(g.watched)) // the last crossing before the watch-point; 0 is none
	l.eachSegment(func(s int32, a arc) {
		from, to := l.points[s], l.points[s+1]
		firstRow := int(min(from.y, to.y)-g.south) / cellUnits
		lastRow := int(max(from.y, to.y)-g.south) / cellUnits
		for row := firstRow; row <= lastRow; row++ {
			y := float64(row)*cellUnits + watchY + float64(g.south)
			if (float64(from.y) > y) == (float64(to.y) > y) {
				continue
			}
			part := (y - float64(from.y)) / float64(to.y-from.y)
			x := float64(from.x) + part*float64(to.x-from.x) - float64(g.west)
			cell := row*g.width + int(math.Ceil((x-watchX)/cellUnits))
			if x > crossed[cell] {
				crossed[cell] = x
				g.watched[cell] = a.east(to.y > from.y)
			}
		}
	})
	for cell := 1; cell < len(crossed); cell++ {
		if crossed[cell] == 0 {
			g.watched[cell] = g.watched[cell-1]
		}
	}
}

// east is the district to the east of a segment that goes north, or south.
func (a arc) east(north bool) uint16 {
	if north {
		return a.right
	}
	return a.left
}
