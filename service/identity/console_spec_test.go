package identity_test

import (
	"context"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// enter is a console login's error.
func (w *world) enter(login, password string) error {
	_, err := w.LoginConsole(w.ctx, identity.Entry{Login: login, Password: password})
	return err
}

func TestConsoleLogin(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given a finance user", t, func() {
			w := newWorld(d)
			user := w.hire("Li", model.UserFinance)

			Convey("the right password opens a session of 12 hours with the role", func() {
				tokens, err := w.LoginConsole(w.ctx, identity.Entry{Login: " li ", Password: password})
				So(err, ShouldBeNil)
				So(tokens.RefreshExpires, ShouldEqual, w.clock.Now().Add(12*time.Hour))
				actor, err := w.Authenticate(w.ctx, identity.AppConsole, tokens.Access)
				So(err, ShouldBeNil)
				So(actor, ShouldResemble, identity.Actor{App: identity.AppConsole, UserID: user.ID,
					UserRole: model.UserFinance, FamilyID: tokens.Actor.FamilyID})
				next, err := w.Refresh(w.ctx, identity.AppConsole, tokens.Refresh, identity.Device{})
				So(err, ShouldBeNil)
				So(next.Actor, ShouldResemble, actor)
				_, err = w.Authenticate(w.ctx, identity.AppConsumer, tokens.Access)
				So(err, ShouldWrap, identity.ErrTokenOfAnotherApp)
				So(w.RevokeAll(w.ctx, "", int64(user.ID)), ShouldBeNil)
				So(w.authenticate(next), ShouldBeNil)
			})
			Convey("an unknown login and a wrong password are the same error", func() {
				So(w.enter("li", "a wrong password"), ShouldEqual, identity.ErrBadCredentials)
				So(w.enter("nobody", password), ShouldEqual, identity.ErrBadCredentials)
				So(w.enter("", ""), ShouldEqual, identity.ErrBadCredentials)
			})
			Convey("five wrong passwords lock for 15 minutes", func() {
				for range 5 {
					So(w.enter("li", "a wrong password"), ShouldWrap, identity.ErrBadCredentials)
				}
				So(w.enter("li", password), ShouldWrap, identity.ErrLocked)
				w.clock.Advance(15*time.Minute - time.Second)
				So(w.enter("li", password), ShouldWrap, identity.ErrLocked)
				w.clock.Advance(time.Second)
				So(w.enter("li", password), ShouldBeNil)
			})
			Convey("after a lock the count begins anew", func() {
				for range 5 {
					So(w.enter("li", "a wrong password"), ShouldWrap, identity.ErrBadCredentials)
				}
				w.clock.Advance(15 * time.Minute)
				for range 5 {
					So(w.enter("li", "a wrong password"), ShouldWrap, identity.ErrBadCredentials)
				}
				So(w.enter("li", password), ShouldWrap, identity.ErrLocked)
			})
			Convey("a success takes the failures back", func() {
				for range 3 {
					for range 4 {
						So(w.enter("li", "a wrong password"), ShouldWrap, identity.ErrBadCredentials)
					}
					So(w.enter("li", password), ShouldBeNil)
				}
				seen, err := w.GetUser(w.ctx, user.ID)
				So(err, ShouldBeNil)
				So(seen.Failures, ShouldEqual, 0)
			})
			Convey("inside a transaction, whose rollback would forget the failure, nobody logs in", func() {
				So(d.Run(w.ctx, func(ctx context.Context) error {
					_, err := w.LoginConsole(ctx, identity.Entry{Login: "li", Password: password})
					return err
				}), ShouldNotBeNil)
			})
		})
	})
}

func TestChangePassword(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given a user who is logged in", t, func() {
			w := newWorld(d)
			user := w.hire("li", model.UserOwner)
			tokens, err := w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
			So(err, ShouldBeNil)
			So(w.authenticate(tokens), ShouldBeNil)
			const next = "another good one"

			Convey("a new password replaces the old one and ends all sessions", func() {
				So(w.ChangePassword(w.ctx, user.ID, password, next, identity.Device{}), ShouldBeNil)
				So(w.authenticate(tokens), ShouldWrap, identity.ErrSessionExpired)
				So(w.enter("li", password), ShouldWrap, identity.ErrBadCredentials)
				So(w.enter("li", next), ShouldBeNil)
			})
			Convey("a wrong old password changes nothing and counts as a failure", func() {
				for range 5 {
					So(w.ChangePassword(w.ctx, user.ID, next, next, identity.Device{}), ShouldWrap, identity.ErrBadCredentials)
				}
				So(w.ChangePassword(w.ctx, user.ID, password, next, identity.Device{}), ShouldWrap, identity.ErrLocked)
				So(w.authenticate(tokens), ShouldBeNil)
			})
			Convey("of 20 changes and logins at once no session survives the change", func() {
				sessions := make([]identity.Tokens, 20)
				failures := atOnce(func(i int) (err error) {
					if i%10 == 9 {
						return w.ChangePassword(w.ctx, user.ID, password, next, identity.Device{})
					}
					sessions[i], err = w.LoginConsole(w.ctx, identity.Entry{Login: "li", Password: password})
					return err
				})
				changed := failures[9] == nil || failures[19] == nil
				for i, err := range failures {
					if err == nil && i%10 != 9 && changed {
						So(w.authenticate(sessions[i]), ShouldWrap, identity.ErrSessionExpired)
					}
				}
			})
			Convey("a bad new password, and a user who is not, are refused", func() {
				So(w.ChangePassword(w.ctx, user.ID, password, "too short", identity.Device{}), ShouldWrap, identity.ErrBadPassword)
				So(w.ChangePassword(w.ctx, 1, password, next, identity.Device{}), ShouldWrap, identity.ErrUnknownUser)
			})
		})
	})
}
