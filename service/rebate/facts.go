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
	u, err := s.store.unit(ctx, e.Item)
	if err != nil {
		return err
	}
	fresh := u == nil
	if fresh {
		u = &model.RebateUnit{Item: e.Item, ProductID: e.ProductID}
	}
	at := e.OccurredAt
	if e.Purpose == model.PurposeConsumerClaim {
		u.ClaimedAt = &at
		u.CaseItem = e.CaseItem // the case at sell-out speaks, not one it was in earlier
	} else {
		u.GuidedAt, u.GuideOrg = &at, e.Org
		if u.ClaimedAt == nil {
			u.CaseItem = e.CaseItem
		}
	}
	if err := s.joinOpener(ctx, u); err != nil {
		return err
	}
	if err := s.accrue(ctx, u); err != nil {
		return err
	}
	return s.store.saveUnit(ctx, *u, fresh)
}

// joinOpener looks up who opened the unit's case.
func (s *Service) joinOpener(ctx context.Context, u *model.RebateUnit) error {
	u.OpenedAt, u.OpenerOrg = nil, 0
	if u.CaseItem == 0 {
		return nil
	}
	opened, err := s.store.openedCase(ctx, u.CaseItem)
	if err != nil || opened == nil {
		return err
	}
	u.OpenedAt, u.OpenerOrg = &opened.At, opened.Org
	return nil
}

// learnOfCase remembers the opener and passes it to the units that sold before.
func (s *Service) learnOfCase(ctx context.Context, e event.ScanRecorded) error {
	if err := s.store.insertOpenedCase(ctx, model.OpenedCase{Item: e.Item, Org: e.Org, At: e.OccurredAt}); err != nil {
		return err
	}
	units, err := s.store.unitsInCase(ctx, e.Item)
	if err != nil {
		return err
	}
	for _, u := range units {
		if err := s.joinOpener(ctx, &u); err != nil {
			return err
		}
		if err := s.accrue(ctx, &u); err != nil {
			return err
		}
		if err := s.store.saveUnit(ctx, u, false); err != nil {
			return err
		}
	}
	return nil
}

// OnScanRejudged works a unit out again: what it was meant for has changed.
func (s *Service) OnScanRejudged(ctx context.Context, e event.ScanRejudged) error {
	u, err := s.store.unit(ctx, e.Item)
	if err != nil || u == nil {
		return err
	}
	if err := s.accrue(ctx, u); err != nil {
		return err
	}
	return s.store.saveUnit(ctx, *u, false)
}
