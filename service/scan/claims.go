package scan

import (
	"context"
	"maps"
	"slices"

	"channelrouter/model"
	"channelrouter/service/identity"
)

// Claimed is an item that a consumer won something for.
type Claimed struct {
	Person model.PersonID
	Item   model.ItemID
	Adcode string // where, as far as he said; "" if not
}

// Claims returns what people claimed as consumers, whoever they were then, in two queries.
func (s *Service) Claims(ctx context.Context, people []model.PersonID) ([]Claimed, error) {
	if len(people) == 0 {
		return nil, nil
	}
	formers, err := s.Identity.FormersOf(ctx, people)
	if err != nil {
		return nil, err
	}
	claims, err := s.store.claims(ctx, slices.AppendSeq(slices.Clone(people), maps.Keys(formers)))
	for i, c := range claims {
		claims[i].Person = identity.Now(formers, c.Person)
	}
	return claims, err
}
