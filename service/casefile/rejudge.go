package casefile

import (
	"context"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnCustodyRewritten judges again the scans of inspections whose goods have another past by
// now, and takes back the flags of those that were in order. What was found stays as it was
// written down. A second delivery finds nothing to change.
func (s *Service) OnCustodyRewritten(ctx context.Context, facts []event.CustodyRewritten) error {
	for _, f := range facts {
		for _, goods := range f.Goods {
			pieces, err := s.store.evidenceOver(ctx, goods)
			if err != nil {
				return err
			}
			if err := s.rejudge(ctx, pieces); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) rejudge(ctx context.Context, pieces []model.CaseEvidence) error {
	ids := make([]model.ScanID, len(pieces))
	for i, p := range pieces {
		ids[i] = p.ScanID
	}
	scans, err := s.rooms.Scan.Some(ctx, ids)
	if err != nil {
		return err
	}
	var inOrder []model.ScanID
	for _, p := range pieces {
		r, err := s.store.record(ctx, p.RecordID)
		if err != nil {
			return err
		}
		judged, err := s.judge(ctx, []model.Scan{scans[p.ScanID]}, r.Terminal, r.Adcode)
		if err != nil {
			return err
		}
		if j := judged[0]; j.Verdict != model.VerdictDiverted || j.Origin != p.Origin {
			inOrder = append(inOrder, p.ScanID)
		}
	}
	return s.rooms.Diversion.Withdraw(ctx, inOrder)
}
