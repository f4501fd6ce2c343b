package scan

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
	"channelrouter/service/identity"
)

// first is what stands for a key: of a bottle, too, what was won of its cap before the line
// told that they are a pair.
func (w *world) first(key onceKey) (model.ScanOnce, bool) {
	row, taken := w.once[key]
	if !taken {
		row, taken = w.once[onceKey{w.caps[key.item], key.purpose}]
	}
	return row, taken
}

// claimOnce lets every visit whose action wins something try to be first. Losers, in
// this batch or to another transaction, become repeats; a winner who asks again gets
// his answer. It returns the winners.
func (s *Service) claimOnce(ctx context.Context, w *world) ([]*visit, error) {
	tried := map[onceKey]bool{}
	var rows []model.ScanOnce
	for _, v := range w.visits {
		key, wins := v.onceKey()
		if _, taken := w.first(key); !wins || taken || tried[key] {
			continue
		}
		tried[key] = true
		rows = append(rows, model.ScanOnce{
			Item: key.item, Purpose: key.purpose, ScanID: v.scan.ID, PersonID: v.in.Person,
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
		if err := s.stillUnpaired(ctx, rows); err != nil {
			return nil, err
		}
	}
	if err := s.recognise(ctx, w); err != nil {
		return nil, err
	}
	winners, again := sortOut(w)
	return winners, s.answerWinners(ctx, again)
}

// onceKey is what a visit that is to be written tries to win.
func (v *visit) onceKey() (onceKey, bool) {
	purpose, wins := purposes[v.scan.Action]
	return onceKey{v.resolved.Item, purpose}, wins && v.alive()
}

// recognise finds out who is a winner by another name: a person who was united with one
// who won, or whom one who won was united with. Only where another won is anything asked.
func (s *Service) recognise(ctx context.Context, w *world) (err error) {
	var people []model.PersonID
	for _, v := range w.visits {
		key, wins := v.onceKey()
		if first, _ := w.first(key); wins && first.PersonID != v.in.Person {
			people = append(people, first.PersonID, v.in.Person)
		}
	}
	w.united, err = s.Identity.CurrentOf(ctx, people)
	return err
}

// sortOut tells winners, and winners who ask again, from repeats by what stands in the
// database.
func sortOut(w *world) (winners, again []*visit) {
	for _, v := range w.visits {
		key, wins := v.onceKey()
		if !wins {
			continue
		}
		switch first, _ := w.first(key); {
		case first.ScanID == v.scan.ID:
			winners = append(winners, v)
		case identity.Now(w.united, first.PersonID) == identity.Now(w.united, v.in.Person):
			v.winner = first.ScanID
			again = append(again, v)
		default:
			v.answer.Outcome = OutcomeRepeat
			v.answer.First = &First{At: first.At, Adcode: first.Adcode}
		}
	}
	return winners, again
}

// answerWinners gives winners who ask again their stored answers. Whose winning scan is
// in this batch has none yet and is answered when it is kept.
func (s *Service) answerWinners(ctx context.Context, again []*visit) error {
	if len(again) == 0 {
		return nil
	}
	ids := make([]model.ScanID, len(again))
	for i, v := range again {
		ids[i], v.replayed = v.winner, true
	}
	stored, err := s.store.scans(ctx, ids)
	for _, v := range again {
		if scan, found := stored[v.winner]; found {
			v.replay(scan)
		}
	}
	return err
}
