package code_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// order is two pallets of four cases of six units.
func order(w *testkit.World, ref string) code.NewBatch {
	return code.NewBatch{
		Ref: ref, ProductID: w.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.PreLinked, Count: 2,
	}
}

func TestIssuingBatches(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand with products", t, func() {
			w := testkit.New(t, e)
			first, err := w.Code.IssueBatch(w.Ctx, order(w, "B1"))
			So(err, ShouldBeNil)

			Convey("a batch has an interval of slots on each level, from the unit up", func() {
				So(first.Levels, ShouldHaveLength, 3)
				So([]int64{first.Levels[0].Len(), first.Levels[1].Len(), first.Levels[2].Len()}, ShouldResemble, []int64{48, 8, 2})
			})
			Convey("the next one's intervals follow", func() {
				next, err := w.Code.IssueBatch(w.Ctx, order(w, "B2"))
				So(err, ShouldBeNil)
				for i := range next.Levels {
					So(next.Levels[i].From, ShouldEqual, first.Levels[i].To)
				}
			})
			Convey("ordering it again gets the same batch and sets nothing aside", func() {
				again, err := w.Code.IssueBatch(w.Ctx, order(w, "B1"))
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, first.ID)
				So(again.Levels, ShouldResemble, first.Levels)
				next, err := w.Code.IssueBatch(w.Ctx, order(w, "B2"))
				So(err, ShouldBeNil)
				So(next.Levels[0].From, ShouldEqual, first.Levels[0].To)
			})
			Convey("another order under its number is refused", func() {
				for _, change := range []func(*code.NewBatch){
					func(n *code.NewBatch) { n.Count++ },
					func(n *code.NewBatch) { n.ProductID = w.Products[1].ID },
					func(n *code.NewBatch) { n.Linking = model.LineLinked },
					func(n *code.NewBatch) { n.Profile = code.FiveInOne(4, 6) },
					func(n *code.NewBatch) { n.Profile.Levels[1].Inner = false },
				} {
					n := order(w, "B1")
					change(&n)
					_, err := w.Code.IssueBatch(w.Ctx, n)
					So(err, ShouldWrap, code.ErrBatchExists)
				}
			})
			Convey("packagings of other sizes are issued beside it", func() {
				n := order(w, "B2")
				n.Profile = code.FiveInOne(24, 40)
				b, err := w.Code.IssueBatch(w.Ctx, n)
				So(err, ShouldBeNil)
				So(b.Levels[0].Len(), ShouldEqual, 1920)
			})
			Convey("a face for which the key epoch has no key is not issued: it could not be printed", func() {
				n := order(w, "B2")
				n.Profile.Levels[2].Inner = true
				_, err := w.Code.IssueBatch(w.Ctx, n)
				So(err, ShouldWrap, code.ErrNoKey)
				So(err.Error(), ShouldContainSubstring, "pallet_inner")
			})
			Convey("a packaging of one's own is one packaging however often it is ordered", func() {
				levels := []code.LevelSpec{{Level: model.LevelUnit, Name: "unit", Title: "tin", Inner: true, PerParent: 6}, {Level: model.LevelBox, Name: "box", Outer: true}}
				for _, ref := range []string{"B2", "B3"} {
					n := order(w, ref)
					var err error
					n.Profile, err = code.NewProfile(levels)
					So(err, ShouldBeNil)
					_, err = w.Code.IssueBatch(w.Ctx, n)
					So(err, ShouldBeNil)
				}
				var profiles int64
				So(w.DB.Conn(w.Ctx).Model(&model.PackagingProfile{}).Count(&profiles).Error, ShouldBeNil)
				So(profiles, ShouldEqual, 2)
			})
			Convey("the name of a packaging means one packaging", func() {
				n := order(w, "B2")
				n.Profile.Levels[1].PerParent++
				_, err := w.Code.IssueBatch(w.Ctx, n)
				So(err, ShouldWrap, code.ErrBadProfile)
			})
			Convey("orders that make no sense are refused, and set nothing aside", func() {
				for _, c := range []struct {
					spoil func(*code.NewBatch)
					want  error
				}{
					{func(n *code.NewBatch) { n.Ref = "" }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Ref = strings.Repeat("x", 65) }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.ProductID = 0 }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Linking = 0 }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Count = 0 }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Count = -1 }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Count = 1<<model.SlotBits + 1 }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Count = 1 << (model.SlotBits - 4) }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Profile = code.FiveInOne(math.MaxInt64/4, 4) }, code.ErrBadBatch},
					{func(n *code.NewBatch) { n.Profile.Levels = nil }, code.ErrBadProfile},
					{func(n *code.NewBatch) { n.Profile.Levels[0].PerParent = 0 }, code.ErrBadProfile},
					{func(n *code.NewBatch) { n.Profile.Levels[2].PerParent = 1 }, code.ErrBadProfile},
					{func(n *code.NewBatch) { n.Profile.Levels[2].Outer = false }, code.ErrBadProfile},
					{func(n *code.NewBatch) { slices.Reverse(n.Profile.Levels) }, code.ErrBadProfile},
				} {
					n := order(w, "bad")
					c.spoil(&n)
					_, err := w.Code.IssueBatch(w.Ctx, n)
					So(err, ShouldWrap, c.want)
				}
				next, err := w.Code.IssueBatch(w.Ctx, order(w, "B2"))
				So(err, ShouldBeNil)
				So(next.Levels[0].From, ShouldEqual, first.Levels[0].To)
			})
			Convey("slots that are used up refuse the order as a whole", func() {
				So(w.DB.Run(w.Ctx, func(ctx context.Context) error {
					return w.DB.Conn(ctx).Model(&model.SlotCursor{}).Where("level = ?", model.LevelPallet).
						Update("next_slot", int64(1)<<model.SlotBits-1).Error
				}), ShouldBeNil)
				_, err := w.Code.IssueBatch(w.Ctx, order(w, "B2"))
				So(err, ShouldWrap, code.ErrSlotsUsedUp)
				last := order(w, "B2")
				last.Count = 1
				b, err := w.Code.IssueBatch(w.Ctx, last)
				So(err, ShouldBeNil)
				So(b.Levels[0].From, ShouldEqual, first.Levels[0].To)
				So((b.Levels[2].To - 1).Slot(), ShouldEqual, uint64(1)<<model.SlotBits-1)
				So(w.Code.BatchOf(b.Levels[2].From).ID, ShouldEqual, b.ID)
			})
			Convey("batches are found by number, and paged by id", func() {
				next, err := w.Code.IssueBatch(w.Ctx, order(w, "B2"))
				So(err, ShouldBeNil)
				found, err := w.Code.BatchByRef(w.Ctx, "B2")
				So(err, ShouldBeNil)
				So(found.ID, ShouldEqual, next.ID)
				_, err = w.Code.BatchByRef(w.Ctx, "b2")
				So(err, ShouldWrap, code.ErrUnknownBatch)
				_, err = w.Code.Batch(w.Ctx, 404)
				So(err, ShouldWrap, code.ErrUnknownBatch)
				page, err := w.Code.Batches(w.Ctx, code.BatchQuery{}, first.ID, 10)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 1)
				So(page[0].Ref, ShouldEqual, "B2")
				found2 := func(q code.BatchQuery) (refs []string) {
					for after := model.BatchID(0); ; {
						page, err := w.Code.Batches(w.Ctx, q, after, 1)
						So(err, ShouldBeNil)
						if len(page) == 0 {
							return refs
						}
						refs, after = append(refs, page[0].Ref), page[0].ID
					}
				}
				mine, others := []model.ProductID{first.ProductID}, []model.ProductID{404}
				So(found2(code.BatchQuery{Falling: true}), ShouldResemble, []string{"B2", first.Ref})
				So(found2(code.BatchQuery{Ref: "B2"}), ShouldResemble, []string{"B2"})
				So(found2(code.BatchQuery{Ref: "2"}), ShouldBeEmpty)
				So(found2(code.BatchQuery{Ref: "B2", Products: mine, Falling: true}), ShouldResemble, []string{"B2", first.Ref})
				So(found2(code.BatchQuery{Ref: "B2", Products: mine, Both: true}), ShouldResemble, []string{"B2"})
				So(found2(code.BatchQuery{Products: others}), ShouldBeEmpty)
			})
		})
	})
}
