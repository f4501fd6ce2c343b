package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/codeorder"
	"channelrouter/service/identity"
)

// CodeActivation makes an interval of an order's codes live.
type CodeActivation struct {
	ID          httpx.ID   `json:"id"`
	State       string     `json:"state" enum:"waiting,done,withdrawn"`
	Level       string     `json:"level,omitempty" doc:"left out: the whole batch"`
	From        int64      `json:"from"`
	To          int64      `json:"to" doc:"exclusive"`
	At          time.Time  `json:"at"`
	DoneAt      *time.Time `json:"done_at,omitempty" doc:"carried out, or withdrawn"`
	AskedBy     httpx.ID   `json:"asked_by"`
	WithdrawnBy httpx.ID   `json:"withdrawn_by,omitempty"`
}

var codeActivationStates = map[model.CodeActivationState]string{
	model.CodeActivationWaiting: "waiting", model.CodeActivationDone: "done", model.CodeActivationWithdrawn: "withdrawn",
}

func newCodeActivation(a model.CodeOrderActivation) CodeActivation {
	out := CodeActivation{
		ID: httpx.ID(a.ID), State: codeActivationStates[a.State], From: a.FromItem, To: a.ToItem, At: a.At, DoneAt: a.DoneAt,
		AskedBy: httpx.ID(a.UserID), WithdrawnBy: httpx.ID(a.WithdrawnBy),
	}
	if a.Level != nil {
		out.Level = a.Level.String()
	}
	return out
}

// ActivateOrderInput makes codes of an order live.
type ActivateOrderInput struct {
	CodeOrderInput
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same activation"`
	Body struct {
		IntervalBody
		At httpx.Time `json:"at,omitempty" doc:"when; at once when left out or past"`
	}
}

// Activate makes an interval live, contents included, at once or at a time.
func (h *CodeOrderHandler) Activate(ctx context.Context, in *ActivateOrderInput) (*httpx.Out[CodeActivation], error) {
	actor, _ := identity.ActorFrom(ctx)
	interval, err := in.Body.interval()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	a, err := h.orders.Activate(ctx, codeorder.Activation{By: actor.UserID, Key: in.Key, Order: in.id(), Interval: interval, At: in.Body.At.T})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newCodeActivation(a)), nil
}

// CodeActivationsInput pages through an order's activations.
type CodeActivationsInput struct {
	CodeOrderInput
	httpx.PageInput
}

// Activations lists an order's activations, oldest first.
func (h *CodeOrderHandler) Activations(ctx context.Context, in *CodeActivationsInput) (*httpx.Out[httpx.Page[CodeActivation]], error) {
	rows, err := h.orders.Activations(ctx, in.id(), model.CodeActivationID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(a model.CodeOrderActivation) int64 { return int64(a.ID) }, newCodeActivation)), nil
}

// WithdrawActivationInput names an activation of an order.
type WithdrawActivationInput struct {
	CodeOrderInput
	Activation httpx.Ref `path:"activation" doc:"the activation's id"`
}

// Withdraw takes an activation back before its time.
func (h *CodeOrderHandler) Withdraw(ctx context.Context, in *WithdrawActivationInput) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.orders.Withdraw(ctx, actor.UserID, in.id(), model.CodeActivationID(in.Activation.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}
