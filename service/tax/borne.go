package tax

import (
	"context"
	"time"

	"channelrouter/internal/money"
)

// Borne is the tax that the brand bears on a prize, beside what it is worth.
type Borne func(worth money.Fen, inKind bool) money.Fen

// MostBorne is the most of it on a prize that is won from one time on and before another,
// by the rules that are published by now. What Withhold takes is by the rules in force
// when it is won: the same, unless others are published for a time before.
func (s *Service) MostBorne(ctx context.Context, from, until time.Time) (Borne, error) {
	first, err := s.Policies.At(ctx, from)
	if err != nil {
		return nil, err
	}
	versions, err := s.Policies.Versions(ctx)
	if err != nil {
		return nil, err
	}
	rules := []Policy{first.Body}
	for _, v := range versions {
		if v.InForce.After(from) && v.InForce.Before(until) {
			rules = append(rules, v.Body)
		}
	}
	return func(worth money.Fen, inKind bool) (most money.Fen) {
		for _, p := range rules {
			if a := p.prize(worth, inKind); a.ByBrand {
				most = max(most, a.Tax)
			}
		}
		return most
	}, nil
}
