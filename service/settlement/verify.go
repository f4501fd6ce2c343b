package settlement

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// Report is what Verify found.
type Report struct {
	Periods    int64    `json:"periods"` // whose statements were worked out anew
	Statements int64    `json:"statements"`
	Lines      int64    `json:"lines"`
	Faults     int64    `json:"faults"`
	First      []string `json:"first_faults,omitempty"` // what and where, the first hundred
}

// OK tells whether nothing is wrong.
func (r Report) OK() bool { return r.Faults == 0 }

const mostFaults = 100

func (r *Report) wrong(format string, args ...any) {
	if r.Faults++; len(r.First) < mostFaults {
		r.First = append(r.First, fmt.Sprintf(format, args...))
	}
}

// Verify works out all statements anew, period by period, from the ledger and what the rooms
// say of its transactions, and says where what is stored differs; and whether periods follow
// each other without a gap. All as of one moment.
func (s *Service) Verify(ctx context.Context) (r Report, err error) {
	err = s.db.Snapshot(ctx, func(ctx context.Context) error {
		periods, err := s.store.allPeriods(ctx)
		if err != nil {
			return err
		}
		owed := map[model.OrgID]model.OrgSums{}
		before := model.SettlementPeriod{}
		for _, p := range periods {
			if p.ID != before.ID+1 || p.AfterSeal != before.LastSeal || p.LastSeal <= p.AfterSeal {
				r.wrong("period %d is of the seals after %d to %d, and period %d ends with %d", p.ID, p.AfterSeal, p.LastSeal, before.ID, before.LastSeal)
			}
			if before = p; p.State == model.SettlementPreparing {
				continue
			}
			if err := s.verifyPeriod(ctx, &r, p, owed); err != nil {
				return err
			}
			r.Periods++
		}
		return nil
	})
	return r, err
}

// verifyPeriod holds a period's statements against what they come to, and moves what is owed on.
func (s *Service) verifyPeriod(ctx context.Context, r *Report, p model.SettlementPeriod, owed map[model.OrgID]model.OrgSums) error {
	t, err := s.tally(ctx, sealsOf(p))
	if err != nil {
		return err
	}
	adjustments, err := s.verifyAdjustments(ctx, r, p)
	if err != nil {
		return err
	}
	if err := s.verifyPayments(ctx, r, p); err != nil {
		return err
	}
	if err := s.verifyReturns(ctx, r, p); err != nil {
		return err
	}
	for _, a := range adjustments {
		if t.moved[a.OrgID] == nil {
			t.moved[a.OrgID] = &model.OrgSums{}
		}
		t.moved[a.OrgID].AdjustmentFen += a.Fen
	}
	if t.first != p.FirstTxn || t.last != p.LastTxn {
		r.wrong("period %d: its transactions are %d to %d, not %d to %d", p.ID, t.first, t.last, p.FirstTxn, p.LastTxn)
	}
	if err := s.verifyLines(ctx, r, p, t.rows(p.ID), adjustments); err != nil {
		return err
	}
	return s.verifyStatements(ctx, r, p, t.moved, owed)
}

// verifyAdjustments makes sure that a period's adjustments are what the ledger moved for them.
func (s *Service) verifyAdjustments(ctx context.Context, r *Report, p model.SettlementPeriod) ([]model.SettlementAdjustment, error) {
	adjustments, err := s.store.adjustmentsOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	for chunk := range slices.Chunk(adjustments, storeChunk) {
		txns := make([]model.TxnID, len(chunk))
		for i, a := range chunk {
			txns[i] = a.TxnID
		}
		moved, err := s.ledger.MovementsIn(ctx, txns, model.Settled())
		if err != nil {
			return nil, err
		}
		for _, a := range chunk {
			of := moved[a.TxnID]
			if len(of) != 1 || of[0].Org != a.OrgID || of[0].Account != model.OrgAdjustment || of[0].Fen != int64(a.Fen) || of[0].Key != adjustmentKey(a.ID) {
				r.wrong("period %d: adjustment %d of %d fen is not what the ledger moved", p.ID, a.ID, a.Fen)
			}
		}
	}
	return adjustments, nil
}

// verifyLines compares lines with what they come to, some organisations at a time.
func (s *Service) verifyLines(ctx context.Context, r *Report, p model.SettlementPeriod, want []model.SettlementLine, adjustments []model.SettlementAdjustment) error {
	lines := map[orgLine]model.SettlementLine{}
	for _, l := range want {
		lines[orgLine{l.OrgID, keyOf(l)}] = l
	}
	adjusted := map[model.AdjustmentID]money.Fen{}
	for _, a := range adjustments {
		adjusted[a.ID] = a.Fen
	}
	err := s.eachLine(ctx, p.ID, func(l model.SettlementLine) {
		r.Lines++
		if fen, ok := adjusted[l.AdjustmentID]; ok && l.Kind == model.LineAdjustment && fen == l.Fen {
			delete(adjusted, l.AdjustmentID)
			return
		}
		at := orgLine{l.OrgID, keyOf(l)}
		if w, ok := lines[at]; !ok || w.Fen != l.Fen || w.Units != l.Units || w.Entries != l.Entries {
			r.wrong("period %d, organisation %d, line %d (%s): %d fen for %d units, and the ledger says %d for %d",
				p.ID, l.OrgID, l.N, LineKindName(l.Kind), l.Fen, l.Units, w.Fen, w.Units)
		}
		delete(lines, at)
	})
	for at, l := range lines {
		r.wrong("period %d, organisation %d: a line (%s) of %d fen is missing", p.ID, at.org, LineKindName(l.Kind), l.Fen)
	}
	for id, fen := range adjusted {
		r.wrong("period %d: the line of adjustment %d of %d fen is missing", p.ID, id, fen)
	}
	return err
}

// eachLine visits a period's lines, those of some organisations at a time.
func (s *Service) eachLine(ctx context.Context, id model.SettlementPeriodID, visit func(model.SettlementLine)) error {
	for after := model.OrgID(0); ; {
		page, err := s.store.statements(ctx, id, after, s.at.orgs)
		if err != nil || len(page) == 0 {
			return err
		}
		last := page[len(page)-1].OrgID
		lines, err := s.store.linesBetween(ctx, id, after, last)
		if err != nil {
			return err
		}
		for _, l := range lines {
			visit(l)
		}
		after = last
	}
}

// verifyStatements compares what statements begin and end with, and moves what is owed on.
func (s *Service) verifyStatements(ctx context.Context, r *Report, p model.SettlementPeriod, moved map[model.OrgID]*model.OrgSums, owed map[model.OrgID]model.OrgSums) error {
	want := map[model.OrgID]model.SettlementStatement{}
	for _, st := range statementsOf(p.ID, owed, moved) {
		want[st.OrgID] = st
		owed[st.OrgID] = st.OrgSums
	}
	err := s.eachStatement(ctx, p.ID, func(st model.SettlementStatement) error {
		r.Statements++
		w := want[st.OrgID]
		if w.OpeningFen != st.OpeningFen || w.ClosingFen != st.ClosingFen || w.OrgSums != st.OrgSums {
			r.wrong("period %d, organisation %d: from %d to %d fen, and the ledger says from %d to %d", p.ID, st.OrgID, st.OpeningFen, st.ClosingFen, w.OpeningFen, w.ClosingFen)
		}
		delete(want, st.OrgID)
		return nil
	})
	for _, org := range slices.Sorted(maps.Keys(want)) {
		if w := want[org]; w.OpeningFen != 0 || w.OrgSums != (model.OrgSums{}) || moved[org] != nil {
			r.wrong("period %d, organisation %d: its statement from %d to %d fen is missing", p.ID, org, w.OpeningFen, w.ClosingFen)
		}
	}
	return err
}
