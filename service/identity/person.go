package identity

import (
	"context"
	"time"

	"channelrouter/model"
)

// visitor is who WeChat says has come: to the role's app, under which names.
type visitor struct {
	app     string // the role's name
	appID   string
	openID  string
	unionID string // empty while WeChat does not tell
}

// GetPerson returns a person by id. Error: ErrUnknownPerson.
func (s *Service) GetPerson(ctx context.Context, id model.PersonID) (model.Person, error) {
	person, err := s.store.person(ctx, id)
	if err != nil {
		return model.Person{}, err
	}
	if person == nil {
		return model.Person{}, ErrUnknownPerson.With("id %d", id)
	}
	return *person, nil
}

// settle finds or creates the visitor's account and person. Logins of one person that
// race through several apps, or through one, end with one person: the unique unionid and
// the account's key decide who came first, and the others read back what he wrote. The
// person's row is held until the login commits, so that nobody unites him meanwhile.
func (s *Service) settle(ctx context.Context, who visitor, now time.Time) (model.PersonID, error) {
	person, err := s.holdOwner(ctx, who, now)
	if err != nil {
		return 0, err
	}
	if who.unionID == "" || (person.UnionID != nil && *person.UnionID == who.unionID) {
		return person.ID, nil
	}
	return s.unite(ctx, who, person.ID, now)
}

// holdOwner holds the person whose the visitor's account is. While the row was waited for
// the account may have moved on, to a person whom it is then asked for anew.
func (s *Service) holdOwner(ctx context.Context, who visitor, now time.Time) (model.Person, error) {
	for range maxUnions {
		account, err := s.store.account(ctx, who.appID, who.openID)
		if err == nil && account == nil {
			account, err = s.openAccount(ctx, who, now)
		}
		if err != nil {
			return model.Person{}, err
		}
		person, err := s.hold(ctx, account.PersonID)
		if err != nil {
			return model.Person{}, err
		}
		if person.ID != account.PersonID { // it was opened while its person was united
			if err := s.store.moveAccount(ctx, *account, person.ID); err != nil {
				return model.Person{}, err
			}
		}
		account, err = s.store.account(ctx, who.appID, who.openID)
		if err != nil || (account != nil && account.PersonID == person.ID) {
			return person, err
		}
	}
	return model.Person{}, errUnions
}

// openAccount creates the account, for the unionid's person or else for a new one, and
// returns it, or the one that another login has created meanwhile.
func (s *Service) openAccount(ctx context.Context, who visitor, now time.Time) (*model.AppAccount, error) {
	owner := model.Person{ID: model.PersonID(s.ids.Next()), CreatedAt: now}
	if who.unionID != "" {
		holder, err := s.holder(ctx, who.unionID, now)
		if err != nil {
			return nil, err
		}
		owner = *holder
	}
	created, err := s.store.insertAccount(ctx, &model.AppAccount{
		AppID: who.appID, OpenID: who.openID, PersonID: owner.ID, CreatedAt: now,
	})
	if err != nil {
		return nil, err
	}
	// The person comes after the account, so that a lost race leaves none behind.
	if created && who.unionID == "" {
		if _, err := s.store.insertPerson(ctx, &owner); err != nil {
			return nil, err
		}
	}
	return s.store.account(ctx, who.appID, who.openID)
}

// holder finds the person of a unionid, or creates him.
func (s *Service) holder(ctx context.Context, unionID string, now time.Time) (*model.Person, error) {
	person, err := s.store.personByUnion(ctx, unionID)
	if err != nil || person != nil {
		return person, err
	}
	fresh := &model.Person{ID: model.PersonID(s.ids.Next()), UnionID: &unionID, CreatedAt: now}
	created, err := s.store.insertPerson(ctx, fresh)
	if err != nil || created {
		return fresh, err
	}
	return s.store.personByUnion(ctx, unionID)
}

// AccountIn returns a person's account in the app of an appid, or nil.
func (s *Service) AccountIn(ctx context.Context, person model.PersonID, appID string) (*model.AppAccount, error) {
	return s.store.accountOf(ctx, person, appID)
}

// Account returns the account of an openid in the app of an appid, or nil.
func (s *Service) Account(ctx context.Context, appID, openID string) (*model.AppAccount, error) {
	return s.store.account(ctx, appID, openID)
}

// AccountsIn returns the accounts that people have in the app of an appid, by person.
func (s *Service) AccountsIn(ctx context.Context, appID string, people []model.PersonID) (map[model.PersonID]model.AppAccount, error) {
	rows, err := s.store.accountsOf(ctx, appID, people)
	accounts := make(map[model.PersonID]model.AppAccount, len(rows))
	for _, a := range rows {
		accounts[a.PersonID] = a
	}
	return accounts, err
}
