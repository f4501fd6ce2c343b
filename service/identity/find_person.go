package identity

import (
	"context"

	"channelrouter/model"
)

// FindByPhone is whose number it is; ok is false when it is nobody's.
func (s *Service) FindByPhone(ctx context.Context, p Phone) (id model.PersonID, ok bool, err error) {
	row, err := s.store.phoneByIndex(ctx, s.IndexPhone(p))
	if err != nil || row == nil {
		return 0, false, err
	}
	return row.PersonID, true, nil
}

// Accounts are a person's accounts, one an app at most.
func (s *Service) Accounts(ctx context.Context, person model.PersonID) ([]model.AppAccount, error) {
	return s.store.allAccounts(ctx, person)
}
