package message

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Note is what a person is to be told in a role.
type Note struct {
	Person model.PersonID
	Role   model.Role
	Event  string
	// Key tells notes of one person apart: a key is told once. At most 120 characters.
	Key string
	// Title and Body are the inbox's texts; "" for the policy's.
	Title, Body string
	Page        string // of the role's app; "" for the policy's
	// Data are the event's values by name, as event.go lists them; "time" is made of At.
	Data map[string]string
	At   time.Time // when it happened; zero is now
}

const (
	mostKey   = 120
	storeText = 2000 // characters of a body
	chunk     = 200
)

// Send puts notes into inboxes and, where a template and a consent are there, up for
// delivery: a few statements, however many notes. It joins the caller's transaction. A
// note whose key the person has been told before changes nothing. Error: ErrBadNote.
func (s *Service) Send(ctx context.Context, notes ...Note) error {
	if len(notes) == 0 {
		return nil
	}
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return err
	}
	messages := make([]model.Message, len(notes))
	for i, n := range notes {
		if messages[i], err = s.compose(policy.Body, n, now); err != nil {
			return err
		}
	}
	messages = inOrder(messages)
	return s.db.Run(ctx, func(ctx context.Context) error {
		for part := range slices.Chunk(messages, chunk) {
			fresh, err := s.store.insertMessages(ctx, part)
			if err != nil {
				return err
			}
			if err := s.putUp(ctx, policy.Body, fresh, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// inOrder sorts messages by their keys, so that senders of the same do not wait for each
// other in a circle, and leaves out repetitions.
func inOrder(messages []model.Message) []model.Message {
	slices.SortStableFunc(messages, func(a, b model.Message) int {
		return cmp.Or(cmp.Compare(a.PersonID, b.PersonID), cmp.Compare(a.Key, b.Key))
	})
	return slices.CompactFunc(messages, func(a, b model.Message) bool { return a.PersonID == b.PersonID && a.Key == b.Key })
}

// compose makes the message of a note.
func (s *Service) compose(p Policy, n Note, now time.Time) (model.Message, error) {
	about, known := subjects[n.Event]
	switch {
	case n.Person == 0 || !known || !about.told(n.Role):
		return model.Message{}, ErrBadNote.With("event %q to person %d in role %d", n.Event, n.Person, n.Role)
	case n.Key == "" || len(n.Key) > mostKey:
		return model.Message{}, ErrBadNote.With("event %q with the key %q", n.Event, n.Key)
	}
	if n.At.IsZero() {
		n.At = now
	}
	values := maps.Clone(n.Data)
	if values == nil {
		values = map[string]string{}
	}
	values["time"] = Moment(n.At)
	for name, k := range about.values {
		if !fits(k, values[name]) {
			return model.Message{}, ErrBadNote.With("event %q with %s %q", n.Event, name, values[name])
		}
	}
	t := p.template(n.Role, n.Event)
	w := t.words()
	data, err := json.Marshal(values)
	if err != nil {
		return model.Message{}, err
	}
	m := model.Message{
		ID: model.MessageID(s.ids.Next()), PersonID: n.Person, Role: n.Role, Key: n.Key, Event: n.Event,
		Title: cmp.Or(n.Title, fill(w.title, values)), Body: cmp.Or(n.Body, fill(w.body, values)),
		Page: cmp.Or(n.Page, t.Page), Data: data, At: clock.Normal(n.At),
	}
	if utf8.RuneCountInString(m.Page) > 256 || len(data) > 1<<15 {
		return model.Message{}, ErrBadNote.With("event %q with too long a page or data", n.Event)
	}
	m.Title, m.Body = cut(m.Title, mostKey), cut(m.Body, storeText)
	return m, nil
}

// putUp makes the deliveries of messages that are new. Those whose person has accepted
// none are kept as skipped, for the operators' count.
func (s *Service) putUp(ctx context.Context, p Policy, messages []model.Message, now time.Time) error {
	var deliveries []model.MessageDelivery
	people := map[way][]model.PersonID{}
	for _, m := range messages {
		to := way{s.apps[m.Role].ID, p.template(m.Role, m.Event).TemplateID}
		if to.appID == "" || to.templateID == "" {
			continue
		}
		people[to] = append(people[to], m.PersonID)
		deliveries = append(deliveries, model.MessageDelivery{
			MessageID: m.ID, PersonID: m.PersonID, Role: m.Role, Event: m.Event, AppID: to.appID, TemplateID: to.templateID,
			State: model.DeliverySkipped, Code: noConsent, NextAt: now, BizDate: clock.BizDate(now), At: m.At, UpdatedAt: now,
		})
	}
	accepted := map[way]map[model.PersonID]bool{}
	for to, who := range people {
		found, err := s.store.whoAccepts(ctx, to, who)
		if err != nil {
			return err
		}
		accepted[to] = found
	}
	for i := range deliveries {
		d := &deliveries[i]
		if accepted[way{d.AppID, d.TemplateID}][d.PersonID] {
			d.State, d.Code = model.DeliveryWaiting, ""
		}
	}
	return s.store.insertDeliveries(ctx, deliveries)
}

// way is how a message goes: a template of an app.
type way struct{ appID, templateID string }

// noConsent is the code of deliveries whose person has accepted none.
const noConsent = "no_consent"
