package ledger_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/testkit"
)

var (
	monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	seed   = [32]byte{7}
)

// The accounts of these tests: Li is a consumer, Wang a guide, D1 a distributor.
var (
	rewardCost = model.Account{Kind: model.BrandReward, Asset: model.CNY}
	pointsCost = model.Account{Kind: model.BrandReward, Asset: model.Points}
	rebateCost = model.Account{Kind: model.BrandRebate, Asset: model.CNY}
	li         = model.Account{Kind: model.WalletConsumer, Owner: 1, Asset: model.Points}
	wang       = model.Account{Kind: model.WalletGuide, Owner: 2, Asset: model.CNY}
	d1         = model.Account{Kind: model.OrgRebate, Owner: 3, Asset: model.CNY}

	accounts = []model.Account{rewardCost, pointsCost, rebateCost, li, wang, d1}
)

// books is a ledger on a fresh database.
type books struct {
	*ledger.Service
	db    *db.DB
	ctx   context.Context
	clock *clock.Manual
}

func newBooks(t *testing.T, e testkit.Engine) *books { return openBooks(t, testkit.Open(t, e)) }

func openBooks(t *testing.T, d *db.DB) *books {
	c := clock.NewManual(monday)
	return &books{Service: ledger.New(d, c, id.NewGenerator(1), seed), db: d, ctx: t.Context(), clock: c}
}

// post writes one posting.
func (b *books) post(p ledger.Posting) model.TxnID {
	ids, err := b.Post(b.ctx, p)
	So(err, ShouldBeNil)
	So(ids, ShouldHaveLength, 1)
	return ids[0]
}

// many posts n movements from one account to another.
func (b *books) many(n int, from, to model.Account, amount int64) {
	postings := make([]ledger.Posting, n)
	for i := range postings {
		postings[i] = ledger.Move(fmt.Sprintf("%v to %v %d", from, to, i), "test", monday, from, to, amount)
	}
	_, err := b.Post(b.ctx, postings...)
	So(err, ShouldBeNil)
}

func (b *books) seal() int {
	n, err := b.Seal(b.ctx)
	So(err, ShouldBeNil)
	return n
}

func (b *books) balance(a model.Account) int64 {
	n, err := b.Balance(b.ctx, a)
	So(err, ShouldBeNil)
	return n
}

func (b *books) verify() ledger.Report {
	report, err := b.Verify(b.ctx)
	So(err, ShouldBeNil)
	return report
}

func (b *books) count(rows any) int64 {
	var n int64
	So(b.db.Conn(b.ctx).Model(rows).Count(&n).Error, ShouldBeNil)
	return n
}

func (b *books) seals() []model.LedgerSeal {
	var seals []model.LedgerSeal
	So(b.db.Conn(b.ctx).Order("id").Find(&seals).Error, ShouldBeNil)
	return seals
}

// atOnce runs n goroutines and returns their errors.
func atOnce(n int, f func(i int) error) []error {
	failures := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { failures[i] = f(i) })
	}
	all.Wait()
	return failures
}
