package console

import (
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/warehouse"
)

// TakeHandler has the book follow counts.
type TakeHandler struct{ warehouse *warehouse.Service }

// NewTakeHandler makes the handler.
func NewTakeHandler(w *warehouse.Service) *TakeHandler { return &TakeHandler{warehouse: w} }

// ListTakesInput narrows to an organisation.
type ListTakesInput struct {
	httpx.PageInput
	Org httpx.Ref `query:"org" doc:"an organisation's id; all when left out"`
}

// List pages through stock-takes, oldest first.
func (h *TakeHandler) List(ctx context.Context, in *ListTakesInput) (*httpx.Out[httpx.Page[httpx.StockTake]], error) {
	rows, err := h.warehouse.Takes(ctx, model.OrgID(in.Org.N), model.StockTakeID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.StockTakePage(rows, in.Limit)), nil
}

// Differences pages through what a stock-take and the book disagree in.
func (h *TakeHandler) Differences(ctx context.Context, in *httpx.DifferencesInput) (*httpx.Out[httpx.Page[httpx.StockDifference]], error) {
	if _, err := h.warehouse.GetTake(ctx, model.StockTakeID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Differences(ctx, h.warehouse, in)
}

// Report streams the differences as CSV.
func (h *TakeHandler) Report(ctx context.Context, in *IDInput) (*huma.StreamResponse, error) {
	take, err := h.warehouse.GetTake(ctx, model.StockTakeID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{
		Name: "stock-take-" + httpx.ID(take.ID).String() + ".csv", Type: httpx.CSV,
		Write: func(ctx context.Context, w io.Writer) error { return h.warehouse.WriteDifferences(ctx, w, take.ID) },
	}), nil
}

// AdjustInput is the differences that are agreed to, and why.
type AdjustInput struct {
	ID   httpx.Ref `path:"id" doc:"the stock-take's id"`
	Body struct {
		Differences []int64 `json:"differences" minItems:"1" maxItems:"200" doc:"by their n"`
		Reason      string  `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// AdjustedDifference is a difference with what became of it.
type AdjustedDifference struct {
	httpx.StockDifference
	Error *httpx.ProblemBody `json:"error,omitempty" doc:"why the book could not follow it"`
}

// AdjustedDifferences are in the order in which they were named.
type AdjustedDifferences struct {
	Differences []AdjustedDifference `json:"differences"`
}

// Adjust has the book follow differences, each for itself, once.
func (h *TakeHandler) Adjust(ctx context.Context, in *AdjustInput) (*httpx.Out[AdjustedDifferences], error) {
	actor, _ := identity.ActorFrom(ctx)
	adjusted, err := h.warehouse.Adjust(ctx, warehouse.Adjustment{
		Take: model.StockTakeID(in.ID.N), Differences: in.Body.Differences, By: actor.UserID, Reason: in.Body.Reason,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := AdjustedDifferences{Differences: make([]AdjustedDifference, len(adjusted))}
	for i, d := range adjusted {
		out.Differences[i] = AdjustedDifference{StockDifference: httpx.NewStockDifference(d.StockDifference)}
		if d.Err != nil {
			out.Differences[i].Error = httpx.Body(ctx, d.Err)
		}
	}
	return httpx.Answer(out), nil
}
