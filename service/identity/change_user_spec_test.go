package identity_test

import (
	"errors"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/testkit"
)

func role(r model.UserRole) identity.UserChange { return identity.UserChange{Role: &r} }
func disabled(yes bool) identity.UserChange     { return identity.UserChange{Disabled: &yes} }

func TestChangingUsers(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given an owner, and an auditor with two sessions", t, func() {
			w := newWorld(d)
			owner, user := w.hire("owner", model.UserOwner), w.hire("li", model.UserAuditor)
			var sessions []identity.Tokens
			for range 2 {
				tokens, err := w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
				So(err, ShouldBeNil)
				sessions = append(sessions, tokens)
			}
			ended := func() bool {
				all := true
				for _, tokens := range sessions {
					_, access := w.Authenticate(w.ctx, identity.AppConsole, tokens.Access)
					_, refresh := w.Refresh(w.ctx, identity.AppConsole, tokens.Refresh, identity.Device{})
					all = all && errors.Is(access, identity.ErrSessionExpired) && errors.Is(refresh, identity.ErrSessionExpired)
				}
				return all
			}

			Convey("disabled, his sessions end at once and he cannot log in", func() {
				changed, err := w.ChangeUser(w.ctx, user.ID, disabled(true))
				So(err, ShouldBeNil)
				So(changed.DisabledAt, ShouldNotBeNil)
				So(ended(), ShouldBeTrue)
				_, err = w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
				So(err, ShouldWrap, identity.ErrDisabled)
				_, err = w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: "a wrong password"})
				So(err, ShouldWrap, identity.ErrBadCredentials)

				Convey("and enabled again he logs in anew", func() {
					changed, err := w.ChangeUser(w.ctx, user.ID, disabled(false))
					So(err, ShouldBeNil)
					So(changed.DisabledAt, ShouldBeNil)
					So(ended(), ShouldBeTrue)
					_, err = w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
					So(err, ShouldBeNil)
				})
			})
			Convey("with another role his sessions, which have the old one, end as well", func() {
				_, err := w.ChangeUser(w.ctx, user.ID, role(model.UserFinance))
				So(err, ShouldBeNil)
				So(ended(), ShouldBeTrue)
				tokens, err := w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
				So(err, ShouldBeNil)
				So(tokens.Actor.UserRole, ShouldEqual, model.UserFinance)
			})
			Convey("what changes nothing ends nothing", func() {
				for _, c := range []identity.UserChange{{}, role(model.UserAuditor), disabled(false)} {
					same, err := w.ChangeUser(w.ctx, user.ID, c)
					So(err, ShouldBeNil)
					So(same, ShouldResemble, user)
				}
				_, err := w.Authenticate(w.ctx, identity.AppConsole, sessions[0].Access)
				So(err, ShouldBeNil)
			})
			Convey("the last owner stays one", func() {
				for _, c := range []identity.UserChange{disabled(true), role(model.UserAuditor)} {
					_, err := w.ChangeUser(w.ctx, owner.ID, c)
					So(err, ShouldWrap, identity.ErrLastOwner)
				}
				kept, err := w.GetUser(w.ctx, owner.ID)
				So(err, ShouldBeNil)
				So(kept, ShouldResemble, owner)

				Convey("an owner who is disabled is none beside him", func() {
					second := w.hire("second", model.UserOwner)
					_, err := w.ChangeUser(w.ctx, second.ID, disabled(true))
					So(err, ShouldBeNil)
					_, err = w.ChangeUser(w.ctx, owner.ID, disabled(true))
					So(err, ShouldWrap, identity.ErrLastOwner)
					_, err = w.ChangeUser(w.ctx, second.ID, role(model.UserFinance))
					So(err, ShouldBeNil)
				})
			})
			Convey("of owners who shut each other out at once, one is left", func() {
				owners := []model.ConsoleUser{owner}
				for _, login := range []string{"o1", "o2", "o3", "o4"} {
					owners = append(owners, w.hire(login, model.UserOwner))
				}
				failures := testkit.Together(20, func(i int) error {
					_, err := w.ChangeUser(w.ctx, owners[i%5].ID, []identity.UserChange{disabled(true), role(model.UserFinance)}[i%2])
					return err
				})
				for _, err := range failures {
					So(err == nil || errors.Is(err, identity.ErrLastOwner), ShouldBeTrue)
				}
				left := 0
				for _, o := range owners {
					u, err := w.GetUser(w.ctx, o.ID)
					So(err, ShouldBeNil)
					if u.Role == model.UserOwner && u.DisabledAt == nil {
						left++
					}
				}
				So(left, ShouldEqual, 1)
			})
			Convey("a login that races with the disabling leaves no session", func() {
				tokens := make([]identity.Tokens, 20)
				testkit.Together(20, func(i int) (err error) {
					if i == 10 {
						_, err = w.ChangeUser(w.ctx, user.ID, disabled(true))
					} else {
						tokens[i], err = w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
					}
					return err
				})
				for _, got := range tokens {
					_, err := w.Refresh(w.ctx, identity.AppConsole, got.Refresh, identity.Device{})
					So(err, ShouldWrap, identity.ErrSessionExpired)
				}
			})
			Convey("nobody and no role are refused", func() {
				_, err := w.ChangeUser(w.ctx, 1, disabled(true))
				So(err, ShouldWrap, identity.ErrUnknownUser)
				_, err = w.ChangeUser(w.ctx, user.ID, role("emperor"))
				So(err, ShouldWrap, identity.ErrBadUser)
			})
		})
	})
}
