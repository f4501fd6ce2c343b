package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/casefile"
	"channelrouter/service/catalog"
	"channelrouter/service/channel"
	"channelrouter/service/diversion"
	"channelrouter/service/watch"
)

// CaseHandler serves diversion cases.
type CaseHandler struct {
	diversion *diversion.Service
	files     *casefile.Service
	watch     *watch.Service
	channel   *channel.Service
	catalog   *catalog.Service
}

// NewCaseHandler makes the handler.
func NewCaseHandler(s *diversion.Service, files *casefile.Service, w *watch.Service, ch *channel.Service, ca *catalog.Service) *CaseHandler {
	return &CaseHandler{diversion: s, files: files, watch: w, channel: ch, catalog: ca}
}

// Case is an investigation of diverted goods.
type Case struct {
	ID         httpx.ID   `json:"id"`
	Status     string     `json:"status" enum:"watched,open,investigating,noticed,appealed,confirmed,dismissed,reversed"`
	Origin     httpx.ID   `json:"origin_id" doc:"distributor the goods were assigned to"`
	Terminal   httpx.ID   `json:"terminal_id,omitempty" doc:"where they surfaced, when it is a terminal"`
	Adcode     string     `json:"adcode,omitempty" doc:"the city, when only that is known; neither is when it is many places"`
	Score      int        `json:"score,omitempty" doc:"0 to 100, by the detector when it last raised it"`
	Product    httpx.ID   `json:"product_id"`
	Previous   httpx.ID   `json:"previous_id,omitempty" doc:"the case of the same lot that it continues"`
	Units      int64      `json:"units" doc:"frozen when confirmed; before, those that the distributor was told of"`
	PenaltyFen int64      `json:"penalty_fen"`
	OpenedAt   time.Time  `json:"opened_at"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	Note       string     `json:"note,omitempty"`

	Inspector   httpx.ID   `json:"inspector_id,omitempty" doc:"the person whom it was given to"`
	AssignedAt  *time.Time `json:"assigned_at,omitempty"`
	NoticedAt   *time.Time `json:"noticed_at,omitempty" doc:"when the distributor was told what is alleged"`
	AppealUntil *time.Time `json:"appeal_until,omitempty"`
	AppealedAt  *time.Time `json:"appealed_at,omitempty"`
	AnsweredAt  *time.Time `json:"answered_at,omitempty" doc:"when the appeal had its answer"`

	Nth             int   `json:"nth,omitempty" doc:"of the distributor's confirmed cases, by which the penalty was reckoned"`
	WarnedUnits     int64 `json:"warned_units,omitempty" doc:"of the units, those that grace let off"`
	CompensationFen int64 `json:"compensation_fen,omitempty" doc:"of the penalty, what went to the distributors in whose part the goods were found"`
	PolicyVersion   int   `json:"policy_version,omitempty" doc:"of the diversion policy, in force at the confirmation"`

	OriginOrg *NamedOrg     `json:"origin,omitempty"`
	Shop      *NamedOrg     `json:"terminal,omitempty"`
	ProductOf *NamedProduct `json:"product,omitempty"`
	City      string        `json:"city,omitempty" doc:"name of the city in which it is, a terminal's too"`

	Next   httpx.ID   `json:"next_id,omitempty" doc:"the case of the same lot that continues it; told of a single case"`
	Joined httpx.ID   `json:"joined_id,omitempty" doc:"the case that took its flags, because its goods were spread over many cities"`
	Took   []httpx.ID `json:"took_ids,omitempty" doc:"watched lots whose flags it took; told of a single case, a hundred at most"`

	Flags         []Flag                  `json:"flags,omitempty"`
	Alerts        []Alert                 `json:"alerts,omitempty" doc:"what the detector said of it, and why"`
	Reckoning     []diversion.PenaltyLine `json:"reckoning,omitempty" doc:"the penalty, line by line"`
	Compensations []Compensation          `json:"compensations,omitempty"`
}

// Flag is a scan that the case rests on.
type Flag struct {
	ScanID  httpx.ID  `json:"scan_id"`
	Item    string    `json:"item"`
	Hard    bool      `json:"hard" doc:"rests on a terminal or an inspector, not on a location"`
	Reasons string    `json:"reasons"`
	Score   int       `json:"score"`
	At      time.Time `json:"at"`
}

func newFlag(f model.DiversionFlag) Flag {
	return Flag{ScanID: httpx.ID(f.ScanID), Item: f.Item.String(), Hard: f.Hard, Reasons: f.Reasons, Score: f.Score, At: f.At}
}

// Compensation is a harmed distributor's part of a penalty.
type Compensation struct {
	Org   httpx.ID `json:"org_id"`
	Units int64    `json:"units"`
	Fen   int64    `json:"fen"`
}

func newCase(c model.DiversionCase) Case {
	return Case{
		ID: httpx.ID(c.ID), Status: diversion.StatusName(c.Status), Origin: httpx.ID(c.Origin), Terminal: httpx.ID(c.Terminal),
		Adcode: c.Adcode, Score: c.Score, Product: httpx.ID(c.ProductID), Previous: httpx.ID(c.Previous), Units: c.Units,
		PenaltyFen: int64(c.PenaltyFen), OpenedAt: c.OpenedAt, DecidedAt: c.DecidedAt, Note: c.Note,
		Inspector: httpx.ID(c.Inspector), AssignedAt: c.AssignedAt, NoticedAt: c.NoticedAt, AppealUntil: c.AppealUntil,
		AppealedAt: c.AppealedAt, AnsweredAt: c.AnsweredAt, Nth: c.Nth, WarnedUnits: c.WarnedUnits,
		CompensationFen: int64(c.CompensationFen), PolicyVersion: c.PolicyVersion, Joined: httpx.ID(c.Joined),
	}
}

// Get shows a case with its flags, and how its penalty came about.
func (h *CaseHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[Case], error) {
	row, err := h.diversion.Get(ctx, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	flags, err := h.diversion.Flags(ctx, row.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	parts, err := h.diversion.Compensations(ctx, row.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	named, err := h.names(ctx, row)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	c := named(row)
	if err := h.relate(ctx, row, &c); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	if c.Reckoning, err = diversion.Reckoning(row); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	for _, f := range flags {
		c.Flags = append(c.Flags, newFlag(f))
	}
	alerts, err := h.watch.Of(ctx, row.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	for _, a := range alerts {
		c.Alerts = append(c.Alerts, newAlert(a))
	}
	for _, p := range parts {
		c.Compensations = append(c.Compensations, Compensation{Org: httpx.ID(p.OrgID), Units: p.Units, Fen: int64(p.Fen)})
	}
	return httpx.Answer(c), nil
}

// relate tells of the cases that a case is joined to.
func (h *CaseHandler) relate(ctx context.Context, row model.DiversionCase, c *Case) error {
	next, err := h.diversion.Next(ctx, row)
	if err != nil {
		return err
	}
	c.Next = httpx.ID(next)
	took, err := h.diversion.JoinedTo(ctx, row.ID)
	for _, t := range took {
		c.Took = append(c.Took, httpx.ID(t.ID))
	}
	return err
}
