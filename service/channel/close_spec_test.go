package channel_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

func TestClosing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a distributor with a territory, a salesperson and a shop with a guide", t, func() {
			w := testkit.New(t, e)
			d1, d2 := w.Distributor("D1", "32"), w.Distributor("D2", "33")
			shop := w.Terminal("T1", d1)
			guide := w.Member(model.RoleGuide, shop)
			seller := w.Member(model.RoleSalesperson, d1)
			w.Tick(time.Hour)
			now := w.Clock.Now()
			closed := func(id model.OrgID, version int64) (model.Org, error) {
				return w.Channel.CloseOrg(w.Ctx, id, version, now)
			}

			Convey("who supplies others does not close; the plan says how many they are, and what would end", func() {
				plan, err := w.Channel.PlanClosing(w.Ctx, d1.ID, now)
				So(err, ShouldBeNil)
				So(plan, ShouldResemble, channel.Closing{At: now, Supplied: 1, Suppliers: 1, Territories: 1, Members: 1})
				_, err = closed(d1.ID, 1)
				So(err, ShouldWrap, channel.ErrSupplies)
				kept, err := w.Channel.GetOrg(w.Ctx, d1.ID)
				So(err, ShouldBeNil)
				So(kept.ClosedAt, ShouldBeNil)
				So(kept.Version, ShouldEqual, 1)
			})
			Convey("a closed shop has no supplier and no people from then on, and had them before", func() {
				org, err := closed(shop.ID, 1)
				So(err, ShouldBeNil)
				So(*org.ClosedAt, ShouldEqual, now)
				So(org.Version, ShouldEqual, 2)
				for at, want := range map[time.Time]bool{now: false, now.Add(-time.Minute): true} {
					inside, err := w.Channel.Subtree(w.Ctx, d1.ID, shop.ID, at)
					So(err, ShouldBeNil)
					So(inside, ShouldEqual, want)
					members, err := w.Channel.Memberships(w.Ctx, []model.PersonID{guide}, at)
					So(err, ShouldBeNil)
					So(len(members[guide]) == 1, ShouldEqual, want)
				}

				Convey("then its distributor may close, and loses its territory", func() {
					_, err := closed(d1.ID, 1)
					So(err, ShouldBeNil)
					left, err := w.Channel.FindTerritories(w.Ctx, channel.TerritoryQuery{Org: d1.ID, At: now})
					So(err, ShouldBeNil)
					So(left, ShouldBeEmpty)
					members, err := w.Channel.Memberships(w.Ctx, []model.PersonID{seller}, now)
					So(err, ShouldBeNil)
					So(members[seller], ShouldBeEmpty)
				})
				Convey("it is given nothing any more, and supplies nobody", func() {
					So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "", now), ShouldWrap, channel.ErrClosed)
					So(w.Channel.Join(w.Ctx, w.Person(), model.RoleGuide, shop.ID, now), ShouldWrap, channel.ErrClosed)
					_, _, err := w.Channel.TakeUp(w.Ctx, w.Person(), model.RoleGuide, shop.ID, now)
					So(err, ShouldWrap, channel.ErrClosed)
					_, err = closed(d1.ID, 1)
					So(err, ShouldBeNil)
					So(w.Channel.AddTerritory(w.Ctx, d1.ID, "3201", "", now), ShouldWrap, channel.ErrClosed)
					So(w.Channel.Link(w.Ctx, w.Terminal("T2", d2).ID, d1.ID, "", now), ShouldWrap, channel.ErrClosed)
				})
				Convey("it is found among the closed, and is no orphan", func() {
					for state, want := range map[string]int64{"": 1, channel.OrgOpen: 0, channel.OrgClosed: 1} {
						n, err := w.Channel.CountOrgs(w.Ctx, channel.OrgQuery{Text: "T1", State: state})
						So(err, ShouldBeNil)
						So(n, ShouldEqual, want)
					}
					n, err := w.Channel.CountOrgs(w.Ctx, channel.OrgQuery{Orphan: true})
					So(err, ShouldBeNil)
					So(n, ShouldEqual, 0)
				})
				Convey("it does not close twice, nor as it was read before", func() {
					_, err := closed(shop.ID, 2)
					So(err, ShouldWrap, channel.ErrClosed)
					current, err := w.Channel.ReopenOrg(w.Ctx, shop.ID, 1)
					So(err, ShouldWrap, channel.ErrChanged)
					So(current.Version, ShouldEqual, 2)
				})
				Convey("opened again it may be given a supplier and people anew", func() {
					org, err := w.Channel.ReopenOrg(w.Ctx, shop.ID, 2)
					So(err, ShouldBeNil)
					So(org.ClosedAt, ShouldBeNil)
					So(w.Channel.Link(w.Ctx, shop.ID, d2.ID, "", now), ShouldBeNil)
					So(w.Channel.Join(w.Ctx, guide, model.RoleGuide, shop.ID, now), ShouldBeNil)
					_, err = w.Channel.ReopenOrg(w.Ctx, shop.ID, 3)
					So(err, ShouldWrap, channel.ErrNotClosed)
				})
			})
			Convey("neither the brand closes, nor anybody before the day it was added", func() {
				_, err := closed(w.Brand.ID, 1)
				So(err, ShouldWrap, channel.ErrBadClosing)
				_, err = w.Channel.CloseOrg(w.Ctx, shop.ID, 1, shop.CreatedAt.Add(-time.Second))
				So(err, ShouldWrap, channel.ErrBadClosing)
				_, err = closed(404, 1)
				So(err, ShouldWrap, channel.ErrUnknownOrg)
			})
			Convey("a shop that gets a supplier at the very moment at which that closes: one of both fails", func() {
				for range 8 {
					from := w.Distributor(fmt.Sprint("F", w.Person()), "34")
					taker := w.Terminal(fmt.Sprint("S", w.Person()), d2)
					var closing, linking error
					var both sync.WaitGroup
					both.Go(func() { _, closing = w.Channel.CloseOrg(w.Ctx, from.ID, 1, w.Clock.Now()) })
					both.Go(func() { linking = w.Channel.Link(w.Ctx, taker.ID, from.ID, "", w.Clock.Now()) })
					both.Wait()
					So(closing == nil, ShouldNotEqual, linking == nil)
					So(errors.Is(closing, channel.ErrSupplies) || errors.Is(linking, channel.ErrClosed), ShouldBeTrue)
				}
			})
		})
	})
}
