package scan

import (
	"context"

	"channelrouter/model"
)

// Claimed is an item that a consumer won something for.
type Claimed struct {
	Person model.PersonID
	Item   model.ItemID
	Adcode string // where, as far as he said; "" if not
}

// Claims returns what people claimed as consumers, in one query.
func (s *Service) Claims(ctx context.Context, people []model.PersonID) ([]Claimed, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return s.store.claims(ctx, people)
}
