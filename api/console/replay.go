package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
	"channelrouter/service/watch"
)

// PolicyReplayInput is a policy, and over how many days before today.
type PolicyReplayInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the same replay"`
	Body struct {
		Policy diversion.Policy `json:"policy"`
		Days   int              `json:"days" minimum:"1" maximum:"92" default:"30"`
	}
}

// PolicyReplay is a policy that is run over days that are over.
type PolicyReplay struct {
	ID      httpx.ID             `json:"id"`
	AskedBy httpx.ID             `json:"asked_by_id" doc:"the console user"`
	Policy  diversion.Policy     `json:"policy"`
	Days    int                  `json:"days"`
	Percent int                  `json:"percent"`
	AskedAt time.Time            `json:"asked_at"`
	DoneAt  *time.Time           `json:"done_at,omitempty"`
	Outcome *PolicyReplayOutcome `json:"outcome,omitempty" doc:"once it is done"`
}

// PolicyReplayOutcome says what the policy would have made of the days, beside the one in force.
type PolicyReplayOutcome struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	InForce int       `json:"in_force_version" doc:"of the policy beside it"`
	Scans   int64     `json:"scans" doc:"gone through, with those of the windows before"`
	Both    int       `json:"both" doc:"cases that either would open"`
	Opens   int       `json:"opens" doc:"cases that only this policy would open"`
	Closes  int       `json:"closes" doc:"cases that only the one in force opens"`
	Opening []Suspect `json:"opening" doc:"the strongest of them"`
	Closing []Suspect `json:"closing"`
	Staying []Suspect `json:"staying"`
}

// Suspect is what would be a case.
type Suspect struct {
	Origin   NamedOrg     `json:"origin"`
	Product  NamedProduct `json:"product"`
	Terminal *NamedOrg    `json:"terminal,omitempty" doc:"of hard evidence, which opens a case at once"`
	Adcode   string       `json:"adcode,omitempty"`
	City     string       `json:"city,omitempty"`
	Score    int          `json:"score"`
	Flags    int          `json:"flags,omitempty" doc:"of hard evidence: scans"`
	FirstAt  time.Time    `json:"first_at"`
	Reasons  []Reason     `json:"reasons,omitempty"`
}

// Replay asks for one.
func (h *WatchHandler) Replay(ctx context.Context, in *PolicyReplayInput) (*httpx.Out[PolicyReplay], error) {
	actor, _ := identity.ActorFrom(ctx)
	r, err := h.watch.Ask(ctx, watch.Ask{By: actor.UserID, Key: in.Key, Policy: in.Body.Policy, Days: in.Body.Days})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.shown(ctx, r)
}

// GetReplay shows how far one is.
func (h *WatchHandler) GetReplay(ctx context.Context, in *IDInput) (*httpx.Out[PolicyReplay], error) {
	r, err := h.watch.GetReplay(ctx, model.ReplayID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.shown(ctx, r)
}

func (h *WatchHandler) shown(ctx context.Context, r watch.Replay) (*httpx.Out[PolicyReplay], error) {
	out := PolicyReplay{ID: httpx.ID(r.ID), AskedBy: httpx.ID(r.AskedBy), Policy: r.Policy, Days: r.Days, Percent: r.Percent, AskedAt: r.AskedAt, DoneAt: r.DoneAt}
	o := r.Outcome
	if o == nil {
		return httpx.Answer(out), nil
	}
	out.Outcome = &PolicyReplayOutcome{From: o.From, To: o.To, InForce: o.InForce, Scans: o.Scans, Both: o.Both, Opens: o.Opens, Closes: o.Closes}
	for _, list := range []struct {
		lots []watch.ReplayedLot
		to   *[]Suspect
	}{{o.Opening, &out.Outcome.Opening}, {o.Closing, &out.Outcome.Closing}, {o.Staying, &out.Outcome.Staying}} {
		suspects, err := h.watch.Describe(ctx, list.lots)
		if err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		*list.to = make([]Suspect, len(suspects))
		for i, s := range suspects {
			(*list.to)[i] = newSuspect(s)
		}
	}
	return httpx.Answer(out), nil
}

func newSuspect(s watch.Suspect) Suspect {
	out := Suspect{
		Origin: newNamedOrg(s.Distributor), Product: newNamedProduct(s.Product), Adcode: s.Adcode, City: s.City, Score: s.Score,
		Flags: s.Flags, FirstAt: s.First, Reasons: newReasons(s.InWords),
	}
	if s.Terminal != 0 {
		shop := newNamedOrg(s.Shop)
		out.Terminal = &shop
	}
	return out
}

// PolicyReplayRow is a replay in a list: without its policy, and what came of it in numbers.
type PolicyReplayRow struct {
	ID      httpx.ID   `json:"id"`
	AskedBy httpx.ID   `json:"asked_by_id" doc:"the console user"`
	AskedAt time.Time  `json:"asked_at"`
	Days    int        `json:"days"`
	Percent int        `json:"percent"`
	DoneAt  *time.Time `json:"done_at,omitempty"`
	From    *time.Time `json:"from,omitempty" doc:"of the days; once it is done, as all that follows"`
	To      *time.Time `json:"to,omitempty"`
	InForce *int       `json:"in_force_version,omitempty" doc:"of the policy beside it; 0: the defaults that are built in"`
	Both    *int       `json:"both,omitempty" doc:"cases that either would open"`
	Opens   *int       `json:"opens,omitempty" doc:"cases that only this policy would open"`
	Closes  *int       `json:"closes,omitempty" doc:"cases that only the one in force opens"`
}

func newReplayRow(r watch.Replay) PolicyReplayRow {
	out := PolicyReplayRow{ID: httpx.ID(r.ID), AskedBy: httpx.ID(r.AskedBy), AskedAt: r.AskedAt, Days: r.Days, Percent: r.Percent, DoneAt: r.DoneAt}
	if o := r.Outcome; o != nil {
		out.From, out.To, out.InForce, out.Both, out.Opens, out.Closes = &o.From, &o.To, &o.InForce, &o.Both, &o.Opens, &o.Closes
	}
	return out
}

// Replays pages through replays, the newest first.
func (h *WatchHandler) Replays(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[PolicyReplayRow]], error) {
	rows, err := h.watch.Replays(ctx, model.ReplayID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r watch.Replay) int64 { return int64(r.ID) }, newReplayRow)), nil
}

// Defaults shows the policy that is in force until the brand publishes one, what the detector goes
// by included.
func (h *WatchHandler) Defaults(context.Context, *httpx.Empty) (*httpx.Out[diversion.Policy], error) {
	return httpx.Answer(diversion.DefaultPolicy.Spelled()), nil
}
