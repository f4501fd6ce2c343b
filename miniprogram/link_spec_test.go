package miniprogram_test

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"strings"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestLinks(t *testing.T) {
	Convey("Given links and schemes", t, func() {
		w := newWorld()
		makers := map[string]func(role, path, query string, days int) (string, error){
			"/wxa/generate_urllink": func(role, path, query string, days int) (string, error) {
				return w.client.URLLink(ctx, role, path, query, days)
			},
			"/wxa/generatescheme": func(role, path, query string, days int) (string, error) {
				return w.client.URLScheme(ctx, role, path, query, days)
			},
		}
		for path, link := range makers {
			Convey(path+" opens the page with its query, in the registry's version, until its day", func() {
				made, err := link(miniprogram.RoleGuide, "pages/shop/index", "id=7&name=%E5%BA%97", 3)
				So(err, ShouldBeNil)
				opened, lives := w.wechat.OpenLink(made)
				So(lives, ShouldBeTrue)
				So(opened.AppID, ShouldEqual, guideApp)
				So(opened.Path, ShouldEqual, "pages/shop/index")
				So(opened.Query, ShouldEqual, "id=7&name=%E5%BA%97")
				So(opened.EnvVersion, ShouldEqual, miniprogram.EnvTrial)
				w.clock.Advance(3*24*time.Hour - time.Second)
				_, lives = w.wechat.OpenLink(made)
				So(lives, ShouldBeTrue)
				w.clock.Advance(time.Second)
				_, lives = w.wechat.OpenLink(made)
				So(lives, ShouldBeFalse)
			})
			Convey(path+" without an end lives as long as WeChat lets it", func() {
				made, err := link(miniprogram.RoleConsumer, "", "", 0)
				So(err, ShouldBeNil)
				opened, _ := w.wechat.OpenLink(made)
				So(opened.EnvVersion, ShouldEqual, miniprogram.EnvRelease)
				So(opened.Expires.Sub(w.clock.Now()), ShouldEqual, miniprogram.MaxLinkDays*24*time.Hour)
			})
			Convey(path+" refuses what WeChat would, without asking it", func() {
				for _, wrong := range []struct {
					path, query string
					days        int
				}{
					{"/pages/home", "", 1}, {"pages/home?x=1", "", 1}, {"pages/首页", "", 1},
					{"", "a b", 1}, {"", "名=1", 1}, {"", strings.Repeat("x", 1025), 1},
					{"", "", -1}, {"", "", 31},
				} {
					_, err := link(miniprogram.RoleConsumer, wrong.path, wrong.query, wrong.days)
					So(err, ShouldWrap, miniprogram.ErrLinkRefused)
				}
				So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 0)
			})
			Convey(path+" of a page that is not published, or of a role without an app, is refused", func() {
				w.wechat.Publish(consumerApp, "pages/home")
				_, err := link(miniprogram.RoleConsumer, "pages/draft", "", 1)
				So(err, ShouldWrap, miniprogram.ErrLinkRefused)
				_, err = link(miniprogram.RoleTerminal, "", "", 1)
				So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
			})
			Convey(path+" gives each errcode its meaning", func() {
				linkErrcodes(w, path, func() error {
					_, err := link(miniprogram.RoleConsumer, "", "", 1)
					return err
				})
			})
		}
		Convey("both draw on one limit a second", func() {
			for range 50 {
				_, err := makers["/wxa/generate_urllink"](miniprogram.RoleConsumer, "", "", 1)
				So(err, ShouldBeNil)
				_, err = makers["/wxa/generatescheme"](miniprogram.RoleConsumer, "", "", 1)
				So(err, ShouldBeNil)
			}
			_, err := makers["/wxa/generatescheme"](miniprogram.RoleConsumer, "", "", 1)
			So(err, ShouldWrap, miniprogram.ErrQuota)
			_, err = makers["/wxa/generatescheme"](miniprogram.RoleGuide, "", "", 1)
			So(err, ShouldBeNil)
			w.clock.Advance(time.Second)
			_, err = makers["/wxa/generatescheme"](miniprogram.RoleConsumer, "", "", 1)
			So(err, ShouldBeNil)
		})
	})
}

func linkErrcodes(w *world, path string, do func() error) {
	for errcode, want := range map[int]error{
		-1:    miniprogram.ErrUnavailable,
		40002: miniprogram.ErrNotPermitted,
		40013: miniprogram.ErrNotPermitted,
		85079: miniprogram.ErrNotPermitted,
		48001: miniprogram.ErrNotPermitted,
		40165: miniprogram.ErrLinkRefused,
		40212: miniprogram.ErrLinkRefused,
		40129: miniprogram.ErrLinkRefused,
		40169: miniprogram.ErrLinkRefused,
		41030: miniprogram.ErrLinkRefused,
		85401: miniprogram.ErrLinkRefused,
		44990: miniprogram.ErrQuota,
		45009: miniprogram.ErrQuota,
		45029: miniprogram.ErrQuota,
		85400: miniprogram.ErrQuota,
	} {
		w.wechat.Fail(1, fake.Fault{Path: path, Errcode: errcode})
		err := do()
		So(err, ShouldWrap, want)
		So(err.Error(), ShouldContainSubstring, fmt.Sprintf("errcode=%d", errcode))
	}
}

func TestQRCodes(t *testing.T) {
	Convey("Given mini-program codes", t, func() {
		w := newWorld()
		draw := func(role, page, scene string, look miniprogram.QRLook) ([]byte, error) {
			return w.client.QRCode(ctx, role, page, scene, look)
		}

		Convey("a code is a picture of the wanted look", func() {
			for look, want := range map[miniprogram.QRLook]struct {
				format string
				width  int
			}{
				{}:                               {"jpeg", 430},
				{Width: 280}:                     {"jpeg", 280},
				{Width: 1280, Transparent: true}: {"png", 1280},
			} {
				data, err := draw(miniprogram.RoleGuide, "pages/shop", "s=T1.7", look)
				So(err, ShouldBeNil)
				drawn, format, err := image.DecodeConfig(bytes.NewReader(data))
				So(err, ShouldBeNil)
				So(format, ShouldEqual, want.format)
				So(drawn.Width, ShouldEqual, want.width)
			}
			So(w.wechat.Codes()[0], ShouldResemble, fake.Code{
				AppID: guideApp, Page: "pages/shop", Scene: "s=T1.7", EnvVersion: miniprogram.EnvTrial})
		})
		Convey("every character that WeChat takes is taken, 32 of them", func() {
			for _, scene := range []string{"!#$&'()*+,/:;=?@-._~", strings.Repeat("Z9", 16)} {
				_, err := draw(miniprogram.RoleConsumer, "", scene, miniprogram.QRLook{})
				So(err, ShouldBeNil)
				So(w.wechat.Codes()[len(w.wechat.Codes())-1].Scene, ShouldEqual, scene)
			}
		})
		Convey("what WeChat would refuse is not asked for", func() {
			for _, scene := range []string{"", strings.Repeat("x", 33), "a b", "a%20b", "店", `"`} {
				_, err := draw(miniprogram.RoleConsumer, "", scene, miniprogram.QRLook{})
				So(err, ShouldWrap, miniprogram.ErrLinkRefused)
			}
			for _, page := range []string{"/pages/home", "pages/home?x=1"} {
				_, err := draw(miniprogram.RoleConsumer, page, "s", miniprogram.QRLook{})
				So(err, ShouldWrap, miniprogram.ErrLinkRefused)
			}
			for _, width := range []int{-1, 279, 1281} {
				_, err := draw(miniprogram.RoleConsumer, "", "s", miniprogram.QRLook{Width: width})
				So(err, ShouldWrap, miniprogram.ErrLinkRefused)
			}
			_, err := draw(miniprogram.RoleTerminal, "", "s", miniprogram.QRLook{})
			So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
			So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 0)
		})
		Convey("only the release has to be published", func() {
			w.wechat.Publish(consumerApp, "pages/home")
			w.wechat.Publish(guideApp, "pages/home")
			_, err := draw(miniprogram.RoleConsumer, "pages/draft", "s", miniprogram.QRLook{})
			So(err, ShouldWrap, miniprogram.ErrLinkRefused)
			_, err = draw(miniprogram.RoleGuide, "pages/draft", "s", miniprogram.QRLook{})
			So(err, ShouldBeNil)
		})
		Convey("each errcode has its meaning", func() {
			linkErrcodes(w, "/wxa/getwxacodeunlimit", func() error {
				_, err := draw(miniprogram.RoleConsumer, "", "s", miniprogram.QRLook{})
				return err
			})
		})
		Convey("5,000 a minute, here 3, are the limit", func() {
			w.wechat.Limit("/wxa/getwxacodeunlimit", 3, time.Minute)
			for range 3 {
				_, err := draw(miniprogram.RoleConsumer, "", "s", miniprogram.QRLook{})
				So(err, ShouldBeNil)
			}
			_, err := draw(miniprogram.RoleConsumer, "", "s", miniprogram.QRLook{})
			So(err, ShouldWrap, miniprogram.ErrQuota)
		})
		Convey("what is no picture is an outage", func() {
			for _, body := range []string{`{"errcode":0}`, "<html>", "", "plain"} {
				w.store = newWorld().store
				client := w.connect(answering(body), miniprogram.App{
					Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)})
				_, err := client.QRCode(ctx, miniprogram.RoleConsumer, "", "s", miniprogram.QRLook{})
				So(err, ShouldWrap, miniprogram.ErrUnavailable)
			}
		})
	})
}
