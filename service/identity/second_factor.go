package identity

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

var (
	// ErrSecondFactorNeeded: the password is right, and a code has to come with it.
	ErrSecondFactorNeeded = errs.New(errs.Unauthorized, "identity.second_factor_needed", "this account has a second factor", "send login and password again with a code of the authenticator app, or a recovery code")
	// ErrBadCode: a wrong code, or one that was used.
	ErrBadCode = errs.New(errs.Unauthorized, "identity.bad_code", "this code is wrong or was used before", "wait for the app's next code, and have the device set its clock by itself; a recovery code works once")
	// ErrSecondFactorRequired: the user's role demands one.
	ErrSecondFactorRequired = errs.New(errs.Forbidden, "identity.second_factor_required", "your role needs a second factor", "set one up: POST /console/me/second-factor, then confirm it and refresh the session")
	// ErrSecondFactorSet: a factor that is in use is not replaced in passing.
	ErrSecondFactorSet = errs.New(errs.Conflict, "identity.second_factor_set", "the account has a second factor", "remove it first; who has lost the device asks an owner to reset it")
	// ErrNoSecondFactor: none to confirm or to remove.
	ErrNoSecondFactor = errs.New(errs.NotFound, "identity.no_second_factor", "there is no second factor", "begin anew: POST /console/me/second-factor")
)

const recoveryCodes = 10

// Enrolment is what a device needs to make codes. It is shown once.
type Enrolment struct {
	Secret string // base32, to be typed
	URI    string // otpauth://, to be scanned
}

// SecondFactor tells whether a user has a second factor in use, and how many recovery codes
// are left.
func (s *Service) SecondFactor(ctx context.Context, id model.UserID) (on bool, recovery int64, err error) {
	factor, err := s.store.factor(ctx, id)
	if err != nil || factor == nil || factor.ConfirmedAt == nil {
		return false, 0, err
	}
	recovery, err = s.store.countRecovery(ctx, id)
	return true, recovery, err
}

// RequireSecondFactor names the roles whose users must have one. It is called before anybody
// logs in.
func (s *Service) RequireSecondFactor(roles []model.UserRole) { s.required = roles }

// Enrol begins a second factor, which is asked for once it is confirmed. The password is asked
// for, because whoever finds a console open could lock its user out. It must not be called
// inside a transaction. Errors: ErrSecondFactorSet, ErrUnknownUser, ErrBadCredentials, ErrLocked.
func (s *Service) Enrol(ctx context.Context, id model.UserID, password string, from Device) (Enrolment, error) {
	user, err := s.reverify(ctx, id, password, from)
	if err != nil {
		return Enrolment{}, err
	}
	secret := make([]byte, totpSecret)
	rand.Read(secret) // never fails
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.clearFailures(ctx, id, from.Address); err != nil { // holds the user's row
			return err
		}
		standing, err := s.store.factor(ctx, id)
		if err != nil {
			return err
		}
		if standing != nil && standing.ConfirmedAt != nil {
			return ErrSecondFactorSet
		}
		return s.store.replaceFactor(ctx, model.SecondFactor{UserID: id, Sealed: s.factors.Seal(secret, factorPlace(id)), CreatedAt: s.clock.Now()})
	})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: base32Text.EncodeToString(secret), URI: totpURI(secret, user.Login)}, nil
}

// Confirm puts a second factor into use by a code that its device made, and returns recovery
// codes, which are shown once. All other sessions of the user end: they were begun without it.
// It must not be called inside a transaction. Errors: ErrNoSecondFactor, ErrSecondFactorSet,
// ErrBadCode, ErrLocked.
func (s *Service) Confirm(ctx context.Context, a Actor, code string, from Device) ([]string, error) {
	if db.Inside(ctx) {
		return nil, errInside
	}
	if err := s.countAttempt(ctx, a.UserID, from.Address); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = newRecoveryCode()
	}
	now := s.clock.Now()
	err := s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.clearFailures(ctx, a.UserID, from.Address); err != nil {
			return err
		}
		factor, err := s.store.factor(ctx, a.UserID)
		switch {
		case err != nil:
			return err
		case factor == nil:
			return ErrNoSecondFactor
		case factor.ConfirmedAt != nil:
			return ErrSecondFactorSet
		}
		if err := s.useCode(ctx, *factor, code, now); err != nil {
			return err
		}
		if err := s.store.confirmFactor(ctx, a.UserID, now); err != nil {
			return err
		}
		if err := s.store.insertRecovery(ctx, a.UserID, codes); err != nil {
			return err
		}
		return s.endOthers(ctx, a, now)
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// RemoveSecondFactor ends the use of the caller's own second factor, who shows both factors.
// It must not be called inside a transaction. Errors: ErrNoSecondFactor, ErrBadCredentials,
// ErrBadCode, ErrLocked.
func (s *Service) RemoveSecondFactor(ctx context.Context, id model.UserID, password, code string, from Device) error {
	if _, err := s.reverify(ctx, id, password, from); err != nil {
		return err
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.clearFailures(ctx, id, from.Address); err != nil {
			return err
		}
		factor, err := s.store.factor(ctx, id)
		if err != nil {
			return err
		}
		if factor == nil || factor.ConfirmedAt == nil {
			return ErrNoSecondFactor
		}
		if err := s.useCode(ctx, *factor, code, s.clock.Now()); err != nil {
			return err
		}
		return s.store.deleteFactor(ctx, id)
	})
}

// ResetSecondFactor takes a user's second factor away, for one who has lost his device, and
// ends his sessions. Errors: ErrUnknownUser, ErrNoSecondFactor.
func (s *Service) ResetSecondFactor(ctx context.Context, id model.UserID) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.GetUser(ctx, id); err != nil {
			return err
		}
		factor, err := s.store.factor(ctx, id)
		if err != nil {
			return err
		}
		if factor == nil {
			return ErrNoSecondFactor
		}
		if err := s.store.deleteFactor(ctx, id); err != nil {
			return err
		}
		return s.RevokeAll(ctx, AppConsole, int64(id))
	})
}

// demand holds a login against the user's second factor, in the transaction that admits him.
func (s *Service) demand(ctx context.Context, id model.UserID, code string) error {
	factor, err := s.store.factor(ctx, id)
	if err != nil || factor == nil || factor.ConfirmedAt == nil {
		return err
	}
	if strings.TrimSpace(code) == "" {
		return ErrSecondFactorNeeded
	}
	return s.useCode(ctx, *factor, code, s.clock.Now())
}

// useCode uses a code up, of the device or for recovery. Error: ErrBadCode.
func (s *Service) useCode(ctx context.Context, f model.SecondFactor, code string, now time.Time) error {
	secret, err := s.factors.Open(f.Sealed, factorPlace(f.UserID))
	if err != nil {
		return fmt.Errorf("identity: a second factor is not what was sealed: %w", err)
	}
	plain := plainCode(code)
	if step := totpMatch(secret, plain, now); step != 0 {
		used, err := s.store.useStep(ctx, f.UserID, step)
		if err == nil && !used {
			err = ErrBadCode
		}
		return err
	}
	used, err := s.store.useRecovery(ctx, f.UserID, refreshHash(plain))
	if err == nil && !used {
		err = ErrBadCode
	}
	return err
}

// reverify has a user who is logged in show his password once more.
func (s *Service) reverify(ctx context.Context, id model.UserID, password string, from Device) (*model.ConsoleUser, error) {
	if db.Inside(ctx) {
		return nil, errInside
	}
	user, err := s.store.user(ctx, id)
	if err != nil {
		return nil, err
	}
	if user == nil {
		return nil, ErrUnknownUser.With("id %d", id)
	}
	return user, s.verify(ctx, user, password, from.Address)
}

func factorPlace(id model.UserID) string { return fmt.Sprintf("second-factor/%d", id) }

// newRecoveryCode is 80 random bits in four groups, so that its hash needs no salt.
func newRecoveryCode() string {
	var random [10]byte
	rand.Read(random[:]) // never fails
	text := base32Text.EncodeToString(random[:])
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}

// plainCode is a code without what people type between its parts.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
}
