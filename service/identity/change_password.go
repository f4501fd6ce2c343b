package identity

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// ChangePassword replaces a console user's password and ends all of his sessions, the
// caller's too. A wrong old password counts as a failed login. It must not be called
// inside a transaction. Errors: ErrUnknownUser, ErrBadCredentials, ErrLocked,
// ErrBadPassword.
func (s *Service) ChangePassword(ctx context.Context, id model.UserID, oldPassword, newPassword string, from Device) error {
	if db.Inside(ctx) {
		return errInside // a rollback would forget the failure
	}
	if err := checkPassword(newPassword); err != nil {
		return err
	}
	user, err := s.reverify(ctx, id, oldPassword, from)
	if err != nil {
		return err
	}
	hash, err := s.passwords.hash(ctx, newPassword)
	if err != nil {
		return err
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		replaced, err := s.store.replacePassword(ctx, id, user.PasswordHash, hash)
		if err != nil {
			return err
		}
		if !replaced {
			return ErrBadCredentials // another change was first
		}
		if err := s.store.clearFailures(ctx, id, from.Address); err != nil {
			return err
		}
		return s.RevokeAll(ctx, AppConsole, int64(id))
	})
}
