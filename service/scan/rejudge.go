package scan

import (
	"context"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
)

const rejudgePage = 200

// OnCustodyRewritten judges again the scans of goods whose past has changed: a judgement
// that differs is stored as a new version, its flag is raised or withdrawn, and rebates
// are told. What has not changed leaves no trace, so a second delivery does nothing.
func (s *Service) OnCustodyRewritten(ctx context.Context, e event.CustodyRewritten) error {
	for _, goods := range e.Goods {
		for after := model.ScanID(0); ; {
			scans, err := s.store.scansOf(ctx, goods, e.Since, after, rejudgePage)
			if err != nil {
				return err
			}
			if len(scans) == 0 {
				break
			}
			after = scans[len(scans)-1].ID
			if err := s.rejudge(ctx, scans); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) rejudge(ctx context.Context, scans []model.Scan) error {
	ids := make([]model.ScanID, len(scans))
	points := make([]custody.Point, len(scans))
	for i, scan := range scans {
		ids[i] = scan.ID
		points[i] = custody.Point{Item: scan.Item, At: scan.OccurredAt}
	}
	latest, err := s.store.judgements(ctx, ids)
	if err != nil {
		return err
	}
	traces, err := s.Custody.Traces(ctx, points)
	if err != nil {
		return err
	}
	sightings := make([]diversion.Sighting, len(scans))
	for i, scan := range scans {
		if sightings[i], err = s.sightingAgain(ctx, scan, traces[points[i]]); err != nil {
			return err
		}
	}
	judgements, err := s.Diversion.Check(ctx, sightings)
	if err != nil {
		return err
	}
	return s.keepJudgements(ctx, scans, latest, judgements)
}

// sightingAgain is the sighting of a stored scan over its goods' corrected way. The
// terminal is the one it was judged by: late custody facts do not move shops.
func (s *Service) sightingAgain(ctx context.Context, scan model.Scan, t custody.Trace) (diversion.Sighting, error) {
	b := s.Code.BatchOf(scan.Item)
	product, err := s.Catalog.Get(ctx, b.ProductID)
	return diversion.Sighting{
		Item: scan.Item, Line: product.Line, At: scan.OccurredAt, Shipped: t.Known, Assigned: t.Assigned,
		Staff:    scan.Role == model.RoleSalesperson || scan.Role == model.RoleDistributor,
		Terminal: scan.Terminal, Adcode: scan.Adcode,
	}, err
}

func (s *Service) keepJudgements(ctx context.Context, scans []model.Scan, latest map[model.ScanID]model.ScanJudgement, judgements []model.Judgement) error {
	var rows []model.ScanJudgement
	var flags []diversion.Flag
	var withdrawn []model.ScanID
	var facts []outbox.Event
	for i, scan := range scans {
		current, version := scan.Judgement, 1
		if l, again := latest[scan.ID]; again {
			current, version = l.Judgement, l.Version
		}
		fresh := judgements[i]
		fresh.PolicyVersion = current.PolicyVersion
		if sameFinding(fresh, current) {
			continue
		}
		rows = append(rows, model.ScanJudgement{ScanID: scan.ID, Version: version + 1, Judgement: judgements[i], At: s.clock.Now()})
		if current.Verdict == model.VerdictDiverted {
			withdrawn = append(withdrawn, scan.ID)
		}
		if fresh.Verdict == model.VerdictDiverted && scan.Outcome != OutcomeRepeat {
			flags = append(flags, flagOf(scan, s.Code.BatchOf(scan.Item).ProductID, judgements[i]))
		}
		facts = append(facts, event.ScanRejudged{ScanID: scan.ID, Item: scan.Item, Version: version + 1})
	}
	if err := s.store.insertJudgements(ctx, rows); err != nil {
		return err
	}
	if len(withdrawn) > 0 {
		if err := s.Diversion.Withdraw(ctx, withdrawn); err != nil {
			return err
		}
	}
	if err := s.Diversion.Flag(ctx, flags); err != nil {
		return err
	}
	return s.outbox.Add(ctx, facts...)
}

// sameFinding compares what a judgement concludes, not how it was worded.
func sameFinding(a, b model.Judgement) bool {
	return a.Verdict == b.Verdict && a.Origin == b.Origin && a.Terminal == b.Terminal && a.Found == b.Found
}
