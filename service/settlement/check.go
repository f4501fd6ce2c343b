package settlement

import (
	"context"
	"fmt"
	"strings"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// mismatch is where statements and the ledger disagree.
type mismatch struct{ text string }

func (m mismatch) Error() string { return "settlement: " + m.text }

func mismatched(format string, args ...any) error { return mismatch{fmt.Sprintf(format, args...)} }

// check holds all statements of a period against the ledger, as of one moment: of each
// organisation, what it begins with and its lines come to what it ends with, and that is, by
// account, what the ledger's balance was when the period ended.
func (s *Service) check(ctx context.Context, p model.SettlementPeriod) error {
	return s.db.Snapshot(ctx, func(ctx context.Context) error {
		want, err := s.balancesAfter(ctx, p)
		if err != nil {
			return err
		}
		lines, err := s.store.lineSums(ctx, p.ID)
		if err != nil {
			return err
		}
		err = s.eachStatement(ctx, p.ID, func(st model.SettlementStatement) error {
			if got := st.OpeningFen + lines[st.OrgID]; got != st.ClosingFen || st.ClosingFen != st.Total() {
				return mismatched("organisation %d begins with %d, its lines come to %d, and it ends with %d", st.OrgID, st.OpeningFen, lines[st.OrgID], st.ClosingFen)
			}
			delete(lines, st.OrgID)
			w := want[st.OrgID]
			delete(want, st.OrgID)
			return differing(st.OrgID, st.OrgSums, w)
		})
		if err != nil {
			return err
		}
		for org, sums := range want {
			if err := differing(org, model.OrgSums{}, sums); err != nil {
				return err
			}
		}
		for org, fen := range lines {
			return mismatched("organisation %d has lines of %d and no statement", org, fen)
		}
		return nil
	})
}

// differing says which accounts of an organisation are not what the ledger says, which may say
// nothing of them. Pure.
func differing(org model.OrgID, got model.OrgSums, ledger *model.OrgSums) error {
	if ledger == nil {
		ledger = &model.OrgSums{}
	}
	var differ []string
	for _, kind := range model.Settled() {
		if is, says := *got.Of(kind), *ledger.Of(kind); is != says {
			differ = append(differ, fmt.Sprintf("account %d is %d, and the ledger says %d", kind, is, says))
		}
	}
	if len(differ) == 0 {
		return nil
	}
	return mismatched("organisation %d: %s", org, strings.Join(differ, "; "))
}

// balancesAfter are the balances of organisations when a period ended: as they are, less what
// was sealed since. Adjustments are counted by the period that they belong to.
func (s *Service) balancesAfter(ctx context.Context, p model.SettlementPeriod) (map[model.OrgID]*model.OrgSums, error) {
	rows, err := s.ledger.NettedBalances(ctx, model.Settled())
	if err != nil {
		return nil, err
	}
	all := map[model.OrgID]*model.OrgSums{}
	add := func(org model.OrgID, kind model.AccountKind, fen int64) {
		if all[org] == nil {
			all[org] = &model.OrgSums{}
		}
		*all[org].Of(kind) += money.Fen(fen)
	}
	for _, b := range rows {
		add(model.OrgID(b.Owner), b.AccountKind, b.Amount)
	}
	last, err := s.ledger.LastSeal(ctx)
	if err != nil || last == nil {
		return all, err
	}
	err = s.eachMovements(ctx, ledger.Seals{After: p.LastSeal, Last: last.ID}, func(movements []ledger.Movement) error {
		for _, m := range movements {
			if m.Kind != kindAdjustment {
				add(m.Org, m.Account, -m.Fen)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Balances do not hold adjustments yet that are not sealed.
	tail, err := s.ledger.Sealed(ctx, ledger.Tail, []model.AccountKind{model.OrgAdjustment})
	if err != nil {
		return nil, err
	}
	for _, m := range tail {
		if m.Kind == kindAdjustment {
			add(m.Org, m.Account, m.Fen)
		}
	}
	later, err := s.store.adjustmentsAfter(ctx, p.ID)
	for _, a := range later {
		add(a.OrgID, model.OrgAdjustment, -int64(a.Fen))
	}
	return all, err
}
