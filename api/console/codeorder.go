package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/codeorder"
	"channelrouter/service/identity"
)

// CodeOrderHandler serves orders of codes.
type CodeOrderHandler struct {
	orders *codeorder.Service
	codes  *code.Service
}

// NewCodeOrderHandler makes the handler.
func NewCodeOrderHandler(s *codeorder.Service, c *code.Service) *CodeOrderHandler {
	return &CodeOrderHandler{orders: s, codes: c}
}

// CodeOrder is a wish for codes, and what became of it.
type CodeOrder struct {
	ID        httpx.ID    `json:"id"`
	State     string      `json:"state" enum:"asked,refused,issued,exported,active" doc:"issued: approved, its batch exists; exported: an export was fetched whole; active: all codes are live"`
	Ref       string      `json:"ref" doc:"the brand's batch number"`
	Product   httpx.ID    `json:"product_id"`
	Linking   string      `json:"linking" enum:"pre_linked,line_linked,scatter_linked"`
	Levels    []PackLevel `json:"levels" doc:"from the unit up"`
	Count     int64       `json:"count" doc:"containers of the topmost level"`
	Plant     string      `json:"plant,omitempty"`
	Line      string      `json:"line,omitempty"`
	Note      string      `json:"note,omitempty"`
	WantedOn  string      `json:"wanted_on,omitempty" doc:"a day in Shanghai"`
	AskedBy   httpx.ID    `json:"asked_by"`
	DecidedBy httpx.ID    `json:"decided_by,omitempty"`
	DecidedAt *time.Time  `json:"decided_at,omitempty"`
	Reason    string      `json:"reason,omitempty" doc:"of a refusal"`
	Batch     httpx.ID    `json:"batch_id,omitempty" doc:"once it is issued"`
	Items     int64       `json:"items,omitempty" doc:"of all levels, once it is issued"`
	Live      int64       `json:"live,omitempty" doc:"so many of them have live codes"`
	CreatedAt time.Time   `json:"created_at"`
}

// shown is an order with its batch, if it has one.
func (h *CodeOrderHandler) shown(ctx context.Context, o model.CodeOrder) (CodeOrder, error) {
	out := CodeOrder{
		ID: httpx.ID(o.ID), State: codeorder.StateName(o.State), Ref: o.Ref, Product: httpx.ID(o.ProductID),
		Linking: linkings[o.Linking], Count: o.Count, Plant: o.Plant, Line: o.Line, Note: o.Note,
		AskedBy: httpx.ID(o.UserID), DecidedBy: httpx.ID(o.DecidedBy), DecidedAt: o.DecidedAt, Reason: o.Reason, CreatedAt: o.CreatedAt,
	}
	if o.WantedOn != 0 {
		out.WantedOn = clock.DayText(o.WantedOn)
	}
	profile, err := code.ParseProfile(o.Profile, o.Levels)
	if err != nil {
		return out, err
	}
	out.Levels = packLevels(profile)
	if o.BatchID == nil {
		return out, nil
	}
	b, err := h.orders.Batch(ctx, o)
	if err != nil {
		return out, err
	}
	out.Batch = httpx.ID(b.ID)
	if out.Live, out.Items = b.Live(); out.Live == out.Items {
		out.State = "active"
	}
	return out, nil
}

// answer shows an order that a room returned.
func (h *CodeOrderHandler) answer(ctx context.Context, o model.CodeOrder, err error) (*httpx.Out[CodeOrder], error) {
	var out CodeOrder
	if err == nil {
		out, err = h.shown(ctx, o)
	}
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(out), nil
}

// AskCodesInput asks for codes.
type AskCodesInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same order"`
	Body struct {
		BatchBody
		Plant    string `json:"plant,omitempty" maxLength:"60" doc:"where the codes are printed"`
		Line     string `json:"line,omitempty" maxLength:"60"`
		Note     string `json:"note,omitempty" maxLength:"200"`
		WantedOn string `json:"wanted_on,omitempty" format:"date" doc:"a day in Shanghai"`
	}
}

// Ask stores an order, which waits for a decision.
func (h *CodeOrderHandler) Ask(ctx context.Context, in *AskCodesInput) (*httpx.Out[CodeOrder], error) {
	actor, _ := identity.ActorFrom(ctx)
	b := in.Body
	wish := codeorder.Wish{By: actor.UserID, Key: in.Key, Plant: b.Plant, Line: b.Line, Note: b.Note}
	var err error
	if wish.Batch, err = b.order(ctx, h.codes); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	if b.WantedOn != "" {
		wanted, err := clock.ParseDay(b.WantedOn)
		if err != nil {
			return nil, httpx.Problem(ctx, httpx.ErrInvalid.With("body.wanted_on: %v", err))
		}
		wish.WantedOn = clock.BizDate(wanted)
	}
	o, err := h.orders.Ask(ctx, wish)
	return h.answer(ctx, o, err)
}

// CodeOrderInput names an order.
type CodeOrderInput struct {
	ID httpx.Ref `path:"id" doc:"the order's id"`
}

func (in CodeOrderInput) id() model.CodeOrderID { return model.CodeOrderID(in.ID.N) }

// Get shows an order.
func (h *CodeOrderHandler) Get(ctx context.Context, in *CodeOrderInput) (*httpx.Out[CodeOrder], error) {
	o, err := h.orders.Get(ctx, in.id())
	return h.answer(ctx, o, err)
}

// CodeOrdersInput pages through orders.
type CodeOrdersInput struct {
	httpx.PageInput
	State string `query:"state" enum:"asked,refused,issued,exported" doc:"only these"`
}

// List pages through orders, newest first.
func (h *CodeOrderHandler) List(ctx context.Context, in *CodeOrdersInput) (*httpx.Out[httpx.Page[CodeOrder]], error) {
	rows, err := h.orders.List(ctx, codeorder.ParseState(in.State), model.CodeOrderID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	var failed error
	page := httpx.NewPage(rows, in.Limit, func(o model.CodeOrder) int64 { return int64(o.ID) }, func(o model.CodeOrder) CodeOrder {
		out, err := h.shown(ctx, o)
		if err != nil {
			failed = err
		}
		return out
	})
	if failed != nil {
		return nil, httpx.Problem(ctx, failed)
	}
	return httpx.Answer(page), nil
}

// Approve allows an order and issues its batch.
func (h *CodeOrderHandler) Approve(ctx context.Context, in *CodeOrderInput) (*httpx.Out[CodeOrder], error) {
	actor, _ := identity.ActorFrom(ctx)
	o, err := h.orders.Approve(ctx, actor.UserID, in.id())
	return h.answer(ctx, o, err)
}

// RefuseCodesInput turns an order down.
type RefuseCodesInput struct {
	CodeOrderInput
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Refuse turns an order down.
func (h *CodeOrderHandler) Refuse(ctx context.Context, in *RefuseCodesInput) (*httpx.Out[CodeOrder], error) {
	actor, _ := identity.ActorFrom(ctx)
	o, err := h.orders.Refuse(ctx, actor.UserID, in.id(), in.Body.Reason)
	return h.answer(ctx, o, err)
}
