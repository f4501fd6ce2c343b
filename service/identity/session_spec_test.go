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

func TestRefresh(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li's session in the consumer app", t, func() {
			w := newWorld(d)
			w.wechat.knows("li", "o-li", "u-li")
			tokens := w.login(identity.AppConsumer, "li")
			refresh := func(token string) (identity.Tokens, error) {
				return w.Refresh(w.ctx, identity.AppConsumer, token, identity.Device{})
			}

			Convey("the access token works for 15 minutes, and a refresh brings the next", func() {
				So(tokens.AccessExpires, ShouldEqual, w.clock.Now().Add(15*time.Minute).Truncate(time.Second))
				w.clock.Advance(15*time.Minute - time.Second)
				So(w.authenticate(tokens), ShouldBeNil)
				w.clock.Advance(time.Second)
				So(w.authenticate(tokens), ShouldWrap, identity.ErrSessionExpired)

				next, err := refresh(tokens.Refresh)
				So(err, ShouldBeNil)
				So(next.Actor, ShouldResemble, tokens.Actor)
				So(next.Refresh, ShouldNotEqual, tokens.Refresh)
				So(w.authenticate(next), ShouldBeNil)
			})
			Convey("a used refresh token ends the session, and that stays although it is an error", func() {
				next, err := refresh(tokens.Refresh)
				So(err, ShouldBeNil)
				So(w.authenticate(next), ShouldBeNil)

				_, err = refresh(tokens.Refresh)
				So(err, ShouldWrap, identity.ErrSessionReplayed)
				So(w.authenticate(next), ShouldWrap, identity.ErrSessionExpired)
				_, err = refresh(next.Refresh)
				So(err, ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(w.login(identity.AppConsumer, "li")), ShouldBeNil)
			})
			Convey("inside a transaction, whose rollback would undo the revocation, nothing is refreshed", func() {
				So(d.Run(w.ctx, func(ctx context.Context) error {
					_, err := w.Refresh(ctx, identity.AppConsumer, tokens.Refresh, identity.Device{})
					return err
				}), ShouldNotBeNil)
				_, err := refresh(tokens.Refresh)
				So(err, ShouldBeNil)
			})
			Convey("the session lasts 30 days, however often it is refreshed", func() {
				end := w.clock.Now().Add(30 * 24 * time.Hour)
				So(tokens.RefreshExpires, ShouldEqual, end)
				w.clock.Advance(30*24*time.Hour - time.Minute)
				next, err := refresh(tokens.Refresh)
				So(err, ShouldBeNil)
				So(next.RefreshExpires, ShouldEqual, end)
				So(next.AccessExpires, ShouldEqual, end.Truncate(time.Second))
				w.clock.Advance(time.Minute)
				_, err = refresh(next.Refresh)
				So(err, ShouldWrap, identity.ErrSessionExpired)
			})
			Convey("another app's door stays shut and spends nothing", func() {
				_, err := w.Refresh(w.ctx, identity.AppGuide, tokens.Refresh, identity.Device{})
				So(err, ShouldWrap, identity.ErrTokenOfAnotherApp)
				_, err = w.Authenticate(w.ctx, identity.AppGuide, tokens.Access)
				So(err, ShouldWrap, identity.ErrTokenOfAnotherApp)
				_, err = refresh(tokens.Refresh)
				So(err, ShouldBeNil)
			})
			Convey("nonsense is no token, and the database knows none", func() {
				for _, nonsense := range []string{"", "nonsense", tokens.Access, tokens.Refresh + "A"} {
					_, err := refresh(nonsense)
					So(err, ShouldWrap, identity.ErrSessionExpired)
				}
				var row model.RefreshToken
				So(d.Conn(w.ctx).Take(&row).Error, ShouldBeNil)
				So(tokens.Refresh, ShouldHaveLength, 43)
				So(row.Hash, ShouldHaveLength, 64)
				So(row.Hash, ShouldNotContainSubstring, tokens.Refresh)
			})
		})
	})
}

func TestRevocation(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li's two sessions as a consumer and one as a guide", t, func() {
			w := newWorld(d)
			w.wechat.knows("li", "o-li", "u-li")
			phone := w.login(identity.AppConsumer, "li")
			tablet := w.login(identity.AppConsumer, "li")
			guide := w.login(identity.AppGuide, "li")
			for _, tokens := range []identity.Tokens{phone, tablet, guide} {
				So(w.authenticate(tokens), ShouldBeNil)
			}

			Convey("a logout ends one of them at once, and may be repeated", func() {
				So(w.Logout(w.ctx, phone.Actor.FamilyID), ShouldBeNil)
				So(w.Logout(w.ctx, phone.Actor.FamilyID), ShouldBeNil)
				So(w.authenticate(phone), ShouldWrap, identity.ErrSessionExpired)
				_, err := w.Refresh(w.ctx, identity.AppConsumer, phone.Refresh, identity.Device{})
				So(err, ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(tablet), ShouldBeNil)
			})
			Convey("all sessions of an app end together", func() {
				So(w.RevokeAll(w.ctx, identity.AppConsumer, int64(phone.Actor.PersonID)), ShouldBeNil)
				So(w.authenticate(phone), ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(tablet), ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(guide), ShouldBeNil)
			})
			Convey("all sessions of all role apps end together", func() {
				So(w.RevokeAll(w.ctx, "", int64(phone.Actor.PersonID)), ShouldBeNil)
				So(w.authenticate(phone), ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(guide), ShouldWrap, identity.ErrSessionExpired)
			})
			Convey("a revocation that is rolled back has not happened", func() {
				So(d.Run(w.ctx, func(ctx context.Context) error {
					So(w.Logout(ctx, phone.Actor.FamilyID), ShouldBeNil)
					return context.Canceled
				}), ShouldWrap, context.Canceled)
				So(w.authenticate(phone), ShouldBeNil)
			})
			Convey("another replica asks the database again after five seconds, not before", func() {
				So(w.replica().Logout(w.ctx, phone.Actor.FamilyID), ShouldBeNil)
				So(w.authenticate(phone), ShouldBeNil)
				w.clock.Advance(5 * time.Second)
				So(w.authenticate(phone), ShouldWrap, identity.ErrSessionExpired)
			})
			Convey("a logout holds against requests that are just being answered", func() {
				for range 20 {
					tokens := w.login(identity.AppConsumer, "li")
					atOnce(func(i int) error {
						if i == 10 {
							return w.Logout(w.ctx, tokens.Actor.FamilyID)
						}
						return w.authenticate(tokens)
					})
					So(w.authenticate(tokens), ShouldWrap, identity.ErrSessionExpired)
				}
			})
		})
	})
}
