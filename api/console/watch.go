package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
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
	Origin  *NamedOrg     `json:"origin,omitempty" doc:"the distributor that the goods were meant for"`
	Product *NamedProduct `json:"product,omitempty"`
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

func newAlert(a watch.Alert) Alert {
	out := Alert{
		ID: httpx.ID(a.ID), Kind: watch.KindName(a.Kind), Person: httpx.ID(a.PersonID), Adcode: a.Adcode, City: a.City, Score: a.Score, Reasons: newReasons(a.Reasons), CaseID: httpx.ID(a.CaseID), Policy: a.Policy,
		FirstAt: a.FirstAt, LastAt: a.LastAt, At: a.At,
	}
	if a.Origin != 0 {
		origin := newNamedOrg(a.Distributor)
		out.Origin = &origin
	}
	if a.ProductID != 0 {
		product := newNamedProduct(a.Product)
		out.Product = &product
	}
	for _, item := range a.Items {
		out.Items = append(out.Items, item.String())
	}
	return out
}

// ListAlertsInput narrows alerts down, and sorts them.
type ListAlertsInput struct {
	httpx.PageInput
	Kind      []string  `query:"kind" enum:"diverted,cloned,account,never_shipped" doc:"any of these"`
	Origin    httpx.Ref `query:"origin_id" doc:"the distributor that the goods were meant for"`
	Product   httpx.Ref `query:"product_id"`
	Prefix    string    `query:"prefix" pattern:"^[0-9]{2,6}$" doc:"of the division: 33 or 3301"`
	From      int32     `query:"from" minimum:"20000101" maximum:"99991231" doc:"found on this business day, yyyymmdd, or later"`
	To        int32     `query:"to" minimum:"20000101" maximum:"99991231" doc:"or earlier"`
	ScoreFrom int       `query:"score_from" minimum:"0" maximum:"100"`
	ScoreTo   int       `query:"score_to" minimum:"0" maximum:"100" doc:"0 or none: any"`
	Sort      string    `query:"sort" enum:"at,-at,score,-score" doc:"the newest first when left out"`
}

func (in *ListAlertsInput) query() watch.AlertQuery {
	q := watch.AlertQuery{
		Origin: model.OrgID(in.Origin.N), Product: model.ProductID(in.Product.N), Prefix: in.Prefix,
		ScoreFrom: in.ScoreFrom, ScoreTo: in.ScoreTo, Sort: in.Sort,
	}
	// An alert's time is the end of its day, which is the next day's first moment.
	if in.From != 0 {
		q.From = clock.NextDay(clock.StartOf(in.From))
	}
	if in.To != 0 {
		q.To = clock.NextDay(clock.StartOf(in.To)).Add(time.Microsecond)
	}
	for _, name := range in.Kind {
		q.Kinds = append(q.Kinds, watch.ParseKind(name))
	}
	return q
}

// List pages through alerts.
func (h *WatchHandler) List(ctx context.Context, in *ListAlertsInput) (*httpx.Out[httpx.Page[Alert]], error) {
	rows, err := h.watch.Alerts(ctx, in.query(), model.AlertID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(a watch.Alert) int64 { return int64(a.ID) }, newAlert)), nil
}
