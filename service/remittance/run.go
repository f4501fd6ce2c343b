package remittance

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/internal/word"
	"channelrouter/model"
	"channelrouter/service/settlement"
)

// NewRun proposes to pay a closed period by bank. The key makes a retry the same proposal.
type NewRun struct {
	By     model.UserID
	Key    string
	Period model.SettlementPeriodID
}

// Propose begins a run, whose lines a job then lists. Errors: ErrKeyReused,
// settlement.ErrUnknownPeriod, settlement.ErrNotClosed.
func (s *Service) Propose(ctx context.Context, n NewRun) (model.BankRun, error) {
	p, err := s.settlement.Period(ctx, n.Period)
	if err != nil {
		return model.BankRun{}, err
	}
	if p.State != model.SettlementClosed {
		return model.BankRun{}, settlement.ErrNotClosed.With("period %d", p.ID)
	}
	row := model.BankRun{
		ID: model.BankRunID(s.ids.Next()), UserID: n.By, Key: n.Key, PeriodID: n.Period, State: model.BankRunListing, ProposedAt: s.clock.Now(),
	}
	propose := func(ctx context.Context) error {
		earlier, err := s.store.runByKey(ctx, n.By, n.Key)
		if err != nil {
			return err
		}
		if earlier == nil {
			db.Note(ctx, "bank run %d of period %d", row.ID, row.PeriodID)
			return s.store.insertRun(ctx, row)
		}
		if row = *earlier; row.PeriodID != n.Period {
			return ErrKeyReused.With("key %q", n.Key)
		}
		return nil
	}
	err = s.db.RunRaced(ctx, propose)
	return row, err
}

// Approve has a run paid that somebody else proposed: a job posts its lines, and then its file
// is there. To approve again what was approved changes nothing. Errors: ErrUnknownRun,
// ErrFourEyes, ErrListing, ErrEmptyRun, ErrDecided.
func (s *Service) Approve(ctx context.Context, id model.BankRunID, d Decision) (model.BankRun, error) {
	return s.decide(ctx, id, func(r *model.BankRun) error {
		if err := fourEyes(r.UserID, d.By); err != nil {
			return err
		}
		switch r.State {
		case model.BankRunListing:
			return ErrListing.With("%d lines", r.LineRows)
		case model.BankRunRefused:
			return ErrDecided.With("run %d was refused", r.ID)
		case model.BankRunProposed:
			if r.LineRows == 0 {
				return ErrEmptyRun.With("it leaves out %d statements", r.LeftOut)
			}
			s.say(r, model.BankRunApproved, d)
		}
		return nil
	})
}

// Refuse turns a run down, or takes it back; to refuse it again changes nothing. Errors:
// ErrUnknownRun, ErrDecided.
func (s *Service) Refuse(ctx context.Context, id model.BankRunID, d Decision) (model.BankRun, error) {
	return s.decide(ctx, id, func(r *model.BankRun) error {
		switch r.State {
		case model.BankRunListing, model.BankRunProposed:
			s.say(r, model.BankRunRefused, d)
		case model.BankRunApproved, model.BankRunSent, model.BankRunFinished:
			return ErrDecided.With("run %d was approved", r.ID)
		}
		return nil
	})
}

// say writes a decision down.
func (s *Service) say(r *model.BankRun, state model.BankRunState, d Decision) {
	now := s.clock.Now()
	r.State, r.DecidedBy, r.DecidedAt, r.Note = state, d.By, &now, d.Note
}

// decide does something with a run that is held.
func (s *Service) decide(ctx context.Context, id model.BankRunID, do func(*model.BankRun) error) (model.BankRun, error) {
	var r model.BankRun
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		if r, err = s.heldRun(ctx, id); err != nil {
			return err
		}
		if err := do(&r); err != nil {
			return err
		}
		db.Note(ctx, "bank run %d of period %d", r.ID, r.PeriodID)
		return s.store.saveRun(ctx, r)
	})
	return r, err
}

func (s *Service) heldRun(ctx context.Context, id model.BankRunID) (model.BankRun, error) {
	if err := s.store.holdRun(ctx, id); err != nil {
		return model.BankRun{}, err
	}
	return s.Run(ctx, id)
}

// Run returns a run. Error: ErrUnknownRun.
func (s *Service) Run(ctx context.Context, id model.BankRunID) (model.BankRun, error) {
	r, err := s.store.run(ctx, id)
	if err != nil {
		return model.BankRun{}, err
	}
	if r == nil {
		return model.BankRun{}, ErrUnknownRun.With("id %d", id)
	}
	return *r, nil
}

// Runs pages through runs, newest first, before an id (0: from the newest).
func (s *Service) Runs(ctx context.Context, state model.BankRunState, before model.BankRunID, limit int) ([]model.BankRun, error) {
	return s.store.runs(ctx, state, before, limit)
}

// Line is a line of a run, with whom it pays.
type Line struct {
	model.BankLine
	Org     model.Org
	Account model.BankAccount
}

// Lines pages through a run's lines, after one (0: from the first), in a state (0: any).
func (s *Service) Lines(ctx context.Context, id model.BankRunID, state model.BankLineState, after, limit int) ([]Line, error) {
	if _, err := s.Run(ctx, id); err != nil {
		return nil, err
	}
	rows, err := s.store.lines(ctx, id, state, after, limit)
	if err != nil {
		return nil, err
	}
	orgs, accounts := make([]model.OrgID, len(rows)), make([]model.BankAccountID, len(rows))
	for i, l := range rows {
		orgs[i], accounts[i] = l.OrgID, l.AccountID
	}
	whose, err := s.channel.Orgs(ctx, orgs)
	if err != nil {
		return nil, err
	}
	where, err := s.store.someAccounts(ctx, accounts)
	lines := make([]Line, len(rows))
	for i, l := range rows {
		lines[i] = Line{l, whose[l.OrgID], where[l.AccountID]}
	}
	return lines, err
}

// Omission is a statement that a run leaves out, because there is no account to pay it to.
type Omission struct {
	model.BankOmission
	Org model.Org
}

// Omissions pages through what a run leaves out, by organisation, after one.
func (s *Service) Omissions(ctx context.Context, id model.BankRunID, after model.OrgID, limit int) ([]Omission, error) {
	if _, err := s.Run(ctx, id); err != nil {
		return nil, err
	}
	rows, err := s.store.omissions(ctx, id, after, limit)
	if err != nil {
		return nil, err
	}
	orgs := make([]model.OrgID, len(rows))
	for i, o := range rows {
		orgs[i] = o.OrgID
	}
	whose, err := s.channel.Orgs(ctx, orgs)
	omissions := make([]Omission, len(rows))
	for i, o := range rows {
		omissions[i] = Omission{o, whose[o.OrgID]}
	}
	return omissions, err
}

var (
	runStates = map[model.BankRunState]string{
		model.BankRunListing: "listing", model.BankRunProposed: "proposed", model.BankRunRefused: "refused",
		model.BankRunApproved: "approved", model.BankRunSent: "sent", model.BankRunFinished: "finished",
	}
	lineStates = map[model.BankLineState]string{
		model.BankLineListed: "listed", model.BankLinePaid: "paid", model.BankLineDropped: "dropped",
		model.BankLineSucceeded: "succeeded", model.BankLineFailed: "failed",
	}
)

// RunStateName is "listing", "proposed", "refused", "approved", "sent" or "finished".
func RunStateName(s model.BankRunState) string { return runStates[s] }

// ParseRunState reads what RunStateName writes; anything else is 0.
func ParseRunState(s string) model.BankRunState { return word.KeyOf(runStates, s) }

// LineStateName is "listed", "paid", "dropped", "succeeded" or "failed".
func LineStateName(s model.BankLineState) string { return lineStates[s] }

// ParseLineState reads what LineStateName writes; anything else is 0.
func ParseLineState(s string) model.BankLineState { return word.KeyOf(lineStates, s) }
