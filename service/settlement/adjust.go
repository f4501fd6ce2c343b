package settlement

import (
	"context"
	"fmt"

	"channelrouter/internal/db"
	"channelrouter/internal/id"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
)

// NewAdjustment is an amount that somebody wants to add to a statement, or to take off it. The
// key makes a retry the same wish.
type NewAdjustment struct {
	By     model.UserID
	Key    string
	Period model.SettlementPeriodID
	Org    model.OrgID
	Line   int // the disputed line that it answers; 0: none
	Fen    money.Fen
	Reason string
}

// mostAdjusted is the most that one adjustment moves either way.
const mostAdjusted money.Fen = 1_000_000_000

// Adjust asks for an adjustment, which waits for somebody else to approve it. Errors:
// ErrBadAdjustment, ErrUnknownPeriod, ErrPeriodClosed, ErrPreparing, ErrUnknownLine, ErrStep,
// ErrKeyReused, channel.ErrUnknownOrg.
func (s *Service) Adjust(ctx context.Context, n NewAdjustment) (model.SettlementAdjustment, error) {
	hash, err := id.Hash(n)
	if err != nil {
		return model.SettlementAdjustment{}, err
	}
	org, err := s.channel.GetOrg(ctx, n.Org)
	if err != nil {
		return model.SettlementAdjustment{}, err
	}
	if n.Fen == 0 || n.Fen > mostAdjusted || n.Fen < -mostAdjusted || org.Kind == model.OrgBrand {
		return model.SettlementAdjustment{}, ErrBadAdjustment.With("%s for %s", n.Fen, org.Code)
	}
	row := model.SettlementAdjustment{
		ID: model.AdjustmentID(s.ids.Next()), UserID: n.By, Key: n.Key, InputHash: hash, PeriodID: n.Period, OrgID: n.Org,
		Line: n.Line, Fen: n.Fen, Reason: n.Reason, State: model.AdjustmentAsked, AskedAt: s.clock.Now(),
	}
	err = s.db.RunRaced(ctx, func(ctx context.Context) error {
		earlier, err := s.store.adjustmentByKey(ctx, n.By, n.Key)
		if err != nil {
			return err
		}
		if earlier != nil {
			row = *earlier
			return sameWish(*earlier, hash)
		}
		// Held, so that no period is closed over a wish that nobody has decided.
		p, err := s.store.holdPeriod(ctx, n.Period)
		if err != nil {
			return err
		}
		if err := adjustable(p); err != nil {
			return err
		}
		if err := s.answerable(ctx, n); err != nil {
			return err
		}
		db.Note(ctx, "adjustment %d", row.ID)
		return s.store.insertAdjustment(ctx, row)
	})
	return row, err
}

func sameWish(a model.SettlementAdjustment, hash string) error {
	if a.InputHash != hash {
		return ErrKeyReused.With("key %q", a.Key)
	}
	return nil
}

// adjustable refuses periods whose statements cannot be adjusted. Pure.
func adjustable(p *model.SettlementPeriod) error {
	switch {
	case p == nil:
		return ErrUnknownPeriod
	case p.State == model.SettlementPreparing:
		return ErrPreparing.With("period %d", p.ID)
	case p.State == model.SettlementClosed:
		return ErrPeriodClosed.With("period %d", p.ID)
	}
	return nil
}

// answerable makes sure that an adjustment that answers a line answers a dispute.
func (s *Service) answerable(ctx context.Context, n NewAdjustment) error {
	if n.Line == 0 {
		return nil
	}
	line, err := s.line(ctx, n.Period, n.Org, n.Line)
	if err == nil && line.State != model.LineDisputed {
		err = ErrStep.With("line %d is %s", n.Line, lineStateNames[line.State])
	}
	return err
}

// Decision is what somebody of the brand says to an adjustment.
type Decision struct {
	By         model.UserID
	Adjustment model.AdjustmentID
	Note       string
	OwnOnly    bool // he may take back what he asked for himself, and refuse nobody else's
}

// Approve posts an adjustment that somebody else asked for, and adds its line to the statement;
// what later statements begin with moves with it. To approve again what was approved changes
// nothing. Errors: ErrUnknownAdjustment, ErrFourEyes, ErrDecided, ErrPeriodClosed,
// ErrPreparing, ErrStep.
func (s *Service) Approve(ctx context.Context, d Decision) (a model.SettlementAdjustment, err error) {
	policy, err := s.Policies.At(ctx, s.clock.Now())
	if err != nil {
		return a, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if a, err = s.adjustment(ctx, d.Adjustment); err != nil {
			return err
		}
		if a.UserID == d.By {
			return ErrFourEyes.With("adjustment %d", a.ID)
		}
		// All that follow, so that none is cut or prepared meanwhile from what is to change.
		held, err := s.store.holdFrom(ctx, a.PeriodID)
		if err != nil {
			return err
		}
		if a, err = s.adjustment(ctx, d.Adjustment); err != nil {
			return err
		}
		switch a.State {
		case model.AdjustmentApproved:
			return nil
		case model.AdjustmentRefused:
			return ErrDecided.With("adjustment %d was refused", a.ID)
		}
		for i := range held {
			if err := adjustable(&held[i]); err != nil {
				return err
			}
		}
		return s.carryOut(ctx, &a, d, policy.Body, held)
	})
	return a, err
}

// carryOut posts an adjustment whose periods are held, brings their statements up to date, and
// tells whoever has to answer it.
func (s *Service) carryOut(ctx context.Context, a *model.SettlementAdjustment, d Decision, policy Policy, held []model.SettlementPeriod) error {
	now := s.clock.Now()
	a.State, a.DecidedBy, a.DecidedAt, a.Note = model.AdjustmentApproved, d.By, &now, d.Note
	ids, err := s.ledger.Post(ctx, ledger.Move(adjustmentKey(a.ID), kindAdjustment, now,
		model.Account{Kind: model.BrandAdjustment, Asset: model.CNY},
		model.Account{Kind: model.OrgAdjustment, Owner: int64(a.OrgID), Asset: model.CNY}, int64(a.Fen)))
	if err != nil {
		return err
	}
	a.TxnID = ids[0]
	if err := s.store.saveAdjustment(ctx, *a); err != nil {
		return err
	}
	for i, p := range held {
		st, err := s.statementToAdjust(ctx, p.ID, a.OrgID)
		if err != nil {
			return err
		}
		st.ClosingFen, st.AdjustmentFen, st.Revision = st.ClosingFen+a.Fen, st.AdjustmentFen+a.Fen, st.Revision+1
		if i > 0 {
			st.OpeningFen += a.Fen
		} else if err := s.addLine(ctx, a, &st, p, policy, d.By); err != nil {
			return err
		}
		if err := s.store.saveStatement(ctx, st); err != nil {
			return err
		}
		if i == 0 && p.State == model.SettlementPresented {
			if err := s.tellOfLine(ctx, st, policy.confirmBy(now)); err != nil {
				return err
			}
		}
	}
	return nil
}

// statementToAdjust is a statement that is held; where the organisation has none, because it
// was owed nothing, it gets one.
func (s *Service) statementToAdjust(ctx context.Context, period model.SettlementPeriodID, org model.OrgID) (model.SettlementStatement, error) {
	if err := s.store.putStatement(ctx, model.SettlementStatement{PeriodID: period, OrgID: org}); err != nil {
		return model.SettlementStatement{}, err
	}
	st, err := s.store.holdStatement(ctx, period, org)
	if err != nil {
		return model.SettlementStatement{}, err
	}
	return *st, nil
}

// addLine adds an adjustment's line to its statement, which the organisation has its time to
// answer, and accepts the line that it answers.
func (s *Service) addLine(ctx context.Context, a *model.SettlementAdjustment, st *model.SettlementStatement, p model.SettlementPeriod, policy Policy, by model.UserID) error {
	st.LineCount++
	line := model.SettlementLine{
		PeriodID: p.ID, OrgID: a.OrgID, N: st.LineCount, Kind: model.LineAdjustment, AdjustmentID: a.ID, Fen: a.Fen, Entries: 1,
		State: model.LineUnanswered,
	}
	if p.State == model.SettlementPresented {
		until := policy.confirmBy(*a.DecidedAt)
		line.ConfirmBy = &until
	}
	if err := s.store.insertLines(ctx, []model.SettlementLine{line}); err != nil {
		return err
	}
	steps := []model.SettlementEvent{s.event(*st, line.N, ActAdjust, by, 0, a.Reason)}
	if a.Line != 0 {
		answered, err := s.line(ctx, p.ID, a.OrgID, a.Line)
		if err != nil {
			return err
		}
		if err := step(ActAccept, &answered); err != nil {
			return err
		}
		answered.Answer = a.Reason
		if err := s.store.saveAnswer(ctx, answered); err != nil {
			return err
		}
		steps = append(steps, s.event(*st, a.Line, ActAccept, by, 0, a.Reason))
	}
	return s.store.insertEvents(ctx, steps)
}

// Refuse turns an adjustment down, or takes it back; to refuse it again changes nothing. Errors:
// ErrUnknownAdjustment, ErrNotYours, ErrDecided.
func (s *Service) Refuse(ctx context.Context, d Decision) (a model.SettlementAdjustment, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if a, err = s.adjustment(ctx, d.Adjustment); err != nil {
			return err
		}
		if d.OwnOnly && a.UserID != d.By {
			return ErrNotYours.With("adjustment %d", a.ID)
		}
		now := s.clock.Now()
		won, err := s.store.refuseAdjustment(ctx, model.SettlementAdjustment{
			ID: d.Adjustment, State: model.AdjustmentRefused, DecidedBy: d.By, DecidedAt: &now, Note: d.Note,
		})
		if err != nil {
			return err
		}
		if a, err = s.adjustment(ctx, d.Adjustment); err == nil && !won && a.State != model.AdjustmentRefused {
			err = ErrDecided.With("adjustment %d was approved", a.ID)
		}
		return err
	})
	return a, err
}

func (s *Service) adjustment(ctx context.Context, id model.AdjustmentID) (model.SettlementAdjustment, error) {
	a, err := s.store.adjustment(ctx, id)
	if err != nil {
		return model.SettlementAdjustment{}, err
	}
	if a == nil {
		return model.SettlementAdjustment{}, ErrUnknownAdjustment.With("id %d", id)
	}
	return *a, nil
}

// Adjustments pages through what was asked for, newest first, before an id (0: from the
// newest); state 0 is all.
func (s *Service) Adjustments(ctx context.Context, state model.AdjustmentState, before model.AdjustmentID, limit int) ([]model.SettlementAdjustment, error) {
	return s.store.adjustments(ctx, state, before, limit)
}

// adjustmentKey names an adjustment's posting.
func adjustmentKey(id model.AdjustmentID) string { return fmt.Sprintf("adjustment/%d", id) }
