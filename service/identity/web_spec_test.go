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

// webOf is web authorisation by the official account of a world's WeChat.
type webOf struct{ *wechat }

func (webOf) AuthorizeURL(back, state string, _ bool) string { return back + "#" + state }

func (w webOf) Visitor(ctx context.Context, code string) (openID, unionID, appID string, err error) {
	return w.Login(ctx, "official", code)
}

func TestLoginOnWeb(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li, whose unionid WeChat tells in the app and after a tap on the web", t, func() {
			w := newWorld(d)
			web := webOf{w.wechat}
			w.wechat.knows("li at consumer", "o-li-c", "u-li")
			w.wechat.knows("li silently", "o-li-w", "")
			w.wechat.knows("li after a tap", "o-li-w", "u-li")

			Convey("after the tap he is the person he is in the app, and known from then on", func() {
				app := w.login(identity.AppConsumer, "li at consumer")
				first, known, err := w.LoginOnWeb(w.ctx, web, "li silently")
				So(err, ShouldBeNil)
				So(known, ShouldBeFalse)
				So(first.Actor.App, ShouldEqual, identity.AppConsumer)
				So(first.Actor.PersonID, ShouldNotEqual, app.Actor.PersonID)
				tapped, known, err := w.LoginOnWeb(w.ctx, web, "li after a tap")
				So(err, ShouldBeNil)
				So(known, ShouldBeTrue)
				So(tapped.Actor.PersonID, ShouldEqual, app.Actor.PersonID)
				silent, known, err := w.LoginOnWeb(w.ctx, web, "li silently")
				So(err, ShouldBeNil)
				So(known, ShouldBeTrue)
				So(silent.Actor.PersonID, ShouldEqual, app.Actor.PersonID)
				_, err = w.Authenticate(w.ctx, identity.AppConsumer, first.Access)
				So(err, ShouldWrap, identity.ErrSessionExpired) // it spoke for the person he is no more
			})
			Convey("his session lasts as long as its token, and no refresh makes it longer", func() {
				tokens, _, err := w.LoginOnWeb(w.ctx, web, "li silently")
				So(err, ShouldBeNil)
				So(tokens.RefreshExpires, ShouldEqual, w.clock.Now().Add(15*time.Minute))
				w.clock.Advance(15 * time.Minute)
				_, err = w.Refresh(w.ctx, identity.AppConsumer, tokens.Refresh, identity.Device{})
				So(err, ShouldWrap, identity.ErrSessionExpired)
			})
			Convey("nobody, no such code and a transaction are refused, and write nothing", func() {
				w.wechat.knows("nobody", "", "")
				_, _, err := w.LoginOnWeb(w.ctx, web, "nobody")
				So(err, ShouldNotBeNil)
				_, _, err = w.LoginOnWeb(w.ctx, web, "no such code")
				So(err, ShouldWrap, errWeChat)
				err = d.Run(w.ctx, func(ctx context.Context) error {
					_, _, err := w.LoginOnWeb(ctx, web, "li silently")
					return err
				})
				So(err, ShouldNotBeNil)
				So(w.count(&model.Person{}), ShouldEqual, 0)
			})
		})
	})
}
