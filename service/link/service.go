package link

import (
	"context"

	"golang.org/x/sync/singleflight"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
)

// WeChat makes what opens a role's app. It is asked outside of transactions.
type WeChat interface {
	// URLLink and URLScheme make a link to a page ("" for the home page) that ends after
	// days of 24 hours.
	URLLink(ctx context.Context, app, page, query string, days int) (string, error)
	URLScheme(ctx context.Context, app, page, query string, days int) (string, error)
	// Picture draws a code that opens a page with a scene: a PNG.
	Picture(ctx context.Context, app, page, scene string) ([]byte, error)
}

// Keys are the secrets of the room, each for one use.
type Keys struct{ Hop, Scene [32]byte }

// Service leads people into the apps.
type Service struct {
	db     *db.DB
	store  store
	clock  clock.Clock
	ids    *id.Generator
	kv     kv.Store
	wechat WeChat
	sites  *sites
	hops   hopSigner
	scenes [32]byte

	drawing singleflight.Group // by scene
}

// New makes the room. It refuses settings by which a host would belong to no app or to
// several.
func New(d *db.DB, c clock.Clock, ids *id.Generator, values kv.Store, w WeChat, set Settings, keys Keys) (*Service, error) {
	sites, err := newSites(set)
	if err != nil {
		return nil, err
	}
	return &Service{
		db: d, store: store{d}, clock: c, ids: ids, kv: values, wechat: w, sites: sites,
		hops: newHopSigner(keys.Hop, c.Now), scenes: keys.Scene,
	}, nil
}
