package router_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/testkit"
)

func TestTraces(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given two pallets, one of which went to D1, and an auditor", t, func() {
			s := newStory(t, e)
			b := s.Batch("TRACED", 2)
			s.Commission(b)
			s.Ship(s.Brand, s.d1, testkit.Item(b, model.LevelPallet, 0))
			s.Tick(time.Minute)
			s.Receive(s.d1, testkit.Item(b, model.LevelPallet, 0))
			s.Tick(time.Minute)
			auditor := s.console(model.UserAuditor)
			pallet := s.Print(model.FacePallet, testkit.Item(b, model.LevelPallet, 0))
			unit := s.Print(model.FaceUnitOuter, testkit.Item(b, model.LevelUnit, 3))

			Convey("he sees where the batch is, by place", func() {
				type place struct {
					Standing     string
					Organisation struct{ Code string }
					Units        int64
				}
				places := read[[]place](s.house, s.get(fmt.Sprintf("/api/v1/console/batches/%d/whereabouts", b.ID), auditor))
				So(places, ShouldHaveLength, 2)
				for _, p := range places {
					So(p.Standing, ShouldEqual, "held")
					So(p.Units, ShouldEqual, 24)
				}
				So(places[0].Organisation.Code, ShouldNotEqual, places[1].Organisation.Code)
				one := read[[]place](s.house, s.get(fmt.Sprintf("/api/v1/console/batches/%d/whereabouts?level=case&from=1&to=2", b.ID), auditor))
				So(one, ShouldHaveLength, 1)
				So(one[0].Units, ShouldEqual, 6)
				So(one[0].Organisation.Code, ShouldEqual, "D1")
				a := s.get(fmt.Sprintf("/api/v1/console/batches/%d/whereabouts?level=case&from=1&to=99", b.ID), auditor)
				So(a.code(), ShouldEqual, "code.interval_outside_batch")
			})
			Convey("a pallet's tree comes in pages, cases before units", func() {
				type tree struct {
					Trace  struct{ Chain []string }
					Inside struct {
						Items []struct {
							First, Into string
							Count       int64
						}
						NextAfter string `json:"next_after"`
					}
				}
				first := read[tree](s.house, s.get("/api/v1/console/codes/tree?limit=1&code="+pallet, auditor))
				So(first.Trace.Chain, ShouldHaveLength, 1)
				So(first.Inside.Items, ShouldHaveLength, 1)
				So(first.Inside.Items[0].Count, ShouldEqual, 4)
				second := read[tree](s.house, s.get("/api/v1/console/codes/tree?limit=1&code="+pallet+"&after="+first.Inside.NextAfter, auditor))
				So(second.Inside.Items[0].Count, ShouldEqual, 24)
				So(read[tree](s.house, s.get("/api/v1/console/codes/tree?depth=1&code="+pallet, auditor)).Inside.Items, ShouldHaveLength, 1)
			})
			Convey("a unit's trail goes through its pallet, also when it is recalled", func() {
				So(s.Code.Revoke(s.Ctx, b.ID, code.Interval{}, true, "glass"), ShouldBeNil)
				type footprint struct {
					Kind, Through string
					To            struct{ Code string }
				}
				trail := read[[]footprint](s.house, s.get("/api/v1/console/codes/trail?code="+unit, auditor))
				So(trail, ShouldHaveLength, 3)
				So(trail[2].Kind, ShouldEqual, "receive")
				So(trail[2].To.Code, ShouldEqual, "D1")
				So(trail[2].Through, ShouldEqual, testkit.Item(b, model.LevelPallet, 0).String())
			})
			Convey("a code that nobody printed has none", func() {
				So(s.get("/api/v1/console/codes/trail?code="+s.forged(), auditor).status, ShouldEqual, 404)
			})
		})
	})
}
