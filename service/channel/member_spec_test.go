package channel_test

import (
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/testkit"
)

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
				So(w.Channel.Leave(w.Ctx, guide, model.RoleGuide, t1.ID, now), ShouldBeNil)
				So(at(model.RoleGuide, now), ShouldEqual, 0)
				So(at(model.RoleGuide, now.Add(-time.Second)), ShouldEqual, t1.ID)
				So(w.Channel.Leave(w.Ctx, guide, model.RoleGuide, t1.ID, now), ShouldWrap, channel.ErrUnknownMembership)
			})
			Convey("nobody leaves where he is not, nor a role that he does not have", func() {
				So(w.Channel.Leave(w.Ctx, guide, model.RoleGuide, t2.ID, now), ShouldWrap, channel.ErrUnknownMembership)
				So(w.Channel.Leave(w.Ctx, guide, model.RoleTerminal, t1.ID, now), ShouldWrap, channel.ErrUnknownMembership)
				So(w.Channel.Leave(w.Ctx, guide, model.RoleGuide, 404, now), ShouldWrap, channel.ErrUnknownOrg)
				So(at(model.RoleGuide, now), ShouldEqual, t1.ID)
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
