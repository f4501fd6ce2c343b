package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/settlement"
)

// Adjustment is an amount that somebody wants to add to a statement, or to take off it.
type Adjustment struct {
	ID        httpx.ID   `json:"id"`
	State     string     `json:"state" enum:"asked,approved,refused"`
	Period    httpx.ID   `json:"period" doc:"its number"`
	Org       httpx.ID   `json:"org_id"`
	Line      int        `json:"line,omitempty" doc:"the disputed line that it answers"`
	Fen       money.Fen  `json:"fen"`
	Reason    string     `json:"reason"`
	AskedBy   httpx.ID   `json:"asked_by"`
	AskedAt   time.Time  `json:"asked_at"`
	DecidedBy httpx.ID   `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Note      string     `json:"note,omitempty" doc:"of who decided"`
	Txn       httpx.ID   `json:"transaction_id,omitempty" doc:"of the ledger, once it is approved"`
}

func newAdjustment(a model.SettlementAdjustment) Adjustment {
	return Adjustment{
		ID: httpx.ID(a.ID), State: settlement.AdjustmentStateName(a.State), Period: httpx.ID(a.PeriodID), Org: httpx.ID(a.OrgID),
		Line: a.Line, Fen: a.Fen, Reason: a.Reason, AskedBy: httpx.ID(a.UserID), AskedAt: a.AskedAt,
		DecidedBy: httpx.ID(a.DecidedBy), DecidedAt: a.DecidedAt, Note: a.Note, Txn: httpx.ID(a.TxnID),
	}
}

// adjustment answers with one that a room returned.
func adjustment(ctx context.Context, a model.SettlementAdjustment, err error) (*httpx.Out[Adjustment], error) {
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newAdjustment(a)), nil
}

// AdjustmentsInput narrows to a state.
type AdjustmentsInput struct {
	httpx.PageInput
	State string `query:"state" enum:"asked,approved,refused"`
}

// Adjustments pages through adjustments, newest first.
func (h *SettlementHandler) Adjustments(ctx context.Context, in *AdjustmentsInput) (*httpx.Out[httpx.Page[Adjustment]], error) {
	rows, err := h.settlement.Adjustments(ctx, settlement.ParseAdjustmentState(in.State), model.AdjustmentID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	id := func(a model.SettlementAdjustment) int64 { return int64(a.ID) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, id, newAdjustment)), nil
}

// AdjustStatementInput asks for an adjustment.
type AdjustStatementInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same adjustment"`
	Body struct {
		Period httpx.ID `json:"period" doc:"the number of a period that is not closed"`
		Org    httpx.ID `json:"org_id"`
		Line   int      `json:"line,omitempty" minimum:"1" maximum:"1000000" doc:"the disputed line that it answers"`
		Fen    int64    `json:"fen" minimum:"-1000000000" maximum:"1000000000" doc:"more for the organisation, or less"`
		Reason string   `json:"reason" minLength:"1" maxLength:"500" doc:"the organisation reads it"`
	}
}

// Adjust asks for an adjustment, which waits for somebody else.
func (h *SettlementHandler) Adjust(ctx context.Context, in *AdjustStatementInput) (*httpx.Out[Adjustment], error) {
	actor, _ := identity.ActorFrom(ctx)
	a, err := h.settlement.Adjust(ctx, settlement.NewAdjustment{
		By: actor.UserID, Key: in.Key, Period: model.SettlementPeriodID(in.Body.Period), Org: model.OrgID(in.Body.Org),
		Line: in.Body.Line, Fen: money.Fen(in.Body.Fen), Reason: in.Body.Reason,
	})
	return adjustment(ctx, a, err)
}

// DecideInput says why.
type DecideInput struct {
	IDInput
	Body struct {
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

func (in *DecideInput) decision(ctx context.Context) settlement.Decision {
	actor, _ := identity.ActorFrom(ctx)
	return settlement.Decision{By: actor.UserID, Adjustment: model.AdjustmentID(in.ID.N), Note: in.Body.Note}
}

// Approve carries out an adjustment that somebody else asked for.
func (h *SettlementHandler) Approve(ctx context.Context, in *DecideInput) (*httpx.Out[Adjustment], error) {
	a, err := h.settlement.Approve(ctx, in.decision(ctx))
	return adjustment(ctx, a, err)
}

// Refuse turns an adjustment down; who does not answer for the money takes back his own.
func (h *SettlementHandler) Refuse(ctx context.Context, in *DecideInput) (*httpx.Out[Adjustment], error) {
	actor, _ := identity.ActorFrom(ctx)
	d := in.decision(ctx)
	d.OwnOnly = actor.UserRole != model.UserOwner && actor.UserRole != model.UserFinance
	a, err := h.settlement.Refuse(ctx, d)
	return adjustment(ctx, a, err)
}
