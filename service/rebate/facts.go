package rebate

import (
	"context"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnScanRecorded takes in facts about units and cases, in whatever order facts come, and
// works out the units they touch. A fact that is known already changes nothing.
func (s *Service) OnScanRecorded(ctx context.Context, facts []event.ScanRecorded) error {
	touched, err := s.learnOfCases(ctx, facts)
	if err != nil {
		return err
	}
	for _, f := range facts {
		if f.Purpose == model.PurposeConsumerClaim || f.Purpose == model.PurposeGuideReward {
			touched = append(touched, model.RebateUnit{Item: f.Item, ProductID: f.ProductID})
		}
	}
	units, err := s.store.takeUnits(ctx, touched)
	if err != nil {
		return err
	}
	for _, f := range facts {
		at := f.OccurredAt
		switch u := units[f.Item]; f.Purpose {
		case model.PurposeConsumerClaim:
			u.ClaimedAt = &at
		case model.PurposeGuideReward:
			u.GuidedAt, u.GuideOrg = &at, f.Org
		}
	}
	return s.workOut(ctx, units)
}

// learnOfCases remembers who opened cases, and returns the units that sold out of them
// before.
func (s *Service) learnOfCases(ctx context.Context, facts []event.ScanRecorded) ([]model.RebateUnit, error) {
	var boxes []model.OpenedCase
	for _, f := range facts {
		if f.Purpose == model.PurposeCaseOpen {
			boxes = append(boxes, model.OpenedCase{Item: f.Item, Org: f.Org, At: f.OccurredAt})
		}
	}
	taken, err := s.store.takeCases(ctx, itemsOf(boxes))
	if err != nil {
		return nil, err
	}
	var opened []model.OpenedCase
	for _, b := range boxes {
		if taken[b.Item].Org == 0 {
			taken[b.Item] = b
			opened = append(opened, b)
		}
	}
	if err := s.store.openCases(ctx, opened); err != nil {
		return nil, err
	}
	return s.store.unitsInCases(ctx, itemsOf(opened))
}

func itemsOf(boxes []model.OpenedCase) []model.ItemID {
	items := make([]model.ItemID, len(boxes))
	for i, b := range boxes {
		items[i] = b.Item
	}
	return items
}

// OnScanRejudged works units out again: what is believed of their goods has changed.
func (s *Service) OnScanRejudged(ctx context.Context, facts []event.ScanRejudged) error {
	items := make([]model.ItemID, len(facts))
	for i, f := range facts {
		items[i] = f.Item
	}
	known, err := s.store.units(ctx, items)
	if err != nil {
		return err
	}
	units, err := s.store.takeUnits(ctx, known)
	if err != nil {
		return err
	}
	return s.workOut(ctx, units)
}
