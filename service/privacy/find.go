package privacy

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/personal"
	"channelrouter/model"
	"channelrouter/service/identity"
)

// Query finds a person by one thing.
type Query struct {
	Phone  string
	OpenID string // in any of the apps
	Person model.PersonID
}

// Person is somebody whom requests are about.
type Person struct {
	ID    model.PersonID
	Phone string   // masked, "" when he has none
	Apps  []string // roles in whose apps he has an account
	Since time.Time
}

// Find finds a person, as who he is by now. Errors: ErrBadQuery, ErrNobody, identity.ErrBadPhone.
func (s *Service) Find(ctx context.Context, q Query) (Person, error) {
	given := 0
	for _, is := range []bool{q.Phone != "", q.OpenID != "", q.Person != 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		return Person{}, ErrBadQuery.With("%d were given", given)
	}
	id, err := s.find(ctx, q)
	if err != nil {
		return Person{}, err
	}
	if id, err = s.identity.Current(ctx, id); err != nil {
		return Person{}, ErrNobody.With("person %d", q.Person)
	}
	return s.person(ctx, id)
}

// LookUp is Find as a write, in a transaction, so that it is audited who looked a person up.
func (s *Service) LookUp(ctx context.Context, q Query) (p Person, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		p, err = s.Find(ctx, q)
		return err
	})
	return p, err
}

func (s *Service) find(ctx context.Context, q Query) (model.PersonID, error) {
	if q.Phone != "" {
		phone, err := identity.ParsePhone(q.Phone)
		if err != nil {
			return 0, err
		}
		id, ok, err := s.identity.FindByPhone(ctx, phone)
		if err == nil && !ok {
			err = ErrNobody
		}
		return id, err
	}
	if q.OpenID == "" {
		return q.Person, nil
	}
	for _, appID := range s.settings.Apps {
		account, err := s.identity.Account(ctx, appID, q.OpenID)
		if err != nil {
			return 0, err
		}
		if account != nil {
			return account.PersonID, nil
		}
	}
	return 0, ErrNobody
}

// person shows who somebody is, as far as who deals with his request has to know it.
func (s *Service) person(ctx context.Context, id model.PersonID) (Person, error) {
	row, err := s.identity.GetPerson(ctx, id)
	if err != nil {
		return Person{}, err
	}
	p := Person{ID: id, Since: row.CreatedAt}
	phone, ok, err := s.identity.PhoneOf(ctx, id)
	if err != nil {
		return Person{}, err
	}
	if ok {
		p.Phone = phone.Masked()
	}
	accounts, err := s.identity.Accounts(ctx, id)
	for role, appID := range s.settings.Apps {
		if slices.ContainsFunc(accounts, func(a model.AppAccount) bool { return a.AppID == appID }) {
			p.Apps = append(p.Apps, role)
		}
	}
	slices.Sort(p.Apps)
	return p, err
}

// subject is a person as all that he is.
func (s *Service) subject(ctx context.Context, r model.DataRequest) (personal.Subject, error) {
	selves, err := s.identity.Selves(ctx, r.PersonID)
	subject := personal.Subject{PhoneIndex: r.PhoneIndex, Now: s.clock.Now()}
	for _, id := range selves {
		subject.People = append(subject.People, int64(id))
	}
	if err != nil || subject.PhoneIndex != "" {
		return subject, err
	}
	subject.PhoneIndex, err = s.identity.PhoneIndexOf(ctx, selves[0])
	return subject, err
}
