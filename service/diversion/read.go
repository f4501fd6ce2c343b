package diversion

import (
	"context"
	"slices"

	"channelrouter/model"
)

// Get returns a case.
func (s *Service) Get(ctx context.Context, id model.CaseID) (model.DiversionCase, error) {
	c, err := s.store.get(ctx, id)
	if err != nil {
		return model.DiversionCase{}, err
	}
	if c == nil {
		return model.DiversionCase{}, ErrUnknownCase.With("id %d", id)
	}
	return *c, nil
}

// Some returns the cases of ids that exist.
func (s *Service) Some(ctx context.Context, ids []model.CaseID) ([]model.DiversionCase, error) {
	return s.store.some(ctx, ids)
}

// List pages through cases by id; status 0 means all.
func (s *Service) List(ctx context.Context, status model.CaseStatus, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	return s.store.list(ctx, status, after, limit)
}

// Unanswered pages through the cases whose appeal waits for an answer, by id, those that are
// confirmed among them.
func (s *Service) Unanswered(ctx context.Context, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	return s.store.unanswered(ctx, after, limit)
}

// Flags lists what a case rests on.
func (s *Service) Flags(ctx context.Context, id model.CaseID) ([]model.DiversionFlag, error) {
	return s.store.flags(ctx, id)
}

// AllFlags lists what a case rests on, and what it rested on and was withdrawn.
func (s *Service) AllFlags(ctx context.Context, id model.CaseID) ([]model.DiversionFlag, error) {
	return s.store.allFlags(ctx, id)
}

// Penalised lists the units that a confirmed case penalises.
func (s *Service) Penalised(ctx context.Context, id model.CaseID) ([]model.ItemRange, error) {
	return s.store.penalised(ctx, id)
}

// ItemCase is a case that rests on an item, and whether it penalises it.
type ItemCase struct {
	model.DiversionCase
	Penalised bool
}

// OfItem lists the cases that rest on scans of an item, by id.
func (s *Service) OfItem(ctx context.Context, item model.ItemID) ([]ItemCase, error) {
	ids, err := s.store.casesOfItem(ctx, item)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	cases, err := s.store.some(ctx, ids)
	if err != nil {
		return nil, err
	}
	penalising, err := s.store.penalising(ctx, item)
	out := make([]ItemCase, len(cases))
	for i, c := range cases {
		out[i] = ItemCase{c, c.ID == penalising}
	}
	return out, err
}

// Gathers tells whether flags still join a case.
func Gathers(c model.DiversionCase) bool { return slices.Contains(gathering, c.Status) }

// Told tells whether the origin knows of a case: by its notice, or by the decision.
func Told(c model.DiversionCase) bool {
	return c.NoticedAt != nil || c.Status == model.CaseConfirmed || c.Status == model.CaseReversed
}

// Of pages through the cases of an origin that he was told of, by id; status 0 means all.
func (s *Service) Of(ctx context.Context, origin model.OrgID, status model.CaseStatus, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	return s.store.of(ctx, origin, status, after, limit)
}

// GetOf returns a case of an origin that he was told of. Error: ErrUnknownCase.
func (s *Service) GetOf(ctx context.Context, origin model.OrgID, id model.CaseID) (model.DiversionCase, error) {
	c, err := s.Get(ctx, id)
	if err == nil && (c.Origin != origin || !Told(c)) {
		err = ErrUnknownCase.With("id %d", id)
	}
	return c, err
}
