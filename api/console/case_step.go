package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/identity"
)

// CaseKey makes a retry of a step the same step.
type CaseKey struct {
	Key string `header:"Idempotency-Key" maxLength:"64" pattern:"^[!-~]*$" doc:"the same for a retry, which gets the first answer"`
}

// DecisionInput says why.
type DecisionInput struct {
	httpx.CaseRef
	CaseKey
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"500"`
	}
}

// ConfirmInput says why, and may say how much.
type ConfirmInput struct {
	httpx.CaseRef
	CaseKey
	Body struct {
		Note      string `json:"note" minLength:"1" maxLength:"500"`
		AmountFen *int64 `json:"amount_fen,omitempty" minimum:"0" doc:"the penalty instead of what the policy makes of the case, within its caps"`
	}
}

// Confirm penalises the origin for the units of a case.
func (h *CaseHandler) Confirm(ctx context.Context, in *ConfirmInput) (*httpx.Out[Case], error) {
	d := decision(ctx, in.ID, in.Body.Note, in.Key)
	if in.Body.AmountFen != nil {
		amount := money.Fen(*in.Body.AmountFen)
		d.Amount = &amount
	}
	return h.stepped(ctx, d, h.diversion.Confirm)
}

// Open makes a case of a watched lot.
func (h *CaseHandler) Open(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return h.stepped(ctx, decision(ctx, in.ID, in.Body.Note, in.Key), h.diversion.Open)
}

// Dismiss closes an undecided case as unfounded.
func (h *CaseHandler) Dismiss(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return h.stepped(ctx, decision(ctx, in.ID, in.Body.Note, in.Key), h.diversion.Dismiss)
}

// Notify tells the origin what is alleged.
func (h *CaseHandler) Notify(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return h.stepped(ctx, decision(ctx, in.ID, in.Body.Note, in.Key), h.diversion.Notify)
}

// Uphold turns down the appeal against a confirmed case.
func (h *CaseHandler) Uphold(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return h.stepped(ctx, decision(ctx, in.ID, in.Body.Note, in.Key), h.diversion.Uphold)
}

// Reverse takes a confirmed case back.
func (h *CaseHandler) Reverse(ctx context.Context, in *DecisionInput) (*httpx.Out[Case], error) {
	return h.stepped(ctx, decision(ctx, in.ID, in.Body.Note, in.Key), h.diversion.Reverse)
}

func decision(ctx context.Context, id httpx.Ref, note, key string) diversion.Decision {
	actor, _ := identity.ActorFrom(ctx)
	return diversion.Decision{Case: model.CaseID(id.N), By: actor.UserID, Note: note, Key: key}
}

func (h *CaseHandler) stepped(ctx context.Context, d diversion.Decision, step func(context.Context, diversion.Decision) (model.DiversionCase, error)) (*httpx.Out[Case], error) {
	c, err := step(ctx, d)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.answer(ctx, c)
}

// AssignCaseInput gives a case to an inspector.
type AssignCaseInput struct {
	httpx.CaseRef
	CaseKey
	Body struct {
		Inspector httpx.ID `json:"inspector_id" doc:"a salesperson on duty who acts neither for the distributor that the case is about nor for anybody below him"`
		Note      string   `json:"note,omitempty" maxLength:"500"`
	}
}

// Assign gives a case to an inspector.
func (h *CaseHandler) Assign(ctx context.Context, in *AssignCaseInput) (*httpx.Out[Case], error) {
	actor, _ := identity.ActorFrom(ctx)
	c, err := h.diversion.Assign(ctx, diversion.Assignment{
		Case: model.CaseID(in.ID.N), By: actor.UserID, Inspector: model.PersonID(in.Body.Inspector), Note: in.Body.Note, Key: in.Key,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.answer(ctx, c)
}

// answer shows a case as a step has left it.
func (h *CaseHandler) answer(ctx context.Context, c model.DiversionCase) (*httpx.Out[Case], error) {
	named, err := h.names(ctx, c)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(named(c)), nil
}
