package miniprogram_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestSendSubscribe(t *testing.T) {
	Convey("Given a person who has accepted a message", t, func() {
		const template = "reward-template"
		w := newWorld()
		w.wechat.AddTemplate(consumerApp, template, "thing1", "amount2")
		li := w.wechat.OpenID(consumerApp, "Li")
		w.wechat.Accept(li, template)
		data := map[string]string{"thing1": "扫码奖励", "amount2": "¥1.88"}
		send := func(openid, template, page string, data map[string]string) error {
			_, err := w.client.SendSubscribe(ctx, miniprogram.RoleConsumer, openid, template, page, data)
			return err
		}

		Convey("one message arrives as it was written", func() {
			So(send(li, template, "pages/wallet?tab=1&x=<y>", data), ShouldBeNil)
			So(w.wechat.Sent(), ShouldHaveLength, 1)
			sent := w.wechat.Sent()[0]
			So(sent.OpenID, ShouldEqual, li)
			So(sent.AppID, ShouldEqual, consumerApp)
			So(sent.TemplateID, ShouldEqual, template)
			So(sent.Page, ShouldEqual, "pages/wallet?tab=1&x=<y>")
			So(sent.State, ShouldEqual, "formal")
			So(sent.Data, ShouldResemble, data)
		})
		Convey("one acceptance is one message, also for 20 at once", func() {
			successes := make([]bool, 20)
			_ = atOnce(20, func(i int) error {
				err := send(li, template, "", data)
				successes[i] = err == nil
				return err
			})
			So(count(successes), ShouldEqual, 1)
			So(send(li, template, "", data), ShouldWrap, miniprogram.ErrConsentGone)
			So(w.wechat.Sent(), ShouldHaveLength, 1)
		})
		Convey("who refuses in WeChat's settings gets none", func() {
			w.wechat.Reject(li, template)
			So(send(li, template, "", data), ShouldWrap, miniprogram.ErrConsentGone)
		})
		Convey("a token that ended does not use up the acceptance", func() {
			w.wechat.Fail(1, fake.Fault{Path: "/cgi-bin/message/subscribe/send", ExpireToken: true})
			So(send(li, template, "", data), ShouldBeNil)
			So(w.wechat.Sent(), ShouldHaveLength, 1)
		})
		Convey("another app's openid is a wrong recipient", func() {
			So(send(w.wechat.OpenID(guideApp, "Li"), template, "", data), ShouldWrap, miniprogram.ErrOpenIDRefused)
			So(send("", template, "", data), ShouldWrap, miniprogram.ErrOpenIDRefused)
		})
		Convey("a template, page or value that is not the app's is an operator's matter", func() {
			So(send(li, "unknown", "", data), ShouldWrap, miniprogram.ErrTemplateRefused)
			for _, wrong := range []map[string]string{
				nil, {"thing1": "x"}, {"thing1": "x", "amount2": ""},
				{"thing1": "x", "amount2": "y", "thing3": "z"}, {"thing1": strings.Repeat("长", 21), "amount2": "y"},
			} {
				So(send(li, template, "", wrong), ShouldWrap, miniprogram.ErrTemplateRefused)
			}
			w.wechat.Publish(consumerApp, "pages/home")
			So(send(li, template, "pages/draft?x=1", data), ShouldWrap, miniprogram.ErrTemplateRefused)
			So(send(li, template, "pages/home?x=1", data), ShouldBeNil)
			So(w.log.String(), ShouldContainSubstring, "wechat.template_refused")
		})
		Convey("the registry's version is the one that a tap opens", func() {
			w.wechat.AddTemplate(guideApp, "t", "thing1")
			guide := w.wechat.OpenID(guideApp, "Li")
			w.wechat.Accept(guide, "t")
			_, err := w.client.SendSubscribe(ctx, miniprogram.RoleGuide, guide, "t", "", map[string]string{"thing1": "x"})
			So(err, ShouldBeNil)
			So(w.wechat.Sent()[0].State, ShouldEqual, "trial")
		})
		Convey("each errcode says what to do", func() {
			for errcode, want := range map[int]error{
				-1:    miniprogram.ErrUnavailable,
				43108: miniprogram.ErrUnavailable,
				43101: miniprogram.ErrConsentGone,
				40003: miniprogram.ErrOpenIDRefused,
				40037: miniprogram.ErrTemplateRefused,
				41030: miniprogram.ErrTemplateRefused,
				43116: miniprogram.ErrTemplateRefused,
				45168: miniprogram.ErrTemplateRefused,
				47003: miniprogram.ErrTemplateRefused,
				43107: miniprogram.ErrNotPermitted,
				44990: miniprogram.ErrQuota,
				45009: miniprogram.ErrQuota,
			} {
				w.wechat.Fail(1, fake.Fault{Path: "/cgi-bin/message/subscribe/send", Errcode: errcode})
				err := send(li, template, "", data)
				So(err, ShouldWrap, want)
				So(miniprogram.Errcode(err), ShouldEqual, errcode)
				So(miniprogram.Unseen(err), ShouldBeFalse)
			}
			So(send(li, template, "", data), ShouldBeNil)
		})
		Convey("WeChat's number of the message is told", func() {
			id, err := w.client.SendSubscribe(ctx, miniprogram.RoleConsumer, li, template, "", data)
			So(err, ShouldBeNil)
			So(id, ShouldEqual, fmt.Sprint(w.wechat.Sent()[0].ID))
		})
		Convey("an answer that is lost is told apart from a request that never left", func() {
			const path = "/cgi-bin/message/subscribe/send"
			So(call(w.client), ShouldBeNil) // there is a token
			for _, lost := range []fake.Fault{{Path: path, Drop: true}, {Path: path, Status: 502}, {Path: path, Delay: 3 * time.Second}} {
				w.wechat.Recover()
				w.wechat.Fail(2, lost)
				err := send(li, template, "", data)
				So(err, ShouldWrap, miniprogram.ErrUnavailable)
				So(miniprogram.Unseen(err), ShouldBeTrue)
				So(miniprogram.Errcode(err), ShouldEqual, 0)
			}
			w.wechat.Recover()
			w.wechat.Fail(1, fake.Fault{Path: path, Errcode: -1})
			err := send(li, template, "", data)
			So(miniprogram.Unseen(err), ShouldBeFalse)
			nobody := w.connect("http://127.0.0.1:1", miniprogram.App{Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)})
			_, err = nobody.SendSubscribe(ctx, miniprogram.RoleConsumer, li, template, "", data)
			So(err, ShouldWrap, miniprogram.ErrUnavailable)
			So(miniprogram.Unseen(err), ShouldBeFalse)
			So(w.wechat.Sent(), ShouldBeEmpty)
		})
		Convey("a role without an app sends nothing", func() {
			_, err := w.client.SendSubscribe(ctx, miniprogram.RoleTerminal, li, template, "", data)
			So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
		})
	})
}
