package miniprogram_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	. "github.com/smartystreets/goconvey/convey"

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
