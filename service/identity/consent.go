package identity

import (
	"context"
	"slices"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

var (
	// ErrBadConsent: a purpose that nobody asks consent for.
	ErrBadConsent = errs.New(errs.Invalid, "identity.bad_consent", "there is no such consent", "consent is given to location and marketing; to phone, by verifying one's phone number")
	// ErrNoConsent: what is not given cannot be withdrawn.
	ErrNoConsent = errs.New(errs.NotFound, "identity.no_consent", "you have not consented to this", "list your consents")
)

// Consent records a person's yes to a version of the text about a purpose. The same yes
// again is the one there is. Consent to phone is given by BindPhone. Error: ErrBadConsent.
func (s *Service) Consent(ctx context.Context, app string, person model.PersonID, purpose model.ConsentPurpose, version string) error {
	if !slices.Contains([]model.ConsentPurpose{model.ConsentLocation, model.ConsentMarketing}, purpose) {
		return ErrBadConsent.With("%q", purpose)
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		owner, err := s.hold(ctx, person)
		if err != nil {
			return err
		}
		return s.grant(ctx, model.Consent{PersonID: owner.ID, Purpose: purpose, Version: version, App: app}, s.clock.Now())
	})
}

// grant stores a consent unless it stands. The person's row is held.
func (s *Service) grant(ctx context.Context, c model.Consent, now time.Time) error {
	standing, err := s.store.consents(ctx, c.PersonID)
	if err != nil {
		return err
	}
	for _, given := range standing {
		if given.Purpose == c.Purpose && given.Version == c.Version {
			return nil
		}
	}
	c.ID, c.GrantedAt = s.ids.Next(), now
	return s.store.insertConsent(ctx, c)
}

// Consents lists what a person has consented to and not withdrawn: of each purpose the
// latest.
func (s *Service) Consents(ctx context.Context, person model.PersonID) ([]model.Consent, error) {
	standing, err := s.store.consents(ctx, person)
	var latest []model.Consent
	for _, c := range standing { // oldest first
		latest = slices.DeleteFunc(latest, func(earlier model.Consent) bool { return earlier.Purpose == c.Purpose })
		latest = append(latest, c)
	}
	return latest, err
}

// WithdrawConsent ends all consent of a person to a purpose. With consent to phone goes the
// number. Error: ErrNoConsent.
func (s *Service) WithdrawConsent(ctx context.Context, person model.PersonID, purpose model.ConsentPurpose) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		owner, err := s.hold(ctx, person)
		if err != nil {
			return err
		}
		ended, err := s.store.endConsents(ctx, owner.ID, purpose, s.clock.Now())
		if err != nil {
			return err
		}
		if ended == 0 {
			return ErrNoConsent.With("%s", purpose)
		}
		if purpose == model.ConsentPhone {
			return s.store.deletePhone(ctx, owner.ID)
		}
		return nil
	})
}
