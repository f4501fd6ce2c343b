package identity

import (
	"context"
	"slices"

	"channelrouter/model"
)

// UserChange is what is to be different about a console user; nil leaves a thing as it is.
type UserChange struct {
	Role     *model.UserRole
	Disabled *bool
}

// ChangeUser gives a console user another role, shuts him out or lets him in again, and
// returns him. A change ends all of his sessions, because their tokens say what he was.
// Errors: ErrUnknownUser, ErrBadUser, ErrLastOwner.
func (s *Service) ChangeUser(ctx context.Context, id model.UserID, c UserChange) (model.ConsoleUser, error) {
	if c.Role != nil && !slices.Contains(userRoles, *c.Role) {
		return model.ConsoleUser{}, ErrBadUser.With("role %q", *c.Role)
	}
	var changed model.ConsoleUser
	err := s.db.Run(ctx, func(ctx context.Context) error {
		// Of two owners who shut each other out at once, the second sees the first's.
		if err := s.store.lockOwners(ctx); err != nil {
			return err
		}
		user, err := s.GetUser(ctx, id)
		if err != nil {
			return err
		}
		if changed = s.with(user, c); changed == user {
			return nil
		}
		if isOwner(user) && !isOwner(changed) {
			others, err := s.store.ownersBeside(ctx, id)
			if err != nil {
				return err
			}
			if others == 0 {
				return ErrLastOwner.With("%s", user.Login)
			}
		}
		if err := s.store.changeUser(ctx, changed); err != nil {
			return err
		}
		return s.RevokeAll(ctx, AppConsole, int64(id))
	})
	if err != nil {
		return model.ConsoleUser{}, err
	}
	return changed, nil
}

// with is the user after a change.
func (s *Service) with(u model.ConsoleUser, c UserChange) model.ConsoleUser {
	if c.Role != nil {
		u.Role = *c.Role
	}
	if c.Disabled != nil && *c.Disabled != (u.DisabledAt != nil) {
		u.DisabledAt = nil
		if *c.Disabled {
			now := s.clock.Now()
			u.DisabledAt = &now
		}
	}
	return u
}

func isOwner(u model.ConsoleUser) bool { return u.Role == model.UserOwner && u.DisabledAt == nil }
