package simulate

import (
	"errors"
	"hash/fnv"
	"testing"
	"unsafe"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/detect"
	"channelrouter/internal/evaluate"
)

// small is a channel of few terminals, for two months: 18,000 cases and some lots.
func small() Parameters {
	p := Default()
	p.Terminals, p.Months, p.CasesPerMonth = 1500, 2, 6
	return p
}

func newWorld(t *testing.T, p Parameters, seed uint64) *World {
	t.Helper()
	w, err := New(p, seed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// printOf is a fingerprint of all scans of a world.
func printOf(t *testing.T, w *World) uint64 {
	t.Helper()
	h := fnv.New64a()
	err := w.Scans(func(s *evaluate.Scan) error {
		copied := *s
		for _, n := range []int64{
			copied.At, int64(copied.Kind), copied.Unit, copied.Case, copied.Shipment, int64(copied.Origin), int64(copied.Product),
			int64(copied.Terminal), int64(copied.Adcode), int64(copied.By), int64(copied.Account), int64(copied.State), int64(copied.Flow),
		} {
			_, _ = h.Write(unsafe.Slice((*byte)(unsafe.Pointer(&n)), 8))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h.Sum64()
}

func TestWorldsAreFunctionsOfTheirSeed(t *testing.T) {
	Convey("Given worlds of the same and of other seeds", t, func() {
		one, again, other := newWorld(t, small(), 1), newWorld(t, small(), 1), newWorld(t, small(), 2)

		Convey("the same seed has the same scans and the same truth, the other has not", func() {
			So(printOf(t, again), ShouldEqual, printOf(t, one))
			So(again.Truth().Lots, ShouldResemble, one.Truth().Lots)
			So(again.Channel(), ShouldResemble, one.Channel())
			So(printOf(t, other), ShouldNotEqual, printOf(t, one))
		})
		Convey("a world that was played plays the same again", func() {
			So(printOf(t, one), ShouldEqual, printOf(t, one))
		})
		Convey("with another scan rate the goods and lots are the same", func() {
			p := small()
			p.ScanRate = 0.4
			eager := newWorld(t, p, 1)
			So(eager.Truth().Lots, ShouldResemble, one.Truth().Lots)
			So(eager.Channel(), ShouldResemble, one.Channel())
			So(eager.cartons, ShouldResemble, one.cartons)
		})
	})
}

func TestScansComeInOrder(t *testing.T) {
	Convey("Given the scans of a world", t, func() {
		w := newWorld(t, small(), 3)
		claims, openings, last := map[int64]int{}, map[int64]int{}, int64(0)
		disordered, n := 0, 0
		So(w.Scans(func(s *evaluate.Scan) error {
			if s.At < last || s.At < begin || s.At >= begin+60*daySeconds {
				disordered++
			}
			last = s.At
			n++
			switch s.Kind {
			case detect.Claim:
				claims[s.Unit]++
			case detect.Open:
				openings[s.Unit]++
			}
			return nil
		}), ShouldBeNil)

		Convey("they are within the world's time, in order", func() {
			So(n, ShouldBeGreaterThan, 50_000)
			So(disordered, ShouldEqual, 0)
		})
		Convey("a unit is claimed once, copied codes too", func() {
			most := 0
			for _, times := range claims {
				most = max(most, times)
			}
			So(most, ShouldEqual, 1)
		})
		Convey("a case is opened once, unless its code is on another, too", func() {
			swapped, twice := 0, 0
			for _, l := range w.lots {
				if l.attack == codeSwapped {
					swapped += l.cases
				}
			}
			for _, times := range openings {
				if times > 1 {
					twice++
				}
			}
			So(twice, ShouldBeLessThanOrEqualTo, swapped)
		})
		Convey("who watches may stop them", func() {
			enough, seen := errors.New("enough"), 0
			So(w.Scans(func(*evaluate.Scan) error {
				seen++
				return enough
			}), ShouldEqual, enough)
			So(seen, ShouldEqual, 1)
		})
	})
}

func TestTheBrandKnowsNoMoreThanItCould(t *testing.T) {
	Convey("Given the goods of a world on a day", t, func() {
		p := small()
		p.Returns = 0.2
		w := newWorld(t, p, 4)
		var s evaluate.Scan
		know := func(number int32, day int) evaluate.Scan {
			s = evaluate.Scan{}
			w.goods(&s, number, 0, day)
			return s
		}
		find := func(fits func(*carton, *pallet) bool) (int32, *pallet) {
			for i := range w.cartons {
				if p := &w.pallets[w.cartons[i].pallet]; fits(&w.cartons[i], p) {
					return int32(i), p
				}
			}
			return -1, nil
		}

		Convey("a pallet whose read was missed came from nowhere", func() {
			number, _ := find(func(c *carton, p *pallet) bool { return p.known == never && !p.again && c.lot < 0 })
			got := know(number, 59)
			So(got.Origin, ShouldEqual, 0)
			So(got.Shipment, ShouldEqual, 0)
			So(got.State, ShouldEqual, detect.NeverShipped)
			So(got.Case, ShouldNotEqual, 0)
		})
		Convey("one that came to light later is known from then on", func() {
			number, p := find(func(_ *carton, p *pallet) bool { return p.known > 5 && p.known < 50 && !p.again })
			So(know(number, int(p.known)-1).Origin, ShouldEqual, 0)
			So(know(number, int(p.known)).Origin, ShouldEqual, w.lanes[p.lane].distributor+1)
			So(know(number, int(p.known)).State, ShouldEqual, detect.Shipped)
		})
		Convey("returned goods whose way out was missed are believed to be at the brand", func() {
			number, p := find(func(_ *carton, p *pallet) bool { return p.known == never && p.again })
			got := know(number, 59)
			So(got.State, ShouldEqual, detect.Returned)
			So(got.Origin, ShouldNotEqual, 0)
			So(got.Origin, ShouldNotEqual, w.lanes[p.lane].distributor+1)
		})
	})
}
