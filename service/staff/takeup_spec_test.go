package staff_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/staff"
	"channelrouter/service/testkit"
)

func TestTakingUp(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given an invitation to be a guide at T1", t, func() {
			a := newAgency(t, e)
			owner := a.by(model.RoleTerminal, a.t1)
			_, code := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide})
			li := a.Person()
			refused := func(person model.PersonID, app model.Role, text string, want error) {
				before := a.rows()
				_, err := a.takes(person, app, text)
				So(err, ShouldWrap, want)
				So(a.rows(), ShouldEqual, before)
			}

			Convey("who has the code is a guide there from then on", func() {
				joined, err := a.takes(li, model.RoleGuide, code)
				So(err, ShouldBeNil)
				So(joined.Org.Code, ShouldEqual, "T1")
				So(joined.Left, ShouldBeEmpty)
				So(a.posts(li), ShouldResemble, []string{"T1"})

				Convey("asked again he is answered alike, and nobody else", func() {
					before := a.rows()
					again, err := a.takes(li, model.RoleGuide, code)
					So(err, ShouldBeNil)
					So(again.Org.ID, ShouldEqual, joined.Org.ID)
					So(a.rows(), ShouldEqual, before)
					refused(a.Person(), model.RoleGuide, code, staff.ErrInvitationUsed)
				})
				Convey("removed, he does not come back by it", func() {
					So(a.Staff.Remove(a.Ctx, owner, 0, li, model.RoleGuide), ShouldBeNil)
					refused(li, model.RoleGuide, code, staff.ErrInvitationUsed)
				})
				Convey("he leaves by himself", func() {
					So(a.Staff.Leave(a.Ctx, li, model.RoleGuide, a.t1.ID), ShouldBeNil)
					So(a.posts(li), ShouldBeEmpty)
				})
			})
			Convey("who is a guide elsewhere leaves that shop at that moment", func() {
				other := a.Member(model.RoleGuide, a.t2)
				a.Tick(time.Hour)
				joined, err := a.takes(other, model.RoleGuide, code)
				So(err, ShouldBeNil)
				So(joined.Left, ShouldHaveLength, 1)
				So(joined.Left[0].Code, ShouldEqual, "T2")
				So(a.posts(other), ShouldResemble, []string{"T1"})
				before, err := a.Channel.Memberships(a.Ctx, []model.PersonID{other}, a.Clock.Now().Add(-time.Minute))
				So(err, ShouldBeNil)
				So(before[other], ShouldHaveLength, 1)
				So(before[other][0].OrgID, ShouldEqual, a.t2.ID)
			})
			Convey("whoever is a member already stays one, and leaves it for others", func() {
				guide := a.Member(model.RoleGuide, a.t1)
				before := a.rows()
				_, err := a.takes(guide, model.RoleGuide, code)
				So(err, ShouldBeNil)
				So(a.rows(), ShouldEqual, before)
				_, err = a.takes(li, model.RoleGuide, code)
				So(err, ShouldBeNil)
			})
			Convey("it is refused where it does not fit, and nothing is written", func() {
				refused(li, model.RoleTerminal, code, staff.ErrOtherApp)
				refused(li, model.RoleGuide, "12345", staff.ErrCodeMistyped)
				refused(a.Enter("guide", testkit.Unnamed+"wang"), model.RoleGuide, code, identity.ErrNotBound)
				a.Tick(7 * 24 * time.Hour)
				refused(li, model.RoleGuide, code, staff.ErrInvitationExpired)
			})
			Convey("it lapses with its maker's say", func() {
				So(a.Channel.Leave(a.Ctx, owner.Person, model.RoleTerminal, a.t1.ID, a.Clock.Now()), ShouldBeNil)
				refused(li, model.RoleGuide, code, staff.ErrInvitationWithdrawn)
			})
			Convey("a distributor's lapses when the shop is another's", func() {
				_, code := a.invites(a.by(model.RoleDistributor, a.d1), staff.NewInvitation{Org: a.t1.ID, Role: model.RoleTerminal})
				So(a.Channel.Link(a.Ctx, a.t1.ID, a.d2.ID, "", a.Clock.Now()), ShouldBeNil)
				refused(li, model.RoleTerminal, code, staff.ErrInvitationWithdrawn)
			})
			Convey("a boss of two shops is terminal staff of both", func() {
				boss := a.Member(model.RoleTerminal, a.t1)
				_, code := a.invites(console, staff.NewInvitation{Org: a.t2.ID, Role: model.RoleTerminal})
				joined, err := a.takes(boss, model.RoleTerminal, code)
				So(err, ShouldBeNil)
				So(joined.Left, ShouldBeEmpty)
				So(a.posts(boss), ShouldResemble, []string{"T1", "T2"})
			})
			Convey("of 20 people at once one takes it up, and of an invitation for five, five", func() {
				_, five := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide, Uses: 5})
				for text, want := range map[string]int{code: 1, five: 5} {
					people := make([]model.PersonID, 20)
					for i := range people {
						people[i] = a.Person()
					}
					failures := testkit.Together(20, func(i int) error {
						_, err := a.takes(people[i], model.RoleGuide, text)
						return err
					})
					So(testkit.Succeeded(failures), ShouldEqual, want)
					for _, err := range failures {
						So(err == nil || errors.Is(err, staff.ErrInvitationUsed), ShouldBeTrue)
					}
				}
				stored, err := a.Staff.Invitations(a.Ctx, owner, 0, 0, 10)
				So(err, ShouldBeNil)
				So([]int{stored[0].Used, stored[1].Used}, ShouldResemble, []int{5, 1})
			})
			Convey("20 tries of one person at once are one", func() {
				_, five := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide, Uses: 5})
				failures := testkit.Together(20, func(int) error {
					_, err := a.takes(li, model.RoleGuide, five)
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				stored, err := a.Staff.Invitations(a.Ctx, owner, 0, 0, 10)
				So(err, ShouldBeNil)
				So(stored[0].Used, ShouldEqual, 1)
				So(a.posts(li), ShouldResemble, []string{"T1"})
			})
			Convey("who guesses codes is stopped, and then even the right one gains nothing", func() {
				for range 10 {
					_, unknown := a.invites(console, staff.NewInvitation{Org: a.t2.ID, Role: model.RoleGuide})
					So(a.DB.Run(a.Ctx, a.forget), ShouldBeNil)
					refused(li, model.RoleGuide, unknown, staff.ErrUnknownInvitation)
				}
				_, code := a.invites(owner, staff.NewInvitation{Role: model.RoleGuide})
				refused(li, model.RoleGuide, code, staff.ErrTooManyGuesses)
				_, err := a.takes(a.Person(), model.RoleGuide, code)
				So(err, ShouldBeNil)
			})
		})
	})
}

func TestOffersByPhone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given shops that entered the phone number of a guide", t, func() {
			a := newAgency(t, e)
			const number = "13812345678"
			offer := func(org model.Org, role model.Role) string {
				a.Tick(time.Minute)
				_, code := a.invites(console, staff.NewInvitation{Org: org.ID, Role: role, Phone: "+86 138 1234 5678"})
				return code
			}
			code := offer(a.t1, model.RoleGuide)
			li := a.Enter("guide", testkit.Unnamed+"li")

			Convey("verifying it in the guide's app takes the membership up at once, and says so", func() {
				v := a.verifies(li, "guide", number)
				So(v.Phone.Masked(), ShouldEqual, "138****5678")
				So(v.Joined, ShouldHaveLength, 1)
				So(v.Joined[0].Org.Code, ShouldEqual, "T1")
				So(a.posts(li), ShouldResemble, []string{"T1"})

				Convey("once", func() {
					So(a.verifies(li, "guide", number).Joined, ShouldBeEmpty)
					So(a.Staff.Remove(a.Ctx, console, a.t1.ID, li, model.RoleGuide), ShouldBeNil)
					So(a.verifies(li, "guide", number).Joined, ShouldBeEmpty)
					So(a.posts(li), ShouldBeEmpty)
				})
			})
			Convey("in another app, or another number, takes nothing up", func() {
				So(a.verifies(li, "consumer", number).Joined, ShouldBeEmpty)
				So(a.verifies(li, "terminal", number).Joined, ShouldBeEmpty)
				So(a.verifies(a.Person(), "guide", "13900001111").Joined, ShouldBeEmpty)
				So(a.posts(li), ShouldBeEmpty)
			})
			Convey("who verified it elsewhere may type the code, and nobody else", func() {
				_, err := a.takes(a.Person(), model.RoleGuide, code)
				So(err, ShouldWrap, staff.ErrOtherPhone)
				a.verifies(li, "consumer", number)
				_, err = a.takes(li, model.RoleGuide, code)
				So(err, ShouldBeNil)
			})
			Convey("of two shops he goes to the one that offered last, and stays there", func() {
				offer(a.t2, model.RoleGuide)
				So(a.verifies(li, "guide", number).Joined, ShouldHaveLength, 1)
				So(a.posts(li), ShouldResemble, []string{"T2"})
				a.Tick(time.Minute)
				So(a.verifies(li, "guide", number).Joined, ShouldBeEmpty)
				So(a.posts(li), ShouldResemble, []string{"T2"})
			})
			Convey("what has been withdrawn or has expired is no offer", func() {
				all, err := a.Staff.Invitations(a.Ctx, console, a.t1.ID, 0, 10)
				So(err, ShouldBeNil)
				So(a.Staff.Withdraw(a.Ctx, console, all[0].ID), ShouldBeNil)
				offer(a.t2, model.RoleGuide)
				a.Tick(8 * 24 * time.Hour)
				So(a.verifies(li, "guide", number).Joined, ShouldBeEmpty)
			})
			Convey("20 verifications at once take it up once", func() {
				failures := testkit.Together(20, func(int) error {
					_, err := a.Staff.VerifyPhone(a.Ctx, staff.PhoneCode{App: "guide", Person: li, Code: number, Version: "1"})
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				So(a.posts(li), ShouldResemble, []string{"T1"})
			})
			Convey("of 20 people who verify the number at once, one takes it up", func() {
				people := make([]model.PersonID, 20)
				for i := range people {
					people[i] = a.Enter("guide", fmt.Sprint(testkit.Unnamed, "p", i))
				}
				failures := testkit.Together(20, func(i int) error {
					_, err := a.Staff.VerifyPhone(a.Ctx, staff.PhoneCode{App: "guide", Person: people[i], Code: number, Version: "1"})
					return err
				})
				So(errors.Join(failures...), ShouldBeNil)
				guides, err := a.Staff.Members(a.Ctx, console, a.t1.ID, 0, 50)
				So(err, ShouldBeNil)
				So(guides, ShouldHaveLength, 1)
			})
			Convey("killed between any two statements, verifying leaves all or nothing", func() {
				before := a.rows()
				for n := int64(1); ; n++ {
					killed := a.KillAfter(n, func() {
						_, _ = a.Staff.VerifyPhone(a.Ctx, staff.PhoneCode{App: "guide", Person: li, Code: number, Version: "1"})
					})
					if !killed {
						break
					}
					So(a.rows(), ShouldEqual, before)
				}
				So(a.posts(li), ShouldResemble, []string{"T1"})
			})
		})
	})
}
