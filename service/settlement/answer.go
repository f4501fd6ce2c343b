package settlement

import (
	"context"
	"slices"

	"channelrouter/model"
)

// Answer is what somebody says to lines of a statement.
type Answer struct {
	Period   model.SettlementPeriodID
	Org      model.OrgID
	Person   model.PersonID // of the organisation
	User     model.UserID   // of the brand
	Revision int            // of the statement that he read; 0: whatever it is
	Lines    []int
	Words    string
}

// Confirm agrees to lines; to all that wait for it where none is named, which leaves disputes as
// they are. Errors: ErrUnknownStatement, ErrUnknownLine, ErrChangedMeanwhile, ErrPeriodClosed,
// ErrStep.
func (s *Service) Confirm(ctx context.Context, a Answer) error {
	return s.answer(ctx, a, ActConfirm, func(_ model.SettlementPeriod, lines []model.SettlementLine) ([]model.SettlementLine, error) {
		if len(a.Lines) > 0 {
			return lines, nil
		}
		return slices.DeleteFunc(lines, func(l model.SettlementLine) bool {
			return l.State != model.LineUnanswered && l.State != model.LineRejected
		}), nil
	})
}

// Dispute says why a line is wrong, until its time is over. Errors: as of Confirm, and
// ErrTimeOver.
func (s *Service) Dispute(ctx context.Context, a Answer) error {
	now := s.clock.Now()
	return s.answer(ctx, a, ActDispute, func(p model.SettlementPeriod, lines []model.SettlementLine) ([]model.SettlementLine, error) {
		for i, l := range lines {
			if l.State != model.LineDisputed && !now.Before(*deadline(p, l)) {
				return nil, ErrTimeOver.With("since %s", *deadline(p, l))
			}
			lines[i].Reason = a.Words
		}
		return lines, nil
	})
}

// Reject says why a disputed line stays as it is. Errors: as of Confirm.
func (s *Service) Reject(ctx context.Context, a Answer) error {
	return s.answer(ctx, a, ActReject, func(_ model.SettlementPeriod, lines []model.SettlementLine) ([]model.SettlementLine, error) {
		for i := range lines {
			lines[i].Answer = a.Words
		}
		return lines, nil
	})
}

// answer takes a step with the lines that choose leaves of those that are named, of a statement
// that is held.
func (s *Service) answer(ctx context.Context, a Answer, act Action, choose func(model.SettlementPeriod, []model.SettlementLine) ([]model.SettlementLine, error)) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		st, p, err := s.holdPresented(ctx, a)
		if err != nil {
			return err
		}
		all, err := s.store.lines(ctx, a.Period, a.Org)
		if err != nil {
			return err
		}
		if len(a.Lines) == 0 && act != ActConfirm {
			return ErrUnknownLine.With("none is named")
		}
		named, err := pick(all, a.Lines)
		if err != nil {
			return err
		}
		lines, err := choose(p, named)
		if err != nil {
			return err
		}
		var steps []model.SettlementEvent
		for _, l := range lines {
			before := all[l.N-1]
			if err := step(act, &l); err != nil {
				return err
			}
			if l.State == before.State && l.Reason == before.Reason && l.Answer == before.Answer { // said before
				continue
			}
			if err := s.store.saveAnswer(ctx, l); err != nil {
				return err
			}
			steps = append(steps, s.event(st, l.N, act, a.User, a.Person, a.Words))
		}
		if len(steps) == 0 {
			return nil
		}
		return s.store.insertEvents(ctx, steps)
	})
}

// holdPresented keeps others from a statement of a period that is presented. Whoever closes
// the period holds its statements, too: he comes before, or waits.
func (s *Service) holdPresented(ctx context.Context, a Answer) (st model.SettlementStatement, p model.SettlementPeriod, err error) {
	held, err := s.store.holdStatement(ctx, a.Period, a.Org)
	if err != nil {
		return st, p, err
	}
	period, err := s.store.period(ctx, a.Period)
	if err != nil {
		return st, p, err
	}
	if held == nil || period == nil || !visible(*period) {
		return st, p, ErrUnknownStatement.With("period %d", a.Period)
	}
	st, p = *held, *period
	if p.State == model.SettlementClosed {
		return st, p, ErrPeriodClosed.With("period %d", p.ID)
	}
	if a.Revision != 0 && a.Revision != st.Revision {
		return st, p, ErrChangedMeanwhile.With("it is revision %d", st.Revision)
	}
	return st, p, nil
}

// pick are the lines of numbers, each once; all where none is named. Lines are numbered from 1.
func pick(all []model.SettlementLine, numbers []int) ([]model.SettlementLine, error) {
	if len(numbers) == 0 {
		return slices.Clone(all), nil
	}
	var lines []model.SettlementLine
	numbers = slices.Clone(numbers)
	slices.Sort(numbers)
	for _, n := range slices.Compact(numbers) {
		if n < 1 || n > len(all) {
			return nil, ErrUnknownLine.With("line %d", n)
		}
		lines = append(lines, all[n-1])
	}
	return lines, nil
}

// step moves a line on. Error: ErrStep. Pure.
func step(a Action, l *model.SettlementLine) error {
	to, ok := lineSteps[a][l.State]
	if !ok {
		return ErrStep.With("line %d is %s", l.N, lineStateNames[l.State])
	}
	l.State = to
	return nil
}

func (s *Service) event(st model.SettlementStatement, line int, a Action, user model.UserID, person model.PersonID, note string) model.SettlementEvent {
	return model.SettlementEvent{
		ID: model.SettlementEventID(s.ids.Next()), PeriodID: st.PeriodID, OrgID: st.OrgID, Line: line, Action: string(a),
		Revision: st.Revision, UserID: user, PersonID: person, Note: note, At: s.clock.Now(),
	}
}
