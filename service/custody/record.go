package custody

import (
	"cmp"
	"context"
	"errors"
	"time"

	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/model/event"
)

// Command is a custody event to record. Zero At means now. Key makes it safe to retry.
type Command struct {
	Key     string            `json:"-"`
	Kind    model.CustodyKind `json:"kind"`
	Goods   []Goods           `json:"goods"`
	From    model.OrgID       `json:"from,omitempty"`
	To      model.OrgID       `json:"to,omitempty"`
	At      time.Time         `json:"at"`
	Offline bool              `json:"offline,omitempty"`
}

// Record stores a custody event and what follows from it. A retry with the same key
// gets the stored event. On-line, a failing precondition refuses the command and
// changes nothing; off-line, the event is kept as pending.
func (s *Service) Record(ctx context.Context, c Command) (model.CustodyEvent, error) {
	var stored model.CustodyEvent
	hash, err := id.Hash(c)
	if err != nil {
		return stored, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		var err error
		if stored, err = s.record(ctx, c, hash); !errors.Is(err, errKeyTaken) {
			return err
		}
		earlier, err := s.earlier(ctx, c.Key, hash)
		if earlier != nil {
			stored = *earlier
		}
		return err
	})
	return stored, err
}

// earlier is the event that an idempotency key was used for before, if it was.
func (s *Service) earlier(ctx context.Context, key, hash string) (*model.CustodyEvent, error) {
	e, err := s.store.eventByKey(ctx, key)
	if err == nil && e != nil && e.InputHash != hash {
		return nil, ErrKeyReused.With("key %q", key)
	}
	return e, err
}

// record answers errKeyTaken, having changed nothing, when the key was used before.
func (s *Service) record(ctx context.Context, c Command, hash string) (model.CustodyEvent, error) {
	e, err := s.plan(ctx, c, hash)
	if err != nil {
		return e.CustodyEvent, err
	}
	family, err := s.take(ctx, e)
	if err != nil {
		return e.CustodyEvent, err
	}
	// Asked only now: who held the goods before us may have come with the same key.
	if earlier, err := s.store.eventByKey(ctx, c.Key); earlier != nil || err != nil {
		return e.CustodyEvent, cmp.Or(err, errKeyTaken)
	}
	latest, err := s.store.latest(ctx, family)
	if err != nil {
		return e.CustodyEvent, err
	}
	if !latest.Before(e.EventTime) {
		if c.Offline {
			return s.recordAnew(ctx, e, family)
		}
		// An on-line command speaks of now, whatever the replicas' clocks say.
		e.EventTime = latest.Add(time.Microsecond)
	}
	return s.recordInOrder(ctx, e, family)
}

// recordInOrder folds the event onto what is stored.
func (s *Service) recordInOrder(ctx context.Context, e step, family []model.ItemRange) (model.CustodyEvent, error) {
	current, err := s.load(ctx, ancestry(family, e))
	if err != nil {
		return e.CustodyEvent, err
	}
	if refused := current.apply(e); refused != nil {
		if !e.Offline {
			return e.CustodyEvent, refused
		}
		e.State = model.EventPending
	}
	waiting, err := s.store.pendingOver(ctx, family, e.EventTime)
	if err != nil {
		return e.CustodyEvent, err
	}
	if len(waiting) > 0 { // this may be the fact that they waited for
		return s.recordAnew(ctx, e, family)
	}
	if err := s.insert(ctx, e); err != nil {
		return e.CustodyEvent, err
	}
	if err := s.save(ctx, current); err != nil {
		return e.CustodyEvent, err
	}
	if !e.since().Before(e.RecordTime) {
		return e.CustodyEvent, nil
	}
	return e.CustodyEvent, s.announce(ctx, e, family) // scans may have happened since
}

// recordAnew keeps an event that others follow, and folds its goods anew.
func (s *Service) recordAnew(ctx context.Context, e step, family []model.ItemRange) (model.CustodyEvent, error) {
	if err := s.insert(ctx, e); err != nil {
		return e.CustodyEvent, err
	}
	states, err := s.rebuild(ctx, family, e.EventTime)
	if err != nil {
		return e.CustodyEvent, err
	}
	e.State = states[e.ID]
	return e.CustodyEvent, s.announce(ctx, e, family)
}

// insert stores an event, with what was packed in no order. It answers errKeyTaken when
// another event has the key.
func (s *Service) insert(ctx context.Context, e step) error {
	if err := s.store.insertEvent(ctx, e); err != nil {
		return err
	}
	return s.scatter(ctx, e.ID, e.scattered)
}

// rebuild folds the whole log of a family of goods and tells which of the events since a
// time are pending. What happened before that time stands.
func (s *Service) rebuild(ctx context.Context, family []model.ItemRange, since time.Time) (map[model.EventID]model.EventState, error) {
	steps, err := s.store.eventsOver(ctx, s.bounds(family))
	if err != nil {
		return nil, err
	}
	fresh, err := s.load(ctx, family)
	if err != nil {
		return nil, err
	}
	fresh.forget(family) // and nothing beside: a stored span may reach out of the family
	states := map[model.EventID]model.EventState{}
	for _, e := range inOrder(steps) {
		states[e.ID] = model.EventApplied
		if fresh.apply(e) != nil {
			states[e.ID] = model.EventPending
		}
		if states[e.ID] == e.State || e.EventTime.Before(since) {
			continue
		}
		if err := s.store.setState(ctx, e.ID, states[e.ID]); err != nil {
			return nil, err
		}
	}
	return states, s.save(ctx, fresh)
}

// since is from when on what is believed of an event's goods has changed: where the line packed
// an item that lies in no order has no beginning.
func (e step) since() time.Time {
	if len(e.scattered) > 0 {
		return time.Unix(0, 0)
	}
	return e.EventTime
}

// announce says that what is believed of goods has changed from a time in the past on.
func (s *Service) announce(ctx context.Context, cause step, family []model.ItemRange) error {
	family, err := s.withContents(ctx, family)
	if err != nil {
		return err
	}
	return s.outbox.Add(ctx, event.CustodyRewritten{EventID: cause.ID, Goods: family, Since: cause.since()})
}

// Event returns a stored event as it stands now. What nobody recorded is the zero event.
func (s *Service) Event(ctx context.Context, id model.EventID) (model.CustodyEvent, error) {
	e, err := s.store.event(ctx, id)
	if e == nil {
		return model.CustodyEvent{}, err
	}
	return *e, err
}
