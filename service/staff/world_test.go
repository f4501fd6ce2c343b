package staff_test

import (
	"context"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/staff"
	"channelrouter/service/testkit"
)

// agency is a channel of two distributors: D1 with a wholesaler W1 and the shops T1 and T2,
// TW below W1, and D2 with the shop T9.
type agency struct {
	*testkit.World
	d1, d2, w1, t1, t2, tw, t9 model.Org
}

func newAgency(t testing.TB, e testkit.Engine) *agency {
	a := &agency{World: testkit.New(t, e)}
	a.d1, a.d2 = a.Distributor("D1", "32"), a.Distributor("D2", "33")
	a.w1 = a.Wholesaler("W1", a.d1)
	a.t1, a.t2, a.tw, a.t9 = a.Terminal("T1", a.d1), a.Terminal("T2", a.d1), a.Terminal("TW", a.w1), a.Terminal("T9", a.d2)
	return a
}

var console = staff.Sponsor{User: 1}

// by is somebody who acts for an organisation in a role.
func (a *agency) by(role model.Role, org model.Org) staff.Sponsor {
	return staff.Sponsor{Person: a.Member(role, org), Role: role}
}

// invites makes an invitation and returns its code.
func (a *agency) invites(sp staff.Sponsor, n staff.NewInvitation) (model.Invitation, string) {
	a.T.Helper()
	inv, code, err := a.Staff.Invite(a.Ctx, sp, n)
	So(err, ShouldBeNil)
	return inv, code
}

// takes has a person take an invitation up, in the app of a role.
func (a *agency) takes(person model.PersonID, app model.Role, code string) (staff.Joined, error) {
	return a.Staff.TakeUp(a.Ctx, staff.Code{App: app, Person: person, Text: code})
}

// verifies has a person verify a phone in an app.
func (a *agency) verifies(person model.PersonID, app, number string) staff.Verified {
	v, err := a.Staff.VerifyPhone(a.Ctx, staff.PhoneCode{App: app, Person: person, Code: number, Version: "1"})
	So(err, ShouldBeNil)
	return v
}

// posts is what a person does now, as "role at org".
func (a *agency) posts(person model.PersonID) (posts []string) {
	me, err := a.Staff.Me(a.Ctx, model.RoleConsumer, person)
	So(err, ShouldBeNil)
	for _, p := range me.Posts {
		posts = append(posts, p.Org.Code)
	}
	return posts
}

// rows counts what the room and memberships hold.
func (a *agency) rows() (n int64) {
	for _, table := range []any{&model.Invitation{}, &model.InvitationUse{}, &model.Membership{}, &model.PersonPhone{}, &model.Consent{}} {
		var rows int64
		So(a.DB.Conn(a.Ctx).Model(table).Count(&rows).Error, ShouldBeNil)
		n += rows
	}
	return n
}

// forget makes a shop's codes unknown, though well formed.
func (a *agency) forget(ctx context.Context) error {
	return a.DB.Conn(ctx).Where("org_id = ?", a.t2.ID).Delete(&model.Invitation{}).Error
}
