package rebate

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// settle brings what is posted of a standing to what its facts amount to, within cap and
// budget: the difference is posted under the next revision, and a negative one taken back.
// worked is false where somebody else is at it, or a fact has come meanwhile: it is due
// still.
func (s *Service) settle(ctx context.Context, st model.RebateStanding) (worked bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		all, err := s.published(ctx)
		if err != nil {
			return err
		}
		v := versionIn(all, st.ProgrammeID, st.Period)
		earned, facts, err := s.amount(ctx, v, st)
		if err != nil {
			return err
		}
		// Facts that came while these were read have made it due once more.
		if worked, err = s.store.claimStanding(ctx, st); err != nil || !worked {
			return err
		}
		return s.postStanding(ctx, v, st, earned, facts)
	})
	return worked, err
}

// amount is what a standing's facts are worth by the terms, after its level's share. Without
// a version it is nothing.
func (s *Service) amount(ctx context.Context, v *version, st model.RebateStanding) (money.Fen, Facts, error) {
	if v == nil {
		return 0, Facts{}, nil
	}
	all, err := s.factsOf(ctx, v, []model.RebateStanding{st}, st.Period)
	facts := all[st.OrgID]
	return v.terms.earned(facts).ShareDown(v.terms.Shares.of(st.Tier)), facts, err
}

// postStanding posts the difference that a standing is due, and saves it.
func (s *Service) postStanding(ctx context.Context, v *version, st model.RebateStanding, earned money.Fen, facts Facts) error {
	text, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	want, reasons := earned, ""
	if v != nil && v.terms.CapFen > 0 && earned > v.terms.CapFen {
		want, reasons = v.terms.CapFen, reasonCap
	}
	change, short, err := s.spendBudget(ctx, v, st, want-st.PostedFen)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	st.EarnedFen, st.PostedFen, st.Facts, st.UpdatedAt = earned, st.PostedFen+change, string(text), now
	st.Reasons = joinReasons(reasons, short)
	if change != 0 {
		st.Revision++
		if err := s.postChange(ctx, v, st, change, now); err != nil {
			return err
		}
	}
	return s.store.saveStanding(ctx, st)
}

// spendBudget is as much of a change as the budget has left, or gives a negative one back to
// it: whoever got less for want of it is due again then.
func (s *Service) spendBudget(ctx context.Context, v *version, st model.RebateStanding, change money.Fen) (money.Fen, string, error) {
	if v == nil || v.terms.BudgetFen == 0 || change == 0 {
		return change, "", nil
	}
	at := pot{st.ProgrammeID, st.Period, 0}
	before, err := s.store.holdPots(ctx, []pot{at})
	if err != nil {
		return 0, "", err
	}
	after, short := purse{at: before[at]}, ""
	if left := max(v.terms.BudgetFen-before[at], 0); change > left {
		change, short = left, reasonBudget
	}
	after.spend([]pot{at}, change)
	if change < 0 {
		if err := s.store.markShort(ctx, st); err != nil {
			return 0, "", err
		}
	}
	return change, short, s.store.savePots(ctx, before, after)
}

// postChange moves a change between the brand and the organisation, and keeps it as an
// accrual of the day.
func (s *Service) postChange(ctx context.Context, v *version, st model.RebateStanding, change money.Fen, now time.Time) error {
	ids, err := s.ledger.Post(ctx, ledger.Posting{
		Key:  fmt.Sprintf("rebate/%d/%d/%d/%d", st.ProgrammeID, st.OrgID, st.Period, st.Revision),
		Kind: "rebate.period", At: now,
		Entries: []ledger.Entry{{Account: accountOf(st.OrgID), Amount: int64(change)}, {Account: brandAccount, Amount: -int64(change)}},
	})
	if err != nil {
		return err
	}
	row := model.RebateAccrual{
		TxnID: ids[0], ProgrammeID: st.ProgrammeID, OrgID: st.OrgID, Tier: st.Tier, Version: st.Revision, Period: st.Period,
		Fen: change, Reasons: st.Reasons, Facts: st.Facts, SoldAt: now, BizDate: clock.BizDate(now),
	}
	if v != nil {
		row.ProgrammeVersion = v.number
	}
	return s.store.insertAccruals(ctx, []model.RebateAccrual{row})
}
