package main

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/kv"
	"channelrouter/internal/lease"
	"channelrouter/miniprogram"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/scan"
)

// marketHouse is a house that WeChat makes codes for, by the clients that serve uses.
type marketHouse struct {
	*service.Rooms
	t      *testing.T
	clock  *clock.Manual
	wechat *fake.Server
	batch  *code.Batch
	order  model.MarketCodeOrder
}

const marketUnits = 10_000

func newMarketHouse(t *testing.T) *marketHouse {
	t.Helper()
	hand := clock.NewManual(time.Now())
	h := &marketHouse{t: t, clock: hand, wechat: fake.NewAt(hand.Now)}
	h.wechat.AddApp("wxconsumer", "secret")
	h.wechat.AddOfficialAccount("wxofficial", "secret", "q.brand.test")
	h.wechat.SetCodeKey("wxofficial", "0123456789abcdef")
	h.wechat.AddPerson("Li", "union-li")
	h.wechat.AddPerson("Wang", "union-wang")
	h.must(h.wechat.Start())
	t.Cleanup(func() { _ = h.wechat.Close() })

	c := configs.Default()
	c.WeChat.BaseURL = h.wechat.URL()
	c.Apps["consumer"] = configs.App{ID: "wxconsumer", Secret: "secret"}
	c.Official = configs.Official{ID: "wxofficial", Secret: "secret", CodeKey: "0123456789abcdef"}
	store := kv.NewMemory(hand.Now)
	we, err := openWeChat(c, store)
	h.must(err)
	account, err := openOfficial(c, store)
	h.must(err)

	database, err := db.Open(t.Context(), "sqlite://"+t.TempDir()+"/market.db")
	h.must(err)
	t.Cleanup(func() { _ = database.Close() })
	h.must(migration.Up(t.Context(), database))
	keyring, err := code.NewKeyring(hand.Now(), code.StandardFaces())
	h.must(err)
	h.Rooms, err = service.New(t.Context(), service.Ground{
		DB: database, KV: store, Clock: hand, IDs: id.NewGenerator(1), Keeper: lease.NewKeeper(database, hand, "test"),
		Keyring: keyring, Printing: code.Printing{DefaultHost: "c.brand.test"}, WeChat: we, Guesses: 3,
		MarketCodes: openMarketCodes(c, account),
	})
	h.must(err)
	products, err := h.Catalog.Load(t.Context(), catalog.Sample())
	h.must(err)
	profile := code.Profile{Name: "single", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "unit", Outer: true, Inner: true}}}
	h.batch, err = h.Code.IssueBatch(t.Context(), code.NewBatch{Ref: "B1", ProductID: products[0].ID, Profile: profile, Linking: model.PreLinked, Count: marketUnits})
	h.must(err)
	h.order, err = h.Market.Order(t.Context(), marketcode.Order{By: 1, Key: "k", Batch: h.batch.ID, Face: model.FaceUnitInner})
	h.must(err)
	return h
}

func (h *marketHouse) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// live has the codes made, imported and activated, with whatever faults are set.
func (h *marketHouse) live() {
	h.t.Helper()
	h.worksUntil(func() bool { return h.now().State == model.MarketImported })
	_, err := h.Market.Activate(h.t.Context(), marketcode.Activation{
		By: 1, Key: "a", Order: h.order.ID, Activity: "spring", Brand: "B", App: "consumer", Page: "pages/claim/index",
	})
	h.must(err)
	h.worksUntil(func() bool { return h.now().State == model.MarketActive })
}

func (h *marketHouse) now() model.MarketCodeOrder {
	h.t.Helper()
	o, err := h.Market.Get(h.t.Context(), h.order.ID)
	h.must(err)
	return o
}

func (h *marketHouse) worksUntil(done func() bool) {
	h.t.Helper()
	for round := 0; !done(); round++ {
		if round > 100 {
			h.t.Fatalf("it does not end: %+v", h.now())
		}
		_, err := h.Market.Work(h.t.Context())
		h.must(err)
		h.clock.Advance(time.Minute)
	}
}

// person logs in to the consumer's app.
func (h *marketHouse) person(name string) model.PersonID {
	h.t.Helper()
	tokens, err := h.Identity.Login(h.t.Context(), "consumer", h.wechat.IssueLoginCode("wxconsumer", name))
	h.must(err)
	return tokens.Actor.PersonID
}

// scansCap is a person who scans the n-th cap in WeChat: the ticket that his app gets.
func (h *marketHouse) scansCap(name string, n int64) string {
	h.t.Helper()
	_, printed := h.wechat.MarketCode(h.now().Application, n)
	appID, page, ticket, ok := h.wechat.ScanMarketCode(name, printed)
	if !ok || appID != "wxconsumer" || page != "pages/claim/index" {
		h.t.Fatalf("%q %q %v", appID, page, ok)
	}
	return ticket
}

func (h *marketHouse) claims(person model.PersonID, key, ticket string) (scan.Answer, error) {
	return h.Scan.Record(h.t.Context(), scan.Input{Person: person, Role: model.RoleConsumer, Key: key, Ticket: ticket})
}

// From the order to the claim, by WeChat's protocol, while WeChat fails in every way.
func TestWeChatsCodesToTheClaim(t *testing.T) {
	h := newMarketHouse(t)
	for _, path := range []string{"applycode", "applycodequery", "applycodedownload", "codeactive"} {
		for _, f := range []fake.Fault{{Errcode: -1}, {Status: 502}, {Late: true, Status: 502}, {Late: true, Drop: true}, {ExpireToken: true}} {
			f.Path = "/intp/marketcode/" + path
			h.wechat.Fail(1, f)
		}
	}
	h.live()
	references, _ := h.wechat.Applications()
	if len(references) != 1 || h.wechat.CodeActivations(references[0]) != 1 {
		t.Fatalf("%v, activated %d times", references, h.wechat.CodeActivations(references[0]))
	}

	li, wang := h.person("Li"), h.person("Wang")
	ticket := h.scansCap("Li", 9_999)
	a, err := h.claims(li, "claim", ticket)
	h.must(err)
	if a.Outcome != scan.OutcomeClaimed || a.Face != "unit_inner" || a.Won == nil || a.Won.Amount == 0 {
		t.Fatalf("%+v", a)
	}
	var row model.Scan
	h.must(h.DB.Conn(t.Context()).Where("id = ?", a.ScanID).Take(&row).Error)
	if row.Item != h.batch.Levels[0].From+9_999 {
		t.Fatalf("claimed %s", row.Item)
	}
	h.wechat.Fail(9, fake.Fault{Path: "/intp/marketcode/tickettocode", Status: 502})
	again, err := h.claims(li, "claim", ticket)
	if err != nil || again.ScanID != a.ScanID {
		t.Fatalf("a retry: %+v, %v", again, err)
	}
	_, err = h.claims(li, "another", h.scansCap("Li", 1))
	if !errors.Is(err, miniprogram.ErrUnavailable) {
		t.Fatalf("with WeChat down: %v", err)
	}
	h.wechat.Recover()
	repeat, err := h.claims(wang, "claim", h.scansCap("Wang", 9_999))
	if err != nil || repeat.Outcome != scan.OutcomeRepeat {
		t.Fatalf("%+v, %v", repeat, err)
	}
}

// A ticket of another person, or none, is refused and counted as a guess.
func TestTicketsAreNotGuessed(t *testing.T) {
	h := newMarketHouse(t)
	h.live()
	li, wang := h.person("Li"), h.person("Wang")
	stolen := h.scansCap("Li", 3)
	for i, ticket := range []string{stolen, "made up", "6cb4bc95e1f1abc97034cbe8fd484989"} {
		if _, err := h.claims(wang, fmt.Sprint(i), ticket); !errors.Is(err, miniprogram.ErrCodeTicketRefused) {
			t.Fatalf("%q: %v", ticket, err)
		}
	}
	if _, err := h.claims(wang, "now", h.scansCap("Wang", 4)); !errors.Is(err, scan.ErrTooManyGuesses) {
		t.Fatalf("after three guesses: %v", err)
	}
	if a, err := h.claims(li, "now", stolen); err != nil || a.Outcome != scan.OutcomeClaimed {
		t.Fatalf("its owner: %+v, %v", a, err)
	}
	both := scan.Input{Person: li, Role: model.RoleConsumer, Text: "1234", Ticket: stolen}
	if _, err := h.Scan.Record(t.Context(), both); !errors.Is(err, scan.ErrBadScan) {
		t.Fatalf("a ticket and a code: %v", err)
	}
	original, _ := h.wechat.MarketCode(h.now().Application, 5)
	if _, err := h.Scan.Record(t.Context(), scan.Input{Person: li, Role: model.RoleConsumer, Text: original}); err == nil {
		t.Fatal("an original that WeChat has not told us is believed")
	}
}
