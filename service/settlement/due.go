package settlement

import (
	"context"

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
	statements map[model.OrgID]model.SettlementStatement
	standing   map[model.OrgID]model.SettlementPayment // of this period's statements
	payments   map[model.OrgID][]model.SettlementPayment
	returns    map[model.OrgID][]model.SettlementReturn
	seals      map[model.TxnID]int64
}

func (s *Service) accounts(ctx context.Context, p model.SettlementPeriod, orgs []model.OrgID) (a accounts, err error) {
	a = accounts{
		period: p, statements: map[model.OrgID]model.SettlementStatement{}, standing: map[model.OrgID]model.SettlementPayment{},
		payments: map[model.OrgID][]model.SettlementPayment{}, returns: map[model.OrgID][]model.SettlementReturn{},
	}
	rows, err := s.store.statementsOf(ctx, p.ID, orgs)
	if err != nil {
		return a, err
	}
	for _, st := range rows {
		a.statements[st.OrgID] = st
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

// due is what a statement ends with, less what was paid, and more what came back, and is not
// in it. Pure.
func (a accounts) due(org model.OrgID) (due model.OrgSums, known bool) {
	st, known := a.statements[org]
	due = st.OrgSums
	add := func(txn model.TxnID, sums model.OrgSums, sign money.Fen) {
		if seal := a.seals[txn]; seal != 0 && seal <= a.period.LastSeal {
			return
		}
		for _, kind := range model.Settled() {
			*due.Of(kind) += sign * *sums.Of(kind)
		}
	}
	for _, paid := range a.payments[org] {
		add(paid.TxnID, paid.OrgSums, -1)
	}
	for _, r := range a.returns[org] {
		add(r.TxnID, r.OrgSums, -1)
		add(r.ReversalID, r.OrgSums, 1)
	}
	return due, known
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
