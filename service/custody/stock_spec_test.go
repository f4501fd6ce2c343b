package custody_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// counted says of each batch and level how many items an organisation has, by asking for
// every item where it is.
func (s *story) counted(org model.OrgID, at time.Time, onTheWay bool, batches ...*code.Batch) map[string]int64 {
	counts := map[string]int64{}
	for _, b := range batches {
		for _, l := range b.Levels {
			var points []custody.Point
			for item := l.From; item < l.To; item++ {
				points = append(points, custody.Point{Item: item, At: at, Held: true})
			}
			traces, err := s.Custody.Traces(s.Ctx, points)
			So(err, ShouldBeNil)
			for _, t := range traces {
				if !onTheWay && t.Holder == org || onTheWay && t.InTransit == org {
					counts[fmt.Sprint(b.Ref, " ", l.Level)]++
				}
			}
		}
	}
	return counts
}

// stock is the same in the room's own words.
func (s *story) stock(org model.OrgID, at time.Time, onTheWay bool) map[string]int64 {
	lines, err := s.Custody.Stock(s.Ctx, org, at, onTheWay)
	So(err, ShouldBeNil)
	counts := map[string]int64{}
	for _, l := range lines {
		counts[fmt.Sprint(l.Batch.Ref, " ", l.Level)] += l.Count
	}
	return counts
}

func TestStock(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods of three batches that went many ways", t, func() {
			b := newBottler(t, e)
			b.captures(false, b.capped(0), b.capped(1), b.packed(2))
			b.Tick(time.Minute)
			orgs := []model.Org{b.Brand, b.d1, b.d2, b.w1, b.t1}
			batches := []*code.Batch{b.batch, b.line, b.caps}
			things := []model.ItemID{
				b.pallet(0), b.pallet(1), b.box(0), b.box(1), b.box(5), b.unit(0), b.unit(1), b.unit(7), b.unit(30), b.unit(31),
				b.onto(0), b.onto(1), b.onto(2), b.carton(0), b.carton(1), b.carton(4), b.cap(0), b.cap(1), b.cap(7), b.cap(25),
			}
			random := rand.New(rand.NewPCG(3, 4))
			pick := func() model.Org { return orgs[random.IntN(len(orgs))] }
			moments, happened := []time.Time{b.Clock.Now()}, 0
			for range 150 {
				item := things[random.IntN(len(things))]
				from := model.Org{ID: b.Trace(item).Holder}
				kind := []model.CustodyKind{model.Ship, model.Receive, model.Unpack, model.Receive, model.Ship, model.Destroy}[random.IntN(6)]
				if kind == model.Destroy && random.IntN(4) > 0 || from.ID == 0 && kind != model.Receive {
					continue
				}
				c := custody.Command{Kind: kind, From: from.ID, To: pick().ID, Goods: testkit.Goods(item)}
				switch kind {
				case model.Receive:
					c.From = 0
				case model.Unpack, model.Destroy:
					c.To = 0
				}
				if _, err := b.Record(c); err == nil {
					happened++
				}
				if random.IntN(3) == 0 { // put something small into something larger
					into := []model.ItemID{b.box(0), b.box(5), b.carton(4), b.onto(2)}[random.IntN(4)]
					if into.Level() > item.Level() {
						_, _ = b.Record(custody.Command{Kind: model.Pack, From: from.ID, Goods: []custody.Goods{{Items: model.One(item), Parent: into, PerParent: 1}}})
					}
				}
				b.Tick(time.Minute)
				moments = append(moments, b.Clock.Now())
			}
			So(happened, ShouldBeGreaterThan, 40)

			Convey("what each has, and what is on the way to it, is what asking for every item says, at any time", func() {
				for i := 0; i < len(moments); i += 7 {
					for _, org := range orgs {
						So(b.stock(org.ID, moments[i], false), ShouldResemble, b.counted(org.ID, moments[i], false, batches...))
						So(b.stock(org.ID, moments[i], true), ShouldResemble, b.counted(org.ID, moments[i], true, batches...))
					}
				}
			})
		})
	})
}

// Neighbours that one link tells of are one run, whatever cases the line had packed them into.
func TestStockOfNeighbouringCaps(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two caps side by side, of two pallets, that were put into cases of the first by hand", t, func() {
			b := newBottler(t, e)
			b.captures(false, b.capped(0), b.capped(1))
			here, there := b.beside()
			So(b.does(model.Unpack, b.Brand, nobody, here, there), ShouldBeNil)
			b.Tick(time.Minute)
			_, err := b.Record(custody.Command{Kind: model.Pack, From: b.Brand.ID, Goods: []custody.Goods{
				testkit.Into(custody.Goods{Items: model.ItemRange{From: here, To: there + 1}}, b.carton(0), 1),
			}})
			So(err, ShouldBeNil)
			b.Tick(time.Minute)
			b.Ship(b.Brand, b.d1, b.onto(1))
			b.Tick(time.Minute)

			Convey("each is taken off the case into which the line packed it", func() {
				So(b.stock(b.Brand.ID, b.Clock.Now(), false), ShouldResemble, b.counted(b.Brand.ID, b.Clock.Now(), false, b.batch, b.line, b.caps))
				So(b.stock(b.d1.ID, b.Clock.Now(), true), ShouldResemble, b.counted(b.d1.ID, b.Clock.Now(), true, b.batch, b.line, b.caps))
			})
		})
	})
}

// beside finds two caps side by side, the lower on the first pallet, the other on the second.
func (b *bottler) beside() (here, there model.ItemID) {
	for n := range int64(24) {
		here, there = b.cap(n), b.cap(n)+1
		if b.Trace(there).In(model.LevelPallet) == b.onto(1) {
			return here, there
		}
	}
	So("no two caps side by side", ShouldBeEmpty)
	return 0, 0
}

func TestStockCosts(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor who has had and sold much", t, func() {
			s := newStory(t, e)
			s.delivered(s.d1, s.pallet(0))
			ask := func() int64 {
				return s.Statements(func() { _ = s.stock(s.d1.ID, s.Clock.Now(), false) })
			}
			Convey("what left before costs nothing", func() {
				before := ask()
				s.delivered(s.d1, s.pallet(1), s.pallet(2))
				for range 5 {
					for _, way := range [][2]model.Org{{s.d1, s.d2}, {s.d2, s.d1}} {
						s.Ship(way[0], way[1], s.pallet(1), s.pallet(2))
						s.Receive(way[1], s.pallet(1), s.pallet(2))
						s.Tick(time.Minute)
					}
				}
				s.Ship(s.d1, s.d2, s.pallet(1), s.pallet(2))
				s.Tick(time.Minute)
				So(s.stock(s.d1.ID, s.Clock.Now(), false), ShouldResemble, map[string]int64{"B1 pallet": 1, "B1 case": 4, "B1 unit": 24})
				So(ask(), ShouldEqual, before)
			})
		})
	})
}
