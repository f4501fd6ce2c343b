package rebate

import (
	"context"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Why an accrual is less than the terms promise. They are stored and shown.
const (
	reasonCap    = "cap_reached"
	reasonBudget = "budget_exhausted"
	reasonBoth   = reasonCap + "," + reasonBudget
)

func isLimit(reason string) bool {
	return reason == reasonCap || reason == reasonBudget || reason == reasonBoth
}

// pot is what is spent under one limit: a programme's budget of a period, or (org not 0) an
// organisation's cap.
type pot struct {
	programme model.ProgrammeID
	period    int32
	org       model.OrgID
}

// potsOf are the pots from which a version pays an organisation; none where it has neither
// cap nor budget.
func (v *version) potsOf(period int32, org model.OrgID) (pots []pot) {
	if v.terms.CapFen > 0 {
		pots = append(pots, pot{v.ID, period, org})
	}
	if v.terms.BudgetFen > 0 {
		pots = append(pots, pot{v.ID, period, 0})
	}
	return pots
}

// purse is what is spent of pots that are held.
type purse map[pot]money.Fen

// take spends as much of what is wanted as the cap has left, and of that as much as the budget
// has, and says which of them kept something back.
func (p purse) take(v *version, period int32, org model.OrgID, want money.Fen) (fen money.Fen, reason string) {
	fen = want
	for _, at := range v.potsOf(period, org) {
		limit, why := v.terms.BudgetFen, reasonBudget
		if at.org != 0 {
			limit, why = v.terms.CapFen, reasonCap
		}
		if left := max(limit-p[at], 0); left < fen {
			fen, reason = left, joinReasons(reason, why)
		}
	}
	p.spend(v.potsOf(period, org), fen)
	return fen, reason
}

// spend puts an amount down to pots; a negative one frees them.
func (p purse) spend(pots []pot, fen money.Fen) {
	for _, at := range pots {
		p[at] += fen
	}
}

// grant lowers the shares of units to what cap and budget have left, once what was taken
// back is free again: unit by unit, in the order of their items. It holds the pots until
// the transaction ends, so that nobody else spends of them.
func (s *Service) grant(ctx context.Context, units []*model.RebateUnit, results map[model.ItemID]result, taken []model.RebateAccrual) error {
	all, err := s.published(ctx)
	if err != nil {
		return err
	}
	freed := freedBy(taken, all)
	needed := make([]pot, 0, len(freed))
	for at := range freed {
		needed = append(needed, at)
	}
	for _, u := range units {
		r := results[u.Item]
		for _, sh := range r.shares {
			if sh.by != nil {
				needed = append(needed, sh.by.potsOf(r.period(sh.by), sh.org)...)
			}
		}
	}
	if len(needed) == 0 {
		return nil
	}
	before, err := s.store.holdPots(ctx, needed)
	if err != nil {
		return err
	}
	after := purse{}
	for at, spent := range before {
		after[at] = spent - freed[at]
	}
	for _, u := range units {
		r := results[u.Item]
		for i, sh := range r.shares {
			if sh.by != nil {
				r.shares[i].fen, r.shares[i].reason = after.take(sh.by, r.period(sh.by), sh.org, sh.fen)
			}
		}
	}
	return s.store.savePots(ctx, before, after)
}

// period is a version's, in which a unit sold.
func (r result) period(v *version) int32 {
	return periodOf(v.terms.Every, monthOf(clock.BizDate(r.sale.at)))
}

// freedBy is what of pots the taking back of accruals frees.
func freedBy(taken []model.RebateAccrual, all []*version) purse {
	freed := purse{}
	for _, row := range taken {
		for _, v := range all {
			if v.ID == row.ProgrammeID && v.number == row.ProgrammeVersion {
				freed.spend(v.potsOf(row.Period, row.OrgID), row.Fen)
			}
		}
	}
	return freed
}
