package code

import (
	"context"
	"errors"

	"channelrouter/model"
)

// LookUp is ResolveCurrent for who may look into goods without their codes: beside whatever is
// printed it takes an item as lists write it, "1/unit/42". Such numbers can be guessed, so nobody
// but the console's users is let in by them.
func (s *Service) LookUp(ctx context.Context, text string) (Resolved, error) {
	item, named := model.ParseItemID(text)
	if !named {
		return s.ResolveCurrent(ctx, FromPrinted(text))
	}
	resolved, err := s.locateItem(item)
	if !errors.Is(err, ErrNeverIssued) {
		return resolved, err
	}
	if err := s.Refresh(ctx); err != nil {
		return Resolved{}, err
	}
	return s.locateItem(item)
}

// LookInto is LookUp whatever has become of the codes: what is not activated, was revoked or
// recalled is found.
func (s *Service) LookInto(ctx context.Context, text string) (Resolved, error) {
	if _, named := model.ParseItemID(text); !named {
		return s.ResolveAny(ctx, FromPrinted(text))
	}
	resolved, err := s.LookUp(ctx, text)
	if errors.Is(err, ErrNotActivated) || Withdrawn(err) {
		err = nil
	}
	return resolved, err
}

// locateItem finds an item by the face that is seen from outside, or else by its hidden one.
func (s *Service) locateItem(item model.ItemID) (Resolved, error) {
	all := s.registry.Load()
	resolved, err := all.locate(model.NewFace(item.Level(), model.Outer), item)
	if errors.Is(err, ErrNeverIssued) {
		return all.locate(model.NewFace(item.Level(), model.Inner), item)
	}
	return resolved, err
}
