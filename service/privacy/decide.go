package privacy

import (
	"context"
	"slices"
	"strings"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Decision is what somebody says to a request.
type Decision struct {
	By     model.UserID
	Reason string // of a refusal: one of Reasons
	Note   string
}

// Approve has a request carried out that somebody else recorded. To approve again what was approved
// changes nothing. Errors: ErrUnknownRequest, ErrFourEyes, ErrCounting, ErrOwed, ErrDecided.
func (s *Service) Approve(ctx context.Context, id model.DataRequestID, d Decision) (model.DataRequest, error) {
	d.Reason = ""
	return s.decide(ctx, id, model.DataApproved, d, func(ctx context.Context, r *model.DataRequest) error {
		switch {
		case r.UserID == d.By:
			return ErrFourEyes.With("request %d", r.ID)
		case r.State != model.DataRecorded || r.Kind != model.DataErasure:
			return nil
		case r.CountedAt == nil:
			return ErrCounting.With("request %d", r.ID)
		}
		owed, err := s.Owed(ctx, *r)
		if err != nil {
			return err
		}
		if words := standing(owed, r.GivesUp); len(words) > 0 {
			return ErrOwed.With("%s", strings.Join(words, ", "))
		}
		r.PhoneIndex, err = s.identity.PhoneIndexOf(ctx, r.PersonID)
		return err
	})
}

// Refuse turns a request down, or takes it back; to refuse it again changes nothing. Errors:
// ErrUnknownRequest, ErrBadReason, ErrDecided.
func (s *Service) Refuse(ctx context.Context, id model.DataRequestID, d Decision) (model.DataRequest, error) {
	if !slices.Contains(Reasons, d.Reason) || d.Reason == reasonOther && strings.TrimSpace(d.Note) == "" {
		return model.DataRequest{}, ErrBadReason.With("%.24q", d.Reason)
	}
	return s.decide(ctx, id, model.DataRefused, d, func(context.Context, *model.DataRequest) error { return nil })
}

// decide takes a decision once: whoever comes later, for the same, finds it taken.
func (s *Service) decide(ctx context.Context, id model.DataRequestID, to model.DataRequestState, d Decision, check func(context.Context, *model.DataRequest) error) (r model.DataRequest, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.hold(ctx, id); err != nil {
			return err
		}
		if r, err = s.Get(ctx, id); err != nil {
			return err
		}
		if err := check(ctx, &r); err != nil {
			return err
		}
		db.Note(ctx, "request %d", r.ID)
		if refused := r.State == model.DataRefused; r.State != model.DataRecorded {
			if refused != (to == model.DataRefused) {
				return ErrDecided.With("it is %s", StateName(r.State))
			}
			return nil
		}
		now := s.clock.Now()
		r.State, r.DecidedBy, r.DecidedAt, r.Reason, r.Note, r.NextAt = to, d.By, &now, d.Reason, d.Note, now
		if to == model.DataRefused {
			r.OpenKey, r.DoneAt = nil, &now
		}
		taken, err := s.store.decide(ctx, r)
		if err == nil && !taken {
			err = ErrDecided.With("request %d", r.ID)
		}
		return err
	})
	return r, err
}

// Owed is what is not settled with a request's person: its codes, with how many there are, the ones
// that he may give up marked so.
type Owed struct {
	Code   string
	Count  int64
	Waived bool
}

// openExport: who wants a copy of his data gets it before they are erased, or says that he does not.
const openExport = "open_export"

// Owed looks what is not settled with a request's person yet.
func (s *Service) Owed(ctx context.Context, r model.DataRequest) ([]Owed, error) {
	if r.Kind != model.DataErasure || r.State == model.DataDone || r.State == model.DataRefused {
		return nil, nil
	}
	subject, err := s.subject(ctx, r)
	if err != nil {
		return nil, err
	}
	var owed []Owed
	export, err := s.store.byOpenKey(ctx, openKey(r.PersonID, model.DataExport))
	if err != nil {
		return nil, err
	}
	if export != nil {
		owed = append(owed, Owed{Code: openExport, Count: 1})
	}
	for _, part := range s.parts {
		for _, debt := range part.Debts {
			n, err := debt.Owed(ctx, s.db, subject)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				owed = append(owed, Owed{Code: debt.Code, Count: n, Waived: debt.Waived})
			}
		}
	}
	return owed, nil
}

// standing are the codes of what keeps a person from being erased. Pure.
func standing(owed []Owed, givesUp bool) []string {
	var words []string
	for _, o := range owed {
		if !o.Waived || !givesUp {
			words = append(words, o.Code)
		}
	}
	return words
}
