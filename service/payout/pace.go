package payout

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/kv"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// cancelsPerSec is how often a second WeChat lets any merchant take bills back.
const cancelsPerSec = 20

// paced is a payer that is called no more often than its merchants may, over all
// replicas, by the payer's fixed seconds, each kind of call for itself. Beyond that it
// answers errNotYet and calls nobody. The payer is the judge: where counts were lost it
// answers that it wants to be asked later.
type paced struct {
	Payer
	pace
}

func (p paced) Transfer(ctx context.Context, b Bill) (Result, error) {
	if !p.count(ctx, "transfer", b.Merchant, p.limits[b.Merchant].PerSec) {
		return Result{}, errNoTransfer
	}
	r, err := p.Payer.Transfer(ctx, b)
	var refused *Refusal
	if errors.As(err, &refused) { // which a query has confirmed, see Refusal
		p.count(ctx, "query", b.Merchant, p.limits[b.Merchant].PerSec)
	}
	return r, err
}

func (p paced) Query(ctx context.Context, merchant, number string) (Result, error) {
	if !p.count(ctx, "query", merchant, p.limits[merchant].PerSec) {
		return Result{}, errNoQuery
	}
	return p.Payer.Query(ctx, merchant, number)
}

func (p paced) Cancel(ctx context.Context, merchant, number string) (Result, error) {
	if !p.count(ctx, "cancel", merchant, cancelsPerSec) {
		return Result{}, errNotYet
	}
	return p.Payer.Cancel(ctx, merchant, number)
}

func (p paced) Statement(ctx context.Context, merchant string, day time.Time) iter.Seq2[Movement, error] {
	if !p.count(ctx, "query", merchant, p.limits[merchant].PerSec) {
		return func(yield func(Movement, error) bool) { yield(Movement{}, errNoQuery) }
	}
	return p.Payer.Statement(ctx, merchant, day)
}

// pace counts what merchants use up of what they may: calls a second, and money a day.
type pace struct {
	store  kv.Store
	clock  clock.Clock
	limits map[string]Till // by merchant
}

func newPace(store kv.Store, c clock.Clock, tills map[model.AccountKind]Till) pace {
	p := pace{store: store, clock: c, limits: map[string]Till{}}
	for _, till := range tills {
		p.limits[till.Merchant] = till
	}
	return p
}

// count counts a call of a merchant and tells whether it is within its second. A limit of
// 0 is none.
func (p pace) count(ctx context.Context, call, merchant string, limit int64) (within bool) {
	if limit <= 0 {
		return true
	}
	key := fmt.Sprintf("limit:pay-calls:%s:%s:%d", call, merchant, p.clock.Now().Unix())
	n, err := p.store.Increment(ctx, key, 1, 2*time.Second)
	if err != nil {
		slog.WarnContext(ctx, "calls of the payer are not counted", "merchant", merchant, "error", err)
		return true
	}
	return n <= limit
}

// spend counts the money of a payout that is to be handed over, unless that is more than
// its merchant may spend in the day.
func (p pace) spend(ctx context.Context, out model.Payout) (within bool) {
	limit := p.limits[out.Merchant].DailyFen
	if limit <= 0 {
		return true
	}
	sum, err := p.add(ctx, out.Merchant, p.clock.Now(), out.Net())
	if err != nil || sum <= limit {
		return true
	}
	p.unspend(ctx, out)
	return false
}

// unspend gives back what a payout of today took from its merchant's day.
func (p pace) unspend(ctx context.Context, out model.Payout) {
	now := p.clock.Now()
	sentToday := out.SentAt == nil || clock.BizDate(*out.SentAt) == clock.BizDate(now)
	if p.limits[out.Merchant].DailyFen > 0 && sentToday {
		_, _ = p.add(ctx, out.Merchant, now, -out.Net()) // counted too high at worst: add has said so
	}
}

func (p pace) add(ctx context.Context, merchant string, now time.Time, fen money.Fen) (money.Fen, error) {
	key := fmt.Sprintf("limit:pay-fen:%s:%d", merchant, clock.BizDate(now))
	sum, err := p.store.Increment(ctx, key, int64(fen), 48*time.Hour)
	if err != nil {
		slog.WarnContext(ctx, "the payer's money of the day is not counted", "merchant", merchant, "fen", fen, "error", err)
	}
	return money.Fen(sum), err
}

// nextSecond is when calls may be made again that were too many for this second.
func nextSecond(t time.Time) time.Time { return t.Truncate(time.Second).Add(time.Second) }
