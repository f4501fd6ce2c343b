package router_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestLabels(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given goods at a distributor, a spare label, and who handles goods", t, func() {
			s := newStory(t, e)
			spares, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
				Ref: "SPARE", ProductID: s.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.LineLinked, Count: 1,
			})
			So(err, ShouldBeNil)
			onBottle := s.Print(model.FaceUnitOuter, testkit.Item(spares, model.LevelUnit, 0))
			underCap := s.Print(model.FaceUnitInner, testkit.Item(spares, model.LevelUnit, 0))
			onCase := s.Print(model.FaceCaseOuter, testkit.Item(spares, model.LevelCase, 0))
			operator := s.console(model.UserOperator)
			type relabelled struct {
				Item   string
				Labels []struct{ Spare, Reason string }
			}
			relabel := func(of, level, spare string) answer {
				asked := object{"of": of, "spare": spare, "reason": "torn"}
				if level != "" {
					asked["level"] = level
				}
				return s.post("/api/v1/console/labels", operator, asked)
			}

			Convey("a case's label is replaced, and whoever looks the spare up sees so", func() {
				done := read[relabelled](s.house, relabel(s.label(0), "case", onCase))
				So(done.Item, ShouldEqual, s.box(0).String())
				seen := read[relabelled](s.house, s.get("/api/v1/console/codes?code="+onCase, operator))
				So(seen, ShouldResemble, done)
				So(seen.Labels[0].Spare, ShouldEqual, testkit.Item(spares, model.LevelCase, 0).String())
			})
			Convey("what was won with a bottle is not won again with its spare label", func() {
				li, zhao := s.token("consumer", "li"), s.token("consumer", "zhao")
				So(s.scanAs("consumer", li, s.cap(0)).Outcome, ShouldEqual, "claimed")
				So(relabel(s.label(0), "", onBottle).status, ShouldEqual, 200)
				So(s.scanAs("consumer", zhao, underCap).Outcome, ShouldEqual, "repeat")
			})
			Convey("a label for something else is refused with its reason, and so is what is in no pallet", func() {
				So(relabel(s.label(0), "", onCase).code(), ShouldEqual, "code.bad_spare_label")
				So(relabel(onBottle, "pallet", onCase).code(), ShouldEqual, "custody.not_packed")
			})
		})
	})
}
