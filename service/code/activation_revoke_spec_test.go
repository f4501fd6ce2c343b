package code_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestRevocation(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an active batch", t, func() {
			w := testkit.New(t, e)
			b := w.Batch("B1", 2)
			resolve := func(face model.Face, n int64) error {
				_, err := w.Code.Resolve(w.Print(face, testkit.Item(b, face.Level(), n)))
				return err
			}

			Convey("a revoked case is withdrawn with its units, on every face, also for the public", func() {
				So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelCase, 1, 2), false, "lost"), ShouldBeNil)
				for _, face := range []model.Face{model.FaceUnitOuter, model.FaceUnitInner} {
					So(resolve(face, 6), ShouldEqual, code.ErrRevoked)
					So(resolve(face, 11), ShouldEqual, code.ErrRevoked)
					So(resolve(face, 5), ShouldBeNil)
					So(resolve(face, 12), ShouldBeNil)
				}
				So(resolve(model.FaceCaseInner, 1), ShouldEqual, code.ErrRevoked)
				So(resolve(model.FaceCaseOuter, 0), ShouldBeNil)
				So(resolve(model.FacePallet, 0), ShouldBeNil)
				So(code.Public(resolve(model.FaceUnitOuter, 6)), ShouldEqual, code.ErrRevoked)
			})
			Convey("a single code can be withdrawn, twice is once, and the whole batch, too", func() {
				for range 2 {
					So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelUnit, 7, 8), false, "copied"), ShouldBeNil)
				}
				So(resolve(model.FaceUnitInner, 7), ShouldEqual, code.ErrRevoked)
				So(resolve(model.FaceUnitInner, 8), ShouldBeNil)
				So(w.Code.Revoke(w.Ctx, b.ID, whole, false, "all"), ShouldBeNil)
				So(resolve(model.FaceUnitInner, 8), ShouldEqual, code.ErrRevoked)
			})
			Convey("goods that are called back say so, to the public as well, whichever came first", func() {
				So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelUnit, 0, 12), false, "copied"), ShouldBeNil)
				So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelCase, 1, 2), true, "glass"), ShouldBeNil)
				So(w.Code.Revoke(w.Ctx, b.ID, part(model.LevelUnit, 6, 7), false, "copied"), ShouldBeNil)
				So(resolve(model.FaceUnitInner, 5), ShouldEqual, code.ErrRevoked)
				for _, n := range []int64{6, 11} {
					So(resolve(model.FaceUnitInner, n), ShouldEqual, code.ErrRecalled)
					So(code.Public(resolve(model.FaceUnitOuter, n)), ShouldEqual, code.ErrRecalled)
				}
				So(resolve(model.FaceCaseOuter, 1), ShouldEqual, code.ErrRecalled)
				So(resolve(model.FaceUnitInner, 12), ShouldBeNil)
				_, err := w.Code.ResolveCurrent(w.Ctx, w.Print(model.FaceUnitInner, testkit.Item(b, model.LevelUnit, 6)))
				So(err, ShouldEqual, code.ErrRecalled)
			})
			Convey("what is revoked says so, even if it was never activated", func() {
				fresh, err := w.Code.IssueBatch(w.Ctx, order(w, "B2"))
				So(err, ShouldBeNil)
				So(w.Code.Revoke(w.Ctx, fresh.ID, whole, false, "stolen"), ShouldBeNil)
				_, err = w.Code.Resolve(w.Print(model.FacePallet, testkit.Item(fresh, model.LevelPallet, 0)))
				So(err, ShouldEqual, code.ErrRevoked)
			})
		})
	})
}
