package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestTerritories(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given distributors of a province, of a city and of a district", t, func() {
			w := testkit.New(t, e)
			province, city, district := w.Distributor("D1", "32"), w.Distributor("D2", "3201"), w.Distributor("D3", "320102")
			inside := func(org model.Org, line, adcode string, at time.Time) channel.Covers {
				a := channel.Area{Place: channel.Place{Org: org.ID, Line: line, At: at}, Adcode: adcode}
				covers, err := w.Channel.Territories(w.Ctx, []channel.Area{a})
				So(err, ShouldBeNil)
				return covers[a]
			}
			now := w.Clock.Now()

			for _, c := range []struct {
				adcode                   string
				province, city, district bool
			}{
				{"320102", true, true, true},
				{"320104", true, true, false},
				{"320500", true, false, false},
				{"320000", true, false, false},
				{"330102", false, false, false},
				{"", false, false, false},
			} {
				Convey("adcode \""+c.adcode+"\" lies where its prefix says", func() {
					So(inside(province, "", c.adcode, now), ShouldResemble, channel.Covers{Known: true, Inside: c.province})
					So(inside(city, "", c.adcode, now), ShouldResemble, channel.Covers{Known: true, Inside: c.city})
					So(inside(district, "", c.adcode, now), ShouldResemble, channel.Covers{Known: true, Inside: c.district})
				})
			}
			Convey("an area for one product line adds to the general ones", func() {
				So(w.Channel.AddTerritory(w.Ctx, city.ID, "330000", "tea", now), ShouldBeNil)
				So(inside(city, "tea", "330102", now).Inside, ShouldBeTrue)
				So(inside(city, "milk", "330102", now).Inside, ShouldBeFalse)
				So(inside(city, "tea", "330102", now.Add(-time.Second)).Inside, ShouldBeFalse)
			})
			Convey("who has no territory is not outside of it", func() {
				d4, err := w.Channel.CreateOrg(w.Ctx, channel.NewOrg{Code: "D4", Kind: model.OrgDistributor, Name: "D4", Adcode: "320000"})
				So(err, ShouldBeNil)
				So(inside(d4, "", "320102", now), ShouldResemble, channel.Covers{})
			})
			Convey("only distributors have territories, and only adcode prefixes are some", func() {
				So(w.Channel.AddTerritory(w.Ctx, w.Brand.ID, "32", "", now), ShouldWrap, channel.ErrBadTerritory)
				for _, prefix := range []string{"", "3", "320", "32010", "3201021", "32a1", "0032"} {
					So(w.Channel.AddTerritory(w.Ctx, province.ID, prefix, "", now), ShouldWrap, channel.ErrBadTerritory)
				}
				So(w.Channel.AddTerritory(w.Ctx, 404, "32", "", now), ShouldWrap, channel.ErrUnknownOrg)
			})
		})
	})
}
