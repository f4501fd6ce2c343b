package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestRegionals(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor below a city's company, which is below the East's", t, func() {
			w := testkit.New(t, e)
			d1, d2 := w.Distributor("D1", "32"), w.Distributor("D2", "33")
			t1 := w.Terminal("T1", d1)
			east := w.Under(w.Brand, model.OrgRegional, "EAST")
			city := w.Under(east, model.OrgRegional, "CITY")
			now := w.Clock.Now()
			So(w.Channel.Link(w.Ctx, d1.ID, city.ID, "", now), ShouldBeNil)
			above := func(o model.Org, line string, at time.Time) []model.OrgID {
				p := channel.Place{Org: o.ID, Line: line, At: at}
				found, err := w.Channel.Regionals(w.Ctx, []channel.Place{p, {Org: d2.ID, At: at}, {}})
				So(err, ShouldBeNil)
				return found[p]
			}

			Convey("they are above it from then on, nearest first, and not before", func() {
				So(above(d1, "", now), ShouldResemble, []model.OrgID{city.ID, east.ID})
				So(above(d1, "", now.Add(-time.Second)), ShouldBeEmpty)
				So(above(d2, "", now), ShouldBeEmpty)
			})
			Convey("a product line may be another company's", func() {
				So(w.Channel.Link(w.Ctx, d1.ID, east.ID, "tea", now), ShouldBeNil)
				So(above(d1, "tea", now), ShouldResemble, []model.OrgID{east.ID})
				So(above(d1, "milk", now), ShouldResemble, []model.OrgID{city.ID, east.ID})
			})
			Convey("a terminal's upstream ends at its distributor all the same", func() {
				p := channel.Place{Org: t1.ID, At: now}
				up, err := w.Channel.Upstreams(w.Ctx, []channel.Place{p})
				So(err, ShouldBeNil)
				So(up[p], ShouldResemble, channel.Upstream{Distributor: d1.ID})
			})
			Convey("it stands above distributors and its own kind only, below none but the brand", func() {
				for child, parent := range map[model.OrgID]model.OrgID{t1.ID: east.ID, east.ID: d1.ID} {
					So(w.Channel.Link(w.Ctx, child, parent, "", now), ShouldWrap, channel.ErrBadLink)
				}
			})
			Convey("organisations are found by their codes, all or none", func() {
				found, err := w.Channel.OrgsByCode(w.Ctx, []string{"EAST", "D1"})
				So(err, ShouldBeNil)
				So([]model.OrgID{found["EAST"].ID, found["D1"].ID}, ShouldResemble, []model.OrgID{east.ID, d1.ID})
				_, err = w.Channel.OrgsByCode(w.Ctx, []string{"EAST", "WEST"})
				So(err, ShouldWrap, channel.ErrUnknownOrg)
			})
		})
	})
}
