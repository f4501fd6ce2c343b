package rebate_test

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
	"channelrouter/service/ledger"
	"channelrouter/service/rebate"
)

const victimOf = "REBATE_TEST_VICTIM_OF"

// TestMain lets the test program be its own victim: with victimOf set it works on that
// database until it is killed.
func TestMain(m *testing.M) {
	if url := os.Getenv(victimOf); url != "" {
		fmt.Fprintln(os.Stderr, victim(url))
		os.Exit(1)
	}
	if err := flag.Set("rapid.checks", "100"); err != nil {
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
	s := rebate.New(d, now, ids, nil, catalog.New(d, ids), channel.New(d, now, ids), nil, ledger.New(d, now, ids, [32]byte{}))
	for {
		if _, err := s.Work(ctx); err != nil {
			return err
		}
	}
}

// Two workers at once, killed between any two instructions, post nothing twice and no more
// than the budget; the next one goes on.
func TestKilledWorkers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, e dbtest.Engine) {
		Convey("Given two workers that are killed again and again while goods sell", t, func() {
			url := dbtest.URL(t, e)
			m := newMarket(t, e, func(g *service.Ground) {
				g.DB = dbtest.Dial(t, url)
				g.Keeper = lease.NewKeeper(g.DB, g.Clock, "test")
				So(migration.Up(t.Context(), g.DB), ShouldBeNil)
			})
			m.publish(rebate.Policy{}, m.morning)
			shares := rebate.Shares{Distributor: 10_000, Terminal: 5000}
			steps := &rebate.Stepped{Steps: []rebate.Step{{From: 0, Fen: 10}, {From: 8, Fen: 30}}}
			free := m.run("FREE", model.ProgrammeRetrospective, rebate.Terms{Every: "month", Shares: shares, Retrospective: steps})
			tight := m.run("TIGHT", model.ProgrammeTiered, rebate.Terms{Every: "month", Shares: shares, BudgetFen: 300, Tiered: steps})
			shops := []model.Org{m.t1, m.t2, m.t3}
			for range 6 {
				workers := []*exec.Cmd{dbtest.StartVictim(t, victimOf, url, 50*time.Millisecond, 450*time.Millisecond), dbtest.StartVictim(t, victimOf, url, 50*time.Millisecond, 450*time.Millisecond)}
				for range 20 {
					So(m.sell(rand.Int64N(40), shops[rand.IntN(3)]), ShouldBeNil)
				}
				for _, w := range workers {
					err := w.Wait()
					So(err, ShouldNotBeNil)
					So(w.ProcessState.Exited(), ShouldBeFalse) // it was killed
				}
				So(m.spent(tight, 202604), ShouldBeLessThanOrEqualTo, 300)
			}
			var before int64
			So(m.DB.Conn(m.Ctx).Model(&model.RebateAccrual{}).Count(&before).Error, ShouldBeNil)
			So(before, ShouldBeGreaterThan, 0) // the workers were at work
			m.work()

			Convey("all is posted once, as the facts say, and no more than there is", func() {
				m.checkBooks(free)
				m.checkBooks(tight)
				sold := map[model.OrgID]int64{}
				var sales []model.RebateSale
				So(m.DB.Conn(m.Ctx).Find(&sales).Error, ShouldBeNil)
				for _, s := range sales {
					if s.Tier == model.OrgDistributor || s.Matched {
						sold[s.OrgID]++
					}
				}
				want, budgeted := int64(0), int64(0)
				tiers := map[model.OrgID]model.OrgKind{m.t1.ID: model.OrgTerminal, m.t2.ID: model.OrgTerminal, m.t3.ID: model.OrgTerminal}
				for org, units := range sold {
					tier := tiers[org]
					if tier == 0 {
						tier = model.OrgDistributor
					}
					f := rebate.Facts{Units: units}
					want += int64(rebate.Terms{Shares: shares, Retrospective: steps}.Earned(f, tier))
					budgeted += int64(rebate.Terms{Shares: shares, Tiered: steps}.Earned(f, tier))
				}
				posted := func(p model.RebateProgramme) (sum int64) {
					So(m.DB.Conn(m.Ctx).Raw("SELECT SUM(fen) FROM rebate_accruals WHERE programme_id = ?", p.ID).Scan(&sum).Error, ShouldBeNil)
					return sum
				}
				So(posted(free), ShouldEqual, want)
				So(posted(tight), ShouldEqual, min(budgeted, 300))
				var left int64
				So(m.DB.Conn(m.Ctx).Model(&model.RebateCount{}).Count(&left).Error, ShouldBeNil)
				So(left, ShouldEqual, 0)
			})
		})
	})
}
