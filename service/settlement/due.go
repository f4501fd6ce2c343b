package settlement

import (
	"context"
	"slices"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// Dues pages through what a closed period's statements that end above zero come to, less what
// was paid since, in the order of organisations, after one. A page may be empty though there
// are more: next is where it goes on, 0 at the end. Errors: ErrUnknownPeriod, ErrNotClosed.
func (s *Service) Dues(ctx context.Context, id model.SettlementPeriodID, after model.OrgID, limit int) (dues []Due, next model.OrgID, err error) {
	p, err := s.Period(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if p.State != model.SettlementClosed {
		return nil, 0, ErrNotClosed.With("period %d", p.ID)
	}
	rows, err := s.store.statements(ctx, id, after, limit)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	var orgs []model.OrgID
	for _, st := range rows {
		if st.ClosingFen > 0 {
			orgs = append(orgs, st.OrgID)
		}
	}
	a, err := s.accounts(ctx, p, orgs)
	for _, org := range orgs {
		if paid := a.order(Due{Org: org}); paid.Refused == nil {
			due, _ := a.due(org)
			dues = append(dues, Due{Org: org, Fen: due.Total()})
		}
	}
	if len(rows) == limit {
		next = rows[len(rows)-1].OrgID
	}
	return dues, next, err
}

// accounts is all that tells what is owed to some organisations by a period's statements.
type accounts struct {
	period     model.SettlementPeriod
	statements map[model.OrgID][]model.SettlementStatement // closed ones, this period's first
	ends       map[model.SettlementPeriodID]int64          // the last seals of their periods
	standing   map[model.OrgID]model.SettlementPayment     // of this period's statements
	payments   map[model.OrgID][]model.SettlementPayment
	returns    map[model.OrgID][]model.SettlementReturn
	seals      map[model.TxnID]int64
}

func (s *Service) accounts(ctx context.Context, p model.SettlementPeriod, orgs []model.OrgID) (a accounts, err error) {
	a = accounts{
		period: p, statements: map[model.OrgID][]model.SettlementStatement{}, ends: map[model.SettlementPeriodID]int64{}, standing: map[model.OrgID]model.SettlementPayment{},
		payments: map[model.OrgID][]model.SettlementPayment{}, returns: map[model.OrgID][]model.SettlementReturn{},
	}
	rows, err := s.store.closedSince(ctx, p.ID, orgs)
	if err != nil {
		return a, err
	}
	var ids []model.SettlementPeriodID
	for _, st := range rows {
		a.statements[st.OrgID] = append(a.statements[st.OrgID], st)
		ids = append(ids, st.PeriodID)
	}
	slices.Sort(ids)
	periods, err := s.store.somePeriods(ctx, slices.Compact(ids))
	if err != nil {
		return a, err
	}
	for id, later := range periods {
		a.ends[id] = later.LastSeal
	}
	payments, err := s.store.payments(ctx, orgs)
	if err != nil {
		return a, err
	}
	var txns []model.TxnID
	for _, paid := range payments {
		a.payments[paid.OrgID] = append(a.payments[paid.OrgID], paid)
		if txns = append(txns, paid.TxnID); paid.PeriodID == p.ID {
			a.standing[paid.OrgID] = paid
		}
	}
	returns, err := s.store.returns(ctx, orgs)
	if err != nil {
		return a, err
	}
	for _, r := range returns {
		a.returns[r.OrgID] = append(a.returns[r.OrgID], r)
		txns = append(txns, r.TxnID, r.ReversalID)
	}
	a.seals, err = s.ledger.SealsOf(ctx, txns)
	return a, err
}

// due is what a closed statement pays: what is not paid of it, or of a later closed one of the
// organisation's where that is less. What was taken back in the meantime is not paid out first. Pure.
func (a accounts) due(org model.OrgID) (due model.OrgSums, known bool) {
	statements := a.statements[org]
	if len(statements) == 0 || statements[0].PeriodID != a.period.ID {
		return due, false
	}
	for i, st := range statements {
		if left := a.unpaid(st); i == 0 || left.Total() < due.Total() {
			due = left
		}
	}
	return due, true
}

// unpaid is what a statement ends with, less what was paid, and more what came back, and is not
// in it. Pure.
func (a accounts) unpaid(st model.SettlementStatement) model.OrgSums {
	left := st.OrgSums
	add := func(txn model.TxnID, sums model.OrgSums, sign money.Fen) {
		if seal := a.seals[txn]; seal != 0 && seal <= a.ends[st.PeriodID] {
			return
		}
		for _, kind := range model.Settled() {
			*left.Of(kind) += sign * *sums.Of(kind)
		}
	}
	for _, paid := range a.payments[st.OrgID] {
		add(paid.TxnID, paid.OrgSums, -1)
	}
	for _, r := range a.returns[st.OrgID] {
		add(r.TxnID, r.OrgSums, -1)
		add(r.ReversalID, r.OrgSums, 1)
	}
	return left
}

// attempt is which payment of the statement the next is, from 1. Pure.
func (a accounts) attempt(org model.OrgID) int {
	n := 1
	for _, r := range a.returns[org] {
		if r.PeriodID == a.period.ID {
			n++
		}
	}
	return n
}

// order is what a due comes to. Pure.
func (a accounts) order(d Due) (paid Paid) {
	if before, ok := a.standing[d.Org]; ok {
		return Paid{Payment: before, Refused: ErrPaidOtherwise.With("of period %d", a.period.ID)}
	}
	due, known := a.due(d.Org)
	switch {
	case !known:
		paid.Refused = ErrUnknownStatement.With("period %d", a.period.ID)
	case due.Total() <= 0:
		paid.Refused = ErrNothingOwed.With("%s", due.Total())
	case d.Fen != 0 && d.Fen != due.Total():
		paid.Refused = ErrOwedOther.With("%s, not %s", due.Total(), d.Fen)
	}
	return paid
}
