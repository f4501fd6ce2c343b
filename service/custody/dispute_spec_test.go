package custody_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// contradicting is the n-th pallet, told with the cap that came m-th in place of its first.
func (b *bottler) contradicting(n, m int64) custody.Captured {
	c := b.capped(n)
	c.Packs[0].Items[0] = b.cap(m)
	return c
}

// at tells a pallet off-line as of a time after the beginning.
func (b *bottler) at(line string, after time.Duration, c custody.Captured) custody.CaptureOutcome {
	c.At = b.began.Add(after)
	outcomes, err := b.Custody.Capture(b.Ctx, custody.Capture{Line: line, Org: b.Brand.ID, Offline: true, Pallets: []custody.Captured{c}})
	So(err, ShouldBeNil)
	return outcomes[0]
}

func TestDisputes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pallet that was told off-line, as of half past", t, func() {
			b := newBottler(t, e)
			So(b.at("1", 30*time.Minute, b.capped(0)).State, ShouldEqual, custody.CaptureRecorded)
			heard := len(b.rewritten())
			inCase := func(n int64) model.ItemID { return b.Trace(b.cap(n)).In(model.LevelCase) }
			whole := func(n int64, but ...int64) {
				for i := 24 * n; i < 24*n+24; i++ {
					if len(but) == 0 || i != but[0] {
						So(inCase(i), ShouldEqual, b.carton(i/6))
					}
				}
			}
			announced := func(goods ...model.ItemID) {
				var all []model.ItemRange
				for _, told := range b.rewritten()[heard:] {
					all = append(all, told.Goods...)
				}
				all = model.MergeRanges(all)
				So(model.MergeRanges(append(ones(goods...), all...)), ShouldResemble, all)
			}

			Convey("a later one that says otherwise of a cap is pending for it, and packed else", func() {
				So(b.at("2", 31*time.Minute, b.contradicting(1, 3)).State, ShouldEqual, custody.CapturePending)
				whole(0)
				whole(1, 24)
				So(inCase(24), ShouldEqual, 0)

				Convey("which its trail says, and telling it again changes nothing", func() {
					trail, err := b.Custody.Trail(b.Ctx, b.cap(3))
					So(err, ShouldBeNil)
					So(trail, ShouldHaveLength, 2)
					So([]model.EventState{trail[0].State, trail[1].State}, ShouldResemble, []model.EventState{model.EventApplied, model.EventPending})
					rows := b.rows()
					So(b.at("2", 31*time.Minute, b.contradicting(1, 3)).State, ShouldEqual, custody.CaptureKnown)
					So(b.rows(), ShouldEqual, rows)
				})
			})
			Convey("a later one that has nothing but a case which is filled can be voided, and is in the trail no more", func() {
				of := custody.Captured{Packs: []custody.Packed{{Container: b.carton(0), Items: []model.ItemID{b.cap(300)}}}}
				later := b.at("2", 31*time.Minute, of)
				So(later.State, ShouldEqual, custody.CapturePending)
				trail := func() []custody.Footprint {
					trail, err := b.Custody.Trail(b.Ctx, b.cap(300))
					So(err, ShouldBeNil)
					return trail
				}
				So(trail(), ShouldHaveLength, 1)
				_, err := b.Custody.Void(b.Ctx, later.Event, "")
				So(err, ShouldBeNil)
				So(trail(), ShouldBeEmpty)
				whole(0)
			})
			for _, compacted := range []bool{false, true} {
				Convey(fmt.Sprintf("an earlier one takes the cap, compacted: %t", compacted), func() {
					if compacted {
						b.Tick(3 * time.Minute)
						moved, err := b.Custody.Compact(b.Ctx)
						So(err, ShouldBeNil)
						So(moved, ShouldEqual, 24)
					}
					So(b.at("2", 29*time.Minute, b.contradicting(1, 3)).State, ShouldEqual, custody.CaptureRecorded)
					So(inCase(3), ShouldEqual, b.carton(4))
					whole(0, 3)
					whole(1, 24)
					announced(b.cap(3), b.carton(0), b.carton(4), b.cap(0), b.cap(25))
					b.Tick(3 * time.Minute)
					_, err := b.Custody.Compact(b.Ctx)
					So(err, ShouldBeNil)
					So(inCase(3), ShouldEqual, b.carton(4))

					Convey("and gives it back to the first when a still earlier one has its case", func() {
						other := custody.Captured{Packs: []custody.Packed{{Container: b.carton(4), Items: []model.ItemID{b.cap(300)}}}}
						So(b.at("3", time.Minute, other).State, ShouldEqual, custody.CaptureRecorded)
						So(inCase(300), ShouldEqual, b.carton(4))
						whole(0)
						So(inCase(25), ShouldEqual, 0)
						So(inCase(30), ShouldEqual, b.carton(5))
					})
				})
			}
			Convey("one that is told as it is packed is refused, and takes nothing", func() {
				outcome := b.captures(false, b.contradicting(1, 3))[0]
				So(outcome.Err, ShouldWrap, custody.ErrAlreadyPacked)
				whole(0)
				So(b.Trace(b.cap(25)).Chain, ShouldHaveLength, 1)
			})
			Convey("a pair comes before it, and before what is told of the cap afterwards", func() {
				bottle := testkit.Item(b.line, model.LevelUnit, 200)
				pair := custody.Pair{Inner: b.Print(model.FaceUnitInner, b.cap(3)), Outer: b.Print(model.FaceUnitOuter, bottle)}
				outcomes, err := b.Custody.RecordPairs(b.Ctx, []custody.Pair{pair})
				So(err, ShouldBeNil)
				So(outcomes[0].State, ShouldEqual, custody.CaptureRecorded)
				announced(b.cap(3), b.carton(0))
				So(b.at("2", time.Minute, b.contradicting(1, 3)).State, ShouldEqual, custody.CapturePending)
				So(b.Trace(b.cap(3)).Chain, ShouldResemble, []model.ItemID{b.cap(3), bottle})
				caps, err := b.Custody.Capped(b.Ctx, []model.ItemID{bottle})
				So(err, ShouldBeNil)
				So(caps[bottle], ShouldEqual, b.cap(3))
				whole(0, 3)
			})
		})
	})
}

// Twenty lines tell at once of one cap in twenty cases, each as of another minute, while rows
// become part of blocks: the end is as if they had told one after the other.
func TestDisputesAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		for _, known := range []bool{false, true} {
			Convey(fmt.Sprintf("Given cases of which lines buffered, all with the same cap, which was told before: %t", known), t, func() {
				b := newBottler(t, e)
				alone := func(i int) custody.Captured {
					return custody.Captured{At: b.began.Add(time.Duration(i+1) * time.Minute), Packs: []custody.Packed{{
						Container: b.carton(int64(i)), Items: []model.ItemID{b.cap(400), b.cap(int64(300 + i)), b.cap(int64(301 + i))},
					}}}
				}
				if known {
					b.at("late", 50*time.Minute, custody.Captured{Packs: []custody.Packed{{Container: b.carton(60), Items: []model.ItemID{b.cap(400), b.cap(300)}}}})
					b.Tick(3 * time.Minute)
				}
				states := make([]custody.CaptureState, 20)
				failures := testkit.Together(21, func(i int) error {
					if i == 20 {
						_, err := b.Custody.Compact(b.Ctx)
						return err
					}
					outcomes, err := b.Custody.Capture(b.Ctx, custody.Capture{
						Line: fmt.Sprint("L", i), Org: b.Brand.ID, Offline: true, Pallets: []custody.Captured{alone(i)},
					})
					if err != nil {
						return err
					}
					states[i] = outcomes[0].State
					return outcomes[0].Err
				})
				for _, err := range failures {
					So(err, ShouldBeNil)
				}
				So(states[0], ShouldEqual, custody.CaptureRecorded)
				So(b.Trace(b.cap(400)).In(model.LevelCase), ShouldEqual, b.carton(0))
				So(b.Trace(b.cap(300)).In(model.LevelCase), ShouldEqual, b.carton(0))
				rivals, err := b.Custody.Rivals(b.Ctx, []model.ItemID{b.cap(400)})
				So(err, ShouldBeNil)
				if known {
					So(rivals, ShouldHaveLength, 20)
				} else {
					So(rivals, ShouldHaveLength, 19)
				}
				b.Tick(3 * time.Minute)
				_, err = b.Custody.Compact(b.Ctx)
				So(err, ShouldBeNil)
				holds, err := b.Custody.SaidOf(b.Ctx, model.ItemRange{From: b.carton(0), To: b.carton(61)})
				So(err, ShouldBeNil)
				for _, said := range holds {
					for _, item := range said.Items {
						So(b.Trace(item).In(model.LevelCase), ShouldEqual, said.Container)
					}
				}
			})
		}
	})
}
