package privacy

import (
	"context"
	"fmt"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// NewRequest is a request that is to be recorded.
type NewRequest struct {
	Person  model.PersonID
	Kind    model.DataRequestKind
	Source  model.DataRequestSource
	App     string       // of who asks in WeChat
	By      model.UserID // who records it; 0: the person himself
	Proof   string       // how it was made sure who asks
	GivesUp bool
	AskedAt time.Time // when it came; zero: now
}

// Record keeps a request, which waits for a decision. Who asks, or records, the same again while it
// is open is told of the one that there is. Errors: ErrOpen, ErrErased, ErrBadDate,
// identity.ErrUnknownPerson.
func (s *Service) Record(ctx context.Context, n NewRequest) (model.DataRequest, error) {
	now := s.clock.Now()
	if n.AskedAt.IsZero() {
		n.AskedAt = now
	}
	if n.AskedAt.After(now) || n.AskedAt.Before(now.AddDate(0, 0, -backDays)) {
		return model.DataRequest{}, ErrBadDate.With("%s", n.AskedAt.Format(time.DateOnly))
	}
	person, err := s.identity.Current(ctx, n.Person)
	if err != nil {
		return model.DataRequest{}, err
	}
	key := openKey(person, n.Kind)
	row := model.DataRequest{
		ID: model.DataRequestID(s.ids.Next()), PersonID: person, Kind: n.Kind, State: model.DataRecorded, OpenKey: &key,
		Source: n.Source, App: n.App, UserID: n.By, Proof: n.Proof, GivesUp: n.GivesUp, AskedAt: n.AskedAt, RecordedAt: now,
		DueAt: n.AskedAt.AddDate(0, 0, s.settings.DueDays), NextAt: now,
	}
	err = s.db.RunRaced(ctx, func(ctx context.Context) error {
		earlier, err := s.store.byOpenKey(ctx, key)
		if err != nil {
			return err
		}
		if earlier != nil {
			if earlier.UserID != n.By {
				return ErrOpen.With("request %d", earlier.ID)
			}
			row = *earlier
			return nil
		}
		erased, err := s.store.erased(ctx, person)
		if err != nil {
			return err
		}
		if erased {
			return ErrErased.With("person %d", person)
		}
		db.Note(ctx, "request %d", row.ID)
		return s.store.insert(ctx, row)
	})
	return row, err
}

// openKey is unique among requests that are open.
func openKey(person model.PersonID, kind model.DataRequestKind) string {
	return fmt.Sprintf("%d/%s", person, KindName(kind))
}
