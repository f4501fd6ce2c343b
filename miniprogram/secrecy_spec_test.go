package miniprogram_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
)

func TestSecrecy(t *testing.T) {
	Convey("Given every way in which a login can fail", t, func() {
		w := newWorld()
		for _, fault := range []fake.Fault{{Errcode: -1}, {Errcode: 40013}, {Errcode: 40125}, {Errcode: 40029}, {Status: 502}, {Drop: true}} {
			w.wechat.Recover()
			w.wechat.Fail(2, fault)
			code := w.wechat.IssueLoginCode(consumerApp, "Li")
			_, err := w.client.Login(ctx, miniprogram.RoleConsumer, code)

			So(err, ShouldNotBeNil)
			for _, text := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), w.log.String()} {
				So(text, ShouldNotContainSubstring, appSecret)
				So(text, ShouldNotContainSubstring, code)
			}
		}
		Convey("the log says what happened and to which app, without secret or code", func() {
			So(w.log.String(), ShouldContainSubstring, "wechat.unavailable")
			So(w.log.String(), ShouldContainSubstring, "role=consumer")
		})
	})

	Convey("Given every way in which a call with a token can fail", t, func() {
		w := newWorld()
		w.wechat.SetPhone("Li", "13800138000", "86")
		seen := &tokenSpy{Store: w.store}
		w.store = seen
		client := w.replica()
		li := w.wechat.OpenID(consumerApp, "Li")
		for _, fault := range []fake.Fault{{Errcode: -1}, {Errcode: 40001}, {Errcode: 42001}, {Errcode: 40013}, {Errcode: 45009}, {Status: 502}, {Drop: true}} {
			w.wechat.Recover()
			So(call(client), ShouldBeNil)
			w.wechat.Fail(9, fault)
			code := w.wechat.IssuePhoneCode(consumerApp, "Li")
			_, phone := client.PhoneNumber(ctx, miniprogram.RoleConsumer, code)
			_, rank := client.RiskRank(ctx, miniprogram.RoleConsumer, li, miniprogram.RiskCampaign, "203.0.113.7")
			_, sent := client.SendSubscribe(ctx, miniprogram.RoleConsumer, li, "t", "", map[string]string{"thing1": "a secret gift"})
			for _, err := range []error{phone, rank, sent} {
				So(err, ShouldNotBeNil)
				for _, text := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), w.log.String()} {
					for _, secret := range append(seen.all(), appSecret, code, li, "13800138000", "a secret gift") {
						So(strings.Contains(text, secret), ShouldBeFalse)
					}
				}
			}
		}
		So(seen.all(), ShouldNotBeEmpty)
		for _, text := range printed(*client) {
			So(strings.Contains(text, seen.all()[0]), ShouldBeFalse)
		}
	})

	Convey("Given an app, its registry, its client and an identity", t, func() {
		w := newWorld()
		app := miniprogram.App{Role: miniprogram.RoleConsumer, AppID: consumerApp, Secret: miniprogram.NewSecret(appSecret)}
		registry, err := miniprogram.NewRegistry(app)
		So(err, ShouldBeNil)
		identity, err := w.login("Li")
		So(err, ShouldBeNil)
		nested := struct{ app miniprogram.App }{app}

		Convey("no printer shows the secrets", func() {
			for _, value := range []any{app, &app, app.Secret, registry, *registry, w.client, *w.client, identity, &identity, nested} {
				for _, text := range printed(value) {
					So(text, ShouldNotContainSubstring, appSecret)
					So(text, ShouldNotContainSubstring, identity.SessionKey.Reveal())
				}
			}
		})
		Convey("slog shows nothing of the person either", func() {
			var out bytes.Buffer
			slog.New(slog.NewJSONHandler(&out, nil)).Info("login", "identity", identity)
			So(out.String(), ShouldContainSubstring, consumerApp)
			So(out.String(), ShouldNotContainSubstring, identity.OpenID)
			So(out.String(), ShouldNotContainSubstring, identity.UnionID)
		})
	})
}

// printed is value in every way a careless line might print it.
func printed(value any) []string {
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "value", value)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "value", value)
	encoded, _ := json.Marshal(value)
	texts := []string{out.String(), string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		texts = append(texts, fmt.Sprintf(verb, value))
	}
	return texts
}

// tokenSpy is a store that remembers the tokens it was given.
type tokenSpy struct {
	kv.Store
	mu     sync.Mutex
	tokens []string
}

func (s *tokenSpy) Set(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if _, text, found := strings.Cut(string(value), " "); found {
		s.mu.Lock()
		s.tokens = append(s.tokens, text)
		s.mu.Unlock()
	}
	return s.Store.Set(ctx, key, value, ttl)
}

func (s *tokenSpy) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.tokens)
}
