package custody_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

func TestRelabelling(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods at a distributor, and spare labels that were never activated", t, func() {
			s := newStory(t, e)
			s.delivered(s.d1, s.pallet(0))
			spares, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
				Ref: "SPARE", ProductID: s.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.LineLinked, Count: 2,
			})
			So(err, ShouldBeNil)
			label := func(level model.Level, n int64) model.ItemID { return testkit.Item(spares, level, n) }
			relabel := func(of, spare string, level *model.Level) (model.ItemID, error) {
				return s.Custody.Relabel(s.Ctx, custody.Relabelling{Of: of, Level: level, Spare: spare, Reason: "torn"})
			}
			resolved := func(face model.Face, item model.ItemID) (model.ItemID, error) {
				r, err := s.Code.ResolveCurrent(s.Ctx, s.Print(face, item))
				return r.Item, err
			}
			onCase := s.Print(model.FaceCaseOuter, label(model.LevelCase, 0))
			bottle := s.Print(model.FaceUnitOuter, s.unit(0))
			aCase := model.LevelCase

			Convey("a case whose label is torn is found by a bottle inside, and goes on under the spare", func() {
				item, err := relabel(bottle, onCase, &aCase)
				So(err, ShouldBeNil)
				So(item, ShouldEqual, s.box(0))
				found, err := resolved(model.FaceCaseOuter, label(model.LevelCase, 0))
				So(err, ShouldBeNil)
				So(found, ShouldEqual, s.box(0))
				found, err = resolved(model.FaceCaseOuter, s.box(0)) // who can read the old one reads the same
				So(err, ShouldBeNil)
				So(found, ShouldEqual, s.box(0))

				_, err = s.Custody.RecordCodes(s.Ctx, custody.CodesCommand{
					Key: "out", Kind: model.Ship, From: s.d1.ID, To: s.t1.ID, Codes: []string{onCase},
				})
				So(err, ShouldBeNil)
				s.Tick(time.Minute)
				So(s.Trace(s.unit(0)).InTransit, ShouldEqual, s.t1.ID)
				So(s.Trace(s.unit(0)).Assigned, ShouldEqual, s.d1.ID)
				So(s.Trace(s.unit(6)).Holder, ShouldEqual, s.d1.ID)

				labels, err := s.Code.LabelsOf(s.Ctx, s.box(0))
				So(err, ShouldBeNil)
				So(labels, ShouldHaveLength, 1)
				So([]any{labels[0].Spare, labels[0].Reason}, ShouldResemble, []any{label(model.LevelCase, 0), "torn"})
			})
			Convey("doing so again changes nothing, and a label that is torn, too, is replaced by another", func() {
				for range 2 {
					_, err := relabel(bottle, onCase, &aCase)
					So(err, ShouldBeNil)
				}
				So(count[model.Relabel](s), ShouldEqual, 1)
				err := s.does(model.Commission, nobody, s.Brand, label(model.LevelCase, 0)) // by who read it before
				So(err, ShouldWrap, custody.ErrRelabelled)
				_, err = relabel(onCase, s.Print(model.FaceCaseOuter, label(model.LevelCase, 1)), nil)
				So(err, ShouldBeNil)
				found, err := resolved(model.FaceCaseOuter, label(model.LevelCase, 1))
				So(err, ShouldBeNil)
				So(found, ShouldEqual, s.box(0))
			})
			Convey("what becomes of the goods' codes becomes of the spare's", func() {
				_, err := relabel(bottle, onCase, &aCase)
				So(err, ShouldBeNil)
				So(s.Code.RecallItems(s.Ctx, []model.ItemRange{model.One(s.box(0))}, "glass"), ShouldBeNil)
				_, err = resolved(model.FaceCaseOuter, label(model.LevelCase, 0))
				So(err, ShouldEqual, code.ErrRecalled)
			})
			Convey("a label is refused that", func() {
				refused := func(of string, spare model.ItemID, face model.Face) {
					_, err := relabel(of, s.Print(face, spare), nil)
					So(err, ShouldWrap, code.ErrBadSpare)
					So(count[model.Relabel](s), ShouldEqual, 0)
				}
				box := s.Print(model.FaceCaseOuter, s.box(0))
				Convey("is for another level", func() { refused(bottle, label(model.LevelCase, 0), model.FaceCaseOuter) })
				Convey("is the goods' own", func() { refused(box, s.box(0), model.FaceCaseInner) })
				Convey("is of goods by its number", func() { refused(box, s.box(1), model.FaceCaseOuter) })
				Convey("is active", func() {
					live := s.LineBatch("LIVE", 1)
					refused(box, testkit.Item(live, model.LevelCase, 0), model.FaceCaseOuter)
				})
				Convey("was withdrawn", func() {
					So(s.Code.Revoke(s.Ctx, spares.ID, code.Interval{}, false, "stolen"), ShouldBeNil)
					_, err := relabel(box, onCase, nil)
					So(err, ShouldWrap, code.ErrRevoked)
				})
				Convey("is of another product", func() {
					other, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
						Ref: "OTHER", ProductID: s.Products[1].ID, Profile: code.FiveInOne(6, 4), Linking: model.LineLinked, Count: 1,
					})
					So(err, ShouldBeNil)
					refused(box, testkit.Item(other, model.LevelCase, 0), model.FaceCaseOuter)
				})
				Convey("was packed into", func() {
					into := testkit.Into(testkit.Run(spares, model.LevelUnit, 0, 6), label(model.LevelCase, 0), 6)
					_, err := s.Record(custody.Command{Kind: model.Commission, To: s.Brand.ID, Goods: []custody.Goods{testkit.Run(spares, model.LevelUnit, 0, 6)}})
					So(err, ShouldBeNil)
					_, err = s.Record(custody.Command{Kind: model.Pack, From: s.Brand.ID, Goods: []custody.Goods{into}})
					So(err, ShouldBeNil)
					refused(box, label(model.LevelCase, 0), model.FaceCaseOuter)
				})
			})
			Convey("a label stands for one thing only, though two are asked for at once", func() {
				of := []string{s.Print(model.FaceCaseOuter, s.box(1)), s.Print(model.FaceCaseOuter, s.box(2))}
				failures := testkit.Together(8, func(i int) error {
					_, err := relabel(of[i%2], onCase, nil)
					return err
				})
				So(testkit.Succeeded(failures), ShouldEqual, 4)
				for _, err := range failures {
					if err != nil {
						So(err, ShouldWrap, code.ErrBadSpare)
					}
				}
				So(count[model.Relabel](s), ShouldEqual, 1)
			})
		})
	})
}
