package staff_test

import (
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/staff"
	"channelrouter/service/testkit"
)

func TestWhoMayInvite(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a channel", t, func() {
			a := newAgency(t, e)
			boss, owner := a.by(model.RoleDistributor, a.d1), a.by(model.RoleTerminal, a.t1)
			sales, brands := a.by(model.RoleSalesperson, a.d1), a.by(model.RoleSalesperson, a.Brand)
			below := a.by(model.RoleDistributor, a.w1)

			Convey("each invites whom he looks after, and nobody else", func() {
				for _, c := range []struct {
					who  staff.Sponsor
					org  model.Org
					role model.Role
					want error
				}{
					{console, a.d2, model.RoleDistributor, nil},
					{console, a.Brand, model.RoleSalesperson, nil},
					{boss, a.d1, model.RoleDistributor, nil},
					{boss, a.d1, model.RoleSalesperson, nil},
					{boss, a.w1, model.RoleDistributor, nil},
					{boss, a.tw, model.RoleGuide, nil},
					{boss, a.t9, model.RoleGuide, channel.ErrOutsideSubtree},
					{boss, a.d2, model.RoleDistributor, channel.ErrOutsideSubtree},
					{boss, a.Brand, model.RoleSalesperson, channel.ErrOutsideSubtree},
					{below, a.tw, model.RoleTerminal, nil},
					{below, a.t1, model.RoleTerminal, channel.ErrOutsideSubtree},
					{below, a.d1, model.RoleDistributor, channel.ErrOutsideSubtree},
					{owner, a.t1, model.RoleGuide, nil},
					{owner, a.t1, model.RoleTerminal, nil},
					{owner, a.t2, model.RoleGuide, channel.ErrOutsideSubtree},
					{owner, a.d1, model.RoleSalesperson, channel.ErrOutsideSubtree},
					{sales, a.t2, model.RoleTerminal, nil},
					{sales, a.tw, model.RoleGuide, nil},
					{sales, a.t9, model.RoleGuide, channel.ErrOutsideSubtree},
					{sales, a.d1, model.RoleSalesperson, staff.ErrMayNotInvite},
					{sales, a.w1, model.RoleDistributor, staff.ErrMayNotInvite},
					{brands, a.t9, model.RoleTerminal, nil},
					{brands, a.d1, model.RoleDistributor, staff.ErrMayNotInvite},
					{console, a.t1, model.RoleSalesperson, channel.ErrBadMembership},
					{console, a.d1, model.RoleWarehouse, staff.ErrBadInvitation},
					{console, a.t1, model.RoleConsumer, staff.ErrBadInvitation},
					{console, model.Org{ID: 404}, model.RoleGuide, channel.ErrUnknownOrg},
					{staff.Sponsor{Person: a.Person(), Role: model.RoleDistributor}, a.d1, model.RoleSalesperson, channel.ErrNoMembership},
				} {
					before := a.rows()
					_, code, err := a.Staff.Invite(a.Ctx, c.who, staff.NewInvitation{Org: c.org.ID, Role: c.role})
					if c.want == nil {
						So(err, ShouldBeNil)
						So(code, ShouldHaveLength, 11)
						continue
					}
					So(err, ShouldWrap, c.want)
					So(code, ShouldBeBlank)
					So(a.rows(), ShouldEqual, before)
				}
			})
			Convey("into his own when he names none", func() {
				inv, _ := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide})
				So(inv.OrgID, ShouldEqual, a.t1.ID)
				So([]int{inv.Uses, inv.Used}, ShouldResemble, []int{1, 0})
				So(inv.ExpiresAt.Sub(inv.CreatedAt).Hours(), ShouldEqual, 7*24)
			})
			Convey("of several of his own, into the one that he chose", func() {
				_, _, err := a.Channel.TakeUp(a.Ctx, owner.Person, model.RoleTerminal, a.t9.ID, a.Clock.Now())
				So(err, ShouldBeNil)
				So(a.Channel.Choose(a.Ctx, owner.Person, model.RoleTerminal, model.RoleTerminal, a.t9.ID), ShouldBeNil)
				inv, _ := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide})
				So(inv.OrgID, ShouldEqual, a.t9.ID)
			})
			Convey("nothing that makes no sense", func() {
				for _, bad := range []staff.NewInvitation{
					{Role: model.RoleGuide, Days: 91}, {Role: model.RoleGuide, Days: -1}, {Role: model.RoleGuide, Uses: 501},
					{Role: model.RoleGuide, Uses: -1}, {Role: model.RoleGuide, Phone: "13812345678", Uses: 2}, {},
				} {
					_, _, err := a.Staff.Invite(a.Ctx, owner, bad)
					So(err, ShouldWrap, staff.ErrBadInvitation)
				}
				_, _, err := a.Staff.Invite(a.Ctx, owner, staff.NewInvitation{Role: model.RoleGuide, Phone: "12"})
				So(err, ShouldWrap, identity.ErrBadPhone)
			})
			Convey("neither code nor phone stands in the database", func() {
				inv, code := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide, Phone: "138-1234-5678"})
				var row model.Invitation
				So(a.DB.Conn(a.Ctx).Where("id = ?", inv.ID).Take(&row).Error, ShouldBeNil)
				So(row.PhoneMask, ShouldEqual, "138****5678")
				for _, text := range []string{row.CodeHash, row.PhoneIndex, row.PhoneMask} {
					So(text, ShouldNotContainSubstring, "12345678")
					So(text, ShouldNotContainSubstring, code[:4])
				}
			})
			Convey("invitations are seen and withdrawn by who looks after the organisation", func() {
				first, _ := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide})
				second, code := a.invites(boss, staff.NewInvitation{Org: a.t1.ID, Role: model.RoleTerminal})
				page, err := a.Staff.Invitations(a.Ctx, owner, 0, 0, 1)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 1)
				So(page[0].ID, ShouldEqual, second.ID)
				page, err = a.Staff.Invitations(a.Ctx, sales, a.t1.ID, second.ID, 10)
				So(err, ShouldBeNil)
				So(page, ShouldHaveLength, 1)
				So(page[0].ID, ShouldEqual, first.ID)
				_, err = a.Staff.Invitations(a.Ctx, below, a.t1.ID, 0, 10)
				So(err, ShouldWrap, channel.ErrOutsideSubtree)

				So(a.Staff.Withdraw(a.Ctx, below, second.ID), ShouldWrap, staff.ErrUnknownInvitation)
				So(a.Staff.Withdraw(a.Ctx, a.by(model.RoleTerminal, a.t2), second.ID), ShouldWrap, staff.ErrUnknownInvitation)
				So(a.Staff.Withdraw(a.Ctx, console, 404), ShouldWrap, staff.ErrUnknownInvitation)
				So(a.Staff.Withdraw(a.Ctx, owner, second.ID), ShouldBeNil)
				_, err = a.takes(a.Person(), model.RoleTerminal, code)
				So(err, ShouldWrap, staff.ErrInvitationWithdrawn)
			})
			Convey("members are seen and removed by who looks after the organisation", func() {
				guide := a.Member(model.RoleGuide, a.t1)
				a.verifies(guide, "guide", "13812345678")
				members, err := a.Staff.Members(a.Ctx, sales, a.t1.ID, 0, 10)
				So(err, ShouldBeNil)
				So(members, ShouldHaveLength, 2)
				So(members[1].PersonID, ShouldEqual, guide)
				So(members[1].Phone, ShouldEqual, "138****5678")
				rest, err := a.Staff.Members(a.Ctx, owner, 0, members[0].ID, 10)
				So(err, ShouldBeNil)
				So(rest, ShouldHaveLength, 1)
				_, err = a.Staff.Members(a.Ctx, below, a.t1.ID, 0, 10)
				So(err, ShouldWrap, channel.ErrOutsideSubtree)

				So(a.Staff.Remove(a.Ctx, below, a.t1.ID, guide, model.RoleGuide), ShouldWrap, channel.ErrOutsideSubtree)
				So(a.Staff.Remove(a.Ctx, owner, 0, boss.Person, model.RoleGuide), ShouldWrap, channel.ErrUnknownMembership)
				So(a.posts(guide), ShouldResemble, []string{"T1"})
				So(a.Staff.Remove(a.Ctx, owner, 0, guide, model.RoleGuide), ShouldBeNil)
				So(a.posts(guide), ShouldBeEmpty)
			})
		})
	})
}
