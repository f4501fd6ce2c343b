package miniprogram_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/errs"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestLoginRefusals(t *testing.T) {
	Convey("Given WeChat refusing", t, func() {
		w := newWorld()

		Convey("each errcode has its meaning", func() {
			for errcode, want := range map[int]*errs.Error{
				-1:    miniprogram.ErrUnavailable,
				40013: miniprogram.ErrCredentialsRefused,
				40029: miniprogram.ErrLoginCodeRefused,
				40125: miniprogram.ErrCredentialsRefused,
				40163: miniprogram.ErrLoginCodeRefused,
				40226: miniprogram.ErrLoginBlocked,
				45011: miniprogram.ErrTooManyLogins,
				99999: miniprogram.ErrUnavailable,
			} {
				w.wechat.Fail(1, fake.Fault{Errcode: errcode})
				_, err := w.login("Li")
				So(err, ShouldWrap, want)
				So(err.Error(), ShouldContainSubstring, fmt.Sprintf("errcode=%d", errcode))
			}
		})
		Convey("the 101st login of a person within a minute is too many", func() {
			for range 100 {
				_, err := w.login("Li")
				So(err, ShouldBeNil)
			}
			_, err := w.login("Li")
			So(err, ShouldWrap, miniprogram.ErrTooManyLogins)
			_, err = w.login("Wang")
			So(err, ShouldBeNil)
			w.clock.Advance(time.Minute)
			_, err = w.login("Li")
			So(err, ShouldBeNil)
		})
		Convey("a wrong secret or appid is an operator's matter, and logged", func() {
			for _, app := range []miniprogram.App{
				{Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret("notthesecret")},
				{Role: miniprogram.RoleConsumer, AppID: "wx000000000000dead", Secret: miniprogram.NewSecret(appSecret)},
			} {
				client := w.connect(w.wechat.URL(), app)
				_, err := client.Login(ctx, miniprogram.RoleConsumer, w.wechat.IssueLoginCode(consumerApp, "Li"))
				So(err, ShouldWrap, miniprogram.ErrCredentialsRefused)
				So(w.log.String(), ShouldContainSubstring, "app_id="+app.AppID)
			}
			So(w.log.String(), ShouldContainSubstring, "wechat.app_credentials_refused")
			So(w.log.String(), ShouldNotContainSubstring, "notthesecret")
		})
	})
}

func TestLoginOutages(t *testing.T) {
	Convey("Given trouble on the way", t, func() {
		w := newWorld()
		unavailable := func(err error) {
			So(err, ShouldWrap, miniprogram.ErrUnavailable)
		}
		loginAt := func(handler http.HandlerFunc) error {
			server := httptest.NewServer(handler)
			defer server.Close()
			client := w.connect(server.URL, miniprogram.App{
				Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)})
			_, err := client.Login(ctx, miniprogram.RoleConsumer, "thecode")
			return err
		}

		Convey("a cut connection is an outage, and the next login works", func() {
			w.wechat.Fail(2, fake.Fault{Drop: true})
			_, err := w.login("Li")
			unavailable(err)
			w.wechat.Recover()
			_, err = w.login("Li")
			So(err, ShouldBeNil)
		})
		Convey("a proxy's error page is an outage", func() {
			w.wechat.Fail(1, fake.Fault{Status: http.StatusBadGateway})
			_, err := w.login("Li")
			unavailable(err)
		})
		Convey("nobody listening is an outage", func() {
			So(w.wechat.Close(), ShouldBeNil)
			_, err := w.login("Li")
			unavailable(err)
		})
		Convey("the caller's deadline ends the wait", func() {
			w.wechat.Fail(1, fake.Fault{Delay: time.Minute})
			hurried, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			began := time.Now()
			_, err := w.client.Login(hurried, miniprogram.RoleConsumer, w.wechat.IssueLoginCode(consumerApp, "Li"))
			unavailable(err)
			So(time.Since(began), ShouldBeLessThan, time.Second)
		})
		Convey("the client's own timeout ends it too", func() {
			w.wechat.Fail(1, fake.Fault{Delay: time.Minute})
			began := time.Now()
			_, err := w.login("Li")
			unavailable(err)
			So(time.Since(began), ShouldBeBetween, time.Second, 10*time.Second)
		})
		Convey("a slow answer is still an answer", func() {
			w.wechat.Fail(1, fake.Fault{Delay: 50 * time.Millisecond})
			_, err := w.login("Li")
			So(err, ShouldBeNil)
		})
		Convey("an answer that says nothing is an outage, not a nameless person", func() {
			unavailable(loginAt(func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte("{}")) }))
			unavailable(loginAt(func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte("<html>")) }))
		})
		Convey("a redirect is not followed: it would carry the secret away", func() {
			var followed atomic.Bool
			unavailable(loginAt(func(out http.ResponseWriter, in *http.Request) {
				if in.URL.Path == "/elsewhere" {
					followed.Store(true)
				}
				http.Redirect(out, in, "/elsewhere", http.StatusFound)
			}))
			So(followed.Load(), ShouldBeFalse)
		})
	})
}
