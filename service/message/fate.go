package message

import (
	"context"
	"time"

	"channelrouter/model"
)

// Fate is what has become of a message.
type Fate struct {
	ID     model.MessageID
	ReadAt *time.Time // nil while it is unread
	// State is where it stands on its way through WeChat; 0: it is in the inbox only.
	State     model.DeliveryState
	Code      string     // why it failed, was skipped or waits
	ArrivedAt *time.Time // when WeChat said that it did
}

// Fates tells what has become of messages that have one key, for many people. Those that
// were not told it are left out.
func (s *Service) Fates(ctx context.Context, key string, people []model.PersonID) (map[model.PersonID]Fate, error) {
	messages, err := s.store.messagesOf(ctx, key, people)
	if err != nil {
		return nil, err
	}
	ids := make([]model.MessageID, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	deliveries, err := s.store.deliveries(ctx, ids)
	if err != nil {
		return nil, err
	}
	fates := make(map[model.PersonID]Fate, len(messages))
	for _, m := range messages {
		d := deliveries[m.ID]
		fates[m.PersonID] = Fate{ID: m.ID, ReadAt: m.ReadAt, State: d.State, Code: d.Code, ArrivedAt: d.ArrivedAt}
	}
	return fates, nil
}

// StateName is "waiting", "sending", "sent", "failed" or "skipped"; "" for 0.
func StateName(s model.DeliveryState) string {
	return [...]string{"", "waiting", "sending", "sent", "failed", "skipped"}[s]
}

// Count is how many deliveries of a day stand alike.
type Count struct {
	Role     model.Role
	Event    string
	State    model.DeliveryState
	Code     string
	Messages int64
	Arrived  int64 // of those, WeChat says that they did
}

// Counts counts the deliveries of a business day, yyyymmdd.
func (s *Service) Counts(ctx context.Context, day int32) ([]Count, error) {
	return s.store.counts(ctx, day)
}
