package miniprogram_test

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestTokensAreShared(t *testing.T) {
	Convey("Given two replicas", t, func() {
		w := newWorld()
		other := w.replica()
		asked := func() int { return w.wechat.TokensAsked(consumerApp) }

		Convey("50 callers at once, on both, fetch one token", func() {
			So(atOnce(50, func(i int) error {
				if i%2 == 0 {
					return call(w.client)
				}
				return call(other)
			}), ShouldBeNil)
			So(asked(), ShouldEqual, 1)
		})
		Convey("each app has a token of its own", func() {
			So(call(w.client), ShouldBeNil)
			_, err := w.client.URLScheme(ctx, miniprogram.RoleGuide, "", "", 1)
			So(err, ShouldBeNil)
			So(asked(), ShouldEqual, 1)
			So(w.wechat.TokensAsked(guideApp), ShouldEqual, 1)
		})
		Convey("a token is used until shortly before its end, and then renewed once", func() {
			So(call(w.client), ShouldBeNil)
			w.clock.Advance(2*time.Hour - 5*time.Minute)
			So(call(other), ShouldBeNil)
			So(asked(), ShouldEqual, 1)
			w.clock.Advance(2 * time.Minute)
			So(atOnce(20, func(int) error { return call(other) }), ShouldBeNil)
			So(call(w.client), ShouldBeNil)
			So(asked(), ShouldEqual, 2)
		})
		Convey("a token that somebody else replaced is dropped and fetched once, whoever meets it", func() {
			So(call(w.client), ShouldBeNil)
			w.wechat.ForceToken(consumerApp)
			So(atOnce(50, func(i int) error {
				if i%2 == 0 {
					return call(w.client)
				}
				return call(other)
			}), ShouldBeNil)
			So(asked(), ShouldEqual, 2)
			So(w.wechat.TokensForced(consumerApp), ShouldEqual, 1)
		})
		Convey("a token that ends early is fetched anew, without force", func() {
			So(call(w.client), ShouldBeNil)
			w.wechat.Fail(1, fake.Fault{Path: "/wxa/generate_urllink", ExpireToken: true})
			So(call(w.client), ShouldBeNil)
			So(asked(), ShouldEqual, 2)
			So(w.wechat.TokensForced(consumerApp), ShouldEqual, 0)
		})
		Convey("a token that WeChat gives and refuses is forced", func() {
			for _, errcode := range []int{40001, 40014, 42001} {
				w.clock.Advance(time.Minute)
				before := w.wechat.TokensForced(consumerApp)
				w.wechat.Fail(1, fake.Fault{Path: "/wxa/generate_urllink", Errcode: errcode})
				So(call(w.client), ShouldBeNil)
				So(w.wechat.TokensForced(consumerApp), ShouldEqual, before+1)
			}
			So(w.log.String(), ShouldContainSubstring, "forcing a new one")
		})
	})
}

func TestTokensThatStayRefused(t *testing.T) {
	Convey("Given WeChat refusing every token", t, func() {
		w := newWorld()
		w.wechat.Fail(1000, fake.Fault{Path: "/wxa/generate_urllink", Errcode: 40001})

		Convey("a call is tried twice and no more", func() {
			So(call(w.client), ShouldWrap, miniprogram.ErrUnavailable)
			So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 3) // one, the same, a forced one
		})
		Convey("a day of it leaves people some of the 20 forced tokens", func() {
			for range 100 {
				So(call(w.client), ShouldWrap, miniprogram.ErrUnavailable)
				w.clock.Advance(10 * time.Minute)
			}
			So(w.wechat.TokensForced(consumerApp), ShouldEqual, 15)
		})
	})
}

func TestTokenRefusals(t *testing.T) {
	Convey("Given WeChat not giving a token", t, func() {
		w := newWorld()
		for errcode, want := range map[int]error{
			-1:    miniprogram.ErrUnavailable,
			40001: miniprogram.ErrCredentialsRefused,
			40013: miniprogram.ErrCredentialsRefused,
			40125: miniprogram.ErrCredentialsRefused,
			40164: miniprogram.ErrNotPermitted,
			50004: miniprogram.ErrNotPermitted,
			45009: miniprogram.ErrQuota,
		} {
			w.wechat.Fail(1, fake.Fault{Path: "/cgi-bin/stable_token", Errcode: errcode})
			So(call(w.client), ShouldWrap, want)
		}
		Convey("nothing is remembered of it", func() { So(call(w.client), ShouldBeNil) })
		Convey("a wrong secret is an operator's matter, and not shown", func() {
			client := w.connect(w.wechat.URL(), miniprogram.App{
				Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret("notthesecret")})
			So(call(client), ShouldWrap, miniprogram.ErrCredentialsRefused)
			So(w.log.String(), ShouldContainSubstring, "wechat.app_credentials_refused")
			So(w.log.String(), ShouldNotContainSubstring, "notthesecret")
		})
		Convey("who hangs up does not end the renewal for the others", func() {
			w.wechat.Fail(1, fake.Fault{Path: "/cgi-bin/stable_token", Delay: 200 * time.Millisecond})
			hurried, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			So(atOnce(2, func(i int) error {
				if i == 0 {
					_, err := w.client.URLLink(hurried, miniprogram.RoleConsumer, "", "", 1)
					if !errors.Is(err, miniprogram.ErrUnavailable) {
						return errors.New("the hurried one was answered")
					}
					return nil
				}
				time.Sleep(10 * time.Millisecond)
				return call(w.client)
			}), ShouldBeNil)
		})
	})
}

func TestTokensWithoutTheStore(t *testing.T) {
	Convey("Given the store down", t, func() {
		w := newWorld()
		So(w.store.Close(), ShouldBeNil)

		Convey("the process keeps its token and calls go on", func() {
			So(atOnce(50, func(int) error { return call(w.client) }), ShouldBeNil)
			So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 1)
			w.clock.Advance(2*time.Hour - 3*time.Minute)
			So(call(w.client), ShouldBeNil)
			So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 2)
			So(w.log.String(), ShouldContainSubstring, "wechat token cannot be read")
		})
		Convey("a replaced token is dropped there too", func() {
			So(call(w.client), ShouldBeNil)
			w.wechat.ForceToken(consumerApp)
			So(call(w.client), ShouldBeNil)
		})
	})
	Convey("Given a store that goes down between calls", t, func() {
		w := newWorld()
		So(call(w.client), ShouldBeNil)
		So(w.store.Close(), ShouldBeNil)
		So(call(w.client), ShouldBeNil)
		So(w.wechat.TokensAsked(consumerApp), ShouldEqual, 1)
	})
	Convey("Given a store that hangs", t, func() {
		w := newWorld()
		w.store = hanging{w.store}
		client := w.replica()
		So(call(client), ShouldBeNil)
	})
	Convey("Given a replica that died while it fetched", t, func() {
		w := newWorld()
		_, err := w.store.SetIfAbsent(ctx, "wechat:token-lock:"+consumerApp, []byte("dead"), 3*time.Second)
		So(err, ShouldBeNil)
		So(atOnce(2, func(i int) error {
			if i == 0 {
				time.Sleep(100 * time.Millisecond)
				w.clock.Advance(3 * time.Second)
				return nil
			}
			return call(w.client)
		}), ShouldBeNil)
	})
}

// hanging is a store that answers nothing until the caller gives up.
type hanging struct{ kv.Store }

func (hanging) Get(ctx context.Context, _ string) ([]byte, bool, error) {
	<-ctx.Done()
	return nil, false, ctx.Err()
}

func (hanging) Set(ctx context.Context, _ string, _ []byte, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

func (hanging) SetIfAbsent(ctx context.Context, _ string, _ []byte, _ time.Duration) (bool, error) {
	<-ctx.Done()
	return false, ctx.Err()
}
