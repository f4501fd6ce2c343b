package scan

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/identity"
)

// Claimed is an item that a consumer won something for.
type Claimed struct {
	Scan   model.ScanID
	Person model.PersonID
	Item   model.ItemID
	Adcode string // where, as far as he said; "" if not
}

// Claims returns what people claimed as consumers from one time to another, both of them
// included, whoever they were then, in two queries.
func (s *Service) Claims(ctx context.Context, people []model.PersonID, from, to time.Time) ([]Claimed, error) {
	if len(people) == 0 {
		return nil, nil
	}
	formers, err := s.Identity.FormersOf(ctx, people)
	if err != nil {
		return nil, err
	}
	claims, err := s.store.claims(ctx, slices.AppendSeq(slices.Clone(people), maps.Keys(formers)), from, to)
	for i, c := range claims {
		claims[i].Person = identity.Now(formers, c.Person)
	}
	return claims, err
}

// Surfaced tells of scans at which terminal their goods surfaced, by the latest judgement;
// those of which nobody knows are left out. Two queries for every 200 scans.
func (s *Service) Surfaced(ctx context.Context, scans []model.ScanID) (map[model.ScanID]model.OrgID, error) {
	at := make(map[model.ScanID]model.OrgID, len(scans))
	for chunk := range slices.Chunk(scans, storeChunk) {
		if err := s.store.terminals(ctx, chunk, at); err != nil {
			return nil, err
		}
	}
	return at, nil
}
