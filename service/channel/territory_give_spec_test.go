package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestGivingTerritories(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given who has a province, who a city of it, and who another city for one line", t, func() {
			w := testkit.New(t, e)
			province, city := w.Distributor("D1", "33"), w.Distributor("D2", "3301")
			line, fresh := w.Distributor("D3", "34"), w.Distributor("D4", "35")
			So(w.Channel.AddTerritory(w.Ctx, line.ID, "3302", "water", testkit.Start), ShouldBeNil)
			give := func(n channel.NewTerritory) [][]model.OrgID {
				n.Org = fresh.ID
				if n.From.IsZero() {
					n.From = testkit.Start
				}
				overlaps, err := w.Channel.GiveTerritory(w.Ctx, n)
				So(err, ShouldBeNil)
				var pairs [][]model.OrgID
				for _, o := range overlaps {
					pairs = append(pairs, []model.OrgID{o.Outer.OrgID, o.Inner.OrgID})
				}
				return pairs
			}
			held := func() int {
				rows, err := w.Channel.FindTerritories(w.Ctx, channel.TerritoryQuery{Org: fresh.ID, At: w.Clock.Now()})
				So(err, ShouldBeNil)
				return len(rows)
			}

			Convey("what it would overlap is told beforehand, the same area first, and nothing is given", func() {
				So(give(channel.NewTerritory{Prefix: "330100", DryRun: true}), ShouldResemble,
					[][]model.OrgID{{fresh.ID, city.ID}, {province.ID, fresh.ID}})
				So(give(channel.NewTerritory{Prefix: "330106", DryRun: true}), ShouldHaveLength, 2)
				So(give(channel.NewTerritory{Prefix: "33", DryRun: true}), ShouldHaveLength, 3)
				So(held(), ShouldEqual, 1)
			})
			Convey("another product line does not overlap", func() {
				So(give(channel.NewTerritory{Prefix: "3302", Line: "tea", DryRun: true}), ShouldResemble, [][]model.OrgID{{province.ID, fresh.ID}})
				So(give(channel.NewTerritory{Prefix: "3302", Line: "water", DryRun: true}), ShouldHaveLength, 2)
			})
			Convey("nor does what is over by then, or one's own", func() {
				rows, err := w.Channel.FindTerritories(w.Ctx, channel.TerritoryQuery{Org: city.ID, At: w.Clock.Now()})
				So(err, ShouldBeNil)
				So(w.Channel.EndTerritory(w.Ctx, city.ID, rows[0].ID, w.Clock.Now().Add(time.Hour)), ShouldBeNil)
				So(give(channel.NewTerritory{Prefix: "3301", From: w.Clock.Now(), DryRun: true}), ShouldHaveLength, 2)
				So(give(channel.NewTerritory{Prefix: "3301", From: w.Clock.Now().Add(time.Hour), DryRun: true}), ShouldHaveLength, 1)
				So(give(channel.NewTerritory{Prefix: "3502", DryRun: true}), ShouldBeEmpty)
			})
			Convey("giving it tells the same, once and again", func() {
				for range 2 {
					So(give(channel.NewTerritory{Prefix: "3301"}), ShouldHaveLength, 2)
					So(held(), ShouldEqual, 2)
				}
			})
			Convey("a dry run refuses what would be refused", func() {
				for _, n := range []channel.NewTerritory{{Org: fresh.ID, Prefix: "330"}, {Org: w.Brand.ID, Prefix: "33"}, {Org: 1, Prefix: "33"}} {
					n.From, n.DryRun = testkit.Start, true
					_, err := w.Channel.GiveTerritory(w.Ctx, n)
					So(err, ShouldNotBeNil)
				}
			})
		})
	})
}
