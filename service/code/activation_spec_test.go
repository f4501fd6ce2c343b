package code_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// part is a run of a batch's containers on a level.
func part(level model.Level, from, to int64) code.Interval {
	return code.Interval{Level: &level, From: from, To: to}
}

var whole code.Interval

// outer is the visible face of each level.
var outer = map[model.Level]model.Face{
	model.LevelUnit: model.FaceUnitOuter, model.LevelCase: model.FaceCaseOuter, model.LevelPallet: model.FacePallet,
}

func TestActivation(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a pre-linked batch of two pallets, fresh from the printer", t, func() {
			w := testkit.New(t, e)
			b, err := w.Code.IssueBatch(w.Ctx, order(w, "B1"))
			So(err, ShouldBeNil)
			resolve := func(level model.Level, n int64) error {
				_, err := w.Code.Resolve(w.Print(outer[level], testkit.Item(b, level, n)))
				return err
			}

			Convey("its codes are not active, which the public cannot tell from forged", func() {
				for level := range outer {
					So(resolve(level, 0), ShouldEqual, code.ErrNotActivated)
					So(code.Public(resolve(level, 0)), ShouldEqual, code.ErrForged)
				}
			})
			Convey("activated as a whole, all of them lead to their items", func() {
				So(w.Code.Activate(w.Ctx, b.ID, whole), ShouldBeNil)
				for level := range outer {
					last := b.Level(level).Len() - 1
					found, err := w.Code.Resolve(w.Print(outer[level], testkit.Item(b, level, last)))
					So(err, ShouldBeNil)
					So(found.Item, ShouldEqual, testkit.Item(b, level, last))
					So(found.Batch.ID, ShouldEqual, b.ID)
				}

				Convey("and cannot be activated again, whole or in part", func() {
					for _, again := range []code.Interval{whole, part(model.LevelPallet, 1, 2), part(model.LevelUnit, 47, 48)} {
						So(w.Code.Activate(w.Ctx, b.ID, again), ShouldWrap, code.ErrAlreadyActivated)
					}
				})
			})
			Convey("an interval of cases is active with the units inside, and nothing else", func() {
				So(w.Code.Activate(w.Ctx, b.ID, part(model.LevelCase, 2, 4)), ShouldBeNil)
				So(resolve(model.LevelCase, 2), ShouldBeNil)
				So(resolve(model.LevelCase, 3), ShouldBeNil)
				So(resolve(model.LevelUnit, 12), ShouldBeNil)
				So(resolve(model.LevelUnit, 23), ShouldBeNil)
				So(resolve(model.LevelCase, 1), ShouldEqual, code.ErrNotActivated)
				So(resolve(model.LevelCase, 4), ShouldEqual, code.ErrNotActivated)
				So(resolve(model.LevelUnit, 11), ShouldEqual, code.ErrNotActivated)
				So(resolve(model.LevelUnit, 24), ShouldEqual, code.ErrNotActivated)
				So(resolve(model.LevelPallet, 0), ShouldEqual, code.ErrNotActivated)

				Convey("what overlaps it is refused and activates nothing; its neighbours are free", func() {
					for _, overlap := range []code.Interval{
						part(model.LevelCase, 3, 5), part(model.LevelCase, 0, 8), part(model.LevelUnit, 23, 24), part(model.LevelPallet, 0, 1), whole,
					} {
						So(w.Code.Activate(w.Ctx, b.ID, overlap), ShouldWrap, code.ErrAlreadyActivated)
					}
					So(resolve(model.LevelCase, 4), ShouldEqual, code.ErrNotActivated)
					So(w.Code.Activate(w.Ctx, b.ID, part(model.LevelCase, 4, 8)), ShouldBeNil)
					So(w.Code.Activate(w.Ctx, b.ID, part(model.LevelCase, 0, 2)), ShouldBeNil)
					So(resolve(model.LevelUnit, 47), ShouldBeNil)
				})
			})
			Convey("an interval that leaves the batch is refused", func() {
				for _, outside := range []code.Interval{
					part(model.LevelCase, -1, 1), part(model.LevelCase, 7, 9), part(model.LevelCase, 3, 3),
					part(model.LevelCase, 4, 3), part(model.LevelBox, 0, 1),
				} {
					So(w.Code.Activate(w.Ctx, b.ID, outside), ShouldWrap, code.ErrIntervalOutside)
					So(w.Code.Revoke(w.Ctx, b.ID, outside, false, "x"), ShouldWrap, code.ErrIntervalOutside)
				}
				So(w.Code.Activate(w.Ctx, 404, whole), ShouldWrap, code.ErrUnknownBatch)
				So(w.Code.Revoke(w.Ctx, 404, whole, false, "x"), ShouldWrap, code.ErrUnknownBatch)
			})
			Convey("of twenty who activate the same interval, one does", func() {
				failures := testkit.Together(crowd, func(int) error {
					return w.Code.Activate(w.Ctx, b.ID, part(model.LevelPallet, 0, 1))
				})
				So(testkit.Succeeded(failures), ShouldEqual, 1)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, code.ErrAlreadyActivated)
					}
				}
			})
		})

		Convey("Given a batch that the line links", t, func() {
			w := testkit.New(t, e)
			n := order(w, "L1")
			n.Linking = model.LineLinked
			b, err := w.Code.IssueBatch(w.Ctx, n)
			So(err, ShouldBeNil)

			Convey("an interval of cases is cases only: what is inside is not known", func() {
				So(w.Code.Activate(w.Ctx, b.ID, part(model.LevelCase, 0, 8)), ShouldBeNil)
				_, err := w.Code.Resolve(w.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, 0)))
				So(err, ShouldEqual, code.ErrNotActivated)
				So(w.Code.Activate(w.Ctx, b.ID, part(model.LevelUnit, 0, 48)), ShouldBeNil)
			})
		})
	})
}
