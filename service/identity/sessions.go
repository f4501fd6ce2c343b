package identity

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

// ErrUnknownSession: the user has no session of that id, or it has ended.
var ErrUnknownSession = errs.New(errs.NotFound, "identity.unknown_session", "there is no such session", "list the sessions anew: it may have ended")

// ListSessions pages through a console user's sessions that have not ended, the newest first,
// before an id (0: from the newest). limit is held to 1 to 200. Error: ErrUnknownUser.
func (s *Service) ListSessions(ctx context.Context, id model.UserID, before int64, limit int) ([]model.SessionFamily, error) {
	if _, err := s.GetUser(ctx, id); err != nil {
		return nil, err
	}
	return s.store.sessions(ctx, id, s.clock.Now(), before, page(limit))
}

// EndSession ends a session of a console user. Error: ErrUnknownSession.
func (s *Service) EndSession(ctx context.Context, id model.UserID, family int64) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		found, err := s.store.family(ctx, family)
		if err != nil {
			return err
		}
		if found == nil || found.App != AppConsole || found.SubjectID != int64(id) || found.RevokedAt != nil || !now.Before(found.ExpiresAt) {
			return ErrUnknownSession.With("%d", family)
		}
		return s.revoke(ctx, family, now)
	})
}

// EndOtherSessions ends all sessions of the caller but the one he calls from.
func (s *Service) EndOtherSessions(ctx context.Context, a Actor) error {
	now := s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error { return s.endOthers(ctx, a, now) })
}

func (s *Service) endOthers(ctx context.Context, a Actor, now time.Time) error {
	families, err := s.store.revokeOthers(ctx, a.UserID, a.FamilyID, now)
	db.AfterCommit(ctx, func() {
		for _, family := range families {
			s.live.Invalidate(family)
		}
	})
	return err
}
