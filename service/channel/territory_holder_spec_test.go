package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/testkit"
)

func TestTerritoryHolder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given who has a province, a city of it, and a city that two share", t, func() {
			w := testkit.New(t, e)
			province, city := w.Distributor("D1", "33", "3203"), w.Distributor("D2", "3301", "3203")
			line := w.Distributor("D3", "34")
			So(w.Channel.AddTerritory(w.Ctx, line.ID, "3302", "water", testkit.Start), ShouldBeNil)
			holder := func(adcode, line string, at time.Time) model.OrgID {
				id, err := w.Channel.TerritoryHolder(w.Ctx, adcode, line, at)
				So(err, ShouldBeNil)
				return id
			}
			Convey("the narrowest holds a division, if it is one's alone", func() {
				for adcode, want := range map[string]model.OrgID{
					"330106": city.ID, "330100": city.ID, "330203": province.ID, "330000": province.ID, "320300": 0, "440106": 0, "": 0,
				} {
					So(holder(adcode, "", testkit.Start), ShouldEqual, want)
				}
			})
			Convey("for its product line, while it holds", func() {
				So(holder("330203", "water", testkit.Start), ShouldEqual, line.ID)
				So(holder("330203", "tea", testkit.Start), ShouldEqual, province.ID)
				So(holder("330203", "water", testkit.Start.AddDate(0, 0, -1)), ShouldEqual, province.ID)
				So(holder("330203", "water", testkit.Start.AddDate(-2, 0, 0)), ShouldEqual, 0)
			})
		})
	})
}
