package geo

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
)

// shapesBin is generated: see the package comment for how.
//
//go:embed shapes.bin
var shapesBin []byte

var errShapes = errors.New("geo: shapes.bin is cut short or damaged")

// unitsPerDegree is the resolution of the shapes: 1e-4 degrees are 11 m to the north
// and 6 to 10 m to the east.
const unitsPerDegree = 1e4

// point is a corner of a border in units.
type point struct {
	x, y int32
}

// arc is a piece of border: the points from first up to the next arc's. Its districts are
// positions in land.places, seen in the direction of the points; 0 is none.
type arc struct {
	first       int32
	left, right uint16
}

// land is all borders, and a grid that says which of them come near a place.
type land struct {
	places []int32 // in the table, by the number that arcs give; places[0] is none
	points []point
	arcs   []arc // the last one is a sentinel: it only ends the one before
	grid   grid
}

// borders are decoded once, by whoever asks first: some 60 ms and 8.5 MB.
var borders = sync.OnceValue(func() land {
	l, err := decode(shapesBin)
	if err != nil {
		panic(fmt.Sprintf("geo: embedded shapes.bin: %v", err))
	}
	l.grid = newGrid(&l)
	return l
})

// decode reads the format that the package comment describes, without the grid.
func decode(data []byte) (land, error) {
	r := reader{rest: data}
	l := land{places: []int32{0}, points: make([]point, 0, len(data)*2/5)} // most points take two or three bytes
	for range r.count() {
		place, ok := table().byPrefix[trim(string(r.take(codeDigits)))]
		if !ok {
			return land{}, errShapes
		}
		l.places = append(l.places, int32(place))
	}
	var at point
	for range r.count() {
		a := arc{first: int32(len(l.points)), left: uint16(r.uint()), right: uint16(r.uint())}
		if max(int(a.left), int(a.right)) >= len(l.places) {
			return land{}, errShapes
		}
		l.arcs = append(l.arcs, a)
		for range r.count() {
			at.x += int32(r.int())
			at.y += int32(r.int())
			l.points = append(l.points, at)
		}
	}
	if r.failed || len(r.rest) > 0 || len(l.points) == 0 {
		return land{}, errShapes
	}
	l.arcs = append(l.arcs, arc{first: int32(len(l.points))})
	return l, nil
}

const codeDigits = 6

// reader takes numbers off a file's front. After a fault it gives zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) uint() uint64 {
	value, n := binary.Uvarint(r.rest)
	r.skip(n)
	return value
}

func (r *reader) int() int64 {
	value, n := binary.Varint(r.rest)
	r.skip(n)
	return value
}

// count is a number of things that take a byte each at least, so damage cannot ask for more than there is.
func (r *reader) count() int {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.failed = true
		return 0
	}
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.failed = true
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) skip(n int) {
	if n <= 0 {
		r.failed, r.rest = true, nil
		return
	}
	r.rest = r.rest[n:]
}
