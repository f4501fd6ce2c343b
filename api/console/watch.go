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

// WatchHandler serves what the detector suspects, and replays of policies.
type WatchHandler struct{ watch *watch.Service }

// NewWatchHandler makes the handler.
func NewWatchHandler(s *watch.Service) *WatchHandler { return &WatchHandler{watch: s} }

// Alert is what the detector said of a lot, or of a code.
type Alert struct {
	ID      httpx.ID      `json:"id"`
	Kind    string        `json:"kind" enum:"diverted,cloned,account,never_shipped"`
	Origin  *AlertOrg     `json:"origin,omitempty" doc:"the distributor that the goods were meant for"`
	Product *AlertProduct `json:"product,omitempty"`
	Person  httpx.ID      `json:"person_id,omitempty" doc:"of an account that scans as no consumer does"`
	Adcode  string        `json:"adcode,omitempty" doc:"the city; left out when it is many"`
	City    string        `json:"city,omitempty"`
	Score   int           `json:"score" doc:"0 to 100: 50 is e^10 to one"`
	Reasons []Reason      `json:"reasons"`
	Items   []string      `json:"items,omitempty" doc:"goods that were seen, some hundreds at most"`
	CaseID  httpx.ID      `json:"case_id,omitempty" doc:"that it opened or joined; none of a code"`
	Policy  int           `json:"policy_version"`
	FirstAt time.Time     `json:"first_at"`
	LastAt  time.Time     `json:"last_at"`
	At      time.Time     `json:"at" doc:"the end of the day on which it was found"`
}

// AlertOrg names an organisation.
type AlertOrg struct {
	ID   httpx.ID `json:"id"`
	Code string   `json:"code"`
	Name string   `json:"name"`
}

// AlertProduct names a product.
type AlertProduct struct {
	ID   httpx.ID `json:"id"`
	SKU  string   `json:"sku"`
	Name string   `json:"name"`
}

// Reason is why, with its figures and in words.
type Reason struct {
	Reason   string  `json:"reason" example:"outside_territory"`
	Count    int     `json:"count" doc:"of what the reason counts: consumers, cases, scans"`
	Expected float64 `json:"expected,omitempty" doc:"of honest goods"`
	Of       int     `json:"of,omitempty" doc:"shipments or cases that they are of"`
	Places   int     `json:"places,omitempty" doc:"terminals or cities"`
	Nats     float64 `json:"nats" doc:"how much it speaks for a diversion"`
	Chinese  string  `json:"zh"`
	English  string  `json:"en"`
}

func newReasons(list []watch.Reason) []Reason {
	out := make([]Reason, len(list))
	for i, r := range list {
		out[i] = Reason{
			Reason: string(r.Reason), Count: r.Count, Expected: r.Expected, Of: r.Of, Places: r.Places, Nats: r.Certainty,
			Chinese: r.Chinese, English: r.English,
		}
	}
	return out
}

func newAlertOrg(o model.Org) AlertOrg {
	return AlertOrg{ID: httpx.ID(o.ID), Code: o.Code, Name: o.Name}
}

func newAlertProduct(p model.Product) AlertProduct {
	return AlertProduct{ID: httpx.ID(p.ID), SKU: p.SKU, Name: p.Name}
}

func newAlert(a watch.Alert) Alert {
	out := Alert{
		ID: httpx.ID(a.ID), Kind: watch.KindName(a.Kind), Person: httpx.ID(a.PersonID), Adcode: a.Adcode, City: a.City, Score: a.Score, Reasons: newReasons(a.Reasons), CaseID: httpx.ID(a.CaseID), Policy: a.Policy,
		FirstAt: a.FirstAt, LastAt: a.LastAt, At: a.At,
	}
	if a.Origin != 0 {
		origin := newAlertOrg(a.Distributor)
		out.Origin = &origin
	}
	if a.ProductID != 0 {
		product := newAlertProduct(a.Product)
		out.Product = &product
	}
	for _, item := range a.Items {
		out.Items = append(out.Items, item.String())
	}
	return out
}

// List pages through alerts, the newest first.
func (h *WatchHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[Alert]], error) {
	rows, err := h.watch.Alerts(ctx, model.AlertID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(a watch.Alert) int64 { return int64(a.ID) }, newAlert)), nil
}

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
	Origin   AlertOrg     `json:"origin"`
	Product  AlertProduct `json:"product"`
	Terminal *AlertOrg    `json:"terminal,omitempty" doc:"of hard evidence, which opens a case at once"`
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
	out := PolicyReplay{ID: httpx.ID(r.ID), Policy: r.Policy, Days: r.Days, Percent: r.Percent, AskedAt: r.AskedAt, DoneAt: r.DoneAt}
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
		Origin: newAlertOrg(s.Distributor), Product: newAlertProduct(s.Product), Adcode: s.Adcode, City: s.City, Score: s.Score,
		Flags: s.Flags, FirstAt: s.First, Reasons: newReasons(s.InWords),
	}
	if s.Terminal != 0 {
		shop := newAlertOrg(s.Shop)
		out.Terminal = &shop
	}
	return out
}
