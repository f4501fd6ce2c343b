package channel_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestMap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor of Hangzhou, and of one product line in Ningbo, with a shop", t, func() {
			w := testkit.New(t, e)
			d := w.Distributor("D1", "3301")
			So(w.Channel.AddTerritory(w.Ctx, d.ID, "3302", "water", testkit.Start), ShouldBeNil)
			shop := w.Terminal("T1", d)
			seller := w.Member(model.RoleSalesperson, w.Brand)
			stranger := w.Person()
			m, err := w.Channel.Map(w.Ctx)
			So(err, ShouldBeNil)
			Convey("a district is inside, beside or apart, for the line and the time", func() {
				for _, c := range []struct {
					adcode, line string
					want         channel.Relation
				}{
					{"330106", "tea", channel.Inside},
					{"330602", "tea", channel.Beside}, // Shaoxing touches Hangzhou
					{"330203", "tea", channel.Apart},  // Ningbo does not
					{"330203", "water", channel.Inside},
					{"440106", "water", channel.Apart},
				} {
					So(m.Relation(d.ID, c.line, c.adcode, testkit.Start), ShouldEqual, c.want)
				}
				So(m.Relation(d.ID, "tea", "330106", testkit.Start.AddDate(-2, 0, 0)), ShouldEqual, channel.RelationUnknown)
				So(m.Relation(shop.ID, "tea", "330106", testkit.Start), ShouldEqual, channel.RelationUnknown)
			})
			Convey("a district that becomes his later is apart until then, in whatever order that is asked", func() {
				later := testkit.Start.AddDate(0, 1, 0)
				So(w.Channel.AddTerritory(w.Ctx, d.ID, "4401", "tea", later), ShouldBeNil)
				m, err := w.Channel.Map(w.Ctx)
				So(err, ShouldBeNil)
				for range 2 {
					So(m.Relation(d.ID, "tea", "440106", later), ShouldEqual, channel.Inside)
					So(m.Relation(d.ID, "tea", "440106", later.Add(-time.Microsecond)), ShouldEqual, channel.Apart)
					So(m.Relation(d.ID, "water", "440106", later), ShouldEqual, channel.Apart)
				}
			})
			Convey("more districts than there are lie somewhere, too", func() {
				for n := range 5000 {
					So(m.Relation(d.ID, "tea", fmt.Sprintf("44%04d", n), testkit.Start), ShouldEqual, channel.Apart)
				}
				So(m.Relation(d.ID, "tea", "330106", testkit.Start), ShouldEqual, channel.Inside)
				So(m.Relation(d.ID, "tea", "330602", testkit.Start), ShouldEqual, channel.Beside)
			})
			Convey("it says where organisations stand, and who works for the brand", func() {
				So(m.Adcode(shop.ID), ShouldEqual, shop.Adcode)
				So(m.Adcode(shop.ID+1), ShouldEqual, "")
				So(m.Staff(seller), ShouldBeTrue)
				So(m.Staff(stranger), ShouldBeFalse)
			})
		})
	})
}
