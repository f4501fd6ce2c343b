package channel_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestOrganisations(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a brand with a distributor, a wholesaler and a terminal", t, func() {
			w := testkit.New(t, e)
			d1 := w.Distributor("D1", "32")
			w1 := w.Wholesaler("W1", d1)
			t1 := w.Terminal("T1", w1)
			now := w.Clock.Now()

			Convey("a subtree reaches down through every tier, and never up or aside", func() {
				d2 := w.Distributor("D2", "33")
				for _, c := range []struct {
					root, org model.Org
					want      bool
				}{
					{w.Brand, t1, true}, {d1, t1, true}, {w1, t1, true}, {t1, t1, true},
					{d2, t1, false}, {t1, d1, false}, {d1, d2, false}, {d1, w.Brand, false},
				} {
					inside, err := w.Channel.Subtree(w.Ctx, c.root.ID, c.org.ID, now)
					So(err, ShouldBeNil)
					So(inside, ShouldEqual, c.want)
				}
				inside, err := w.Channel.Subtree(w.Ctx, d1.ID, t1.ID, now.AddDate(-2, 0, 0))
				So(err, ShouldBeNil)
				So(inside, ShouldBeFalse)
			})
			Convey("creating one again finds it; it never becomes another so", func() {
				n := channel.NewOrg{Code: "T1", Kind: model.OrgTerminal, Name: "T1", Adcode: "320000"}
				again, err := w.Channel.CreateOrg(w.Ctx, n)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, t1.ID)
				for _, change := range []func(*channel.NewOrg){
					func(n *channel.NewOrg) { n.Kind = model.OrgDistributor },
					func(n *channel.NewOrg) { n.Name = "T one" },
					func(n *channel.NewOrg) { n.Adcode = "320102" },
				} {
					other := n
					change(&other)
					_, err = w.Channel.CreateOrg(w.Ctx, other)
					So(err, ShouldWrap, channel.ErrOrgExists)
				}
				kept, err := w.Channel.GetOrg(w.Ctx, t1.ID)
				So(err, ShouldBeNil)
				So(kept, ShouldResemble, again)
			})
			Convey("codes are told apart by case, and adcodes are completed", func() {
				other, err := w.Channel.CreateOrg(w.Ctx, channel.NewOrg{Code: "t1", Kind: model.OrgTerminal, Name: "t1", Adcode: "3201"})
				So(err, ShouldBeNil)
				So(other.ID, ShouldNotEqual, t1.ID)
				So(other.Adcode, ShouldEqual, "320100")
			})
			Convey("incomplete ones are refused", func() {
				good := channel.NewOrg{Code: "X", Kind: model.OrgTerminal, Name: "X", Adcode: "320102"}
				for _, spoil := range []func(*channel.NewOrg){
					func(n *channel.NewOrg) { n.Code = "" },
					func(n *channel.NewOrg) { n.Name = "" },
					func(n *channel.NewOrg) { n.Kind = 9 },
					func(n *channel.NewOrg) { n.Adcode = "987654" },
					func(n *channel.NewOrg) { n.Name = strings.Repeat("店", 121) },
				} {
					n := good
					spoil(&n)
					_, err := w.Channel.CreateOrg(w.Ctx, n)
					So(err, ShouldWrap, channel.ErrBadOrg)
				}
				good.Name = strings.Repeat("店", 120)
				_, err := w.Channel.CreateOrg(w.Ctx, good)
				So(err, ShouldBeNil)
			})
			Convey("unknown ones are not found", func() {
				_, err := w.Channel.GetOrg(w.Ctx, 404)
				So(err, ShouldWrap, channel.ErrUnknownOrg)
				_, err = w.Channel.GetOrgByCode(w.Ctx, "nobody")
				So(err, ShouldWrap, channel.ErrUnknownOrg)
			})
			Convey("lists are paged by id, of one kind or all", func() {
				for i := range 3 {
					w.Terminal(fmt.Sprint("P", i), d1)
				}
				first, err := w.Channel.ListOrgs(w.Ctx, model.OrgTerminal, 0, 3)
				So(err, ShouldBeNil)
				So(first, ShouldHaveLength, 3)
				rest, err := w.Channel.ListOrgs(w.Ctx, model.OrgTerminal, first[2].ID, 3)
				So(err, ShouldBeNil)
				So(rest, ShouldHaveLength, 1)
				So(rest[0].Code, ShouldEqual, "P2")
			})
		})
	})
}
