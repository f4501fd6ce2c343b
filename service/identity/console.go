package identity

import (
	"context"
	"errors"
	"slices"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

const (
	maxFailures  = 5 // from an address
	lockFor      = 15 * time.Minute
	maxAnywhere  = 30 // from all addresses together
	lockAnywhere = time.Hour
)

// Device is what a console user comes from.
type Device struct {
	Address string // the client's, as limits count it
	Agent   string // what it calls itself
	Browser bool   // it keeps the refresh token as a cookie
}

// Entry is what a console user shows to log in.
type Entry struct {
	Login, Password string
	Code            string // of the second factor; "" where none is known of
	From            Device
	Record          AuditRecord // what the audit trail says of an attempt that fails; the user is added
}

// LoginConsole begins a session of a console user. An unknown login costs the same hash
// and gives the same error as a wrong password; only a lock tells that a login exists. Who has
// a second factor sends a code of it along, asked by ErrSecondFactorNeeded. An attempt that fails
// is audited. It must not be called inside a transaction. Errors: ErrBadCredentials, ErrLocked,
// ErrDisabled, ErrSecondFactorNeeded, ErrBadCode.
func (s *Service) LoginConsole(ctx context.Context, e Entry) (Tokens, error) {
	if db.Inside(ctx) {
		return Tokens{}, errInside // a rollback would forget the failure
	}
	user, err := s.store.userByLogin(ctx, normalLogin(e.Login))
	if err != nil {
		return Tokens{}, err
	}
	tokens, err := s.letIn(ctx, user, e)
	if declared := errs.As(err); declared != nil && !errors.Is(err, ErrSecondFactorNeeded) {
		if user != nil {
			e.Record.UserID = user.ID
		}
		// Whether or not the caller still waits: who hangs up has tried.
		if told := s.AuditAnswer(context.WithoutCancel(ctx), e.Record, model.AuditRefused, declared.Code); told != nil {
			return Tokens{}, told
		}
	}
	return tokens, err
}

// letIn checks all that is shown; user is nil where the login is unknown.
func (s *Service) letIn(ctx context.Context, user *model.ConsoleUser, e Entry) (Tokens, error) {
	if user == nil {
		if _, err := s.passwords.matches(ctx, noPassword, e.Password); err != nil {
			return Tokens{}, err
		}
		return Tokens{}, ErrBadCredentials
	}
	if err := s.verify(ctx, user, e.Password, e.From.Address); err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		tokens, err = s.admit(ctx, user, e)
		return err
	})
	if errors.Is(err, ErrSecondFactorNeeded) {
		// Not cleared: whoever has the password could then guess codes without end.
		back := s.db.Run(ctx, func(ctx context.Context) error { return s.store.takeBack(ctx, user.ID, e.From.Address) })
		err = errors.Join(back, err)
	}
	if err != nil {
		return Tokens{}, err
	}
	return tokens, nil
}

// admit forgets the user's failures and begins a session, unless the password that was
// verified is no longer his: its change ended all sessions, and this one would escape.
func (s *Service) admit(ctx context.Context, verified *model.ConsoleUser, e Entry) (Tokens, error) {
	// Locks the row, so that a change of the password, or of the user, comes wholly before
	// or after.
	if err := s.store.clearFailures(ctx, verified.ID, e.From.Address); err != nil {
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
	if err := s.demand(ctx, user.ID, e.Code); err != nil {
		return Tokens{}, err
	}
	actor := Actor{App: AppConsole, UserID: user.ID, UserRole: user.Role}
	if actor.MustEnrol, err = s.mustEnrol(ctx, *user); err != nil {
		return Tokens{}, err
	}
	return s.beginFor(ctx, actor, s.clock.Now(), consoleLife, e.From)
}

// verify checks a user's password. The caller's transaction clears the failures when it
// is right. Errors: ErrBadCredentials, ErrLocked.
func (s *Service) verify(ctx context.Context, user *model.ConsoleUser, password, address string) error {
	if err := s.countAttempt(ctx, user.ID, address); err != nil {
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
// from an address is refused unread. A right password takes the count back. Many failures from
// anywhere lock the account, but not for addresses that its user's sessions were used from:
// else anybody could keep him out. Error: ErrLocked.
func (s *Service) countAttempt(ctx context.Context, id model.UserID, address string) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		// The user's row first: it makes attempts follow each other.
		if err := s.store.endLock(ctx, id, now); err != nil {
			return err
		}
		anywhere, err := s.store.countFailure(ctx, id)
		if err != nil {
			return err
		}
		if err := s.store.lock(ctx, id, maxAnywhere, now.Add(lockAnywhere)); err != nil {
			return err
		}
		user, err := s.store.user(ctx, id)
		if err != nil {
			return err
		}
		if user == nil {
			return ErrBadCredentials // deleted meanwhile
		}
		if !anywhere {
			known, err := s.store.usedFrom(ctx, id, address)
			if err != nil {
				return err
			}
			if !known {
				return ErrLocked.With("until %s", user.LockedUntil.Format(time.RFC3339))
			}
		}
		counted, err := s.store.countFailureFrom(ctx, id, address, now, maxFailures, now.Add(lockFor))
		if err != nil || counted {
			return err
		}
		failed, err := s.store.failuresFrom(ctx, id, address)
		if err != nil {
			return err
		}
		return ErrLocked.With("until %s", failed.LockedUntil.Format(time.RFC3339))
	})
}

// mustEnrol tells whether a user's role demands a second factor that he has not.
func (s *Service) mustEnrol(ctx context.Context, u model.ConsoleUser) (bool, error) {
	if !slices.Contains(s.required, u.Role) {
		return false, nil
	}
	on, _, err := s.SecondFactor(ctx, u.ID)
	return !on, err
}
