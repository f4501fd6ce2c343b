package settlement

import (
	"context"
	"slices"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/ledger"
)

// Kinds of transactions in the ledger that this room posts, and that others do whose postings
// have lines of their own.
const (
	kindAdjustment = "adjustment"
	kindPayment    = "settlement"
	kindReturned   = kindPayment + ".reversal"
	kindCredit     = "settlement.credit"
	kindReward     = "reward"
)

// paymentLines are the lines of what has left to organisations, in whatever way, and come back.
var paymentLines = map[string]model.SettlementLineKind{
	kindPayment: model.LinePayment, kindReturned: model.LinePaymentReturned, kindCredit: model.LineCredit,
}

// lineKey is what a line sums up. Lines are in the order of their keys.
type lineKey struct {
	Kind      model.SettlementLineKind
	Programme model.ProgrammeID
	Product   model.ProductID
	Case      model.CaseID
	Ledger    string // of others: the ledger's kind
}

// share is what a transaction adds to a line of an organisation.
type share struct {
	Txn   model.TxnID
	Org   model.OrgID
	Key   lineKey
	Units int64
	Fen   money.Fen
}

// place is an organisation's part of a transaction.
type place struct {
	txn model.TxnID
	org model.OrgID
}

// sharesOf says which lines movements belong to. Of each transaction and organisation the
// shares sum to the movements, whatever the rooms know of them: what nobody accounts for is
// the line of others. Adjustments are left out: a statement counts them by its own table,
// whichever seal covers them.
func (s *Service) sharesOf(ctx context.Context, movements []ledger.Movement) ([]share, error) {
	shares := make([]share, 0, len(movements))
	rebates := map[place]ledger.Movement{} // summed
	var charges []ledger.Movement
	for _, m := range movements {
		charge, isCharge := diversion.ChargeOf(m.Key)
		switch {
		case m.Kind == kindAdjustment:
		case m.Account == model.OrgRebate && paymentLines[m.Kind] == 0:
			at := place{m.Txn, m.Org}
			m.Fen += rebates[at].Fen
			rebates[at] = m
		case isCharge && charge.Case != 0 && (m.Account == model.OrgPenalty || m.Account == model.OrgCompensation):
			charges = append(charges, m)
		default:
			shares = append(shares, plainShare(m))
		}
	}
	shares, err := s.addRebates(ctx, shares, rebates)
	if err != nil {
		return nil, err
	}
	return s.addCharges(ctx, shares, charges)
}

// plainShare is a movement that says itself what it is. Pure.
func plainShare(m ledger.Movement) share {
	sh := share{Txn: m.Txn, Org: m.Org, Fen: money.Fen(m.Fen), Key: lineKey{Kind: model.LineOther, Ledger: m.Kind}}
	switch {
	case paymentLines[m.Kind] != 0:
		sh.Key = lineKey{Kind: paymentLines[m.Kind]}
	case m.Kind == kindReward && m.Account == model.OrgReward:
		sh.Key, sh.Units = lineKey{Kind: model.LineReward}, 1
	}
	return sh
}

// addRebates splits what rebates moved by programme and product, as they were accrued.
func (s *Service) addRebates(ctx context.Context, shares []share, rebates map[place]ledger.Movement) ([]share, error) {
	txns := make([]model.TxnID, 0, len(rebates))
	for at := range rebates {
		txns = append(txns, at.txn)
	}
	slices.Sort(txns)
	for chunk := range slices.Chunk(slices.Compact(txns), storeChunk) {
		earnings, err := s.rebate.Earnings(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, e := range earnings {
			at := place{e.TxnID, e.OrgID}
			m, moved := rebates[at]
			if !moved || e.Fen == 0 {
				continue
			}
			sh := share{Txn: e.TxnID, Org: e.OrgID, Fen: e.Fen, Key: lineKey{Kind: model.LineRebate, Programme: e.ProgrammeID, Product: e.ProductID}}
			sign := int64(1)
			if e.Fen < 0 {
				sh.Key.Kind, sign = model.LineClawBack, -1
			}
			if e.Item != 0 {
				sh.Units = sign
			}
			shares = append(shares, sh)
			m.Fen -= int64(e.Fen)
			rebates[at] = m
		}
	}
	for at, left := range rebates {
		if left.Fen != 0 { // no accrual says why
			shares = append(shares, share{Txn: at.txn, Org: at.org, Fen: money.Fen(left.Fen), Key: lineKey{Kind: model.LineOther, Ledger: left.Kind}})
		}
	}
	return shares, nil
}

// addCharges gives penalties and compensations to the lines of their cases. The units of a case
// stand with its first posting, and are taken off where the case is taken back.
func (s *Service) addCharges(ctx context.Context, shares []share, charges []ledger.Movement) ([]share, error) {
	if len(charges) == 0 {
		return shares, nil
	}
	var cases []model.CaseID
	for _, m := range charges {
		charge, _ := diversion.ChargeOf(m.Key)
		cases = append(cases, charge.Case)
	}
	slices.Sort(cases)
	units, harmed := map[model.CaseID]int64{}, map[model.CaseID]map[model.OrgID]int64{}
	for chunk := range slices.Chunk(slices.Compact(cases), storeChunk) {
		rows, err := s.diversion.Some(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, c := range rows {
			units[c.ID] = c.Units
		}
		found, err := s.diversion.HarmedUnits(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for id, byOrg := range found {
			harmed[id] = byOrg
		}
	}
	for _, m := range charges {
		shares = append(shares, chargeShare(m, units, harmed))
	}
	return shares, nil
}

// chargeShare is what a posting of a case is to the origin, or to who was harmed. Pure.
func chargeShare(m ledger.Movement, units map[model.CaseID]int64, harmed map[model.CaseID]map[model.OrgID]int64) share {
	c, _ := diversion.ChargeOf(m.Key)
	sh := share{Txn: m.Txn, Org: m.Org, Fen: money.Fen(m.Fen), Key: lineKey{Kind: model.LinePenalty, Case: c.Case}, Units: units[c.Case]}
	if m.Account == model.OrgCompensation {
		sh.Key.Kind, sh.Units = model.LineCompensation, harmed[c.Case][m.Org]
	}
	if c.Back {
		sh.Key.Kind++ // its reversal
		sh.Units = -sh.Units
	}
	if c.Lowered {
		sh.Units = 0
	}
	return sh
}
