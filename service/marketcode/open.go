package marketcode

import (
	"context"
	"log/slog"

	"channelrouter/model"
	"channelrouter/service/code"
)

// workActivation claims an activation and takes a step.
func (s *Service) workActivation(ctx context.Context, a model.MarketCodeActivation) (int, error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	claimed := a
	claimed.NextAt, claimed.Attempts = s.clock.Now().Add(claimFor), a.Attempts+1
	if won, err := s.moveActivation(ctx, a, claimed); err != nil || !won {
		return 0, err
	}
	order, err := s.Get(ctx, a.OrderID)
	if err != nil {
		return 1, err
	}
	if a.State == model.MarketActivationThere {
		return 1, s.makeLive(ctx, claimed, order)
	}
	next := claimed
	if err := s.open(ctx, claimed, order); err != nil {
		if ctx.Err() != nil {
			return 1, ctx.Err()
		}
		next.Fault, next.NextAt = faultOf(err), s.clock.Now().Add(pause(next.Attempts))
		slog.Warn("market code activation waits", "activation", a.ID, "attempts", next.Attempts, "error", err)
	} else {
		next.State, next.Attempts, next.Fault, next.NextAt = model.MarketActivationThere, 0, "", s.clock.Now()
	}
	_, err = s.moveActivation(ctx, claimed, next)
	return 1, err
}

// open tells WeChat what to open. One that was told before, with an outcome that nobody
// saw, is asked first: it may refuse what it has done.
func (s *Service) open(ctx context.Context, a model.MarketCodeActivation, o model.MarketCodeOrder) error {
	if a.Attempts > 1 {
		open, err := s.isOpen(ctx, a, o)
		if err != nil || open {
			return err
		}
	}
	b, err := s.codes.Batch(ctx, o.BatchID)
	if err != nil {
		return err
	}
	product, err := s.catalog.Get(ctx, b.ProductID)
	if err != nil {
		return err
	}
	return s.wechat.Open(ctx, Opening{
		Application: o.Application, Range: Range{a.FromCode, a.ToCode}, Activity: a.Activity, Brand: a.Brand,
		Product: product.Name, GTIN: product.GTIN, AppID: a.AppID, Page: a.Page,
	})
}

// isOpen asks about both ends of the run: WeChat takes a run as a whole.
func (s *Service) isOpen(ctx context.Context, a model.MarketCodeActivation, o model.MarketCodeOrder) (bool, error) {
	for _, number := range []int64{a.FromCode, a.ToCode - 1} {
		appID, page, err := s.wechat.Opens(ctx, o.Application, number)
		if err != nil || appID != a.AppID || page != a.Page {
			return false, err
		}
	}
	return true, nil
}

// makeLive makes the items active here, which may be done twice, and then ends the
// activation, which is done once.
func (s *Service) makeLive(ctx context.Context, a model.MarketCodeActivation, o model.MarketCodeOrder) error {
	level := o.Face.Level()
	if err := s.codes.EnsureActive(ctx, o.BatchID, code.Interval{Level: &level, From: a.FromCode, To: a.ToCode}); err != nil {
		return err
	}
	next := a
	next.State, next.Fault, next.UpdatedAt = model.MarketActivationActive, "", s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		won, err := s.store.moveActivation(ctx, a, next)
		if err != nil || !won {
			return err
		}
		return s.store.addActivated(ctx, o.ID, a.ToCode-a.FromCode, next.UpdatedAt)
	})
}

func (s *Service) moveActivation(ctx context.Context, from, to model.MarketCodeActivation) (won bool, err error) {
	to.UpdatedAt = s.clock.Now()
	err = s.db.Run(ctx, func(ctx context.Context) error {
		won, err = s.store.moveActivation(ctx, from, to)
		return err
	})
	return won, err
}
