package miniprogram_test

import (
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestLogin(t *testing.T) {
	Convey("Given people with WeChat", t, func() {
		w := newWorld()

		Convey("a person has one unionid in all apps and an openid in each", func() {
			consumer, err := w.login("Li")
			So(err, ShouldBeNil)
			guide, err := w.client.Login(ctx, miniprogram.RoleGuide, w.wechat.IssueLoginCode(guideApp, "Li"))
			So(err, ShouldBeNil)

			So(consumer.AppID, ShouldEqual, consumerApp)
			So(consumer.OpenID, ShouldEqual, w.wechat.OpenID(consumerApp, "Li"))
			So(guide.OpenID, ShouldEqual, w.wechat.OpenID(guideApp, "Li"))
			So(guide.OpenID, ShouldNotEqual, consumer.OpenID)
			So(consumer.UnionID, ShouldEqual, "union-li")
			So(guide.UnionID, ShouldEqual, "union-li")
			key, err := base64.StdEncoding.DecodeString(consumer.SessionKey.Reveal())
			So(err, ShouldBeNil)
			So(key, ShouldHaveLength, 16)
		})
		Convey("without an Open Platform account there is no unionid", func() {
			identity, err := w.login("Wang")
			So(err, ShouldBeNil)
			So(identity.OpenID, ShouldNotBeBlank)
			So(identity.UnionID, ShouldBeBlank)
		})
		Convey("a role without an app cannot log in", func() {
			_, err := w.client.Login(ctx, miniprogram.RoleTerminal, "code")
			So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
			_, err = w.client.Login(ctx, "emperor", "code")
			So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
		})
	})
}

func TestLoginCodes(t *testing.T) {
	Convey("Given a login code", t, func() {
		w := newWorld()
		code := w.wechat.IssueLoginCode(consumerApp, "Li")
		login := func(code string) error {
			_, err := w.client.Login(ctx, miniprogram.RoleConsumer, code)
			return err
		}

		Convey("it works once", func() {
			So(login(code), ShouldBeNil)
			So(login(code), ShouldWrap, miniprogram.ErrLoginCodeRefused)
		})
		Convey("20 who bring it at once share one success", func() {
			successes := make([]bool, 20)
			_ = atOnce(20, func(i int) error {
				err := login(code)
				successes[i] = err == nil
				return err
			})
			So(count(successes), ShouldEqual, 1)
		})
		Convey("it works until it is five minutes old", func() {
			w.clock.Advance(5*time.Minute - time.Second)
			So(login(code), ShouldBeNil)
			late := w.wechat.IssueLoginCode(consumerApp, "Li")
			w.clock.Advance(5 * time.Minute)
			So(login(late), ShouldWrap, miniprogram.ErrLoginCodeRefused)
		})
		Convey("it works in its own app only", func() {
			_, err := w.client.Login(ctx, miniprogram.RoleGuide, code)
			So(err, ShouldWrap, miniprogram.ErrLoginCodeRefused)
			So(login(code), ShouldBeNil)
		})
		Convey("nonsense in its place is refused, whatever it does to a URL", func() {
			for _, nonsense := range []string{"", "nonsense", "a b\n%zz", code + "&js_code=" + code,
				code + "&appid=" + guideApp, code + "#", "代码"} {
				So(login(nonsense), ShouldWrap, miniprogram.ErrLoginCodeRefused)
			}
			So(login(code), ShouldBeNil)
		})
	})
}

func TestLoginsAtOnce(t *testing.T) {
	Convey("Given two stand-ins that know the same app under different secrets", t, func() {
		one, two := newWorld(), newWorld()
		two.wechat.AddApp(consumerApp, "anothersecret")
		two.wechat.AddPerson("Li", "union-li-of-two")
		two.client = two.connect(two.wechat.URL(), miniprogram.App{
			Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret("anothersecret")})

		Convey("each client talks to its own, many at once", func() {
			failures := atOnce(40, func(i int) error {
				w, want := one, "union-li"
				if i%2 == 1 {
					w, want = two, "union-li-of-two"
				}
				identity, err := w.login("Li")
				if err == nil && identity.UnionID != want {
					return fmt.Errorf("%q has logged in, not %q", identity.UnionID, want)
				}
				return err
			})
			So(failures, ShouldBeNil)
		})
		Convey("a fault of one does not touch the other", func() {
			one.wechat.Fail(1, fake.Fault{Errcode: -1})
			_, err := two.login("Li")
			So(err, ShouldBeNil)
			_, err = one.login("Li")
			So(err, ShouldWrap, miniprogram.ErrUnavailable)
		})
	})
}

func count(answers []bool) (yes int) {
	for _, answer := range answers {
		if answer {
			yes++
		}
	}
	return yes
}
