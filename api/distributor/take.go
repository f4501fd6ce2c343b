package distributor

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/warehouse"
)

// TakeHandler compares a distributor's counts with the book.
type TakeHandler struct {
	warehouse *warehouse.Service
	channel   *channel.Service
}

// NewTakeHandler makes the handler.
func NewTakeHandler(w *warehouse.Service, ch *channel.Service) *TakeHandler {
	return &TakeHandler{warehouse: w, channel: ch}
}

// TakeInput is what was counted.
type TakeInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		Codes []string   `json:"codes" minItems:"1" maxItems:"10000" doc:"of all that stands there: containers by their own code, not by what is inside"`
		At    httpx.Time `json:"at,omitempty" doc:"when it was counted; now when left out"`
	}
}

// Create compares a count with the book. Nothing moves.
func (h *TakeHandler) Create(ctx context.Context, in *TakeInput) (*httpx.Out[httpx.StockTake], error) {
	person, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	take, err := h.warehouse.TakeStock(ctx, warehouse.NewTake{Key: in.Key, By: person, Org: org, At: in.Body.At.T, Codes: in.Body.Codes})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewStockTake(take)), nil
}

// List pages through the stock-takes of the caller's organisation.
func (h *TakeHandler) List(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[httpx.StockTake]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.warehouse.Takes(ctx, org, model.StockTakeID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.StockTakePage(rows, in.Limit)), nil
}

// Differences pages through what a stock-take of one's own and the book disagree in.
func (h *TakeHandler) Differences(ctx context.Context, in *httpx.DifferencesInput) (*httpx.Out[httpx.Page[httpx.StockDifference]], error) {
	_, org, err := httpx.Acting(ctx, h.channel, model.RoleDistributor)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	if _, err := h.warehouse.OwnTake(ctx, model.StockTakeID(in.ID.N), org); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Differences(ctx, h.warehouse, in)
}
