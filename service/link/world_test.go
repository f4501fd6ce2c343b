package link_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/kv"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/link"
	"channelrouter/service/testkit"
)

// wechat is the product's client, talking to a stand-in of WeChat on the loopback.
type wechat struct {
	*miniprogram.Client
	fake  *fake.Server
	asked atomic.Int64
	// before is called before WeChat is; nil for nothing.
	before func()
}

func (w *wechat) enter(ctx context.Context) error {
	if db.Inside(ctx) {
		return errors.New("a network call inside a transaction")
	}
	w.asked.Add(1)
	if w.before != nil {
		w.before()
	}
	return nil
}

func (w *wechat) URLLink(ctx context.Context, app, page, query string, days int) (string, error) {
	if err := w.enter(ctx); err != nil {
		return "", err
	}
	return w.Client.URLLink(ctx, app, page, query, days)
}

func (w *wechat) URLScheme(ctx context.Context, app, page, query string, days int) (string, error) {
	if err := w.enter(ctx); err != nil {
		return "", err
	}
	return w.Client.URLScheme(ctx, app, page, query, days)
}

func (w *wechat) Picture(ctx context.Context, app, page, scene string) ([]byte, error) {
	if err := w.enter(ctx); err != nil {
		return nil, err
	}
	return w.QRCode(ctx, app, page, scene, miniprogram.QRLook{Transparent: true})
}

// street is a world whose apps are at WeChat, and its link room. Guides' goods have a
// host of their own.
type street struct {
	*testkit.World
	*link.Service
	wechat *wechat
}

const secret = "0123456789abcdef0123456789abcdef"

func newStreet(t testing.TB, e testkit.Engine) *street {
	t.Helper()
	s := &street{wechat: &wechat{}}
	s.World = testkit.New(t, e, func(g *service.Ground) {
		s.wechat.fake = fake.NewAt(g.Clock.Now)
		if err := s.wechat.fake.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.wechat.fake.Close() })
		delete(g.Apps, "distributor")
		guide := g.Apps["guide"]
		guide.Host = "g.brand.test"
		g.Apps["guide"] = guide
		var apps []miniprogram.App
		for role, app := range g.Apps {
			s.wechat.fake.AddApp(app.ID, secret)
			apps = append(apps, miniprogram.App{Role: role, AppID: app.ID, Secret: miniprogram.NewSecret(secret), EnvVersion: app.EnvVersion})
		}
		registry, err := miniprogram.NewRegistry(apps...)
		if err != nil {
			t.Fatal(err)
		}
		s.wechat.Client, err = miniprogram.NewClient(registry, kv.NewMemory(g.Clock.Now), miniprogram.Options{
			BaseURL: s.wechat.fake.URL(), Timeout: 5 * time.Second, Now: g.Clock.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		g.Printing = link.Printing{DefaultHost: "c.brand.test", UpperCase: true, Hosts: map[model.Face]string{model.FaceCaseOuter: "G.brand.test"}}
		g.Links = s.wechat
	})
	s.Service = s.World.Link
	return s
}

// replica is the link room of another process on the same database.
func (s *street) replica() *link.Service { return s.with(s.Apps, s.Printing) }

// with is the room after a change of the configuration.
func (s *street) with(apps map[string]link.App, printing link.Printing) *link.Service {
	s.T.Helper()
	other, err := link.New(s.DB, s.Clock, s.IDs, s.KV, s.wechat, link.Settings{Apps: apps, Printing: printing},
		link.Keys{Hop: s.Keyring.Derive("link/hop"), Scene: s.Keyring.Derive("link/scene")})
	if err != nil {
		s.T.Fatal(err)
	}
	return other
}

// rows counts the rows of a table.
func (s *street) rows(table string) (n int64) {
	s.T.Helper()
	if err := s.DB.Conn(s.Ctx).Table(table).Count(&n).Error; err != nil {
		s.T.Fatal(err)
	}
	return n
}
