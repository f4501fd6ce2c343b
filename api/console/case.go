package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
)

// CaseHandler serves diversion cases.
type CaseHandler struct{ diversion *diversion.Service }

// NewCaseHandler makes the handler.
func NewCaseHandler(s *diversion.Service) *CaseHandler { return &CaseHandler{diversion: s} }

// Case is an investigation of diverted goods.
type Case struct {
	ID         httpx.ID   `json:"id"`
	Status     string     `json:"status" enum:"open,investigating,noticed,appealed,confirmed,dismissed,reversed"`
	Origin     httpx.ID   `json:"origin_id" doc:"distributor the goods were assigned to"`
	Terminal   httpx.ID   `json:"terminal_id,omitempty" doc:"where they surfaced, when it is a terminal"`
	Adcode     string     `json:"adcode,omitempty" doc:"the city, when only that is known"`
	Product    httpx.ID   `json:"product_id"`
	Previous   httpx.ID   `json:"previous_id,omitempty" doc:"the decided case of the same lot"`
	Units      int64      `json:"units" doc:"frozen when confirmed"`
	PenaltyFen int64      `json:"penalty_fen"`
	OpenedAt   time.Time  `json:"opened_at"`
	DecidedAt  *time.Time `json:"decided_at,omitempty"`
	Note       string     `json:"note,omitempty"`
	Flags      []Flag     `json:"flags,omitempty"`
}

// Flag is a scan that the case rests on.
type Flag struct {
	ScanID  httpx.ID  `json:"scan_id"`
	Item    string    `json:"item"`
	Hard    bool      `json:"hard" doc:"rests on a terminal, not on a location"`
	Reasons string    `json:"reasons"`
	Score   int       `json:"score"`
	At      time.Time `json:"at"`
}

func newCase(c model.DiversionCase) Case {
	return Case{
		ID: httpx.ID(c.ID), Status: diversion.StatusName(c.Status), Origin: httpx.ID(c.Origin), Terminal: httpx.ID(c.Terminal),
		Adcode: c.Adcode, Product: httpx.ID(c.ProductID), Previous: httpx.ID(c.Previous), Units: c.Units,
		PenaltyFen: int64(c.PenaltyFen), OpenedAt: c.OpenedAt, DecidedAt: c.DecidedAt, Note: c.Note,
	}
}

// ListCasesInput narrows to a status.
type ListCasesInput struct {
	httpx.PageInput
	Status string `query:"status" enum:"open,investigating,noticed,appealed,confirmed,dismissed,reversed"`
}

// List pages through cases.
func (h *CaseHandler) List(ctx context.Context, in *ListCasesInput) (*httpx.Out[httpx.Page[Case]], error) {
	rows, err := h.diversion.List(ctx, diversion.ParseStatus(in.Status), model.CaseID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(c model.DiversionCase) int64 { return int64(c.ID) }, newCase)), nil
}

// Get shows a case with its flags.
func (h *CaseHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[Case], error) {
	row, err := h.diversion.Get(ctx, model.CaseID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	flags, err := h.diversion.Flags(ctx, row.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	c := newCase(row)
	for _, f := range flags {
		c.Flags = append(c.Flags, Flag{ScanID: httpx.ID(f.ScanID), Item: f.Item.String(), Hard: f.Hard, Reasons: f.Reasons, Score: f.Score, At: f.At})
	}
	return httpx.Answer(c), nil
}

// DecisionInput says why.
type DecisionInput struct {
	ID   httpx.Ref `path:"id" doc:"the case's id"`
	Key  string    `header:"Idempotency-Key" maxLength:"64" pattern:"^[!-~]*$" doc:"the same for a retry, which gets the first answer"`
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"500"`
	}
}

type decider func(context.Context, diversion.Decision) (model.DiversionCase, error)

// Confirm penalises the origin for the units of an open case.
func (h *CaseHandler) Confirm(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return decide(ctx, in, h.diversion.Confirm)
}

// Dismiss closes an open case as unfounded.
func (h *CaseHandler) Dismiss(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return decide(ctx, in, h.diversion.Dismiss)
}

// Reverse takes a confirmed case back.
func (h *CaseHandler) Reverse(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return decide(ctx, in, h.diversion.Reverse)
}

func decide(ctx context.Context, in *DecisionInput, decide decider) (*httpx.Out[Case], error) {
	actor, _ := identity.ActorFrom(ctx)
	c, err := decide(ctx, diversion.Decision{Case: model.CaseID(in.ID.N), By: actor.UserID, Note: in.Body.Note, Key: in.Key})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newCase(c)), nil
}
