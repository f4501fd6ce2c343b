package scan

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
)

// revision is a stored scan judged again.
type revision struct {
	scan    model.Scan
	current model.Judgement // before
	fresh   model.Judgement
	version int // of the judgement that holds now
	changed bool
}

// revise judges stored scans over what is known now. Whoever revises the same scans at
// the same time follows, so that the last word is by who knew most.
func (s *Service) revise(ctx context.Context, scans []model.Scan) ([]revision, error) {
	ids := make([]model.ScanID, len(scans))
	points := make([]custody.Point, len(scans))
	for i, scan := range scans {
		ids[i] = scan.ID
		points[i] = custody.Point{Item: scan.Item, At: scan.OccurredAt}
	}
	latest, err := s.store.takeJudgements(ctx, ids)
	if err != nil {
		return nil, err
	}
	traces, err := s.Custody.Traces(ctx, points)
	if err != nil {
		return nil, err
	}
	once, err := s.onceOf(ctx, traces)
	if err != nil {
		return nil, err
	}
	sightings := make([]diversion.Sighting, len(scans))
	for i, scan := range scans {
		product, err := s.Catalog.Get(ctx, s.Code.BatchOf(scan.Item).ProductID)
		if err != nil {
			return nil, err
		}
		sightings[i] = sightingOf(scan, product.Line, traces[points[i]], once)
	}
	judgements, err := s.Diversion.Check(ctx, sightings)
	if err != nil {
		return nil, err
	}
	revisions := make([]revision, len(scans))
	for i, scan := range scans {
		r := revision{scan: scan, current: scan.Judgement, fresh: judgements[i], version: 1}
		if l, again := latest[scan.ID]; again {
			r.current, r.version = l.Judgement, l.Version
		}
		if r.changed = !sameFinding(r.fresh, r.current); r.changed {
			r.version++
		}
		revisions[i] = r
	}
	return revisions, nil
}

// keepRevisions stores the judgements that changed, and what follows for their flags.
func (s *Service) keepRevisions(ctx context.Context, revisions []revision) error {
	var rows []model.ScanJudgement
	var flags []diversion.Flag
	var withdrawn []model.ScanID
	for _, r := range revisions {
		if !r.changed {
			continue
		}
		rows = append(rows, model.ScanJudgement{ScanID: r.scan.ID, Version: r.version, Judgement: r.fresh, At: s.clock.Now()})
		switch {
		case r.scan.Outcome == OutcomeRepeat:
		case r.fresh.Verdict == model.VerdictDiverted:
			flags = append(flags, flagOf(r.scan, s.Code.BatchOf(r.scan.Item).ProductID, r.fresh))
		case r.current.Verdict == model.VerdictDiverted:
			withdrawn = append(withdrawn, r.scan.ID)
		}
	}
	if err := s.store.insertJudgements(ctx, rows); err != nil {
		return err
	}
	if err := s.Diversion.Withdraw(ctx, withdrawn); err != nil {
		return err
	}
	return s.Diversion.Flag(ctx, flags)
}

// sameFinding compares what judgements conclude and why, whatever the policy's version.
func sameFinding(a, b model.Judgement) bool {
	a.PolicyVersion, b.PolicyVersion = 0, 0
	return a == b
}
