package identity

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// beginFor writes a new session family for a, in the transaction of ctx. It ends after life,
// however often it is refreshed.
func (s *Service) beginFor(ctx context.Context, a Actor, now time.Time, life time.Duration, from Device) (Tokens, error) {
	a.FamilyID = s.ids.Next()
	family := model.SessionFamily{
		ID: a.FamilyID, App: a.App, SubjectID: a.subject(), CreatedAt: now, ExpiresAt: now.Add(life),
		Browser: from.Browser, Agent: cut(from.Agent, 200), Address: cut(from.Address, 45),
	}
	if err := s.store.insertFamily(ctx, family); err != nil {
		return Tokens{}, err
	}
	return s.issue(ctx, a, family.ExpiresAt, now)
}

// issue writes the family's next refresh token and signs an access token. Neither
// outlives the family, which ends at end.
func (s *Service) issue(ctx context.Context, a Actor, end, now time.Time) (Tokens, error) {
	refresh := newRefreshToken()
	err := s.store.insertToken(ctx, model.RefreshToken{Hash: refreshHash(refresh), FamilyID: a.FamilyID, ExpiresAt: end})
	if err != nil {
		return Tokens{}, err
	}
	expires := now.Add(accessLife)
	if expires.After(end) {
		expires = end
	}
	expires = expires.Truncate(time.Second)
	access, err := s.signer.sign(a, now, expires)
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{Access: access, AccessExpires: expires, Refresh: refresh, RefreshExpires: end, Actor: a}, nil
}

// Logout ends a session. One that has ended, or never was, is left alone.
func (s *Service) Logout(ctx context.Context, familyID int64) error {
	return s.db.Run(ctx, func(ctx context.Context) error { return s.revoke(ctx, familyID, s.clock.Now()) })
}

// revoke ends one family in the transaction of ctx.
func (s *Service) revoke(ctx context.Context, family int64, now time.Time) error {
	// Not before the commit: a request in between would remember the family as live.
	db.AfterCommit(ctx, func() { s.live.Invalidate(family) })
	return s.store.revokeFamily(ctx, family, now)
}

// RevokeAll ends every session of a subject in an app: of a person in a role app, or of
// a user at AppConsole. The empty app means all role apps.
func (s *Service) RevokeAll(ctx context.Context, app string, subjectID int64) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		families, err := s.store.revokeAll(ctx, app, subjectID, now)
		db.AfterCommit(ctx, func() {
			for _, family := range families {
				s.live.Invalidate(family)
			}
		})
		return err
	})
}
