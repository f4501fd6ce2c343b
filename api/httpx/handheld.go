package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
	"channelrouter/service/identity"
	"channelrouter/service/recall"
	"channelrouter/service/warehouse"
)

// Handhelds serves the hand-held devices of a role's organisations.
type Handhelds struct {
	warehouse *warehouse.Service
	channel   *channel.Service
	recalls   *recall.Service
	role      model.Role // 0 for the console
}

// NewHandhelds makes the handler of a role's app, or (role 0) of the console.
func NewHandhelds(w *warehouse.Service, ch *channel.Service, r *recall.Service, role model.Role) *Handhelds {
	return &Handhelds{warehouse: w, channel: ch, recalls: r, role: role}
}

// ToldEvent is one step of goods as a device tells it.
type ToldEvent struct {
	Key      string   `json:"key" minLength:"1" maxLength:"64" doc:"the device's own for the event; the same whenever it is sent again"`
	Sequence int64    `json:"sequence,omitempty" minimum:"0" doc:"the device's count of its events, rising; it orders what happened within one tick of its clock"`
	Kind     string   `json:"kind" enum:"commission,pack,unpack,ship,receive,return,destroy,designate" doc:"in the apps: what one's own organisation did, receive and unpack, and for distributors ship and pack"`
	Codes    []string `json:"codes" minItems:"1" maxItems:"2000" doc:"of units or containers, on any face"`
	Into     string   `json:"into,omitempty" maxLength:"512" doc:"for a pack: the container's code"`
	From     string   `json:"from,omitempty" maxLength:"32" doc:"at the console: code of the giving organisation"`
	To       string   `json:"to,omitempty" maxLength:"32" doc:"code of the receiving organisation; in the apps of a ship only"`
	At       Time     `json:"at" doc:"when it happened, by the device's clock"`
	Use
}

// HandheldInput is what a device sends when it has a connection.
type HandheldInput struct {
	Body struct {
		Device string      `json:"device" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the device's name, its own"`
		SentAt Time        `json:"sent_at,omitempty" doc:"the device's clock at this moment, to be compared with ours"`
		Events []ToldEvent `json:"events" minItems:"1" maxItems:"1000" doc:"in any order"`
	}
}

// ToldOutcome is what became of an event.
type ToldOutcome struct {
	Key       string        `json:"key"`
	State     string        `json:"state" enum:"recorded,known,pending,refused" doc:"known: recorded before; pending: kept, and waiting for a fact that is missing"`
	Event     *CustodyEvent `json:"event,omitempty" doc:"as it stands now"`
	Backwards bool          `json:"backwards,omitempty" doc:"its time is before that of an event with a lower sequence: somebody has set the device's clock"`
	Error     *ProblemBody  `json:"error,omitempty" doc:"why it was refused"`
}

// ToldOutcomes are in the order in which the events were sent.
type ToldOutcomes struct {
	SkewMillis int64         `json:"skew_ms" doc:"how far the device's clock is ahead of ours; 0 when it did not say"`
	ClockOff   bool          `json:"clock_off" doc:"by more than a minute: set the clock. Times are taken as they are told"`
	Now        time.Time     `json:"now" doc:"our clock"`
	Outcomes   []ToldOutcome `json:"outcomes"`
}

// Tell records what a device tells, each event for itself.
func (h *Handhelds) Tell(ctx context.Context, in *HandheldInput) (*Out[ToldOutcomes], error) {
	who, err := h.teller(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	upload := warehouse.Upload{Device: in.Body.Device, SentAt: in.Body.SentAt.T, Events: make([]warehouse.Told, len(in.Body.Events))}
	for i, e := range in.Body.Events {
		kind, err := custody.ParseKind(e.Kind)
		if err != nil {
			return nil, Problem(ctx, err)
		}
		use, loss, err := e.Parse()
		if err != nil {
			return nil, Problem(ctx, err)
		}
		upload.Events[i] = warehouse.Told{
			Key: e.Key, Sequence: e.Sequence, Kind: kind, Codes: e.Codes, Into: e.Into, From: e.From, To: e.To, At: e.At.T,
			For: use, Loss: loss,
		}
	}
	reported, err := h.warehouse.Report(ctx, who, upload)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	out, err := h.outcomes(ctx, in, reported)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(out), nil
}

// teller is the caller, for the organisation that he acts for.
func (h *Handhelds) teller(ctx context.Context) (warehouse.Teller, error) {
	if h.role == 0 {
		actor, _ := identity.ActorFrom(ctx)
		return warehouse.Teller{By: int64(actor.UserID)}, nil
	}
	person, org, err := Acting(ctx, h.channel, h.role)
	return warehouse.Teller{Org: org, Role: h.role, By: int64(person)}, err
}

// outcomes shows what became of the events. Receipts warn of recalls whenever they are told.
func (h *Handhelds) outcomes(ctx context.Context, in *HandheldInput, r warehouse.Reported) (ToldOutcomes, error) {
	out := ToldOutcomes{
		SkewMillis: r.Skew.Milliseconds(), ClockOff: r.ClockOff(), Now: r.Now, Outcomes: make([]ToldOutcome, len(r.Outcomes)),
	}
	for i, o := range r.Outcomes {
		told := ToldOutcome{Key: in.Body.Events[i].Key, State: string(o.State), Backwards: o.Backwards}
		if o.Err != nil {
			told.Error = Body(ctx, o.Err)
		} else {
			e, err := Receipt(ctx, h.recalls, o.Event, in.Body.Events[i].Codes)
			if err != nil {
				return ToldOutcomes{}, err
			}
			told.Event = &e
		}
		out.Outcomes[i] = told
	}
	return out, nil
}
