package router_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

// pallet is a line's pallet as its cameras saw it: four cases of six bottles.
func (s *story) packedPallet(b *code.Batch, n int64) object {
	var packs []object
	var cases []string
	for i := 4 * n; i < 4*n+4; i++ {
		var units []string
		for u := 6 * i; u < 6*i+6; u++ {
			units = append(units, s.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, u)))
		}
		carton := s.Print(model.FaceCaseOuter, testkit.Item(b, model.LevelCase, i))
		packs, cases = append(packs, object{"into": carton, "items": units}), append(cases, carton)
	}
	packs = append(packs, object{"into": s.Print(model.FacePallet, testkit.Item(b, model.LevelPallet, n)), "items": cases})
	return object{"packs": packs}
}

func TestLine(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a line whose gateway sends what it has packed, before the codes are live", t, func() {
			s := newStory(t, e)
			b, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{
				Ref: "LINE", ProductID: s.Products[0].ID, Profile: code.FiveInOne(6, 4), Linking: model.LineLinked, Count: 3,
			})
			So(err, ShouldBeNil)
			gateway := s.console(model.UserOperator)
			type outcomes struct {
				Outcomes []struct {
					State string
					Short int
					Error struct{ Code, Detail string }
				}
			}
			send := func(pallets ...object) outcomes {
				a := s.post("/api/v1/console/lines/A-1/pallets", gateway, object{"org": "BRAND", "pallets": pallets})
				So(a.status, ShouldEqual, 200)
				return read[outcomes](s.house, a)
			}

			Convey("each pallet is answered for itself, and known when it comes again", func() {
				wrong := s.packedPallet(b, 1)
				wrong["packs"].([]object)[0]["items"] = []string{s.forged()}
				got := send(s.packedPallet(b, 0), wrong, s.packedPallet(b, 2))
				So([]string{got.Outcomes[0].State, got.Outcomes[1].State, got.Outcomes[2].State}, ShouldResemble, []string{"recorded", "refused", "recorded"})
				So(got.Outcomes[1].Error.Code, ShouldStartWith, "code.")
				So(got.Outcomes[1].Error.Detail, ShouldContainSubstring, "code ")
				So(send(s.packedPallet(b, 0)).Outcomes[0].State, ShouldEqual, "known")

				Convey("whoever looks a bottle up sees its case and its pallet", func() {
					a := s.get("/api/v1/console/codes?code="+s.Print(model.FaceCaseOuter, testkit.Item(b, model.LevelCase, 9)), gateway)
					So(a.code(), ShouldEqual, "code.not_activated")
					So(s.Trace(testkit.Item(b, model.LevelUnit, 57)).Chain, ShouldResemble,
						[]model.ItemID{testkit.Item(b, model.LevelUnit, 57), testkit.Item(b, model.LevelCase, 9), testkit.Item(b, model.LevelPallet, 2)})
				})
			})
			Convey("an operator handles goods, and sees nothing of money or people", func() {
				for _, path := range []string{"/users", "/payouts", "/organisations", "/threads", "/audit"} {
					So(s.get("/api/v1/console"+path, gateway).code(), ShouldEqual, "request.not_permitted")
				}
				auditor := s.console(model.UserAuditor)
				a := s.post("/api/v1/console/lines/A-1/pallets", auditor, object{"org": "BRAND", "pallets": []object{s.packedPallet(b, 0)}})
				So(a.code(), ShouldEqual, "request.not_permitted")
			})
			Convey("every request is in the audit log, once", func() {
				before := s.audited()
				send(s.packedPallet(b, 0), s.packedPallet(b, 1))
				So(s.audited(), ShouldEqual, before+1)
			})
		})
	})
}
