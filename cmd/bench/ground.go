package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/router"
	"channelrouter/service"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/intake"
	"channelrouter/service/link"
	"channelrouter/service/scan"
)

// ground is a house to measure in.
type ground struct {
	*service.Rooms
	queue   *scan.Queue
	product model.Product
	dir     string
	uploads string // folder of files that are handed in
}

// embedded is a house on SQLite.
func embedded() (*ground, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	g, err := house("sqlite://" + filepath.Join(dir, "b.db"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	g.dir = dir
	return g, nil
}

// server is a house on the MariaDB that scripts/bench started.
func server() (*ground, error) {
	dsn := os.Getenv("BENCH_MYSQL_DSN")
	if dsn == "" {
		return nil, errors.New("BENCH_MYSQL_DSN names no server; run scripts/bench")
	}
	return house("mysql://" + dsn)
}

func house(url string) (*ground, error) {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	if err := migration.Up(ctx, d); err != nil {
		return nil, err
	}
	keyring, err := code.NewKeyring(time.Now(), code.StandardFaces())
	if err != nil {
		return nil, err
	}
	if err := d.Migration(ctx).Exec("DELETE FROM key_epochs").Error; err != nil { // an earlier part's keyring
		return nil, err
	}
	uploads, err := os.MkdirTemp("", "bench-uploads")
	if err != nil {
		return nil, err
	}
	rooms, err := service.New(ctx, service.Ground{
		DB: d, KV: kv.NewMemory(time.Now), Clock: clock.System{}, IDs: id.NewGenerator(1),
		Keeper: lease.NewKeeper(d, clock.System{}, "bench"), Keyring: keyring,
		Printing: code.Printing{DefaultHost: "q.x.example", UpperCase: true}, WeChat: weChat{}, Guesses: 1000,
		Apps: map[string]link.App{"consumer": {ID: "wx-bench"}}, Uploads: intake.Settings{Folder: uploads},
	})
	if err != nil {
		return nil, err
	}
	products, err := rooms.Catalog.Load(ctx, catalog.Sample())
	if err != nil {
		return nil, err
	}
	return &ground{Rooms: rooms, queue: scan.NewQueue(rooms.Scan, scan.Workers(d.Engine)), product: products[0], uploads: uploads}, nil
}

func (g *ground) close() {
	g.queue.Stop()
	_ = g.DB.Close()
	_ = os.RemoveAll(g.uploads)
	if g.dir != "" {
		_ = os.RemoveAll(g.dir)
	}
}

// handler is the whole surface, as served.
func (g *ground) handler() (http.Handler, error) {
	return router.New(g.Rooms, g.queue, router.Options{
		Version: "bench", BodyBytes: 1 << 20, RequestTimeout: 30 * time.Second, Metrics: prometheus.NewRegistry(),
	})
}

// batch issues and activates a pre-linked batch.
func (g *ground) batch(ref string, pallets, unitsPerCase, casesPerPallet int64) (*code.Batch, error) {
	ctx := context.Background()
	ref = fmt.Sprintf("%s-%d", ref, time.Now().UnixNano())
	b, err := g.Code.IssueBatch(ctx, code.NewBatch{
		Ref: ref, ProductID: g.product.ID, Linking: model.PreLinked, Profile: code.FiveInOne(unitsPerCase, casesPerPallet), Count: pallets,
	})
	if err != nil {
		return nil, err
	}
	if err := g.Code.Activate(ctx, b.ID, code.Interval{}); err != nil {
		return nil, err
	}
	return g.Code.Batch(ctx, b.ID)
}

// export opens the export of a face, after the tests of its host that it wants.
func (g *ground) export(b *code.Batch, face model.Face) (*code.Export, error) {
	ctx := context.Background()
	for _, os := range []model.DeviceOS{model.IOS, model.Android} {
		_, err := g.Link.RecordTest(ctx, link.NewTest{
			Key: fmt.Sprint(b.ID, os), Host: g.Printing.Host(face), UpperCase: g.Printing.UpperCase, OS: os, Device: "bench", Passed: true,
		})
		if err != nil {
			return nil, err
		}
	}
	return g.Code.OpenExport(ctx, b, face, code.Interval{})
}

// ship sends a whole batch from the brand to a distributor with a territory.
func (g *ground) ship(b *code.Batch) error {
	ctx := context.Background()
	begin := time.Now().AddDate(-1, 0, 0)
	brand, err := g.brand()
	if err != nil {
		return err
	}
	to, err := g.Channel.CreateOrg(ctx, channel.NewOrg{Code: "D", Kind: model.OrgDistributor, Name: "distributor", Adcode: "320104"})
	if err != nil {
		return err
	}
	if err := g.Channel.Link(ctx, to.ID, brand.ID, "", begin); err != nil {
		return err
	}
	if err := g.Channel.AddTerritory(ctx, to.ID, "32", "", begin); err != nil {
		return err
	}
	goods := []custody.Goods{{Items: b.Level(model.LevelPallet).ItemRange}}
	for _, c := range []custody.Command{
		{Key: b.Ref + "/commission", Kind: model.Commission, To: brand.ID, Goods: goods},
		{Key: b.Ref + "/ship", Kind: model.Ship, From: brand.ID, To: to.ID, Goods: goods},
	} {
		if _, err := g.Custody.Record(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// brand is the organisation that owns the goods.
func (g *ground) brand() (model.Org, error) {
	return g.Channel.CreateOrg(context.Background(), channel.NewOrg{Code: "BRAND", Kind: model.OrgBrand, Name: "brand", Adcode: "310115"})
}

// weChat takes the login code for the unionid.
type weChat struct{}

func (weChat) Login(_ context.Context, app, jsCode string) (openID, unionID, appID string, err error) {
	return jsCode, jsCode, "wx-" + app, nil
}

// PhoneNumber takes the code for a number of the mainland.
func (weChat) PhoneNumber(_ context.Context, _, code string) (country, number string, err error) {
	return "86", code, nil
}
