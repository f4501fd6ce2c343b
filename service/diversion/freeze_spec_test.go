package diversion_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/testkit"
)

func TestFreezing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a city of D2's in which consumers claim goods of D1, one after the other", t, func() {
			s := newStreet(t, e, 0)
			s.under(diversion.Penalties{CompensationBP: 10_000})
			claimed := func(items ...model.ItemID) model.DiversionCase {
				for _, item := range items {
					f := s.sighted(item, model.Org{})
					f.Adcode, f.Judgement.Terminal, f.Judgement.Found = "330106", 0, 0
					So(s.raise(f), ShouldBeNil)
					s.Tick(time.Minute)
				}
				return s.cases(model.CaseWatched)[0]
			}
			opened := func(c model.DiversionCase) model.DiversionCase {
				c, err := s.Diversion.Open(s.Ctx, decision(c))
				So(err, ShouldBeNil)
				return c
			}
			units := func(from, to int64) (items []model.ItemID) {
				for n := from; n < to; n++ {
					items = append(items, s.unit(n))
				}
				return items
			}

			Convey("no more is asked of the database for many of them than for few", func() {
				asked := func(c model.DiversionCase) (notice, decision int64) {
					d := diversion.Decision{Case: c.ID, By: 1}
					var err error
					notice = s.Statements(func() { _, err = s.Diversion.Notify(s.Ctx, d) })
					So(err, ShouldBeNil)
					s.Tick(16 * 24 * time.Hour)
					var confirmed model.DiversionCase
					decision = s.Statements(func() { confirmed, err = s.Diversion.Confirm(s.Ctx, d) })
					So(err, ShouldBeNil)
					So(confirmed.CompensationFen, ShouldEqual, confirmed.PenaltyFen)
					return notice, decision
				}
				fewNotice, fewDecision := asked(opened(claimed(units(0, 2)...)))
				notice, decision := asked(opened(claimed(units(2, 24)...)))
				So(notice, ShouldEqual, fewNotice)
				So(decision, ShouldBeLessThanOrEqualTo, fewDecision) // the first opened accounts
			})
			Convey("whose the city was when each was claimed, is harmed, and of the same unit the first", func() {
				claimed(units(0, 3)...)
				d3 := s.Distributor("D3", "34")
				So(s.Channel.AddTerritory(s.Ctx, d3.ID, "3301", "", s.Clock.Now()), ShouldBeNil)
				c := s.confirm(opened(claimed(s.unit(1), s.box(0), s.box(1)))) // of six units each
				parts, err := s.Diversion.Compensations(s.Ctx, c.ID)
				So(err, ShouldBeNil)
				harmed := map[model.OrgID]int64{}
				for _, p := range parts {
					harmed[p.OrgID] = p.Units
				}
				So(harmed, ShouldResemble, map[model.OrgID]int64{s.d2.ID: 3, d3.ID: 9})
				So(c.Units, ShouldEqual, 12)
				So(s.penalised(), ShouldHaveLength, 12)
			})
		})
	})
}
