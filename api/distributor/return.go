package distributor

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/warehouse"
)

// ReturnHandler serves a distributor's returns of goods to the brand.
type ReturnHandler struct {
	warehouse *warehouse.Service
	channel   *channel.Service
}

// NewReturnHandler makes the handler.
func NewReturnHandler(w *warehouse.Service, ch *channel.Service) *ReturnHandler {
	return &ReturnHandler{warehouse: w, channel: ch}
}

// AskReturnInput is a request for the brand to decide.
type AskReturnInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		Codes  []string `json:"codes" minItems:"1" maxItems:"2000" doc:"of units or containers, on any face"`
		Reason string   `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Ask keeps a request.
func (h *ReturnHandler) Ask(ctx context.Context, in *AskReturnInput) (*httpx.Out[httpx.Return], error) {
	return h.answer(ctx, func(person model.PersonID, org model.OrgID) (model.GoodsReturn, error) {
		return h.warehouse.AskReturn(ctx, warehouse.NewReturn{Key: in.Key, By: person, Org: org, Codes: in.Body.Codes, Reason: in.Body.Reason})
	})
}

// answer does something with a return for the caller's organisation, and shows it.
func (h *ReturnHandler) answer(ctx context.Context, do func(model.PersonID, model.OrgID) (model.GoodsReturn, error)) (*httpx.Out[httpx.Return], error) {
	person, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	r, err := do(person, org)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewReturn(r)), nil
}

// ListReturnsInput narrows to a state.
type ListReturnsInput struct {
	httpx.PageInput
	State string `query:"state" enum:"asked,approved,refused,withdrawn,shipped,inspected"`
}

// List pages through the returns of the caller's organisation, oldest first.
func (h *ReturnHandler) List(ctx context.Context, in *ListReturnsInput) (*httpx.Out[httpx.Page[httpx.Return]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.warehouse.Returns(ctx, org, warehouse.ParseReturnState(in.State), model.GoodsReturnID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.ReturnPage(rows, in.Limit)), nil
}

// ReturnInput names a return.
type ReturnInput struct {
	ID httpx.Ref `path:"id" doc:"the return's id"`
}

// Get shows a return.
func (h *ReturnHandler) Get(ctx context.Context, in *ReturnInput) (*httpx.Out[httpx.Return], error) {
	return h.answer(ctx, func(_ model.PersonID, org model.OrgID) (model.GoodsReturn, error) {
		return h.warehouse.OwnReturn(ctx, model.GoodsReturnID(in.ID.N), org)
	})
}

// Withdraw takes a return back whose goods have not left.
func (h *ReturnHandler) Withdraw(ctx context.Context, in *ReturnInput) (*httpx.Out[httpx.Return], error) {
	return h.answer(ctx, func(_ model.PersonID, org model.OrgID) (model.GoodsReturn, error) {
		return h.warehouse.WithdrawReturn(ctx, model.GoodsReturnID(in.ID.N), org)
	})
}

// Ship sends the goods of an approved return on their way. It happens once a return, however
// often it is sent.
func (h *ReturnHandler) Ship(ctx context.Context, in *ReturnInput) (*httpx.Out[httpx.Return], error) {
	return h.answer(ctx, func(person model.PersonID, org model.OrgID) (model.GoodsReturn, error) {
		return h.warehouse.ShipReturn(ctx, model.GoodsReturnID(in.ID.N), org, person)
	})
}

// Goods pages through the goods of a return, with what the brand found of them.
func (h *ReturnHandler) Goods(ctx context.Context, in *httpx.ReturnPartInput) (*httpx.Out[httpx.Page[httpx.ReturnGoods]], error) {
	if err := h.own(ctx, in); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.GoodsOfReturn(ctx, h.warehouse, in)
}

// Inspections pages through what the brand found, and why.
func (h *ReturnHandler) Inspections(ctx context.Context, in *httpx.ReturnPartInput) (*httpx.Out[httpx.Page[httpx.Inspection]], error) {
	if err := h.own(ctx, in); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.InspectionsOfReturn(ctx, h.warehouse, in)
}

// own refuses another organisation's return.
func (h *ReturnHandler) own(ctx context.Context, in *httpx.ReturnPartInput) error {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return err
	}
	_, err = h.warehouse.OwnReturn(ctx, model.GoodsReturnID(in.ID.N), org)
	return err
}
