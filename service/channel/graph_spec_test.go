package channel_test

import (
	"fmt"
	"strings"
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

func TestMemberships(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a guide at T1 for a year", t, func() {
			w := testkit.New(t, e)
			d1 := w.Distributor("D1", "32")
			t1, t2 := w.Terminal("T1", d1), w.Terminal("T2", d1)
			guide := w.Member(model.RoleGuide, t1)
			now := w.Clock.Now()
			at := func(role model.Role, when time.Time) model.OrgID {
				history, err := w.Channel.MembershipHistory(w.Ctx, []model.PersonID{guide})
				So(err, ShouldBeNil)
				return channel.MemberAt(history[guide], role, when)
			}

			Convey("who joins another terminal leaves the first one then", func() {
				So(w.Channel.Join(w.Ctx, guide, model.RoleGuide, t2.ID, now), ShouldBeNil)
				So(at(model.RoleGuide, now), ShouldEqual, t2.ID)
				So(at(model.RoleGuide, now.Add(-time.Second)), ShouldEqual, t1.ID)
				valid, err := w.Channel.Memberships(w.Ctx, []model.PersonID{guide}, now)
				So(err, ShouldBeNil)
				So(valid[guide], ShouldHaveLength, 1)
			})
			Convey("another role is another membership", func() {
				So(w.Channel.Join(w.Ctx, guide, model.RoleSalesperson, d1.ID, now), ShouldBeNil)
				So(at(model.RoleGuide, now), ShouldEqual, t1.ID)
				So(at(model.RoleSalesperson, now), ShouldEqual, d1.ID)
			})
			Convey("who leaves is nobody's from then on", func() {
				So(w.Channel.Leave(w.Ctx, guide, model.RoleGuide, now), ShouldBeNil)
				So(at(model.RoleGuide, now), ShouldEqual, 0)
				So(at(model.RoleGuide, now.Add(-time.Second)), ShouldEqual, t1.ID)
			})
			Convey("a role exists only where it belongs", func() {
				for _, bad := range []struct {
					role model.Role
					org  model.Org
				}{
					{model.RoleGuide, d1}, {model.RoleTerminal, w.Brand}, {model.RoleSalesperson, t1},
					{model.RoleDistributor, w.Brand}, {model.RoleWarehouse, t1}, {model.RoleConsumer, t1},
				} {
					So(w.Channel.Join(w.Ctx, guide, bad.role, bad.org.ID, now), ShouldWrap, channel.ErrBadMembership)
				}
				So(w.Channel.Join(w.Ctx, guide, model.RoleGuide, 404, now), ShouldWrap, channel.ErrUnknownOrg)
			})
		})
	})
}

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
			Convey("creating one again finds it; its kind never changes", func() {
				n := channel.NewOrg{Code: "T1", Kind: model.OrgTerminal, Name: "T1", Adcode: "320000"}
				again, err := w.Channel.CreateOrg(w.Ctx, n)
				So(err, ShouldBeNil)
				So(again.ID, ShouldEqual, t1.ID)
				n.Kind = model.OrgDistributor
				_, err = w.Channel.CreateOrg(w.Ctx, n)
				So(err, ShouldWrap, channel.ErrOrgExists)
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
