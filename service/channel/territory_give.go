package channel

import (
	"context"
	"slices"
	"time"

	"channelrouter/model"
)

// NewTerritory is an area that a distributor is to have for a product line ("" for all) from a
// moment on.
type NewTerritory struct {
	Org    model.OrgID
	Prefix string
	Line   string
	From   time.Time
	DryRun bool // only tells what it would overlap
}

// AddTerritory gives a distributor an area for a product line from a moment on. Where he has it
// from then on already, nothing is added.
func (s *Service) AddTerritory(ctx context.Context, org model.OrgID, prefix, line string, from time.Time) error {
	_, err := s.GiveTerritory(ctx, NewTerritory{Org: org, Prefix: prefix, Line: line, From: from})
	return err
}

// GiveTerritory is AddTerritory that tells with whose areas the new one overlaps from then on, or
// would. Overlaps are allowed: of an area within another the narrower counts, and the same area of
// two is nobody's. Errors: ErrBadTerritory, ErrUnknownOrg.
func (s *Service) GiveTerritory(ctx context.Context, n NewTerritory) (overlaps []Overlap, err error) {
	if n.Prefix, err = territoryPrefix(n.Prefix); err != nil {
		return nil, err
	}
	run := s.db.Run
	if n.DryRun {
		run = func(ctx context.Context, f func(ctx context.Context) error) error { return f(ctx) }
	}
	err = run(ctx, func(ctx context.Context) error {
		given, err := s.giveTerritory(ctx, n)
		if err != nil {
			return err
		}
		others, err := s.store.territoriesSince(ctx, given.ValidFrom)
		overlaps = overlapsWith(given, others)
		return err
	})
	return overlaps, err
}

// giveTerritory inserts a territory, unless it is there or only asked about.
func (s *Service) giveTerritory(ctx context.Context, n NewTerritory) (model.Territory, error) {
	if !n.DryRun {
		if err := s.store.lockOrgs(ctx, []model.OrgID{n.Org}); err != nil {
			return model.Territory{}, err
		}
	}
	owner, err := s.GetOrg(ctx, n.Org)
	if err != nil {
		return model.Territory{}, err
	}
	if err := CheckOpen(owner); err != nil {
		return model.Territory{}, err
	}
	if owner.Kind != model.OrgDistributor {
		return model.Territory{}, ErrBadTerritory.With("%s is a %s", owner.Code, KindName(owner.Kind))
	}
	fresh := model.Territory{OrgID: n.Org, Line: n.Line, Prefix: n.Prefix, Period: newPeriod(n.From, s.clock.Now())}
	if n.DryRun {
		return fresh, nil
	}
	own, err := s.store.territoriesOf(ctx, []model.OrgID{n.Org})
	if err != nil {
		return fresh, err
	}
	var periods []model.Period
	for _, t := range own {
		if t.Prefix == n.Prefix && t.Line == n.Line {
			periods = append(periods, t.Period)
		}
	}
	if holdFrom(periods, fresh.ValidFrom) {
		return fresh, nil
	}
	fresh.ID = s.ids.Next()
	return fresh, insert(ctx, s.store, []model.Territory{fresh})
}

// overlapsWith are those of a territory with others', those of the same area first. Pure.
func overlapsWith(given model.Territory, others []model.Territory) []Overlap {
	others = slices.DeleteFunc(others, func(t model.Territory) bool { return t.OrgID == given.OrgID })
	given.ID = 0 // comes before the others of its area: each pair is found once
	return slices.DeleteFunc(overlapsOf(append(others, given)), func(o Overlap) bool {
		return o.Outer.OrgID != given.OrgID && o.Inner.OrgID != given.OrgID
	})
}
