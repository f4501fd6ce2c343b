package rebate

import (
	"context"
	"maps"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// NewTarget is how many units an organisation is to reach in a period, which its first month
// names, yyyymm. 0 takes the target away.
type NewTarget struct {
	Org    string // its code
	Period int32
	Units  int64
}

// aim is what of a programme has one target.
type aim struct {
	org    model.OrgID
	period int32
}

const mostUnits = 1_000_000_000

// SetTargets sets targets of a programme, all of them or none, and says how many were others
// before. What was measured by then is worked out anew. Errors: ErrUnknownProgramme,
// ErrBadTarget, channel.ErrUnknownOrg.
func (s *Service) SetTargets(ctx context.Context, id model.ProgrammeID, targets []NewTarget, by model.UserID) (changed int, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, _, err := s.hold(ctx, id)
		if err != nil {
			return err
		}
		rows, tiers, err := s.targetRows(ctx, id, targets, by)
		if err != nil {
			return err
		}
		if rows, err = s.store.changedTargets(ctx, id, rows); err != nil || len(rows) == 0 {
			return err
		}
		changed = len(rows)
		marks := make(map[mark]bool, changed)
		for _, row := range rows {
			marks[mark{id, row.OrgID, row.Period, tiers[row.OrgID]}] = true
		}
		db.Note(ctx, "%d targets of programme %d (%s)", changed, id, p.Code)
		if err := s.store.putTargets(ctx, rows); err != nil {
			return err
		}
		return s.store.mark(ctx, marks, s.clock.Now())
	})
	return changed, err
}

// targetRows are the targets as rows, and the levels of who has them, if all make sense.
func (s *Service) targetRows(ctx context.Context, id model.ProgrammeID, targets []NewTarget, by model.UserID) ([]model.RebateTarget, map[model.OrgID]model.OrgKind, error) {
	codes := make([]string, len(targets))
	for i, t := range targets {
		codes[i] = t.Org
	}
	orgs, err := s.channel.OrgsByCode(ctx, codes)
	if err != nil {
		return nil, nil, err
	}
	tiers := make(map[model.OrgID]model.OrgKind, len(orgs))
	for _, o := range orgs {
		tiers[o.ID] = o.Kind
	}
	now := s.clock.Now()
	paths, err := s.pathsOf(ctx, slices.Sorted(maps.Keys(tiers)), now)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.published(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows, named := make([]model.RebateTarget, len(targets)), make(map[aim]bool, len(targets))
	for i, t := range targets {
		org := orgs[t.Org]
		if err := checkTarget(versionIn(all, id, t.Period), t, org, paths[org.ID]); err != nil {
			return nil, nil, err
		}
		rows[i] = model.RebateTarget{ProgrammeID: id, OrgID: org.ID, Period: t.Period, Units: t.Units, SetBy: by, SetAt: now}
		named[aim{org.ID, t.Period}] = true
	}
	if len(named) != len(rows) {
		return nil, nil, ErrBadTarget.With("an organisation and a period are named twice")
	}
	return rows, tiers, nil
}

// checkTarget refuses a target that an organisation, which has a path now, cannot have by
// the period's version (nil: none). One that took part may lose its target. Pure.
func checkTarget(v *version, t NewTarget, org model.Org, path string) error {
	if t.Units < 0 || t.Units > mostUnits || !isDay(firstDay(t.Period)) || v == nil || v.terms.Target == nil {
		return ErrBadTarget.With("%s in %d: %d units", t.Org, t.Period, t.Units)
	}
	if !beginsPeriod(v.terms.Every, firstDay(t.Period)) || v.terms.Shares.of(org.Kind) == 0 {
		return ErrBadTarget.With("%s in %d: no %s begins then, or its level has no share", t.Org, t.Period, v.terms.Every)
	}
	if t.Units > 0 && !v.scope.admits(org.ID, path) {
		return ErrBadTarget.With("%s takes no part in the programme", t.Org)
	}
	return nil
}

// Targets pages through a programme's targets of a period, by organisation.
func (s *Service) Targets(ctx context.Context, id model.ProgrammeID, period int32, after model.OrgID, limit int) ([]model.RebateTarget, error) {
	return s.store.targets(ctx, id, period, after, limit)
}
