package settlement

import (
	"context"
	"slices"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/rebate"
	"channelrouter/service/reward"
)

// Opened is a part of a line: what one transaction of the ledger adds to it, and what that
// rests on.
type Opened struct {
	Txn     model.TxnID
	Key     string
	Kind    string
	Units   int64
	Fen     money.Fen
	Rebates []rebate.Line    // of rebates: the accruals
	Scans   []model.ScanOnce // that made it: of a unit, and the opening of its case
}

// OpenedCase is what a penalty or compensation rests on.
type OpenedCase struct {
	Case  model.DiversionCase
	Units []model.ItemRange     // that are penalised; none any more where it was taken back
	Flags []model.DiversionFlag // the scans, withdrawn ones too
}

// OpenedLine is a page of what a line sums up.
type OpenedLine struct {
	Parts      []Opened
	Next       model.TxnID // from which the next page goes on; 0: this is the last
	Case       *OpenedCase
	Adjustment *model.SettlementAdjustment
}

// Open pages through what a line sums up, in the order of transactions, after one (0: from the
// first). It costs what the organisation moved in the period, whatever was before. Errors: of
// Find, ErrUnknownLine.
func (s *Service) Open(ctx context.Context, id model.SettlementPeriodID, org model.OrgID, n int, after model.TxnID, limit int) (o OpenedLine, err error) {
	p, _, err := s.legible(ctx, id, org)
	if err != nil {
		return o, err
	}
	l, err := s.line(ctx, id, org, n)
	if err != nil {
		return o, err
	}
	if l.Kind == model.LineAdjustment {
		return s.openAdjustment(ctx, l)
	}
	if o.Parts, o.Next, err = s.parts(ctx, p, l, after, limit); err != nil {
		return o, err
	}
	if err := s.addRests(ctx, l, o.Parts); err != nil {
		return o, err
	}
	if l.CaseID != 0 {
		o.Case, err = s.openCase(ctx, l.CaseID)
	}
	return o, err
}

// OpenOwn is Open for the organisation itself, which sees what is presented, and nothing of
// others. Errors: ErrUnknownStatement, ErrUnknownLine.
func (s *Service) OpenOwn(ctx context.Context, id model.SettlementPeriodID, org model.OrgID, n int, after model.TxnID, limit int) (OpenedLine, error) {
	p, err := s.store.period(ctx, id)
	if err != nil {
		return OpenedLine{}, err
	}
	if p == nil || !visible(*p) {
		return OpenedLine{}, ErrUnknownStatement.With("period %d", id)
	}
	o, err := s.Open(ctx, id, org, n, after, limit)
	if err != nil {
		return OpenedLine{}, err
	}
	return o, s.veil(ctx, *p, org, &o)
}

// veil takes out of what an organisation opens the scans, and the names, of shops that did not
// stand below it when the period ended; and of a case what is for the brand to know, and its
// units unless it is penalised for them.
func (s *Service) veil(ctx context.Context, p model.SettlementPeriod, org model.OrgID, o *OpenedLine) error {
	var named []model.OrgID
	for _, part := range o.Parts {
		for _, sc := range part.Scans {
			named = append(named, sc.OrgID)
		}
		for _, r := range part.Rebates {
			named = append(named, r.Terminal)
		}
	}
	slices.Sort(named)
	above, err := s.channel.Above(ctx, slices.Compact(named), p.ToAt)
	if err != nil {
		return err
	}
	for i := range o.Parts {
		part := &o.Parts[i]
		part.Scans = slices.DeleteFunc(part.Scans, func(sc model.ScanOnce) bool { return sc.OrgID != 0 && !above[sc.OrgID][org] })
		for n := range part.Rebates {
			if !above[part.Rebates[n].Terminal][org] {
				part.Rebates[n].Terminal = 0
			}
		}
	}
	if o.Case != nil {
		o.Case.Flags = nil
		if o.Case.Case.Origin != org {
			o.Case.Units = nil
		}
	}
	return nil
}

func (s *Service) openAdjustment(ctx context.Context, l model.SettlementLine) (OpenedLine, error) {
	a, err := s.adjustment(ctx, l.AdjustmentID)
	return OpenedLine{Adjustment: &a, Parts: []Opened{{
		Txn: a.TxnID, Key: adjustmentKey(a.ID), Kind: kindAdjustment, Fen: a.Fen,
	}}}, err
}

// parts reads an organisation's movements of a period until there are enough of a line, by the
// same rules as the line was summed up by.
func (s *Service) parts(ctx context.Context, p model.SettlementPeriod, l model.SettlementLine, after model.TxnID, limit int) (parts []Opened, next model.TxnID, err error) {
	q := ledger.MovementsOf{Org: l.OrgID, Kinds: accountsOf(l.Kind), Seals: sealsOf(p), From: p.FirstTxn, To: p.LastTxn}
	for read := 0; read < s.at.page && len(parts) < limit; {
		movements, err := s.ledger.OrgMovements(ctx, q, after, s.at.movements)
		if err != nil || len(movements) == 0 {
			return parts, 0, err
		}
		found, err := s.partsIn(ctx, l, movements)
		if err != nil {
			return nil, 0, err
		}
		parts = append(parts, found...)
		read += len(movements)
		after = movements[len(movements)-1].Txn
		if len(movements) < s.at.movements && len(parts) <= limit {
			return parts, 0, nil
		}
	}
	if len(parts) > limit {
		parts = parts[:limit]
		after = parts[limit-1].Txn
	}
	return parts, after, nil
}

// partsIn is what movements, whole transactions in their order, add to a line.
func (s *Service) partsIn(ctx context.Context, l model.SettlementLine, movements []ledger.Movement) ([]Opened, error) {
	shares, err := s.sharesOf(ctx, movements)
	if err != nil {
		return nil, err
	}
	byTxn := map[model.TxnID]*Opened{}
	for _, sh := range shares {
		if sh.Key != keyOf(l) || sh.Org != l.OrgID {
			continue
		}
		if byTxn[sh.Txn] == nil {
			byTxn[sh.Txn] = &Opened{Txn: sh.Txn}
		}
		byTxn[sh.Txn].Units, byTxn[sh.Txn].Fen = byTxn[sh.Txn].Units+sh.Units, byTxn[sh.Txn].Fen+sh.Fen
	}
	var parts []Opened
	for _, m := range movements {
		if part := byTxn[m.Txn]; part != nil {
			part.Key, part.Kind = m.Key, m.Kind
			parts = append(parts, *part)
			delete(byTxn, m.Txn)
		}
	}
	return parts, nil
}

// accountsOf are the accounts that a line may be about. Pure.
func accountsOf(kind model.SettlementLineKind) []model.AccountKind {
	switch kind {
	case model.LineRebate, model.LineClawBack:
		return []model.AccountKind{model.OrgRebate}
	case model.LinePenalty, model.LinePenaltyReversal:
		return []model.AccountKind{model.OrgPenalty}
	case model.LineCompensation, model.LineCompensationReversal:
		return []model.AccountKind{model.OrgCompensation}
	case model.LineReward:
		return []model.AccountKind{model.OrgReward}
	}
	return model.Settled()
}

// addRests finds what parts of rebates and rewards rest on: accruals, and the scans.
func (s *Service) addRests(ctx context.Context, l model.SettlementLine, parts []Opened) error {
	items := map[model.TxnID][]model.ItemID{}
	switch l.Kind {
	case model.LineRebate, model.LineClawBack:
		if err := s.addAccruals(ctx, l, parts, items); err != nil {
			return err
		}
	case model.LineReward:
		for _, part := range parts {
			if item, ok := reward.GrantOf(part.Key); ok {
				items[part.Txn] = []model.ItemID{item}
			}
		}
	}
	var all []model.ItemID
	for _, of := range items {
		all = append(all, of...)
	}
	won, err := s.scan.Winners(ctx, all)
	if err != nil {
		return err
	}
	for i := range parts {
		for _, w := range won {
			if slices.Contains(items[parts[i].Txn], w.Item) {
				parts[i].Scans = append(parts[i].Scans, w)
			}
		}
	}
	return nil
}

// addAccruals opens the parts of a rebate's line, and gathers the goods that they are about.
func (s *Service) addAccruals(ctx context.Context, l model.SettlementLine, parts []Opened, items map[model.TxnID][]model.ItemID) error {
	txns := make([]model.TxnID, len(parts))
	for i, part := range parts {
		txns[i] = part.Txn
	}
	byTxn, err := s.rebate.Breakdown(ctx, txns)
	if err != nil {
		return err
	}
	for i := range parts {
		for _, a := range byTxn[parts[i].Txn] {
			ours := a.OrgID == l.OrgID && a.ProgrammeID == l.ProgrammeID && a.Fen != 0 && a.Fen < 0 == (l.Kind == model.LineClawBack)
			if !ours {
				continue
			}
			parts[i].Rebates = append(parts[i].Rebates, a)
			if a.Unit != nil {
				items[a.TxnID] = append(items[a.TxnID], a.Item)
				if a.Unit.CaseItem != 0 {
					items[a.TxnID] = append(items[a.TxnID], a.Unit.CaseItem)
				}
			}
		}
	}
	return nil
}

func (s *Service) openCase(ctx context.Context, id model.CaseID) (*OpenedCase, error) {
	c, err := s.diversion.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	units, err := s.diversion.Penalised(ctx, id)
	if err != nil {
		return nil, err
	}
	flags, err := s.diversion.AllFlags(ctx, id)
	return &OpenedCase{Case: c, Units: units, Flags: flags}, err
}
