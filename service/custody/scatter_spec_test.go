package custody_test

import (
	"math/rand/v2"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// bottler is a plant whose caps come from a hopper: a batch of caps for twenty pallets, in
// no order, and the cases and pallets of another batch.
type bottler struct {
	*plant
	caps  *code.Batch
	order []int64 // which cap came n-th
}

func newBottler(t testing.TB, e testkit.Engine) *bottler {
	b := &bottler{plant: newPlant(t, e)}
	profile := code.Profile{Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}}}
	b.caps = b.BatchOf("CAPS", b.Products[0].ID, profile, model.ScatterLinked, 480)
	for _, n := range rand.New(rand.NewPCG(1, 2)).Perm(480) {
		b.order = append(b.order, int64(n))
	}
	return b
}

// cap is the cap that came n-th.
func (b *bottler) cap(n int64) model.ItemID {
	return testkit.Item(b.caps, model.LevelUnit, b.order[n])
}

func (b *bottler) carton(n int64) model.ItemID { return testkit.Item(b.line, model.LevelCase, n) }
func (b *bottler) onto(n int64) model.ItemID   { return testkit.Item(b.line, model.LevelPallet, n) }

// capped is the n-th pallet: its cases hold caps as they came.
func (b *bottler) capped(n int64) custody.Captured {
	c := b.packed(n)
	for i := range c.Packs[:4] {
		for u := range c.Packs[i].Items {
			c.Packs[i].Items[u] = b.cap(24*n + int64(6*i+u))
		}
	}
	return c
}

func TestScattered(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two pallets of caps that came in no order", t, func() {
			b := newBottler(t, e)
			So(states(b.captures(false, b.capped(0), b.capped(1))), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded, custody.CaptureRecorded})
			everyCap := func(check func(n int64, trace custody.Trace)) {
				for n := range int64(48) {
					check(n, b.Trace(b.cap(n)))
				}
			}
			where := func() {
				everyCap(func(n int64, trace custody.Trace) {
					So(trace.Chain, ShouldResemble, []model.ItemID{b.cap(n), b.carton(n / 6), b.onto(n / 24)})
					So(trace.Holder, ShouldEqual, b.Brand.ID)
				})
			}
			inside := func(container model.ItemID) (units int64) {
				ranges, err := b.Custody.UnitsIn(b.Ctx, ones(container), b.Clock.Now())
				So(err, ShouldBeNil)
				for _, r := range ranges {
					units += r.Len()
				}
				return units
			}

			Convey("every cap leads to its case and pallet, and they to their caps", func() {
				where()
				So([]int64{inside(b.carton(0)), inside(b.onto(1))}, ShouldResemble, []int64{6, 24})
				ever, err := b.Custody.EverInside(b.Ctx, []model.ItemID{b.onto(0)})
				So(err, ShouldBeNil)
				So(model.MergeRanges(append(ever, model.One(b.cap(3)))), ShouldResemble, ever)
			})
			Convey("they do so, too, once the rows have become part of blocks, and again after more", func() {
				b.Tick(3 * time.Minute)
				moved, err := b.Custody.Compact(b.Ctx)
				So(err, ShouldBeNil)
				So(moved, ShouldEqual, 48)
				So(count[model.ScatteredItem](b.story), ShouldEqual, 0)
				where()
				b.captures(false, b.capped(2))
				b.Tick(3 * time.Minute)
				_, err = b.Custody.Compact(b.Ctx)
				So(err, ShouldBeNil)
				where()
				So(b.Trace(b.cap(50)).In(model.LevelCase), ShouldEqual, b.carton(8))
				So(states(b.captures(false, b.capped(0))), ShouldResemble, []custody.CaptureState{custody.CaptureKnown})
			})
			Convey("what was told in these minutes stays as rows", func() {
				moved, err := b.Custody.Compact(b.Ctx)
				So(err, ShouldBeNil)
				So(moved, ShouldEqual, 0)
			})
			Convey("a cap that is in another case refuses its pallet whole, from rows and from blocks", func() {
				for range 2 {
					wrong := b.capped(3)
					wrong.Packs[2].Items[1] = b.cap(7)
					outcome := b.captures(false, wrong)[0]
					So(outcome.Err, ShouldWrap, custody.ErrAlreadyPacked)
					So(b.Trace(b.cap(72)).Chain, ShouldHaveLength, 1)
					b.Tick(3 * time.Minute)
					_, err := b.Custody.Compact(b.Ctx)
					So(err, ShouldBeNil)
				}
			})
			Convey("pallets that are shipped take their caps along", func() {
				b.Ship(b.Brand, b.d1, b.onto(0))
				everyCap(func(n int64, trace custody.Trace) {
					So(trace.InTransit == b.d1.ID && trace.Assigned == b.d1.ID, ShouldEqual, n < 24)
				})
			})
			Convey("a cap that is taken out goes its own way, and its case counts without it", func() {
				So(b.does(model.Unpack, b.Brand, nobody, b.cap(3)), ShouldBeNil)
				b.Tick(time.Minute)
				b.Ship(b.Brand, b.d1, b.onto(0))
				So(b.Trace(b.cap(3)).Holder, ShouldEqual, b.Brand.ID)
				So(b.Trace(b.cap(4)).InTransit, ShouldEqual, b.d1.ID)
				So(inside(b.carton(0)), ShouldEqual, 5)

				Convey("into another case, by hand", func() {
					b.Tick(time.Minute)
					_, err := b.Record(custody.Command{Kind: model.Pack, From: b.Brand.ID, Goods: []custody.Goods{
						testkit.Into(custody.Goods{Items: model.One(b.cap(3))}, b.carton(4), 1),
					}})
					So(err, ShouldBeNil)
					So(b.Trace(b.cap(3)).In(model.LevelCase), ShouldEqual, b.carton(4))
					So(inside(b.carton(4)), ShouldEqual, 7)
				})
				Convey("a late fact about its pallet reaches what it took along", func() {
					b.reports(model.Ship, b.began.Add(10*time.Minute), b.Brand, b.d2, b.onto(0))
					So(b.Trace(b.cap(3)).InTransit, ShouldEqual, b.d2.ID)
				})
			})
			Convey("a case that goes alone brings its caps", func() {
				alone := custody.Captured{At: b.began, Packs: []custody.Packed{{Container: b.carton(40), Items: []model.ItemID{b.cap(300), b.cap(301)}}}}
				So(states(b.captures(false, alone, alone)), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded, custody.CaptureKnown})
				So(b.Trace(b.cap(300)).Chain, ShouldResemble, []model.ItemID{b.cap(300), b.carton(40)})
				So(b.Trace(b.cap(300)).Holder, ShouldEqual, b.Brand.ID)
			})
			Convey("a case's other caps are not forgotten when one beside them was put back by hand", func() {
				near := func(n int64) model.ItemID { return testkit.Item(b.caps, model.LevelUnit, n) }
				alone := custody.Captured{At: b.began, Packs: []custody.Packed{{Container: b.carton(40)}}}
				for n := int64(0); len(alone.Packs[0].Items) < 2; n++ {
					if alone.Packs[0].Items = nil; len(b.Trace(near(n)).Chain) == 1 && len(b.Trace(near(n+1)).Chain) == 1 {
						alone.Packs[0].Items = []model.ItemID{near(n), near(n + 1)}
					}
				}
				So(states(b.captures(false, alone)), ShouldResemble, []custody.CaptureState{custody.CaptureRecorded})
				back := alone.Packs[0].Items[0]
				So(b.does(model.Unpack, b.Brand, nobody, back), ShouldBeNil)
				b.Tick(time.Minute)
				_, err := b.Record(custody.Command{Kind: model.Pack, From: b.Brand.ID, Goods: []custody.Goods{
					testkit.Into(custody.Goods{Items: model.One(back)}, b.carton(40), 1),
				}})
				So(err, ShouldBeNil)
				ever, err := b.Custody.EverInside(b.Ctx, []model.ItemID{b.carton(40)})
				So(err, ShouldBeNil)
				So(ever, ShouldResemble, []model.ItemRange{{From: back, To: back + 2}})
			})
			Convey("of twenty that pack a cap into twenty cases at once, one does", func() {
				failures := testkit.Together(20, func(i int) error {
					outcomes, err := b.Custody.Capture(b.Ctx, custody.Capture{Line: "2", Org: b.Brand.ID, Pallets: []custody.Captured{{
						At: b.began, Packs: []custody.Packed{{Container: b.carton(int64(40 + i)), Items: []model.ItemID{b.cap(400), b.cap(int64(401 + i))}}},
					}}})
					if err != nil {
						return err
					}
					return outcomes[0].Err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				So(count[model.ScatteredItem](b.story), ShouldEqual, 50)
			})
		})
	})
}
