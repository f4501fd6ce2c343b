package marketcode_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// weChat makes codes as WeChat does: a reference is an order, a run is activated once, and a
// ticket is worth its code to its scanner. It counts what it was asked.
type weChat struct {
	mu     sync.Mutex
	orders []string // references; the application is the index and one
	counts []int64
	opened []marketcode.Opening
	calls  map[string]int
	tried  int
	size   int64 // of a range
	ready  bool
	// fault plays a way to fail, or nothing, for a call, before or after it was carried out.
	fault func(call string, n int) fault
}

type fault int

const (
	fine fault = iota
	lostBefore
	lostAfter
)

var (
	errLost    = errors.New("wechat: connection lost")
	errRefused = &errs.Error{Kind: errs.Invalid, Code: "wechat.codes_refused"}
)

func newWeChat() *weChat {
	return &weChat{calls: map[string]int{}, size: 4000, ready: true, fault: func(string, int) fault { return fine }}
}

// call is any call: what happens to it, and what it does in between.
func (w *weChat) call(ctx context.Context, name string, do func() error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if db.Inside(ctx) {
		return errors.New("a network call inside a transaction")
	}
	w.tried++
	f := w.fault(name, w.tried)
	if f == lostBefore {
		return errLost
	}
	w.calls[name]++
	if err := do(); err != nil {
		return err
	}
	if f == lostAfter {
		return errLost
	}
	return nil
}

func (w *weChat) Apply(ctx context.Context, count int64, reference string) (application int64, err error) {
	err = w.call(ctx, "apply", func() error {
		for i, known := range w.orders {
			if known == reference {
				application = int64(i + 1)
				return nil
			}
		}
		w.orders, w.counts = append(w.orders, reference), append(w.counts, count)
		application = int64(len(w.orders))
		return nil
	})
	return application, err
}

func (w *weChat) Ranges(ctx context.Context, application int64) (ranges []marketcode.Range, ready bool, err error) {
	err = w.call(ctx, "ranges", func() error {
		count := w.counts[application-1]
		for from := int64(0); w.ready && from < count; from += w.size {
			ranges = append(ranges, marketcode.Range{From: from, To: min(from+w.size, count)})
		}
		ready = w.ready
		return nil
	})
	return ranges, ready, err
}

// made is a code of WeChat's.
func made(application, n int64) code.MarketCode {
	return code.MarketCode{Original: fmt.Sprintf("%02X%06X*", application, n), Printed: fmt.Sprintf("P.URL.CN/0%02X$/%%L:H%010X", application, n)}
}

func (w *weChat) Fetch(ctx context.Context, application int64, r marketcode.Range) (codes []code.MarketCode, err error) {
	err = w.call(ctx, "fetch", func() error {
		for n := r.From; n < r.To; n++ {
			codes = append(codes, made(application, n))
		}
		return nil
	})
	return codes, err
}

func (w *weChat) Open(ctx context.Context, o marketcode.Opening) error {
	return w.call(ctx, "open", func() error {
		for _, other := range w.opened {
			if o.Application == other.Application && o.Range.From < other.Range.To && other.Range.From < o.Range.To {
				return errRefused
			}
		}
		w.opened = append(w.opened, o)
		return nil
	})
}

func (w *weChat) Opens(ctx context.Context, application, number int64) (appID, page string, err error) {
	err = w.call(ctx, "opens", func() error {
		for _, o := range w.opened {
			if o.Application == application && o.Range.From <= number && number < o.Range.To {
				appID, page = o.AppID, o.Page
			}
		}
		return nil
	})
	return appID, page, err
}

// Code believes tickets of the form openid/original.
func (w *weChat) Code(ctx context.Context, openID, ticket string) (original string, err error) {
	err = w.call(ctx, "code", func() error {
		if n := len(openID) + 1; len(ticket) > n && ticket[:n] == openID+"/" {
			original = ticket[n:]
			return nil
		}
		return &errs.Error{Kind: errs.Invalid, Code: "wechat.code_ticket_refused"}
	})
	return original, err
}

func (w *weChat) AppID(app string) string {
	if app == "terminal" {
		return "" // not configured
	}
	return "wx-" + app
}

func (w *weChat) called(name string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[name]
}

// shop is a world whose brand has WeChat make codes: a batch of units, each with a visible
// and a hidden face, none of them active.
type shop struct {
	*testkit.World
	*marketcode.Service
	wechat *weChat
	batch  *code.Batch
	keys   int
}

func newShop(t testing.TB, e testkit.Engine, units int64) *shop {
	s := &shop{World: testkit.New(t, e), wechat: newWeChat()}
	s.Service = s.room()
	s.batch = s.issue("B1", units)
	return s
}

// room is the room as a process has it.
func (s *shop) room() *marketcode.Service {
	return marketcode.New(s.DB, s.KV, s.Clock, s.IDs, s.Identity, s.Catalog, s.Code, s.wechat)
}

func (s *shop) issue(ref string, units int64) *code.Batch {
	s.T.Helper()
	profile := code.Profile{Name: "single", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "unit", Outer: true, Inner: true}}}
	b, err := s.Code.IssueBatch(s.Ctx, code.NewBatch{Ref: ref, ProductID: s.Products[0].ID, Profile: profile, Linking: model.PreLinked, Count: units})
	s.must(err)
	return b
}

func (s *shop) must(err error) {
	s.T.Helper()
	if err != nil {
		s.T.Fatal(err)
	}
}

func (s *shop) key() string {
	s.keys++
	return fmt.Sprint("key-", s.keys)
}

func (s *shop) orders(face model.Face) (model.MarketCodeOrder, error) {
	return s.Order(s.Ctx, marketcode.Order{By: 1, Key: s.key(), Batch: s.batch.ID, Face: face})
}

// imported is an order whose codes are all here.
func (s *shop) imported() model.MarketCodeOrder {
	s.T.Helper()
	o, err := s.orders(model.FaceUnitInner)
	s.must(err)
	s.work()
	o = s.now(o)
	if o.State != model.MarketImported {
		s.T.Fatalf("%+v", o)
	}
	return o
}

// activates is an activation of a run.
func (s *shop) activates(o model.MarketCodeOrder, from, to int64) marketcode.Activation {
	return marketcode.Activation{
		By: 1, Key: s.key(), Order: o.ID, From: from, To: to, Activity: "spring", Brand: "B", App: "consumer", Page: "pages/claim/index",
	}
}

// work lets a worker go on until nothing is due.
func (s *shop) work() {
	s.T.Helper()
	for {
		n, err := s.Work(s.Ctx)
		s.must(err)
		if n == 0 {
			return
		}
	}
}

// later lets time pass, and the worker work.
func (s *shop) later(d time.Duration) {
	s.T.Helper()
	s.Tick(d)
	s.work()
}

func (s *shop) now(o model.MarketCodeOrder) model.MarketCodeOrder {
	s.T.Helper()
	fresh, err := s.Get(s.Ctx, o.ID)
	s.must(err)
	return fresh
}

func (s *shop) activation(o model.MarketCodeOrder) model.MarketCodeActivation {
	s.T.Helper()
	all, err := s.Activations(s.Ctx, o.ID, 0, 10)
	s.must(err)
	if len(all) != 1 {
		s.T.Fatalf("%d activations", len(all))
	}
	return all[0]
}
