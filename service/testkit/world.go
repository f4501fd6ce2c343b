package testkit

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/model"
	"channelrouter/service"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/intake"
	"channelrouter/service/scan"
)

// Start is when worlds begin: a Monday morning in Shanghai.
var Start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// World is the whole house on a fresh database, with a brand and its catalogue.
type World struct {
	*service.Rooms
	T        testing.TB
	Ctx      context.Context
	Clock    *clock.Manual
	Brand    model.Org
	Products []model.Product

	people int
	events int
}

// keyring is made once a process: it is as secret as a test needs, and slow to make. A victim has
// its world's.
var keyring = func() *code.Keyring {
	if v := victim(); v != nil {
		k, err := code.Load(v.Keyring, make([]byte, 32))
		if err != nil {
			panic(err)
		}
		return k
	}
	k, err := code.NewKeyring(Start, append(code.StandardFaces(), model.FaceBoxOuter, model.FaceBoxInner))
	if err != nil {
		panic(err)
	}
	return k
}()

// New builds a world on an engine, its ground changed by with.
func New(t testing.TB, e Engine, with ...func(*service.Ground)) *World {
	t.Helper()
	w := build(t, e, Open(t, e), with...)
	var err error
	w.Products, err = w.Catalog.Load(w.Ctx, catalog.Sample())
	w.must(err)
	w.Brand = w.org("BRAND", model.OrgBrand, "310115")
	return w
}

// build builds the house on a database.
func build(t testing.TB, e Engine, d *db.DB, with ...func(*service.Ground)) *World {
	t.Helper()
	w := &World{T: t, Ctx: context.Background(), Clock: clock.NewManual(Start)}
	ground := service.Ground{
		DB: d, KV: w.store(e), Clock: w.Clock, IDs: id.NewGenerator(1),
		Keeper: lease.NewKeeper(d, w.Clock, "test"), Keyring: keyring,
		Printing: code.Printing{DefaultHost: "c.brand.test"}, WeChat: weChat{}, Guesses: 10,
		Messenger: weChat{}, MessageApps: MessageApps(), Apps: apps(), Links: silent{},
		Risk: weChat{}, Content: weChat{}, Blobs: w.blobs(), Uploads: intake.Settings{Folder: t.TempDir()},
	}
	for _, change := range with {
		change(&ground)
	}
	rooms, err := service.New(w.Ctx, ground)
	w.must(err)
	w.Rooms = rooms
	return w
}

// store is Redis beside MySQL, where TEST_REDIS_URL names one, and in-process beside
// SQLite: the two ways that people run it.
func (w *World) store(e Engine) kv.Store {
	w.T.Helper()
	url := os.Getenv("TEST_REDIS_URL")
	if e != MySQL || url == "" {
		return kv.NewMemory(w.Clock.Now)
	}
	store, err := kv.NewRedis(w.Ctx, url, fmt.Sprintf("test-%d-%d:", os.Getpid(), worlds.Add(1)))
	w.must(err)
	w.T.Cleanup(func() { _ = store.Close() })
	return store
}

// worlds counts, so that no world finds another's keys.
var worlds atomic.Int64

// weChat believes everyone: the login code is the unionid, which it does not tell of those
// who are Unnamed.
type weChat struct{}

func (weChat) Login(_ context.Context, app, jsCode string) (openID, unionID, appID string, err error) {
	if name, unnamed := strings.CutPrefix(jsCode, Unnamed); unnamed {
		return name + "@" + app, "", "wx-" + app, nil
	}
	return jsCode + "@" + app, jsCode, "wx-" + app, nil
}

// Unnamed stands before the login code of one whose unionid WeChat does not tell.
const Unnamed = "unnamed:"

// PhoneNumber takes the code for a number of the mainland.
func (weChat) PhoneNumber(_ context.Context, _, code string) (country, number string, err error) {
	return "86", code, nil
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *World) org(code string, kind model.OrgKind, adcode string) model.Org {
	w.T.Helper()
	org, err := w.Channel.CreateOrg(w.Ctx, channel.NewOrg{Code: code, Kind: kind, Name: code, Adcode: adcode})
	w.must(err)
	return org
}

// Distributor adds a distributor with a territory of adcode prefixes; it sits in the first.
func (w *World) Distributor(code string, territory ...string) model.Org {
	w.T.Helper()
	org := w.org(code, model.OrgDistributor, (territory[0] + "0000")[:6])
	w.must(w.Channel.Link(w.Ctx, org.ID, w.Brand.ID, "", Start.AddDate(-1, 0, 0)))
	for _, prefix := range territory {
		w.must(w.Channel.AddTerritory(w.Ctx, org.ID, prefix, "", Start.AddDate(-1, 0, 0)))
	}
	return org
}

// Under adds a wholesaler or terminal that a supplier delivers to.
func (w *World) Under(supplier model.Org, kind model.OrgKind, code string) model.Org {
	w.T.Helper()
	org := w.org(code, kind, supplier.Adcode)
	w.must(w.Channel.Link(w.Ctx, org.ID, supplier.ID, "", Start.AddDate(-1, 0, 0)))
	return org
}

// Terminal adds a shop under a distributor or wholesaler.
func (w *World) Terminal(code string, supplier model.Org) model.Org {
	return w.Under(supplier, model.OrgTerminal, code)
}

// Wholesaler adds a second-tier wholesaler under a distributor.
func (w *World) Wholesaler(code string, supplier model.Org) model.Org {
	return w.Under(supplier, model.OrgWholesaler, code)
}

// Person adds a human being.
func (w *World) Person() model.PersonID {
	w.T.Helper()
	w.people++
	tokens, err := w.Identity.Login(w.Ctx, "consumer", fmt.Sprintf("union-%d", w.people))
	w.must(err)
	actor, err := w.Identity.Authenticate(w.Ctx, "consumer", tokens.Access)
	w.must(err)
	return actor.PersonID
}

// Enter logs somebody in to an app, and says who he is there.
func (w *World) Enter(app, jsCode string) model.PersonID {
	w.T.Helper()
	tokens, err := w.Identity.Login(w.Ctx, app, jsCode)
	w.must(err)
	return tokens.Actor.PersonID
}

// Member adds a person who acts for an organisation.
func (w *World) Member(role model.Role, org model.Org) model.PersonID {
	w.T.Helper()
	person := w.Person()
	w.must(w.Channel.Join(w.Ctx, person, role, org.ID, Start.AddDate(-1, 0, 0)))
	return person
}

// Batch issues and activates a pre-linked five-in-one batch of n pallets, six units to
// a case and four cases to a pallet, of the first product.
func (w *World) Batch(ref string, pallets int64) *code.Batch {
	return w.BatchOf(ref, w.Products[0].ID, code.FiveInOne(6, 4), model.PreLinked, pallets)
}

// BatchOf issues and activates a batch.
func (w *World) BatchOf(ref string, product model.ProductID, p code.Profile, linking model.Linking, n int64) *code.Batch {
	w.T.Helper()
	b, err := w.Code.IssueBatch(w.Ctx, code.NewBatch{Ref: ref, ProductID: product, Profile: p, Linking: linking, Count: n})
	w.must(err)
	w.must(w.Code.Activate(w.Ctx, b.ID, code.Interval{}))
	b, err = w.Code.Batch(w.Ctx, b.ID)
	w.must(err)
	return b
}

// Item is the n-th item of a batch's level.
func Item(b *code.Batch, level model.Level, n int64) model.ItemID {
	return b.Level(level).From + model.ItemID(n)
}

// Record records a custody event with a key of its own.
func (w *World) Record(c custody.Command) (model.CustodyEvent, error) {
	w.events++
	if c.Key == "" {
		c.Key = fmt.Sprintf("event-%d", w.events)
	}
	return w.Custody.Record(w.Ctx, c)
}

// Commission brings a batch into being at the brand, by its top containers.
func (w *World) Commission(b *code.Batch) {
	w.T.Helper()
	top := b.Levels[len(b.Levels)-1].ItemRange
	_, err := w.Record(custody.Command{Kind: model.Commission, To: w.Brand.ID, Goods: []custody.Goods{{Items: top}}})
	w.must(err)
}

// Ship sends items from one organisation to another.
func (w *World) Ship(from, to model.Org, items ...model.ItemID) {
	w.T.Helper()
	_, err := w.Record(custody.Command{Kind: model.Ship, From: from.ID, To: to.ID, Goods: Goods(items...)})
	w.must(err)
}

// Receive takes items in.
func (w *World) Receive(to model.Org, items ...model.ItemID) {
	w.T.Helper()
	_, err := w.Record(custody.Command{Kind: model.Receive, To: to.ID, Goods: Goods(items...)})
	w.must(err)
}

// Goods is each item by itself.
func Goods(items ...model.ItemID) []custody.Goods {
	goods := make([]custody.Goods, len(items))
	for i, item := range items {
		goods[i] = custody.Goods{Items: model.One(item)}
	}
	return goods
}

// Print is the code on a face of an item.
func (w *World) Print(face model.Face, item model.ItemID) string {
	w.T.Helper()
	text, err := w.Code.Print(face, item)
	w.must(err)
	return text
}

// Scan scans a face of an item now, as a role, without a location.
func (w *World) Scan(person model.PersonID, role model.Role, face model.Face, item model.ItemID) (scan.Answer, error) {
	w.T.Helper()
	return w.Rooms.Scan.Record(w.Ctx, scan.Input{Person: person, Role: role, Text: w.Print(face, item)})
}

// Settle delivers the outbox and seals the ledger.
func (w *World) Settle() {
	w.T.Helper()
	w.must(w.Relay.Drain(w.Ctx))
	_, err := w.Ledger.Seal(w.Ctx)
	w.must(err)
}

// Tick moves time on.
func (w *World) Tick(d time.Duration) { w.Clock.Advance(d) }
