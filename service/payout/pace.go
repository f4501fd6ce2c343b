package payout

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/kv"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// pace keeps merchants within what the payer allows them, over all replicas: calls a
// second, by the payer's fixed seconds, and money a day. The payer is the judge: where
// counts were lost it answers that it wants to be asked later.
type pace struct {
	store  kv.Store
	limits map[string]Till // by merchant
}

func newPace(store kv.Store, tills map[model.AccountKind]Till) pace {
	p := pace{store: store, limits: map[string]Till{}}
	for _, till := range tills {
		p.limits[till.Merchant] = till
	}
	return p
}

// count counts a call of a merchant and tells whether it is within its second.
func (p pace) count(ctx context.Context, merchant string, now time.Time) (within bool) {
	limit := p.limits[merchant].PerSec
	if limit <= 0 {
		return true
	}
	n, err := p.store.Increment(ctx, fmt.Sprintf("limit:pay-calls:%s:%d", merchant, now.Unix()), 1, 2*time.Second)
	if err != nil {
		slog.WarnContext(ctx, "calls of the payer are not counted", "merchant", merchant, "error", err)
		return true
	}
	return n <= limit
}

// spend counts a merchant's money of the day, unless that is more than it may spend.
func (p pace) spend(ctx context.Context, merchant string, fen money.Fen, now time.Time) (within bool) {
	limit := p.limits[merchant].DailyFen
	if limit <= 0 {
		return true
	}
	key := fmt.Sprintf("limit:pay-fen:%s:%d", merchant, clock.BizDate(now))
	sum, err := p.store.Increment(ctx, key, int64(fen), 48*time.Hour)
	if err != nil {
		slog.WarnContext(ctx, "the payer's money of the day is not counted", "merchant", merchant, "error", err)
		return true
	}
	if sum <= int64(limit) {
		return true
	}
	if _, err := p.store.Increment(ctx, key, -int64(fen), 48*time.Hour); err != nil {
		slog.WarnContext(ctx, "the payer's money of the day is counted too high", "merchant", merchant, "error", err)
	}
	return false
}

// turn tells whether a payout may be taken on now, or when else. It counts what it lets
// pass.
func (p pace) turn(ctx context.Context, out model.Payout, now time.Time) (at time.Time, may bool) {
	if !p.count(ctx, out.Merchant, now) {
		return now.Truncate(time.Second).Add(time.Second), false
	}
	if out.State == model.PayoutOwed && !p.spend(ctx, out.Merchant, out.Net(), now) {
		return tomorrow(now), false
	}
	return now, true
}

// tomorrow is the midnight after t in Shanghai.
func tomorrow(t time.Time) time.Time {
	local := clock.Local(t)
	year, month, day := local.Date()
	return clock.Normal(time.Date(year, month, day+1, 0, 0, 0, 0, local.Location()))
}
