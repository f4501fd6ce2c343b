package distributor

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/warehouse"
)

// TransferHandler serves a distributor's requests to hand goods to another, or to get some.
type TransferHandler struct {
	warehouse *warehouse.Service
	channel   *channel.Service
}

// NewTransferHandler makes the handler.
func NewTransferHandler(w *warehouse.Service, ch *channel.Service) *TransferHandler {
	return &TransferHandler{warehouse: w, channel: ch}
}

// AskInput is a request for the brand to decide.
type AskInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		From   string   `json:"from" minLength:"1" maxLength:"32" doc:"code of the distributor who gives"`
		To     string   `json:"to" minLength:"1" maxLength:"32" doc:"code of the distributor who takes; one of the two is one's own"`
		Codes  []string `json:"codes" minItems:"1" maxItems:"2000" doc:"of units or containers, on any face"`
		Reason string   `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Ask keeps a request.
func (h *TransferHandler) Ask(ctx context.Context, in *AskInput) (*httpx.Out[httpx.Transfer], error) {
	person, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	t, err := h.warehouse.AskTransfer(ctx, warehouse.NewTransfer{
		Key: in.Key, By: person, Org: org, From: in.Body.From, To: in.Body.To, Codes: in.Body.Codes, Reason: in.Body.Reason,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewTransfer(t.GoodsTransfer)), nil
}

// ListTransfersInput narrows to a state.
type ListTransfersInput struct {
	httpx.PageInput
	State string `query:"state" enum:"asked,approved,refused,withdrawn"`
}

// List pages through the transfers that the caller's organisation gives or takes by.
func (h *TransferHandler) List(ctx context.Context, in *ListTransfersInput) (*httpx.Out[httpx.Page[httpx.Transfer]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.warehouse.Transfers(ctx, org, warehouse.ParseTransferState(in.State), model.GoodsTransferID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.TransferPage(rows, in.Limit)), nil
}

// WithdrawInput names a transfer.
type WithdrawInput struct {
	ID httpx.Ref `path:"id" doc:"the transfer's id"`
}

// Withdraw takes a request back that nobody has decided.
func (h *TransferHandler) Withdraw(ctx context.Context, in *WithdrawInput) (*httpx.Out[httpx.Transfer], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	t, err := h.warehouse.WithdrawTransfer(ctx, model.GoodsTransferID(in.ID.N), org)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewTransfer(t.GoodsTransfer)), nil
}
