package identity

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

const (
	maxFailures = 5
	lockFor     = 15 * time.Minute
)

// LoginConsole begins a session of a console user. An unknown login costs the same hash
// and gives the same error as a wrong password; only a lock tells that a login exists.
// It must not be called inside a transaction. Errors: ErrBadCredentials, ErrLocked,
// ErrDisabled.
func (s *Service) LoginConsole(ctx context.Context, login, password string) (Tokens, error) {
	if db.Inside(ctx) {
		return Tokens{}, errInside // a rollback would forget the failure
	}
	user, err := s.store.userByLogin(ctx, normalLogin(login))
	if err != nil {
		return Tokens{}, err
	}
	if user == nil {
		if _, err := s.passwords.matches(ctx, noPassword, password); err != nil {
			return Tokens{}, err
		}
		return Tokens{}, ErrBadCredentials
	}
	if err := s.verify(ctx, user, password); err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err = s.db.Run(ctx, func(ctx context.Context) (err error) {
		tokens, err = s.admit(ctx, user)
		return err
	})
	if err != nil {
		return Tokens{}, err
	}
	return tokens, nil
}

// admit forgets the user's failures and begins a session, unless the password that was
// verified is no longer his: its change ended all sessions, and this one would escape.
func (s *Service) admit(ctx context.Context, verified *model.ConsoleUser) (Tokens, error) {
	// Locks the row, so that a change of the password, or of the user, comes wholly before
	// or after.
	if err := s.store.clearFailures(ctx, verified.ID); err != nil {
		return Tokens{}, err
	}
	user, err := s.store.user(ctx, verified.ID)
	if err != nil {
		return Tokens{}, err
	}
	if user == nil || user.PasswordHash != verified.PasswordHash {
		return Tokens{}, ErrBadCredentials
	}
	if user.DisabledAt != nil {
		return Tokens{}, ErrDisabled
	}
	return s.begin(ctx, Actor{App: AppConsole, UserID: user.ID, UserRole: user.Role}, s.clock.Now())
}

// verify checks a user's password. The caller's transaction clears the failures when it
// is right. Errors: ErrBadCredentials, ErrLocked.
func (s *Service) verify(ctx context.Context, user *model.ConsoleUser, password string) error {
	if err := s.countAttempt(ctx, user.ID); err != nil {
		return err
	}
	right, err := s.passwords.matches(ctx, user.PasswordHash, password)
	if err == nil && !right {
		err = ErrBadCredentials
	}
	return err
}

// countAttempt counts an attempt as a failure and commits that, before the password is
// looked at: attempts sent all at once are then counted like any others, and the sixth
// is refused unread. A right password takes the count back. Error: ErrLocked.
func (s *Service) countAttempt(ctx context.Context, id model.UserID) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.endLock(ctx, id, now); err != nil {
			return err
		}
		counted, err := s.store.countFailure(ctx, id)
		if err != nil {
			return err
		}
		if counted {
			return s.store.lock(ctx, id, maxFailures, now.Add(lockFor))
		}
		user, err := s.store.user(ctx, id)
		if err != nil {
			return err
		}
		if user == nil || user.LockedUntil == nil {
			return ErrBadCredentials // deleted meanwhile
		}
		return ErrLocked.With("until %s", user.LockedUntil.Format(time.RFC3339))
	})
}
