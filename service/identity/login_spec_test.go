package identity_test

import (
	"context"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/identity"
)

func TestLogin(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Li, whose unionid WeChat tells in every app", t, func() {
			w := newWorld(d)
			w.wechat.knows("li at consumer", "o-li-c", "u-li")
			w.wechat.knows("li at guide", "o-li-g", "u-li")

			Convey("he is one person, with an account in each app", func() {
				first := w.login(identity.AppConsumer, "li at consumer")
				again := w.login(identity.AppConsumer, "li at consumer")
				guide := w.login(identity.AppGuide, "li at guide")

				So(again.Actor.PersonID, ShouldEqual, first.Actor.PersonID)
				So(guide.Actor.PersonID, ShouldEqual, first.Actor.PersonID)
				So(again.Actor.FamilyID, ShouldNotEqual, first.Actor.FamilyID)
				So(w.count(&model.Person{}), ShouldEqual, 1)
				So(w.count(&model.AppAccount{}), ShouldEqual, 2)
			})
			Convey("his token says who he is", func() {
				tokens := w.login(identity.AppGuide, "li at guide")
				actor, err := w.Authenticate(w.ctx, identity.AppGuide, tokens.Access)
				So(err, ShouldBeNil)
				So(actor, ShouldResemble, tokens.Actor)
				So(actor.App, ShouldEqual, identity.AppGuide)
				So(actor.UserID, ShouldEqual, 0)

				carried, found := identity.ActorFrom(identity.WithActor(w.ctx, actor))
				So(found, ShouldBeTrue)
				So(carried, ShouldResemble, actor)
				_, found = identity.ActorFrom(w.ctx)
				So(found, ShouldBeFalse)
			})
		})
		Convey("A login that cannot be is refused", t, func() {
			w := newWorld(d)
			for _, app := range []string{"", "emperor", identity.AppConsole} {
				_, err := w.Login(w.ctx, app, "code")
				So(err, ShouldWrap, identity.ErrUnknownApp)
			}
			_, err := w.Login(w.ctx, identity.AppConsumer, "no such code")
			So(err, ShouldWrap, errWeChat)

			w.wechat.knows("nobody", "", "")
			_, err = w.Login(w.ctx, identity.AppConsumer, "nobody")
			So(err, ShouldNotBeNil)

			err = d.Run(w.ctx, func(ctx context.Context) error {
				_, err := w.Login(ctx, identity.AppConsumer, "code")
				return err
			})
			So(err, ShouldNotBeNil)
			So(w.count(&model.Person{}), ShouldEqual, 0)
			So(w.count(&model.SessionFamily{}), ShouldEqual, 0)
		})
	})
}

func TestUnionIDThatComesLate(t *testing.T) {
	onEachEngine(t, func(t *testing.T, d *db.DB) {
		Convey("Given Wang, whose unionid WeChat does not tell", t, func() {
			w := newWorld(d)
			w.wechat.knows("wang at consumer", "o-wang-c", "")
			w.wechat.knows("wang at guide", "o-wang-g", "")
			consumer := w.login(identity.AppConsumer, "wang at consumer")

			Convey("his account finds him again, but in another app he is another person", func() {
				So(w.login(identity.AppConsumer, "wang at consumer").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
				So(w.login(identity.AppGuide, "wang at guide").Actor.PersonID, ShouldNotEqual, consumer.Actor.PersonID)
				So(w.count(&model.Person{}), ShouldEqual, 2)
			})
			Convey("when the unionid comes he takes it, and other apps find him", func() {
				w.wechat.knows("wang at consumer", "o-wang-c", "u-wang")
				w.wechat.knows("wang at guide", "o-wang-g", "u-wang")
				So(w.login(identity.AppConsumer, "wang at consumer").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
				So(w.login(identity.AppGuide, "wang at guide").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
				So(w.authenticate(consumer), ShouldBeNil)
				So(w.count(&model.Person{}), ShouldEqual, 1)
			})
			Convey("a login that does not tell the unionid again changes nothing", func() {
				w.wechat.knows("wang at consumer", "o-wang-c", "u-wang")
				w.login(identity.AppConsumer, "wang at consumer")
				w.wechat.knows("wang at consumer", "o-wang-c", "")
				So(w.login(identity.AppConsumer, "wang at consumer").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
			})
			Convey("when another person holds it, the account moves and its sessions end", func() {
				w.wechat.knows("wang at guide", "o-wang-g", "u-wang")
				guide := w.login(identity.AppGuide, "wang at guide")
				w.wechat.knows("wang at consumer", "o-wang-c", "u-wang")
				So(w.authenticate(consumer), ShouldBeNil)

				So(w.login(identity.AppConsumer, "wang at consumer").Actor.PersonID, ShouldEqual, guide.Actor.PersonID)
				So(w.authenticate(consumer), ShouldWrap, identity.ErrSessionExpired)
				So(w.authenticate(guide), ShouldBeNil)
				So(w.login(identity.AppConsumer, "wang at consumer").Actor.PersonID, ShouldEqual, guide.Actor.PersonID)
			})
			Convey("a new name for everybody makes nobody another person", func() {
				w.wechat.knows("wang at consumer", "o-wang-c", "u-old")
				w.login(identity.AppConsumer, "wang at consumer")
				w.wechat.knows("wang at consumer", "o-wang-c", "u-new")
				So(w.login(identity.AppConsumer, "wang at consumer").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
				w.wechat.knows("wang at guide", "o-wang-g", "u-new")
				So(w.login(identity.AppGuide, "wang at guide").Actor.PersonID, ShouldEqual, consumer.Actor.PersonID)
			})
		})
	})
}
