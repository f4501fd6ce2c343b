package marketcode

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/code"
)

const (
	workBatch = 20
	// claimFor is how long a worker has an order to itself: longer than any call of WeChat's
	// and the codes of one call take.
	claimFor     = 2 * time.Minute
	makingPause  = 30 * time.Second // while WeChat makes the codes
	firstPause   = 5 * time.Second
	longestPause = 30 * time.Minute
	chunk        = 1000 // codes in one transaction
)

// Work takes what is due one step on, and says how many it took. It may be repeated, and
// end, anywhere: what was done stays done.
func (s *Service) Work(ctx context.Context) (taken int, err error) {
	if s.wechat == nil {
		return 0, nil
	}
	orders, err := s.store.dueOrders(ctx, s.clock.Now(), workBatch)
	if err != nil {
		return 0, err
	}
	for _, o := range orders {
		worked, err := s.workOrder(ctx, o)
		if err != nil {
			return taken, err
		}
		taken += worked
	}
	activations, err := s.store.dueActivations(ctx, s.clock.Now(), workBatch)
	if err != nil {
		return taken, err
	}
	for _, a := range activations {
		worked, err := s.workActivation(ctx, a)
		if err != nil {
			return taken, err
		}
		taken += worked
	}
	return taken, nil
}

// workOrder claims an order and takes a step. What WeChat gets wrong is kept with the order,
// which waits.
func (s *Service) workOrder(ctx context.Context, o model.MarketCodeOrder) (int, error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	claimed := o
	claimed.NextAt = s.clock.Now().Add(claimFor)
	if won, err := s.move(ctx, o, claimed); err != nil || !won {
		return 0, err
	}
	at, next, err := s.step(ctx, claimed)
	switch {
	case ctx.Err() != nil: // given back, to go on from where it has come to
		next = at
		next.NextAt = s.clock.Now()
	case err != nil:
		next = at
		next.Attempts, next.Fault = next.Attempts+1, faultOf(err)
		next.NextAt = s.clock.Now().Add(pause(next.Attempts))
		slog.Warn("market code order waits", "order", o.ID, "attempts", next.Attempts, "error", err)
	}
	_, err = s.move(context.WithoutCancel(ctx), at, next)
	return 1, err
}

// step asks WeChat for what an order needs next. It says where the order has come to, which
// is stored, and what it is to be.
func (s *Service) step(ctx context.Context, o model.MarketCodeOrder) (at, next model.MarketCodeOrder, err error) {
	next = o
	next.Attempts, next.Fault, next.NextAt = 0, "", s.clock.Now()
	switch o.State {
	case model.MarketAsked:
		next.State = model.MarketApplied
		next.Application, err = s.wechat.Apply(ctx, o.Ordered, Reference(o))
	case model.MarketApplied:
		next, err = s.ready(ctx, next)
	default:
		return s.fetch(ctx, o, next)
	}
	return o, next, err
}

// ready asks whether the codes are made.
func (s *Service) ready(ctx context.Context, next model.MarketCodeOrder) (model.MarketCodeOrder, error) {
	ranges, ready, err := s.wechat.Ranges(ctx, next.Application)
	if err != nil {
		return next, err
	}
	if !ready {
		next.NextAt = s.clock.Now().Add(makingPause)
		return next, nil
	}
	if err := covers(ranges, next.Count); err != nil {
		return next, err
	}
	next.State = model.MarketReady
	next.Ranges, err = json.Marshal(ranges)
	return next, err
}

// covers makes sure that ranges, in order, leave nothing of the first n codes out.
func covers(ranges []Range, n int64) error {
	end := int64(0)
	for _, r := range ranges {
		if r.From != end || r.To <= r.From {
			return ErrRanges.With("[%d, %d) after %d", r.From, r.To, end)
		}
		end = r.To
	}
	if end < n {
		return ErrRanges.With("%d, not %d", end, n)
	}
	return nil
}

// fetch brings the range in that the order has come to. Codes beyond the face's items are
// left where they are.
func (s *Service) fetch(ctx context.Context, o, next model.MarketCodeOrder) (model.MarketCodeOrder, model.MarketCodeOrder, error) {
	r, err := rangeAt(o.Ranges, o.Imported)
	if err != nil {
		return o, next, err
	}
	codes, err := s.wechat.Fetch(ctx, o.Application, r)
	if err == nil && int64(len(codes)) != r.To-r.From {
		err = ErrRanges.With("%d codes of [%d, %d)", len(codes), r.From, r.To)
	}
	if err != nil {
		return o, next, err
	}
	for end := min(r.To, o.Count); o.Imported < end; {
		to := min(o.Imported+chunk, end)
		won, err := s.bind(ctx, o, to, codes[o.Imported-r.From:to-r.From])
		if err != nil || !won {
			return o, o, err
		}
		o.Imported, next.Imported = to, to
	}
	if next.Imported == next.Count {
		next.State = model.MarketImported
	}
	return o, next, nil
}

// bind binds codes in one transaction with the order's progress; false when another worker
// has taken the order over.
func (s *Service) bind(ctx context.Context, o model.MarketCodeOrder, to int64, codes []code.MarketCode) (won bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if won, err = s.store.progress(ctx, o, to); err != nil || !won {
			return err
		}
		return s.codes.BindMarket(ctx, o.BatchID, o.Face, o.Imported, codes)
	})
	return won, err
}

func rangeAt(stored []byte, n int64) (Range, error) {
	var ranges []Range
	if err := json.Unmarshal(stored, &ranges); err != nil {
		return Range{}, err
	}
	for _, r := range ranges {
		if r.From <= n && n < r.To {
			return r, nil
		}
	}
	return Range{}, ErrRanges.With("none holds %d", n)
}

func (s *Service) move(ctx context.Context, from, to model.MarketCodeOrder) (won bool, err error) {
	to.UpdatedAt = s.clock.Now()
	err = s.db.Run(ctx, func(ctx context.Context) error {
		won, err = s.store.moveOrder(ctx, from, to)
		return err
	})
	return won, err
}

// faultOf is what operators see of an error.
func faultOf(err error) string {
	if declared := errs.As(err); declared != nil {
		return declared.Code
	}
	return "internal"
}

func pause(attempts int) time.Duration { return clock.Pause(firstPause, longestPause, attempts) }
