package rebate

import (
	"context"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnScanRecorded takes in a fact about a unit or a case, in whatever order facts come.
// A fact that is known already changes nothing.
func (s *Service) OnScanRecorded(ctx context.Context, e event.ScanRecorded) error {
	switch e.Purpose {
	case model.PurposeConsumerClaim, model.PurposeGuideReward:
		return s.learnOfUnit(ctx, e)
	case model.PurposeCaseOpen:
		return s.learnOfCase(ctx, e)
	}
	return nil
}

func (s *Service) learnOfUnit(ctx context.Context, e event.ScanRecorded) error {
	u, err := s.store.takeUnit(ctx, model.RebateUnit{Item: e.Item, ProductID: e.ProductID})
	if err != nil {
		return err
	}
	at := e.OccurredAt
	if e.Purpose == model.PurposeConsumerClaim {
		u.ClaimedAt = &at
	} else {
		u.GuidedAt, u.GuideOrg = &at, e.Org
	}
	return s.workOut(ctx, u)
}

// learnOfCase remembers the opener and passes it to the units that sold before.
func (s *Service) learnOfCase(ctx context.Context, e event.ScanRecorded) error {
	opened, err := s.store.takeCase(ctx, e.Item, e.OccurredAt)
	if err != nil || opened.Org != 0 {
		return err
	}
	if err := s.store.openCase(ctx, model.OpenedCase{Item: e.Item, Org: e.Org, At: e.OccurredAt}); err != nil {
		return err
	}
	units, err := s.store.unitsInCase(ctx, e.Item)
	if err != nil {
		return err
	}
	for _, u := range units {
		if err := s.again(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// OnScanRejudged works a unit out again: what is believed of its goods has changed.
func (s *Service) OnScanRejudged(ctx context.Context, e event.ScanRejudged) error {
	u, err := s.store.unit(ctx, e.Item)
	if err != nil || u == nil {
		return err
	}
	return s.again(ctx, *u)
}

// again works out a unit that is known, as it is once nobody else does.
func (s *Service) again(ctx context.Context, u model.RebateUnit) error {
	taken, err := s.store.takeUnit(ctx, u)
	if err != nil {
		return err
	}
	return s.workOut(ctx, taken)
}

// workOut brings a unit that was taken to what its facts amount to, and saves it.
func (s *Service) workOut(ctx context.Context, u model.RebateUnit) error {
	if err := s.accrue(ctx, &u); err != nil {
		return err
	}
	return s.store.saveUnit(ctx, u)
}
