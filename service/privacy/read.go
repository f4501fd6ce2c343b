package privacy

import (
	"context"
	"strings"

	"channelrouter/model"
)

// Filter narrows the register down, and says in which order it comes.
type Filter struct {
	State   model.DataRequestState // 0: any
	Open    bool                   // only those that are not ended
	Overdue bool                   // only open ones whose day is past
	Kind    model.DataRequestKind  // 0: any
	Person  model.PersonID         // 0: anybody
	Sort    string                 // due_at or recorded_at, maybe with - before; "": the newest first
}

// List pages through the register, behind a request (0: from the first). It is audited who does.
// Errors: ErrBadSort, ErrUnknownRequest.
func (s *Service) List(ctx context.Context, f Filter, after model.DataRequestID, limit int) (rows []model.DataRequest, err error) {
	column, falling := strings.CutPrefix(f.Sort, "-")
	switch column {
	case "":
		column, falling = "recorded_at", true
	case "due_at", "recorded_at":
	default:
		return nil, ErrBadSort.With("%.40q", f.Sort)
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		var last *model.DataRequest
		if after != 0 {
			r, err := s.Get(ctx, after)
			if err != nil {
				return err
			}
			last = &r
		}
		rows, err = s.store.list(ctx, f, s.clock.Now(), order{column, falling}, last, limit)
		return err
	})
	return rows, err
}

// Get returns a request. Error: ErrUnknownRequest.
func (s *Service) Get(ctx context.Context, id model.DataRequestID) (model.DataRequest, error) {
	r, err := s.store.get(ctx, id)
	if err != nil {
		return model.DataRequest{}, err
	}
	if r == nil {
		return model.DataRequest{}, ErrUnknownRequest.With("id %d", id)
	}
	return *r, nil
}

// View is a request with whom it is about, and how far it is.
type View struct {
	model.DataRequest
	Person Person
	Steps  []model.DataRequestStep // in order
	Owed   []Owed
}

// Look shows a request. It is audited who does, before anything is shown. Error: ErrUnknownRequest.
func (s *Service) Look(ctx context.Context, id model.DataRequestID) (v View, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) (err error) {
		v.DataRequest, err = s.Get(ctx, id)
		return err
	})
	if err != nil {
		return v, err
	}
	if v.Person, err = s.person(ctx, v.PersonID); err != nil {
		return v, err
	}
	if v.Steps, err = s.store.steps(ctx, id); err != nil {
		return v, err
	}
	v.Owed, err = s.Owed(ctx, v.DataRequest)
	return v, err
}

// Mine are a person's own requests, newest first, before an id (0: from the newest).
func (s *Service) Mine(ctx context.Context, person model.PersonID, before model.DataRequestID, limit int) ([]model.DataRequest, error) {
	selves, err := s.identity.Selves(ctx, person)
	if err != nil {
		return nil, err
	}
	return s.store.of(ctx, selves, before, limit)
}
