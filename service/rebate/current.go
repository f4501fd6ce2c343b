package rebate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// version is a published version as sales and standings are judged by it.
type version struct {
	model.RebateProgramme
	number   int
	from, to int32 // days
	terms    Terms
	scope    scope
}

// covers tells whether the version is in force on a day.
func (v *version) covers(day int32) bool { return v.from <= day && day < v.to }

// periodOn is the version's period that a day is in.
func (v *version) periodOn(day int32) int32 { return periodOf(v.terms.Every, monthOf(day)) }

// pays tells whether an organisation's sales count, for what is summed up over periods.
func (v *version) pays(tier model.OrgKind, org model.OrgID, path string, matched bool) bool {
	return v.terms.Shares.of(tier) > 0 && (matched || !needsMatch(tier)) && v.scope.admits(org, path)
}

// published are all published versions, as they are kept in memory.
func (s *Service) published(ctx context.Context) ([]*version, error) {
	return s.versions.Read(func() ([]*version, error) { return s.readPublished(ctx) })
}

func (s *Service) readPublished(ctx context.Context) ([]*version, error) {
	rows, err := s.store.publishedVersions(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	programmes, err := s.store.programmes(ctx, programmesOf(rows))
	if err != nil {
		return nil, err
	}
	all := make([]*version, len(rows))
	for i, row := range rows {
		if all[i], err = newVersion(programmes[row.ProgrammeID], row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func programmesOf(rows []model.RebateProgrammeVersion) []model.ProgrammeID {
	ids := make([]model.ProgrammeID, len(rows))
	for i, row := range rows {
		ids[i] = row.ProgrammeID
	}
	return slices.Compact(ids)
}

// newVersion reads a version's terms, and the organisations of its scope.
func newVersion(p model.RebateProgramme, row model.RebateProgrammeVersion) (*version, error) {
	terms, err := TermsOf(row)
	if err != nil {
		return nil, err
	}
	var ids []model.OrgID
	if err := json.Unmarshal(row.Orgs, &ids); err != nil {
		return nil, fmt.Errorf("rebate programme %d version %d: organisations: %w", row.ProgrammeID, row.Number, err)
	}
	orgs := make(map[model.OrgID]bool, len(ids))
	for _, id := range ids {
		orgs[id] = true
	}
	return &version{
		RebateProgramme: p, number: row.Number, from: row.FromDay, to: row.ToDay, terms: terms, scope: scope{Scope: terms.Scope, orgs: orgs},
	}, nil
}

// unitVersions are the versions that pay each unit, and are in force at a moment.
func unitVersions(all []*version, at time.Time) (some []*version) {
	day := clock.BizDate(at)
	for _, v := range all {
		if v.Kind == model.ProgrammePerUnit && v.covers(day) {
			some = append(some, v)
		}
	}
	return some
}

// versionOn is the version of a programme that is in force on a day; nil when none is.
func versionOn(all []*version, programme model.ProgrammeID, day int32) *version {
	for _, v := range all {
		if v.ID == programme && v.covers(day) {
			return v
		}
	}
	return nil
}

// versionIn is the version of a programme for a period. One that sums up begins and ends with
// a period, so it is the period's only one.
func versionIn(all []*version, programme model.ProgrammeID, period int32) *version {
	return versionOn(all, programme, firstDay(period))
}
