package remittance

import (
	"context"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/settlement"
)

// Work lists the runs that were proposed and posts those that were approved, some lines in a
// transaction, and says how many runs it has brought on.
func (s *Service) Work(ctx context.Context) (int, error) {
	runs, err := s.store.unfinished(ctx)
	if err != nil {
		return 0, err
	}
	for n, r := range runs {
		for more := true; more; {
			if more, err = s.step(ctx, r.ID); err != nil {
				return n, err
			}
		}
	}
	return len(runs), nil
}

// step brings a run on by some lines, and says whether there are more.
func (s *Service) step(ctx context.Context, id model.BankRunID) (more bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		r, err := s.heldRun(ctx, id)
		if err != nil {
			return err
		}
		switch r.State {
		case model.BankRunListing:
			more, err = s.list(ctx, &r)
		case model.BankRunApproved:
			more, err = s.post(ctx, &r)
		default: // somebody else has come to the end
			more = false
			return nil
		}
		if err != nil {
			return err
		}
		return s.store.saveRun(ctx, r)
	})
	return more, err
}

// list adds lines to a run that is held: of who is owed something and has an account. Who has
// none is left out.
func (s *Service) list(ctx context.Context, r *model.BankRun) (more bool, err error) {
	dues, next, err := s.settlement.Dues(ctx, r.PeriodID, r.ListedTo, s.lines)
	if err != nil {
		return false, err
	}
	orgs := make([]model.OrgID, len(dues))
	for i, d := range dues {
		orgs[i] = d.Org
	}
	accounts, err := s.store.current(ctx, orgs)
	if err != nil {
		return false, err
	}
	var lines []model.BankLine
	var omissions []model.BankOmission
	for _, d := range dues {
		a, ok := accounts[d.Org]
		if !ok {
			omissions = append(omissions, model.BankOmission{RunID: r.ID, OrgID: d.Org, Fen: d.Fen})
			continue
		}
		r.LineRows++
		r.Fen += d.Fen
		lines = append(lines, model.BankLine{RunID: r.ID, N: r.LineRows, OrgID: d.Org, AccountID: a.ID, Fen: d.Fen, State: model.BankLineListed})
	}
	r.LeftOut += len(omissions)
	if r.ListedTo = next; next == 0 {
		now := s.clock.Now()
		r.State, r.ListedAt = model.BankRunProposed, &now
	}
	return next != 0, s.store.insertLines(ctx, lines, omissions)
}

// Why a line is dropped, beside what settlement refuses.
const accountChanged = "account_changed"

// post posts lines of a run that is held, each as it was approved or not at all.
func (s *Service) post(ctx context.Context, r *model.BankRun) (more bool, err error) {
	lines, err := s.store.lines(ctx, r.ID, 0, r.PostedTo, s.lines)
	if err != nil {
		return false, err
	}
	if len(lines) == 0 {
		now := s.clock.Now()
		r.State, r.PostedAt = model.BankRunSent, &now
		s.finish(r)
		return false, nil
	}
	orgs := make([]model.OrgID, len(lines))
	for i, l := range lines {
		orgs[i] = l.OrgID
	}
	accounts, err := s.store.current(ctx, orgs)
	if err != nil {
		return false, err
	}
	orders := settlement.PaymentOrders{By: r.DecidedBy, Period: r.PeriodID, Method: model.PaidByBank}
	var ordered []*model.BankLine
	for i := range lines {
		l := &lines[i]
		if accounts[l.OrgID].ID != l.AccountID {
			l.State, l.Reason = model.BankLineDropped, accountChanged
			continue
		}
		ordered = append(ordered, l)
		orders.Dues = append(orders.Dues, settlement.Due{Org: l.OrgID, Fen: l.Fen})
	}
	if err := s.pay(ctx, orders, ordered); err != nil {
		return false, err
	}
	for _, l := range lines {
		if l.State == model.BankLineDropped {
			r.Dropped++
			continue
		}
		r.Paid, r.PaidFen = r.Paid+1, r.PaidFen+l.Fen
	}
	r.PostedTo = lines[len(lines)-1].N
	return true, s.store.saveLines(ctx, lines)
}

// pay has lines paid, and writes into them what came of it.
func (s *Service) pay(ctx context.Context, orders settlement.PaymentOrders, lines []*model.BankLine) error {
	if len(lines) == 0 {
		return nil
	}
	paid, err := s.settlement.PayAll(ctx, orders)
	if err != nil {
		return err
	}
	for i, l := range lines {
		if refused := paid[i].Refused; refused != nil {
			l.State, l.Reason = model.BankLineDropped, errs.As(refused).Code
			continue
		}
		l.State, l.TxnID = model.BankLinePaid, paid[i].Payment.TxnID
	}
	return nil
}

// finish ends a run all of whose lines have their result. Pure but for the time.
func (s *Service) finish(r *model.BankRun) {
	if r.State == model.BankRunSent && r.Succeeded+r.Failed == r.Paid {
		now := s.clock.Now()
		r.State, r.FinishedAt = model.BankRunFinished, &now
	}
}
