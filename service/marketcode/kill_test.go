package marketcode_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/marketcode"
	"channelrouter/service/testkit"
)

// killAt ends a worker at the n-th statement that it sends to the database: the connection
// is gone, and so is the worker. It returns how to bring the database back.
func (s *shop) killAt(n int) (revive func(), killed func() bool) {
	s.T.Helper()
	var mu sync.Mutex
	count, dead, cancelled := 0, false, false
	die := func(tx *gorm.DB) {
		mu.Lock()
		defer mu.Unlock()
		if cancelled {
			return
		}
		if count++; count >= n {
			dead = true
			_ = tx.AddError(errors.New("the worker is dead"))
		}
	}
	const name = "test:kill"
	each := func(how func(g *gorm.DB) []error) {
		s.must(s.DB.Run(s.Ctx, func(ctx context.Context) error { return errors.Join(how(s.DB.Conn(ctx))...) }))
	}
	each(func(g *gorm.DB) []error {
		c := g.Callback()
		return []error{
			c.Create().Before("gorm:create").Register(name, die), c.Update().Before("gorm:update").Register(name, die),
			c.Query().Before("gorm:query").Register(name, die),
		}
	})
	return func() {
			mu.Lock()
			cancelled = true
			mu.Unlock()
			each(func(g *gorm.DB) []error {
				c := g.Callback()
				return []error{c.Create().Remove(name), c.Update().Remove(name), c.Query().Remove(name)}
			})
		}, func() bool {
			mu.Lock()
			defer mu.Unlock()
			return dead
		}
}

// A worker that dies at any statement, in any call of WeChat's before or after it was
// carried out, is followed by one that ends what it began: each code leads to its item, and
// nothing was done twice at WeChat.
func TestWorkersDieAnywhere(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newShop(t, e, 1)
		step := 1
		if testing.Short() {
			step = 4 // the race detector need not see a death at each statement
		}
		for n, batch := 1, 0; ; n += step {
			batch++
			s.batch = s.issue(fmt.Sprint("K", batch), 1500)
			o, err := s.orders(model.FaceUnitInner)
			s.must(err)
			killed := false
			for round := 0; s.now(o).State != model.MarketImported; round++ {
				if round > 20 {
					t.Fatalf("statement %d: it does not end: %+v", n, s.now(o))
				}
				killed = s.runDying(n) || killed
				s.Tick(3 * time.Minute) // the dead worker's claim runs out
			}
			_, err = s.Activate(s.Ctx, s.activates(o, 0, 0))
			s.must(err)
			for round := 0; s.now(o).State != model.MarketActive; round++ {
				if round > 20 {
					t.Fatalf("statement %d: it does not end: %+v", n, s.activation(o))
				}
				killed = s.runDying(n) || killed
				s.Tick(3 * time.Minute)
			}
			s.checkWhole(o)
			if !killed {
				if n < 10 {
					t.Fatalf("only %d statements", n)
				}
				return
			}
		}
	})
}

// runDying lets a fresh worker run that dies at its n-th statement; whoever comes after it
// takes a step unharmed.
func (s *shop) runDying(n int) bool {
	s.T.Helper()
	revive, killed := s.killAt(n)
	worker := s.room()
	var err error
	for taken := 1; taken > 0 && err == nil; {
		taken, err = worker.Work(s.Ctx)
	}
	revive()
	if !killed() {
		return false
	}
	s.Tick(3 * time.Minute)
	_, err = s.room().Work(s.Ctx)
	s.must(err)
	return true
}

func (s *shop) checkWhole(o model.MarketCodeOrder) {
	s.T.Helper()
	o = s.now(o)
	if o.Imported != 1500 || o.Activated != 1500 {
		s.T.Fatalf("%+v", o)
	}
	for _, n := range []int64{0, 999, 1000, 1499} {
		found, err := s.Code.ResolveMarket(s.Ctx, made(o.Application, n).Original)
		if err != nil || found.Item != testkit.Item(s.batch, model.LevelUnit, n) {
			s.T.Fatalf("code %d leads to %v, %v", n, found.Item, err)
		}
	}
	if _, err := s.Code.ResolveMarket(s.Ctx, made(o.Application, 1500).Original); !errors.Is(err, code.ErrForged) {
		s.T.Fatalf("a code of no unit: %v", err)
	}
	opened, ordered := 0, 0
	for _, other := range s.wechat.opened {
		if other.Application == o.Application {
			opened++
		}
	}
	for _, reference := range s.wechat.orders {
		if reference == fmt.Sprint("CR", o.ID) {
			ordered++
		}
	}
	if opened != 1 || ordered != 1 {
		s.T.Fatalf("WeChat opened the codes %d times, of %d orders", opened, ordered)
	}
}

// Two workers at once, whose lease has slipped, do everything once, whatever is lost on the
// way to WeChat.
func TestTwoWorkersAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		s := newShop(t, e, 10_000)
		s.wechat.fault = func(_ string, n int) fault { return []fault{fine, lostAfter, fine, lostBefore, fine}[n%5] }
		inner, err := s.orders(model.FaceUnitInner)
		s.must(err)
		outer, err := s.orders(model.FaceUnitOuter)
		s.must(err)
		both := func(done func() bool) {
			for round := 0; !done(); round++ {
				if round > 200 {
					t.Fatalf("it does not end: %+v %+v", s.now(inner), s.now(outer))
				}
				rooms := []*marketcode.Service{s.room(), s.room()}
				for _, err := range testkit.Together(2, func(i int) error {
					_, err := rooms[i].Work(s.Ctx)
					return err
				}) {
					s.must(err)
				}
				s.Tick(time.Minute)
			}
		}
		both(func() bool {
			return s.now(inner).State == model.MarketImported && s.now(outer).State == model.MarketImported
		})
		for _, o := range []model.MarketCodeOrder{inner, outer} {
			for _, r := range [][2]int64{{0, 5000}, {5000, 10_000}} {
				_, err := s.Activate(s.Ctx, s.activates(o, r[0], r[1]))
				s.must(err)
			}
		}
		both(func() bool {
			return s.now(inner).State == model.MarketActive && s.now(outer).State == model.MarketActive
		})
		if len(s.wechat.opened) != 4 || len(s.wechat.orders) != 2 {
			t.Fatalf("%d activations, %d orders", len(s.wechat.opened), len(s.wechat.orders))
		}
		for _, o := range []model.MarketCodeOrder{s.now(inner), s.now(outer)} {
			found, err := s.Code.ResolveMarket(s.Ctx, made(o.Application, 9_999).Original)
			if err != nil || found.Face != o.Face || found.Item != testkit.Item(s.batch, model.LevelUnit, 9_999) {
				t.Fatalf("%+v, %v", found, err)
			}
		}
	})
}
