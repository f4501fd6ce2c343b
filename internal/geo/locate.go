package geo

import "math"

// ReachMetres is how far off all land a position may lie and still be told to be in the
// nearest district: on a ferry, a bridge, a beach that the shapes leave out.
const ReachMetres = 2000

// metresPerUnit is the length of a unit to the north, and to the east at the equator.
const metresPerUnit = 6371000 * math.Pi / 180 / unitsPerDegree

// Locate tells the district in which a position in GCJ-02 lies: its county, or the
// prefecture, city or province where the shapes have no counties. Off the land it is the
// nearest one within ReachMetres, and false further out, abroad, and for what is no
// position. It takes less than a microsecond and allocates nothing.
func Locate(lng, lat float64) (Division, bool) {
	l := borders()
	place := l.at(lng*unitsPerDegree, lat*unitsPerDegree)
	if place == 0 {
		return Division{}, false
	}
	return table().all[l.places[place]], true
}

// at is the number of the district at a place in units, 0 for none.
func (l *land) at(x, y float64) uint16 {
	column, row, ok := l.grid.cell(x, y)
	if !ok {
		return 0
	}
	if place := l.seenFromWatch(x, y, column, row); place != 0 {
		return place
	}
	return l.nearest(x, y)
}

// cell is false outside of the grid, and for NaN.
func (g *grid) cell(x, y float64) (column, row int, ok bool) {
	x, y = (x-float64(g.west))/cellUnits, (y-float64(g.south))/cellUnits
	if !(x >= 0 && y >= 0 && x < float64(g.width) && y < float64(g.height)) {
		return 0, 0, false
	}
	return int(x), int(y), true
}

// near are the segments that come near a cell.
func (g *grid) near(column, row int) []int32 {
	cell := row*g.width + column
	return g.segments[g.starts[cell]:g.starts[cell+1]]
}

// seenFromWatch looks from a place to the watch-point of its cell. The first border in the
// way has the place's district on this side; with none in the way it is the watch-point's.
func (l *land) seenFromWatch(x, y float64, column, row int) uint16 {
	toX := float64(l.grid.west) + float64(column)*cellUnits + watchX - x
	toY := float64(l.grid.south) + float64(row)*cellUnits + watchY - y
	first, nearest, left := int32(-1), 2.0, false
	for _, s := range l.grid.near(column, row) {
		ax, ay := float64(l.points[s].x)-x, float64(l.points[s].y)-y
		bx, by := float64(l.points[s+1].x)-x, float64(l.points[s+1].y)-y
		if (toX*ay > toY*ax) == (toX*by > toY*bx) {
			continue // all of it on one side of the line of sight
		}
		// Which side of the border the two ends of the sight are on, by signed areas.
		here := ax*by - ay*bx
		there := here - toX*(by-ay) + toY*(bx-ax)
		if (here > 0) == (there > 0) {
			continue
		}
		if part := here / (here - there); part < nearest {
			first, nearest, left = s, part, here > 0
		}
	}
	switch {
	case first < 0:
		return l.grid.watched[row*l.grid.width+column]
	case left:
		return l.arcOf(first).left
	default:
		return l.arcOf(first).right
	}
}

// nearest is the district with the nearest border within ReachMetres.
func (l *land) nearest(x, y float64) uint16 {
	eastward := metresPerUnit * math.Cos(y/unitsPerDegree*math.Pi/180)
	reachX, reachY := ReachMetres/eastward, ReachMetres/metresPerUnit
	west, south := l.grid.clamp(x-reachX, y-reachY)
	east, north := l.grid.clamp(x+reachX, y+reachY)
	first, least := int32(-1), float64(ReachMetres*ReachMetres)
	for row := south; row <= north; row++ {
		for column := west; column <= east; column++ {
			for _, s := range l.grid.near(column, row) {
				a, b := l.points[s], l.points[s+1]
				square := squareToOrigin((float64(a.x)-x)*eastward, (float64(a.y)-y)*metresPerUnit,
					(float64(b.x)-x)*eastward, (float64(b.y)-y)*metresPerUnit)
				if square <= least {
					first, least = s, square
				}
			}
		}
	}
	if first < 0 {
		return 0
	}
	a := l.arcOf(first)
	return max(a.left, a.right) // one of them is the sea
}

// clamp is the cell of a place, or the one at the grid's edge.
func (g *grid) clamp(x, y float64) (column, row int) {
	column = int((x - float64(g.west)) / cellUnits)
	row = int((y - float64(g.south)) / cellUnits)
	return min(max(column, 0), g.width-1), min(max(row, 0), g.height-1)
}

// squareToOrigin is the squared distance of the line from a to b from (0, 0).
func squareToOrigin(ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	if length := dx*dx + dy*dy; length > 0 {
		part := min(max(-(ax*dx+ay*dy)/length, 0), 1)
		ax, ay = ax+part*dx, ay+part*dy
	}
	return ax*ax + ay*ay
}
