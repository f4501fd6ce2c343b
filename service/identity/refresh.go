package identity

import (
	"context"
	"errors"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// Refresh exchanges a refresh token of app for the next Tokens of its session. Each
// token works once; the package comment says why a second use ends the session, even
// when two honest requests raced. It must not be called inside a transaction. Errors:
// ErrSessionExpired, ErrSessionReplayed, ErrTokenOfAnotherApp (the token stays good).
func (s *Service) Refresh(ctx context.Context, app, token string, from Device) (Tokens, error) {
	if db.Inside(ctx) {
		return Tokens{}, errInside // a rollback would bring the family back to life
	}
	now := s.clock.Now()
	var tokens Tokens
	var replayed bool
	err := s.db.Run(ctx, func(ctx context.Context) error {
		var err error
		tokens, err = s.rotate(ctx, app, refreshHash(token), now, from)
		// A replay is not an error of the transaction: its revocation has to commit.
		if replayed = errors.Is(err, ErrSessionReplayed); replayed {
			return nil
		}
		return err
	})
	switch {
	case err != nil:
		return Tokens{}, err
	case replayed:
		return Tokens{}, ErrSessionReplayed
	}
	return tokens, nil
}

// rotate spends the token and issues the next, or revokes the family of a spent one.
func (s *Service) rotate(ctx context.Context, app, hash string, now time.Time, from Device) (Tokens, error) {
	family, err := s.familyOf(ctx, hash)
	if err != nil {
		return Tokens{}, err
	}
	if family.App != app {
		return Tokens{}, ErrTokenOfAnotherApp.With("%s, not %s", family.App, app)
	}
	if family.RevokedAt != nil || !now.Before(family.ExpiresAt) {
		return Tokens{}, ErrSessionExpired
	}
	spent, err := s.store.spendToken(ctx, hash, now)
	if err != nil {
		return Tokens{}, err
	}
	if !spent {
		spent, err = s.sharedByTabs(ctx, *family, hash, now)
		if err != nil {
			return Tokens{}, err
		}
	}
	if !spent {
		if err := s.revoke(ctx, family.ID, now); err != nil {
			return Tokens{}, err
		}
		return Tokens{}, ErrSessionReplayed
	}
	actor, err := s.actorOf(ctx, family)
	if err != nil {
		return Tokens{}, err
	}
	if app == AppConsole {
		if err := s.store.useFamily(ctx, family.ID, cut(from.Address, 45), now); err != nil {
			return Tokens{}, err
		}
	}
	return s.issue(ctx, actor, family.ExpiresAt, now)
}

// tabsFor is how long a browser's cookie is taken again: its tabs share it, and a page that is
// loaded anew in mid-refresh never saw the next one.
const tabsFor = 30 * time.Second

// sharedByTabs tells whether a used token of a browser's session was used just now.
func (s *Service) sharedByTabs(ctx context.Context, f model.SessionFamily, hash string, now time.Time) (bool, error) {
	if !f.Browser {
		return false, nil
	}
	token, err := s.store.token(ctx, hash)
	if err != nil || token == nil || token.UsedAt == nil {
		return false, err
	}
	return now.Sub(*token.UsedAt) <= tabsFor, nil
}

// familyOf finds the family of a refresh token.
func (s *Service) familyOf(ctx context.Context, hash string) (*model.SessionFamily, error) {
	token, err := s.store.token(ctx, hash)
	if err != nil {
		return nil, err
	}
	if token == nil {
		return nil, ErrSessionExpired
	}
	family, err := s.store.family(ctx, token.FamilyID)
	if err == nil && family == nil {
		err = ErrSessionExpired
	}
	return family, err
}

// actorOf reads a console user's role anew, so that a change takes hold at the next
// refresh.
func (s *Service) actorOf(ctx context.Context, family *model.SessionFamily) (Actor, error) {
	if family.App != AppConsole {
		return newActor(family.App, family.SubjectID, "", family.ID), nil
	}
	user, err := s.store.user(ctx, model.UserID(family.SubjectID))
	if err != nil {
		return Actor{}, err
	}
	if user == nil || user.DisabledAt != nil {
		return Actor{}, ErrSessionExpired
	}
	actor := newActor(family.App, family.SubjectID, user.Role, family.ID)
	actor.MustEnrol, err = s.mustEnrol(ctx, *user)
	return actor, err
}
