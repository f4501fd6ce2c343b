package message

import (
	"context"
	"math"

	"channelrouter/model"
)

// UnreadMost is where counting what is unread stops.
const UnreadMost = 100

// Inbox pages through what a person was told in a role, newest first, before an id (0:
// from the newest); unread leaves out what he has read.
func (s *Service) Inbox(ctx context.Context, person model.PersonID, role model.Role, unread bool, before model.MessageID, limit int) ([]model.Message, error) {
	return s.store.list(ctx, person, role, unread, before, limit)
}

// Unread counts what a person has not read in a role, up to UnreadMost.
func (s *Service) Unread(ctx context.Context, person model.PersonID, role model.Role) (int64, error) {
	return s.store.unread(ctx, person, role, UnreadMost)
}

// Read marks a message of the person's inbox in a role as read, and returns it. When it
// was read first stays. Error: ErrUnknown.
func (s *Service) Read(ctx context.Context, person model.PersonID, role model.Role, id model.MessageID) (model.Message, error) {
	m, err := s.store.get(ctx, id)
	if err != nil {
		return model.Message{}, err
	}
	if m == nil || m.PersonID != person || m.Role != role {
		return model.Message{}, ErrUnknown.With("id %d", id)
	}
	if m.ReadAt != nil {
		return *m, nil
	}
	now := s.clock.Now()
	m.ReadAt = &now
	return *m, s.db.Run(ctx, func(ctx context.Context) error { return s.store.markRead(ctx, id, now) })
}

// ReadAll marks what a person was told in a role as read, up to a message and with it (0:
// all there is), a few hundred in a transaction.
func (s *Service) ReadAll(ctx context.Context, person model.PersonID, role model.Role, upTo model.MessageID) error {
	if upTo == 0 {
		upTo = math.MaxInt64
	}
	now := s.clock.Now()
	for {
		ids, err := s.store.someUnread(ctx, person, role, upTo, chunk)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = s.db.Run(ctx, func(ctx context.Context) error { return s.store.markAllRead(ctx, ids, now) })
		if err != nil || len(ids) < chunk {
			return err
		}
	}
}
