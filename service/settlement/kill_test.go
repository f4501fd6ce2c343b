package settlement_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/dbtest"
	"channelrouter/internal/id"
	"channelrouter/internal/lease"
	"channelrouter/model"
	"channelrouter/model/migration"
	"channelrouter/service"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/ledger"
	"channelrouter/service/rebate"
	"channelrouter/service/settlement"
	"channelrouter/service/testkit"
)

const victimOf = "SETTLEMENT_TEST_VICTIM_OF"

// TestMain lets the test program be its own victim: with victimOf set it prepares periods of
// that database until it is killed.
func TestMain(m *testing.M) {
	if url := os.Getenv(victimOf); url != "" {
		fmt.Fprintln(os.Stderr, victim(url))
		os.Exit(1)
	}
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// victim works again and again, beside others and without a lease.
func victim(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	now, ids := clock.System{}, id.NewGenerator(rand.IntN(id.Nodes))
	l := ledger.New(d, now, ids, [32]byte{})
	s := settlement.New(d, now, ids, settlement.Rooms{
		Ledger: l, Rebate: rebate.New(d, now, ids, nil, catalog.New(d, ids), channel.New(d, now, ids), nil, l),
		Diversion: diversion.New(d, now, ids, nil, diversion.Rooms{}),
	})
	s.Small()
	for {
		if _, err := s.Work(ctx); err != nil {
			return err
		}
	}
}

// Workers that are killed between any two instructions leave a period that the next one
// finishes, and that is as if nobody had been.
func TestKilledWorkers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given workers that are killed while they prepare periods of 300 organisations", t, func() {
			url := dbtest.URL(t, e)
			f := newFair(t, e, func(g *service.Ground) {
				g.DB = dbtest.Dial(t, url)
				g.Keeper = lease.NewKeeper(g.DB, g.Clock, "test")
				So(migration.Up(t.Context(), g.DB), ShouldBeNil)
			})
			broken, rounds := 0, 0
			for ; rounds < 3 || broken == 0 && rounds < 20; rounds++ { // until some have died on the way
				for n := range 300 {
					f.post(fmt.Sprint(rounds, "/", n), "bonus", model.OrgRebate, model.OrgID(1000+n), int64(n+1))
				}
				f.cutOnly()
				for {
					workers := []*exec.Cmd{dbtest.StartVictim(t, victimOf, url, 0, 120*time.Millisecond), dbtest.StartVictim(t, victimOf, url, 0, 120*time.Millisecond)}
					for _, w := range workers {
						So(w.Wait(), ShouldNotBeNil)
						So(w.ProcessState.Exited(), ShouldBeFalse) // it was killed
					}
					p, err := f.Settlement.Period(f.Ctx, model.SettlementPeriodID(rounds+1))
					So(err, ShouldBeNil)
					if p.State != model.SettlementPreparing {
						break
					}
					if p.Built > 0 {
						broken++
					}
				}
			}
			So(broken, ShouldBeGreaterThan, 0)

			Convey("all statements are there, each once, and add up", func() {
				f.verified()
				st, err := f.Settlement.Find(f.Ctx, model.SettlementPeriodID(rounds), 1299)
				So(err, ShouldBeNil)
				So(told(st), ShouldResemble, []string{
					fmt.Sprint("opening ", 300*(rounds-1)), "other 0/300", fmt.Sprint("closing ", 300*rounds),
				})
				var rows int64
				So(f.DB.Conn(f.Ctx).Model(&model.SettlementLine{}).Count(&rows).Error, ShouldBeNil)
				So(rows, ShouldEqual, 300*rounds)
			})
		})
	})
}

// A worker that dies at any of its statements, and a brand's user who does, leave all or nothing.
func TestKilledAtAnyStatement(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		Convey("Given a period that workers die of, each a statement later than the one before", t, func() {
			f := newFair(t, e)
			f.Settlement.Small()
			f.diverted(3)
			f.sell(0, f.t1)
			f.cutOnly()
			visible := func() int {
				own, err := f.Settlement.OwnStatements(f.Ctx, f.d1.ID, 0, 10)
				So(err, ShouldBeNil)
				return len(own)
			}
			for n := int64(1); f.KillAfter(n, func() { _, _ = f.Settlement.Work(f.Ctx) }); n++ {
				if p, err := f.Settlement.Period(f.Ctx, 1); err == nil && p.State == model.SettlementPreparing {
					So(visible(), ShouldEqual, 0)
				}
			}
			p, err := f.Settlement.Period(f.Ctx, 1)
			So(err, ShouldBeNil)
			So(told(f.statement(p, f.d1)), ShouldResemble, []string{"opening 0", "rebate 1/300", "penalty 6/-12000", "closing -11700"})
			So(visible(), ShouldEqual, 1)
			f.verified()

			Convey("an approval that dies has changed nothing", func() {
				a := f.ask(p, f.d1, 100, 0)
				for n := int64(1); f.KillAfter(n, func() { _ = f.approve(f.Ctx, a) }); n++ {
					So(f.owed(f.d1.ID), ShouldEqual, -11_700)
					So(f.statement(p, f.d1).ClosingFen, ShouldEqual, -11_700)
				}
				So(f.statement(p, f.d1).ClosingFen, ShouldEqual, -11_600)
				f.verified()
			})
			Convey("and so has a closing, and a payment", func() {
				f.Tick(11 * 24 * time.Hour)
				for n := int64(1); f.KillAfter(n, func() { _, _ = f.Settlement.Close(f.Ctx, bert, p.ID) }); n++ {
					So(f.statement(p, f.d1).State, ShouldEqual, settlement.StateConfirmed)
					So(f.statement(p, f.d1).ClosedAt, ShouldBeNil)
				}
				pay := settlement.PaymentOrder{By: bert, Period: p.ID, Org: f.d2.ID, Method: model.PaidByBank}
				for n := int64(1); f.KillAfter(n, func() { _, _ = f.Settlement.Pay(f.Ctx, pay) }); n++ {
					So(f.owed(f.d2.ID), ShouldEqual, 6000)
				}
				So(f.owed(f.d2.ID), ShouldEqual, 0)
				f.verified()
			})
		})
	})
}

// post moves fen to an account of an organisation that need not exist, as no room does.
func (f *fair) post(key, kind string, account model.AccountKind, org model.OrgID, fen int64) {
	_, err := f.Ledger.Post(f.Ctx, ledger.Move(key, kind, f.Clock.Now(),
		model.Account{Kind: model.BrandRebate, Asset: model.CNY}, model.Account{Kind: account, Owner: int64(org), Asset: model.CNY}, fen))
	So(err, ShouldBeNil)
}
