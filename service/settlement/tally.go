package settlement

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// orgLine is a line of some organisation.
type orgLine struct {
	org model.OrgID
	key lineKey
}

// sum is what a line comes to.
type sum struct {
	units, entries int64
	fen            money.Fen
}

// tally is what a run of seals says of all organisations.
type tally struct {
	moved        map[model.OrgID]*model.OrgSums
	lines        map[orgLine]*sum
	first, last  model.TxnID
	transactions int64
}

// tally reads a run of seals, some at a time.
func (s *Service) tally(ctx context.Context, run ledger.Seals) (*tally, error) {
	t := &tally{moved: map[model.OrgID]*model.OrgSums{}, lines: map[orgLine]*sum{}}
	err := s.eachMovements(ctx, run, func(movements []ledger.Movement) error {
		shares, err := s.sharesOf(ctx, movements)
		if err != nil {
			return err
		}
		t.add(movements, shares)
		return nil
	})
	return t, err
}

// eachMovements visits what a run of seals moves of organisations' accounts, some seals at a
// time.
func (s *Service) eachMovements(ctx context.Context, run ledger.Seals, visit func([]ledger.Movement) error) error {
	for from := run.After; from < run.Last; from += s.at.seals {
		part := ledger.Seals{After: from, Last: min(from+s.at.seals, run.Last)}
		movements, err := s.ledger.Sealed(ctx, part, model.Settled())
		if err != nil {
			return err
		}
		if err := visit(movements); err != nil {
			return err
		}
	}
	return nil
}

// add takes in movements, whole transactions, with the shares that they come to.
func (t *tally) add(movements []ledger.Movement, shares []share) {
	seen := map[model.TxnID]bool{}
	for _, m := range movements {
		if m.Kind == kindAdjustment {
			continue
		}
		seen[m.Txn] = true
		if t.moved[m.Org] == nil {
			t.moved[m.Org] = &model.OrgSums{}
		}
		*t.moved[m.Org].Of(m.Account) += money.Fen(m.Fen)
		if t.first == 0 || m.Txn < t.first {
			t.first = m.Txn
		}
		t.last = max(t.last, m.Txn)
	}
	t.transactions += int64(len(seen))
	for _, sh := range shares {
		at := orgLine{sh.Org, sh.Key}
		if t.lines[at] == nil {
			t.lines[at] = &sum{}
		}
		line := t.lines[at]
		line.units, line.fen, line.entries = line.units+sh.Units, line.fen+sh.Fen, line.entries+1
	}
}

// rows are the lines of a period in the order of organisations, numbered for each.
func (t *tally) rows(period model.SettlementPeriodID) []model.SettlementLine {
	keys := slices.SortedFunc(maps.Keys(t.lines), func(a, b orgLine) int {
		return cmp.Or(cmp.Compare(a.org, b.org), compareKeys(a.key, b.key))
	})
	rows := make([]model.SettlementLine, len(keys))
	for i, at := range keys {
		line := t.lines[at]
		rows[i] = model.SettlementLine{
			PeriodID: period, OrgID: at.org, N: 1, State: model.LineUnanswered,
			Kind: at.key.Kind, ProgrammeID: at.key.Programme, ProductID: at.key.Product, CaseID: at.key.Case, LedgerKind: at.key.Ledger,
			Units: line.units, Fen: line.fen, Entries: line.entries,
		}
		if i > 0 && rows[i-1].OrgID == at.org {
			rows[i].N = rows[i-1].N + 1
		}
	}
	return rows
}

func compareKeys(a, b lineKey) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Programme, b.Programme), cmp.Compare(a.Product, b.Product),
		cmp.Compare(a.Case, b.Case), cmp.Compare(a.Ledger, b.Ledger))
}

// keyOf is what a stored line sums up.
func keyOf(l model.SettlementLine) lineKey {
	return lineKey{Kind: l.Kind, Programme: l.ProgrammeID, Product: l.ProductID, Case: l.CaseID, Ledger: l.LedgerKind}
}

// sealsOf are the seals of a period.
func sealsOf(p model.SettlementPeriod) ledger.Seals {
	return ledger.Seals{After: p.AfterSeal, Last: p.LastSeal}
}
