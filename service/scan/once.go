package scan

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// claimOnce lets every visit whose action wins something try to be first. Losers, in
// this batch or to another transaction, become repeats; a winner who asks again gets
// the stored answer. It returns the winners.
func (s *Service) claimOnce(ctx context.Context, w *world) ([]*visit, error) {
	candidates := map[onceKey]*visit{}
	var rows []model.ScanOnce
	for _, v := range w.visits {
		purpose, wins := purposes[v.scan.Action]
		if !v.alive() || !wins {
			continue
		}
		key := onceKey{v.resolved.Item, purpose}
		if _, taken := w.once[key]; taken || candidates[key] != nil {
			continue
		}
		candidates[key] = v
		rows = append(rows, model.ScanOnce{
			Item: key.item, Purpose: purpose, ScanID: v.scan.ID, PersonID: v.in.Person,
			OrgID: v.scan.OrgID, Adcode: v.in.Adcode, At: v.in.At,
		})
	}
	if len(rows) > 0 {
		// One order for all, so that batches never wait for each other in a circle.
		slices.SortFunc(rows, func(a, b model.ScanOnce) int {
			return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Purpose, b.Purpose))
		})
		first, err := s.store.insertOnce(ctx, rows)
		if err != nil {
			return nil, err
		}
		for key, row := range first {
			w.once[key] = row
		}
	}
	return s.sortOut(ctx, w, candidates)
}

// sortOut tells winners from repeats by what stands in the database.
func (s *Service) sortOut(ctx context.Context, w *world, candidates map[onceKey]*visit) ([]*visit, error) {
	var winners []*visit
	for _, v := range w.visits {
		purpose, wins := purposes[v.scan.Action]
		if !v.alive() || !wins {
			continue
		}
		key := onceKey{v.resolved.Item, purpose}
		first := w.once[key]
		switch {
		case first.ScanID == v.scan.ID:
			winners = append(winners, v)
		case first.PersonID == v.in.Person && candidates[key] == nil:
			if err := s.replayWinner(ctx, v, first.ScanID); err != nil {
				return nil, err
			}
		default:
			v.answer.Outcome = OutcomeRepeat
			v.answer.First = &First{At: first.At, Adcode: first.Adcode}
		}
	}
	return winners, nil
}

// replayWinner gives a winner who asks again his stored answer.
func (s *Service) replayWinner(ctx context.Context, v *visit, id model.ScanID) error {
	scan, err := s.store.scan(ctx, id)
	if err != nil {
		return err
	}
	scan.Key = "" // another key, the same question
	v.replay(*scan)
	return nil
}
