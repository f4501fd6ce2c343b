package miniprogram_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestPhoneNumber(t *testing.T) {
	Convey("Given people with phones", t, func() {
		w := newWorld()
		w.wechat.SetPhone("Li", "13800138000", "86")
		w.wechat.SetPhone("Wang", "91234567", "852")
		code := w.wechat.IssuePhoneCode(consumerApp, "Li")
		phone := func(code string) (miniprogram.Phone, error) {
			return w.client.PhoneNumber(ctx, miniprogram.RoleConsumer, code)
		}

		Convey("a code gives the number and its country", func() {
			got, err := phone(code)
			So(err, ShouldBeNil)
			So(got, ShouldResemble, miniprogram.Phone{Number: "13800138000", CountryCode: "86"})
			got, err = phone(w.wechat.IssuePhoneCode(consumerApp, "Wang"))
			So(err, ShouldBeNil)
			So(got, ShouldResemble, miniprogram.Phone{Number: "91234567", CountryCode: "852"})
		})
		Convey("a code works once, also for 20 at once", func() {
			successes := make([]bool, 20)
			_ = atOnce(20, func(i int) error {
				_, err := phone(code)
				successes[i] = err == nil
				return err
			})
			So(count(successes), ShouldEqual, 1)
			_, err := phone(code)
			So(err, ShouldWrap, miniprogram.ErrPhoneCodeRefused)
		})
		Convey("a code is refused when it is old, another app's, of wx.login, or none", func() {
			guides := w.wechat.IssuePhoneCode(guideApp, "Li")
			for _, wrong := range []string{"", "nonsense", guides, w.wechat.IssueLoginCode(consumerApp, "Li")} {
				_, err := phone(wrong)
				So(err, ShouldWrap, miniprogram.ErrPhoneCodeRefused)
			}
			w.clock.Advance(5 * time.Minute)
			_, err := phone(code)
			So(err, ShouldWrap, miniprogram.ErrPhoneCodeRefused)
		})
		Convey("each errcode has its meaning", func() {
			for errcode, want := range map[int]error{
				-1:    miniprogram.ErrUnavailable,
				40029: miniprogram.ErrPhoneCodeRefused,
				45009: miniprogram.ErrQuota,
				48001: miniprogram.ErrNotPermitted,
			} {
				w.wechat.Fail(1, fake.Fault{Path: "/wxa/business/getuserphonenumber", Errcode: errcode})
				_, err := phone(code)
				So(err, ShouldWrap, want)
			}
		})
		Convey("a role without an app has no phone numbers", func() {
			_, err := w.client.PhoneNumber(ctx, miniprogram.RoleTerminal, code)
			So(err, ShouldWrap, miniprogram.ErrAppNotConfigured)
		})
		Convey("slog does not show the number", func() {
			got, err := phone(code)
			So(err, ShouldBeNil)
			var out bytes.Buffer
			slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "phone", got)
			So(out.String(), ShouldNotContainSubstring, got.Number)
		})
	})
}

func TestPhoneAnswers(t *testing.T) {
	Convey("Given answers that the stand-in does not give", t, func() {
		w := newWorld()
		answered := func(body string) (miniprogram.Phone, error) {
			w.store = newWorld().store
			client := w.connect(answering(body), miniprogram.App{
				Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)})
			return client.PhoneNumber(ctx, miniprogram.RoleConsumer, "code")
		}
		info := `{"errcode":0,"phone_info":{"purePhoneNumber":"13800138000","countryCode":%s,"watermark":{"appid":"%s"}}}`

		Convey("a number that was given to another app is refused", func() {
			_, err := answered(fmt.Sprintf(info, `"86"`, guideApp))
			So(err, ShouldWrap, miniprogram.ErrPhoneOfAnotherApp)
			_, err = answered(fmt.Sprintf(info, `"86"`, ""))
			So(err, ShouldWrap, miniprogram.ErrPhoneOfAnotherApp)
			So(err.Error(), ShouldNotContainSubstring, "13800138000")
		})
		Convey("the country may come as a number", func() {
			got, err := answered(fmt.Sprintf(info, "86", consumerApp))
			So(err, ShouldBeNil)
			So(got.CountryCode, ShouldEqual, "86")
		})
		Convey("no number, another shape and no JSON are outages", func() {
			for _, body := range []string{`{"errcode":0}`, `{"phone_info":7}`, `<html>`, ``} {
				_, err := answered(body)
				So(err, ShouldWrap, miniprogram.ErrUnavailable)
			}
		})
	})
}
