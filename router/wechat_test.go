package router_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/service"
)

// links is the product's client of WeChat, fitted to the room of links.
type links struct{ *miniprogram.Client }

func (l links) Picture(ctx context.Context, app, page, scene string) ([]byte, error) {
	return l.QRCode(ctx, app, page, scene, miniprogram.QRLook{Transparent: true})
}

// atWeChat registers the world's apps at a stand-in for WeChat.
func atWeChat(t testing.TB, wechat *fake.Server) func(*service.Ground) {
	t.Helper()
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wechat.Close() })
	return func(g *service.Ground) {
		const secret = "0123456789abcdef0123456789abcdef"
		var apps []miniprogram.App
		for role, app := range g.Apps {
			wechat.AddApp(app.ID, secret)
			apps = append(apps, miniprogram.App{Role: role, AppID: app.ID, Secret: miniprogram.NewSecret(secret), EnvVersion: app.EnvVersion})
		}
		registry, err := miniprogram.NewRegistry(apps...)
		if err != nil {
			t.Fatal(err)
		}
		client, err := miniprogram.NewClient(registry, kv.NewMemory(time.Now), miniprogram.Options{
			BaseURL: wechat.URL(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		g.Links = links{client}
	}
}
