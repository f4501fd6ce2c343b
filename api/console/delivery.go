package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/warehouse"
)

// DeliveryHandler lists anybody's deliveries.
type DeliveryHandler struct{ warehouse *warehouse.Service }

// NewDeliveryHandler makes the handler.
func NewDeliveryHandler(w *warehouse.Service) *DeliveryHandler { return &DeliveryHandler{warehouse: w} }

// ListDeliveriesInput narrows to an organisation, too.
type ListDeliveriesInput struct {
	httpx.ListDeliveriesInput
	Org httpx.Ref `query:"org" doc:"an organisation's id; all when left out, in either direction"`
}

// List pages through deliveries, oldest first.
func (h *DeliveryHandler) List(ctx context.Context, in *ListDeliveriesInput) (*httpx.Out[httpx.Page[httpx.Delivery]], error) {
	return httpx.DeliveryPage(ctx, h.warehouse, model.OrgID(in.Org.N), &in.ListDeliveriesInput)
}
