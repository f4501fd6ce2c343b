package code

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// BatchQuery narrows batches down, and says in which order they come; what is empty narrows nothing.
type BatchQuery struct {
	Ref      string // with which their numbers begin
	Products []model.ProductID
	Both     bool // those of the number that are of the products, too; else those of either
	Falling  bool // the newest first
}

// Batches pages through batches behind an id (0: from the first).
func (s *Service) Batches(ctx context.Context, q BatchQuery, after model.BatchID, limit int) ([]model.Batch, error) {
	if q.Both || q.Ref == "" || len(q.Products) == 0 {
		return s.store.listBatches(ctx, q, after, limit)
	}
	found, err := s.store.listBatches(ctx, BatchQuery{Ref: q.Ref, Falling: q.Falling}, after, limit)
	if err != nil {
		return nil, err
	}
	more, err := s.store.listBatches(ctx, BatchQuery{Products: q.Products, Falling: q.Falling}, after, limit)
	found = append(found, more...)
	slices.SortFunc(found, func(a, b model.Batch) int {
		if q.Falling {
			return cmp.Compare(b.ID, a.ID)
		}
		return cmp.Compare(a.ID, b.ID)
	})
	found = slices.CompactFunc(found, func(a, b model.Batch) bool { return a.ID == b.ID })
	return found[:min(limit, len(found))], err
}
