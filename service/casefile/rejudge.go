package casefile

import (
	"context"
	"maps"
	"slices"

	"channelrouter/model"
	"channelrouter/model/event"
)

// OnCustodyRewritten judges again the scans of inspections whose goods have another past by
// now, and takes back the flags of those that were in order. What was found stays as it was
// written down. A second delivery finds nothing to change.
func (s *Service) OnCustodyRewritten(ctx context.Context, facts []event.CustodyRewritten) error {
	for _, f := range facts {
		for _, goods := range f.Goods {
			if err := s.rejudgeOver(ctx, goods); err != nil {
				return err
			}
		}
	}
	return nil
}

// rejudgeOver judges again what was laid down of some goods, page by page.
func (s *Service) rejudgeOver(ctx context.Context, goods model.ItemRange) error {
	var last model.CaseEvidence
	for {
		pieces, err := s.store.evidenceOver(ctx, goods, last)
		if err != nil || len(pieces) == 0 {
			return err
		}
		if err := s.rejudge(ctx, pieces); err != nil {
			return err
		}
		last = pieces[len(pieces)-1]
	}
}

// rejudge judges pieces again, those of each record together. What is kept of no scan any more
// stays as it was judged.
func (s *Service) rejudge(ctx context.Context, pieces []model.CaseEvidence) error {
	ids := make([]model.ScanID, len(pieces))
	byRecord := map[model.CaseRecordID][]model.CaseEvidence{}
	for i, p := range pieces {
		ids[i] = p.ScanID
		byRecord[p.RecordID] = append(byRecord[p.RecordID], p)
	}
	scans, err := s.rooms.Scan.Some(ctx, ids)
	if err != nil {
		return err
	}
	records, err := s.store.some(ctx, slices.Sorted(maps.Keys(byRecord)))
	if err != nil {
		return err
	}
	var inOrder []model.ScanID
	for _, r := range records {
		kept := slices.DeleteFunc(byRecord[r.ID], func(p model.CaseEvidence) bool { _, is := scans[p.ScanID]; return !is })
		more, err := s.inOrder(ctx, r, kept, scans)
		if err != nil {
			return err
		}
		inOrder = append(inOrder, more...)
	}
	return s.rooms.Diversion.Withdraw(ctx, inOrder)
}

// inOrder are the scans among a record's pieces whose goods were meant for its place, or are
// another origin's than was found.
func (s *Service) inOrder(ctx context.Context, r model.CaseRecord, pieces []model.CaseEvidence, scans map[model.ScanID]model.Scan) ([]model.ScanID, error) {
	if len(pieces) == 0 {
		return nil, nil
	}
	again := make([]model.Scan, len(pieces))
	for i, p := range pieces {
		again[i] = scans[p.ScanID]
	}
	judged, err := s.judge(ctx, again, r.Terminal, r.Adcode)
	if err != nil {
		return nil, err
	}
	var inOrder []model.ScanID
	for i, p := range pieces {
		if j := judged[i]; j.Verdict != model.VerdictDiverted || j.Origin != p.Origin {
			inOrder = append(inOrder, p.ScanID)
		}
	}
	return inOrder, nil
}
