package staff_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/model"
	"channelrouter/service/staff"
	"channelrouter/service/testkit"
)

const liPhone = "13812345678"

// offers makes an offer to Li's phone, a minute after the last.
func (a *agency) offers(sp staff.Sponsor, org model.Org, role model.Role) (model.Invitation, string) {
	a.Tick(time.Minute)
	return a.invites(sp, staff.NewInvitation{Org: org.ID, Role: role, Phone: liPhone})
}

// open is what is open to a person, as "role at org, leaving org".
func (a *agency) open(person model.PersonID) (offers []string) {
	me, err := a.Staff.Me(a.Ctx, model.RoleConsumer, person)
	So(err, ShouldBeNil)
	for _, o := range me.Offers {
		text := fmt.Sprint(o.Role, " at ", o.Org.Code)
		for _, left := range o.Leaves {
			text += ", leaving " + left.Code
		}
		offers = append(offers, text)
	}
	return offers
}

func (a *agency) says(yes bool, person model.PersonID, offer model.InvitationID) error {
	if !yes {
		return a.Staff.DeclineOffer(a.Ctx, person, offer)
	}
	_, err := a.Staff.TakeOffer(a.Ctx, person, offer)
	return err
}

// stored is an offer as the shop T1 sees it.
func (a *agency) stored(id model.InvitationID) model.Invitation {
	all, err := a.Staff.Invitations(a.Ctx, console, a.t1.ID, 0, 50)
	So(err, ShouldBeNil)
	for _, inv := range all {
		if inv.ID == id {
			return inv
		}
	}
	return model.Invitation{}
}

var guideAt, terminalAt = fmt.Sprint(model.RoleGuide, " at "), fmt.Sprint(model.RoleTerminal, " at ")

func TestOffersToVerifiedPhones(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given Li, whose phone is verified, and T1, which offers it to be a guide there", t, func() {
			a := newAgency(t, e)
			li := a.Enter("guide", testkit.Unnamed+"li")
			a.verifies(li, "guide", liPhone)
			offer, code := a.offers(console, a.t1, model.RoleGuide)

			Convey("he sees who has offered what, and when, and is nothing by it", func() {
				me, err := a.Staff.Me(a.Ctx, model.RoleGuide, li)
				So(err, ShouldBeNil)
				So(me.Offers, ShouldResemble, []staff.Offer{{
					ID: offer.ID, Role: model.RoleGuide, Org: a.t1, MadeAt: offer.CreatedAt, ExpiresAt: offer.ExpiresAt,
				}})
				So(me.Posts, ShouldBeEmpty)
			})
			Convey("by his yes he is a guide there, once", func() {
				joined, err := a.Staff.TakeOffer(a.Ctx, li, offer.ID)
				So(err, ShouldBeNil)
				So(joined, ShouldResemble, staff.Joined{Role: model.RoleGuide, Org: a.t1, Left: []model.Org{}})
				So(a.posts(li), ShouldResemble, []string{"T1"})
				So(a.open(li), ShouldBeEmpty)
				before := a.rows()
				So(a.says(true, li, offer.ID), ShouldBeNil)
				So(a.says(false, li, offer.ID), ShouldWrap, staff.ErrInvitationUsed)
				So(a.rows(), ShouldEqual, before)
				So(a.posts(li), ShouldResemble, []string{"T1"})
				So(a.Staff.Remove(a.Ctx, console, a.t1.ID, li, model.RoleGuide), ShouldBeNil)
				So(a.says(true, li, offer.ID), ShouldWrap, staff.ErrInvitationUsed)
			})
			Convey("by his no it is over, and T1 sees that", func() {
				for range 2 {
					So(a.says(false, li, offer.ID), ShouldBeNil)
				}
				So(a.open(li), ShouldBeEmpty)
				So(a.stored(offer.ID).DeclinedAt, ShouldNotBeNil)
				So(a.says(true, li, offer.ID), ShouldWrap, staff.ErrInvitationDeclined)
				_, err := a.takes(li, model.RoleGuide, code)
				So(err, ShouldWrap, staff.ErrInvitationDeclined)
				So(a.verifies(li, "guide", liPhone).Joined, ShouldBeEmpty)
				So(a.posts(li), ShouldBeEmpty)
			})
			Convey("it is nobody else's, nor is what is for no phone anybody's", func() {
				other := a.Enter("guide", testkit.Unnamed+"other")
				a.verifies(other, "guide", "13900001111")
				forAll, _ := a.invites(console, staff.NewInvitation{Org: a.t1.ID, Role: model.RoleGuide})
				So(a.open(other), ShouldBeEmpty)
				before := a.rows()
				for _, yes := range []bool{true, false} {
					for _, person := range []model.PersonID{other, a.Person()} {
						So(a.says(yes, person, offer.ID), ShouldWrap, staff.ErrUnknownInvitation)
						So(a.says(yes, person, forAll.ID), ShouldWrap, staff.ErrUnknownInvitation)
					}
					So(a.says(yes, li, forAll.ID), ShouldWrap, staff.ErrUnknownInvitation)
					So(a.says(yes, li, 1), ShouldWrap, staff.ErrUnknownInvitation)
				}
				So(a.rows(), ShouldEqual, before)
			})
			Convey("with the number it passes to whoever verifies it next", func() {
				next := a.Enter("consumer", testkit.Unnamed+"next")
				a.verifies(next, "consumer", liPhone)
				So(a.open(li), ShouldBeEmpty)
				So(a.says(true, li, offer.ID), ShouldWrap, staff.ErrUnknownInvitation)
				So(a.open(next), ShouldResemble, []string{guideAt + "T1"})
				So(a.says(true, next, offer.ID), ShouldBeNil)
			})
			Convey("he has it when he turns out to be another, too", func() {
				heir := a.Enter("consumer", "li")
				So(a.Enter("guide", "li"), ShouldEqual, heir)
				a.Settle()
				So(a.open(heir), ShouldResemble, []string{guideAt + "T1"})
				So(a.says(true, li, offer.ID), ShouldWrap, staff.ErrUnknownInvitation)
				So(a.says(true, heir, offer.ID), ShouldBeNil)
			})
			Convey("what does not stand is not shown, and is refused", func() {
				owner := a.by(model.RoleTerminal, a.t2)
				lapsing, _ := a.offers(owner, a.t2, model.RoleGuide)
				So(a.open(li), ShouldResemble, []string{guideAt + "T2", guideAt + "T1"})
				So(a.Channel.Leave(a.Ctx, owner.Person, model.RoleTerminal, a.t2.ID, a.Clock.Now()), ShouldBeNil)
				So(a.Staff.Withdraw(a.Ctx, console, offer.ID), ShouldBeNil)
				So(a.open(li), ShouldBeEmpty)
				So(a.says(true, li, lapsing.ID), ShouldWrap, staff.ErrInvitationWithdrawn)
				for _, yes := range []bool{true, false} {
					So(a.says(yes, li, offer.ID), ShouldWrap, staff.ErrInvitationWithdrawn)
				}
				late, _ := a.offers(console, a.t1, model.RoleGuide)
				a.Tick(7 * 24 * time.Hour)
				So(a.open(li), ShouldBeEmpty)
				So(a.says(true, li, late.ID), ShouldWrap, staff.ErrInvitationExpired)
				So(a.posts(li), ShouldBeEmpty)
			})
			Convey("he sees what is offered in other roles, and not what he is already", func() {
				a.offers(console, a.t2, model.RoleTerminal)
				So(a.open(li), ShouldResemble, []string{terminalAt + "T2", guideAt + "T1"})
				So(a.Channel.Join(a.Ctx, li, model.RoleGuide, a.t1.ID, a.Clock.Now()), ShouldBeNil)
				So(a.open(li), ShouldResemble, []string{terminalAt + "T2"})
			})
		})
	})
}

func TestOffersToGuidesWithAShop(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given Li, who is a guide of T2, and T1, which offers his number to be one there", t, func() {
			a := newAgency(t, e)
			li := a.Member(model.RoleGuide, a.t2)
			offer, _ := a.offers(console, a.t1, model.RoleGuide)
			a.Tick(time.Minute)

			Convey("verifying the number does not move him, but shows the offer", func() {
				So(a.verifies(li, "guide", liPhone).Joined, ShouldBeEmpty)
				So(a.posts(li), ShouldResemble, []string{"T2"})
				So(a.open(li), ShouldResemble, []string{guideAt + "T1, leaving T2"})

				Convey("by his yes he leaves T2 for T1 at one moment", func() {
					a.Tick(time.Minute)
					joined, err := a.Staff.TakeOffer(a.Ctx, li, offer.ID)
					So(err, ShouldBeNil)
					So(joined.Left, ShouldResemble, []model.Org{a.t2})
					So(a.posts(li), ShouldResemble, []string{"T1"})
					history, err := a.Channel.MembershipHistory(a.Ctx, []model.PersonID{li})
					So(err, ShouldBeNil)
					So(history[li], ShouldHaveLength, 2)
					So(history[li][0].ValidTo, ShouldEqual, history[li][1].ValidFrom)
				})
				Convey("killed between any two statements, his yes moves him or does nothing", func() {
					before := a.rows()
					for n := int64(1); ; n++ {
						if !a.KillAfter(n, func() { _ = a.says(true, li, offer.ID) }) {
							break
						}
						So(a.rows(), ShouldEqual, before)
						So(a.posts(li), ShouldResemble, []string{"T2"})
					}
					So(a.posts(li), ShouldResemble, []string{"T1"})
				})
				Convey("by his no he stays", func() {
					So(a.says(false, li, offer.ID), ShouldBeNil)
					So(a.verifies(li, "guide", liPhone).Joined, ShouldBeEmpty)
					So(a.posts(li), ShouldResemble, []string{"T2"})
				})
				Convey("when he has left T2 himself, verifying it again takes it up", func() {
					So(a.Staff.Leave(a.Ctx, li, model.RoleGuide, a.t2.ID), ShouldBeNil)
					So(a.verifies(li, "guide", liPhone).Joined, ShouldHaveLength, 1)
					So(a.posts(li), ShouldResemble, []string{"T1"})
				})
			})
			Convey("terminal staff of one shop become that of another as well", func() {
				boss := a.Member(model.RoleTerminal, a.t2)
				a.offers(console, a.t1, model.RoleTerminal)
				So(a.verifies(boss, "terminal", liPhone).Joined, ShouldHaveLength, 1)
				So(a.posts(boss), ShouldResemble, []string{"T2", "T1"})
			})
		})
	})
}

func TestAnsweringOffersAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given Li, who is a guide of T2, and an offer of T1 to his verified phone", t, func() {
			a := newAgency(t, e)
			li := a.Member(model.RoleGuide, a.t2)
			a.verifies(li, "guide", liPhone)
			offer, _ := a.offers(console, a.t1, model.RoleGuide)

			Convey("20 times yes at once is once", func() {
				So(errors.Join(testkit.Together(20, func(int) error { return a.says(true, li, offer.ID) })...), ShouldBeNil)
				So(a.posts(li), ShouldResemble, []string{"T1"})
				So(a.stored(offer.ID).Used, ShouldEqual, 1)
				history, err := a.Channel.MembershipHistory(a.Ctx, []model.PersonID{li})
				So(err, ShouldBeNil)
				So(history[li], ShouldHaveLength, 2)
			})
			Convey("of yes and no at once, ten times each, one holds", func() {
				failures := testkit.Together(20, func(i int) error { return a.says(i%2 == 0, li, offer.ID) })
				So(testkit.Succeeded(failures), ShouldEqual, 10)
				for _, err := range failures {
					So(err == nil || errors.Is(err, staff.ErrInvitationUsed) || errors.Is(err, staff.ErrInvitationDeclined), ShouldBeTrue)
				}
				if stored := a.stored(offer.ID); stored.Used == 1 {
					So(stored.DeclinedAt, ShouldBeNil)
					So(a.posts(li), ShouldResemble, []string{"T1"})
				} else {
					So(stored.DeclinedAt, ShouldNotBeNil)
					So(a.posts(li), ShouldResemble, []string{"T2"})
				}
			})
		})
		Convey("Given a number that T1 offers to, and Wang, who has a code of T2", t, func() {
			a := newAgency(t, e)
			wang := a.Person()
			a.offers(console, a.t1, model.RoleGuide)
			_, code := a.invites(console, staff.NewInvitation{Org: a.t2.ID, Role: model.RoleGuide})
			verify := func(int) error {
				_, err := a.Staff.VerifyPhone(a.Ctx, staff.PhoneCode{App: "guide", Person: wang, Code: liPhone, Version: "1"})
				return err
			}
			enter := func(ctx context.Context) error {
				_, err := a.Staff.TakeUp(ctx, staff.Code{App: model.RoleGuide, Person: wang, Text: code})
				return err
			}

			Convey("entering the code, and verifying the number, at once he is a guide of T2", func() {
				failures := testkit.Together(20, func(i int) error {
					if i%2 == 0 {
						return enter(a.Ctx)
					}
					return verify(i)
				})
				So(errors.Join(failures...), ShouldBeNil)
				So(a.posts(wang), ShouldResemble, []string{"T2"})
			})
			if e == testkit.SQLite {
				return // where one writes at a time
			}
			Convey("verifying the number while the code is being taken up waits for that, and does not move him", func() {
				verified := make(chan error, 1)
				So(a.DB.Run(a.Ctx, func(ctx context.Context) error {
					if err := enter(ctx); err != nil {
						return err
					}
					go func() { verified <- verify(0) }()
					select {
					case err := <-verified:
						return fmt.Errorf("it did not wait: %w", err)
					case <-time.After(100 * time.Millisecond): // for it to be wrong in
						return nil
					}
				}), ShouldBeNil)
				So(<-verified, ShouldBeNil)
				So(a.posts(wang), ShouldResemble, []string{"T2"})
				So(a.open(wang), ShouldResemble, []string{guideAt + "T1, leaving T2"})
			})
		})
	})
}
