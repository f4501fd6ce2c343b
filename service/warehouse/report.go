package warehouse

import (
	"cmp"
	"context"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/custody"
)

// Told is one step of goods as a device tells it.
type Told struct {
	Key      string            `json:"-"` // the device's own for the event, 1 to 64 characters
	Sequence int64             `json:"sequence"`
	Kind     model.CustodyKind `json:"kind"`
	Codes    []string          `json:"codes"`
	Into     string            `json:"into,omitempty"`
	From     string            `json:"from,omitempty"` // codes of organisations
	To       string            `json:"to,omitempty"`
	At       time.Time         `json:"at"` // by the device's clock
}

// moment is when an event happened. Devices tell seconds or milliseconds; what one did
// within one of them happened in the order of its sequence.
func (t Told) moment() time.Time {
	at := clock.Normal(t.At)
	if t.Sequence > 0 && at.Equal(at.Truncate(time.Millisecond)) {
		at = at.Add(time.Duration(t.Sequence%1000) * time.Microsecond)
	}
	return at
}

// Upload is what a device sends when it has a connection. SentAt is its clock at that
// moment; zero when it does not say.
type Upload struct {
	Device string
	SentAt time.Time
	Events []Told
}

// Teller is on whose behalf a device speaks.
type Teller struct {
	Org  model.OrgID // whose steps it tells; 0 at the brand's console, which tells anybody's
	Role model.Role
	By   int64 // the person or, at the console, the user
}

// ToldState is what became of an event.
type ToldState string

const (
	ToldRecorded ToldState = "recorded"
	ToldKnown    ToldState = "known"   // it was recorded before
	ToldPending  ToldState = "pending" // kept, and waiting for a fact that is missing
	ToldRefused  ToldState = "refused" // nothing of it was recorded
)

// ToldOutcome is what became of an event and, when it was refused, why.
type ToldOutcome struct {
	State ToldState
	Event model.CustodyEvent // as it stands now
	// Backwards: its time is before that of an event with a lower sequence, so somebody has
	// set the device's clock in between.
	Backwards bool
	Err       error
}

// Reported is the answer to an upload, the outcomes in the order of its events.
type Reported struct {
	Now      time.Time     // our clock
	Skew     time.Duration // how far the device's clock is ahead of ours; 0 when it did not say
	Outcomes []ToldOutcome
}

// ClockOff tells whether the device's clock needs setting.
func (r Reported) ClockOff() bool { return r.Skew.Abs() > maxSkew }

const (
	maxSkew    = time.Minute
	maxEvents  = 1000
	maxDevice  = 40
	maxToldKey = 64
)

// Report records what a device tells, each event by itself and in the order in which they
// happened. Errors other than ErrBadUpload have nothing to do with what was told: what was
// recorded before stays, and sending all again goes on from there.
func (s *Service) Report(ctx context.Context, who Teller, u Upload) (Reported, error) {
	if u.Device == "" || len(u.Device) > maxDevice || len(u.Events) == 0 || len(u.Events) > maxEvents {
		return Reported{}, ErrBadUpload.With("device %q, %d events", u.Device, len(u.Events))
	}
	now := s.clock.Now()
	r := Reported{Now: now, Outcomes: make([]ToldOutcome, len(u.Events))}
	if !u.SentAt.IsZero() {
		r.Skew = u.SentAt.Sub(now)
	}
	parties := parties{service: s, teller: who, own: map[string]model.OrgID{}}
	back := backwards(u.Events)
	for _, i := range happened(u.Events) {
		o, err := s.tell(ctx, &parties, u, r.Skew, u.Events[i])
		if err != nil {
			if !errs.IsRefusal(err) {
				return Reported{}, err
			}
			o = ToldOutcome{State: ToldRefused, Err: err}
		}
		o.Backwards = back[i]
		r.Outcomes[i] = o
	}
	return r, nil
}

// happened is the order in which events took place, by their index. Pure.
func happened(events []Told) []int {
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(events[a].At.Compare(events[b].At), cmp.Compare(events[a].Sequence, events[b].Sequence))
	})
	return order
}

// backwards marks events whose time is before that of one with a lower sequence. Pure.
func backwards(events []Told) []bool {
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(events[a].Sequence, events[b].Sequence) })
	back := make([]bool, len(events))
	var latest time.Time
	for _, i := range order {
		if events[i].Sequence == 0 { // a device that does not count
			continue
		}
		back[i] = events[i].At.Before(latest)
		if events[i].At.After(latest) {
			latest = events[i].At
		}
	}
	return back
}

// tell records one event, or finds it recorded.
func (s *Service) tell(ctx context.Context, p *parties, u Upload, skew time.Duration, t Told) (o ToldOutcome, err error) {
	now := s.clock.Now()
	if t.Key == "" || len(t.Key) > maxToldKey || t.At.IsZero() {
		return o, custody.ErrBadEvent.With("key %q at %s", t.Key, t.At)
	}
	if t.moment().After(now) {
		return o, ErrFuture.With("at %s, and it is %s", t.At.UTC().Format(time.RFC3339), now.Format(time.RFC3339))
	}
	hash, err := id.Hash(t)
	if err != nil {
		return o, err
	}
	row := model.HandheldEvent{
		Key: toldKey(p.teller.Org, u.Device, t.Key), InputHash: hash, Device: u.Device, Sequence: t.Sequence,
		OrgID: p.teller.Org, ToldBy: p.teller.By, ToldTime: clock.Normal(t.At), SkewMillis: skew.Milliseconds(), RecordedAt: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		var err error
		o, err = s.recordTold(ctx, p, row, t)
		return err
	})
	return o, err
}

// recordTold has custody record an event, and keeps how it was told.
func (s *Service) recordTold(ctx context.Context, p *parties, row model.HandheldEvent, t Told) (ToldOutcome, error) {
	earlier, err := s.store.told(ctx, row.Key)
	if err != nil {
		return ToldOutcome{}, err
	}
	if earlier != nil {
		if earlier.InputHash != row.InputHash {
			return ToldOutcome{}, ErrKeyReused.With("key %q", t.Key)
		}
		e, err := s.Custody.Event(ctx, earlier.EventID)
		return ToldOutcome{State: ToldKnown, Event: e}, err
	}
	command := custody.CodesCommand{
		Key: row.Key, Kind: t.Kind, Codes: t.Codes, Into: t.Into, At: t.moment(), Offline: true,
	}
	if command.From, command.To, err = p.of(ctx, t); err != nil {
		return ToldOutcome{}, err
	}
	e, err := s.Custody.RecordCodes(ctx, command)
	if err != nil {
		return ToldOutcome{}, err
	}
	row.EventID = e.ID
	first, err := s.store.keepTold(ctx, row)
	switch {
	case !first: // another upload of the same came before us
		return ToldOutcome{State: ToldKnown, Event: e}, err
	case e.State == model.EventPending:
		return ToldOutcome{State: ToldPending, Event: e}, err
	}
	return ToldOutcome{State: ToldRecorded, Event: e}, err
}

// toldKey names an event of a device of an organisation: whoever is logged in sends what is
// in the device, and no organisation finds another's events by guessing keys.
func toldKey(org model.OrgID, device, key string) string {
	hash, _ := id.Hash([]any{org, device, key}) // which cannot fail
	return "hand/" + hash
}
