package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/identity"
	"channelrouter/service/recall"
	"channelrouter/service/warehouse"
)

// Deliveries serves the papers of shipments, in a role's app or at the console.
type Deliveries struct {
	warehouse *warehouse.Service
	channel   *channel.Service
	recalls   *recall.Service
	role      model.Role // 0 for the console
}

// NewDeliveries makes the handler of a role's app, or (role 0) of the console.
func NewDeliveries(w *warehouse.Service, ch *channel.Service, r *recall.Service, role model.Role) *Deliveries {
	return &Deliveries{warehouse: w, channel: ch, recalls: r, role: role}
}

// Hand is the caller, for the organisation that he acts for.
func (h *Deliveries) Hand(ctx context.Context) (warehouse.Hand, error) {
	if h.role == 0 {
		actor, _ := identity.ActorFrom(ctx)
		return warehouse.Hand{User: actor.UserID}, nil
	}
	person, org, err := Acting(ctx, h.channel, h.role)
	return warehouse.Hand{Org: org, Person: person}, err
}

// DeliveryInput is what leaves, to whom, and by which number.
type DeliveryInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		Number string   `json:"number" minLength:"1" maxLength:"40" doc:"the sender's own, each once"`
		From   string   `json:"from,omitempty" maxLength:"32" doc:"at the console: code of the brand"`
		To     string   `json:"to" minLength:"1" maxLength:"32" doc:"code of the receiving organisation"`
		Codes  []string `json:"codes" minItems:"1" maxItems:"10000" doc:"of units or containers, on any face"`
	}
}

// Ship sends goods, and makes the paper of it.
func (h *Deliveries) Ship(ctx context.Context, in *DeliveryInput) (*Out[DeliveryDetail], error) {
	by, err := h.Hand(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	d, err := h.warehouse.ShipDelivery(ctx, warehouse.NewDelivery{
		Key: in.Key, By: by, Number: in.Body.Number, From: in.Body.From, To: in.Body.To, Codes: in.Body.Codes,
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewDeliveryDetail(d)), nil
}

// ListDeliveriesInput narrows to a direction and a state.
type ListDeliveriesInput struct {
	PageInput
	Direction string `query:"direction" enum:"in,out" default:"in" doc:"in: what is to be received; out: what is sent"`
	State     string `query:"state" enum:"in_transit,partly_received,received,closed" doc:"what hand-held devices and receipts without the paper told is in it within a minute"`
}

// List pages through the deliveries of the caller's organisation.
func (h *Deliveries) List(ctx context.Context, in *ListDeliveriesInput) (*Out[Page[Delivery]], error) {
	by, err := h.Hand(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return DeliveryPage(ctx, h.warehouse, by.Org, in)
}

// DeliveryPage is a page of an organisation's deliveries or, for 0, of anybody's.
func DeliveryPage(ctx context.Context, w *warehouse.Service, org model.OrgID, in *ListDeliveriesInput) (*Out[Page[Delivery]], error) {
	filter := warehouse.DeliveryFilter{Org: org, Out: in.Direction == "out", State: warehouse.ParseShipmentState(in.State)}
	rows, err := w.Deliveries(ctx, filter, model.GoodsDeliveryID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(d model.GoodsDelivery) int64 { return int64(d.ID) }, NewDelivery)), nil
}

// DeliveryRef names a delivery.
type DeliveryRef struct {
	ID Ref `path:"id" doc:"the delivery's id"`
}

// Get shows a delivery that the caller's organisation sends or is to receive.
func (h *Deliveries) Get(ctx context.Context, in *DeliveryRef) (*Out[DeliveryDetail], error) {
	by, err := h.Hand(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	show := h.warehouse.GetDelivery
	if h.role != 0 {
		show = func(ctx context.Context, id model.GoodsDeliveryID) (warehouse.Delivery, error) {
			return h.warehouse.OwnDelivery(ctx, id, by.Org)
		}
	}
	d, err := show(ctx, model.GoodsDeliveryID(in.ID.N))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewDeliveryDetail(d)), nil
}

// CloseDeliveryInput is what became of goods that never came, and why that is believed.
type CloseDeliveryInput struct {
	DeliveryRef
	Body struct {
		Shortage string `json:"shortage" enum:"not_shipped,lost" doc:"not_shipped: what has not come is the sender's again; lost: it is no more"`
		Reason   string `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Close ends a delivery of which not all has come.
func (h *Deliveries) Close(ctx context.Context, in *CloseDeliveryInput) (*Out[DeliveryDetail], error) {
	by, err := h.Hand(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	d, err := h.warehouse.CloseDelivery(ctx, warehouse.Closing{
		Delivery: model.GoodsDeliveryID(in.ID.N), By: by, As: warehouse.ParseShortage(in.Body.Shortage), Reason: in.Body.Reason,
	})
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewDeliveryDetail(d)), nil
}

// Delivery is the paper of a shipment.
type Delivery struct {
	ID        ID         `json:"id"`
	Number    string     `json:"number" doc:"the sender's own"`
	State     string     `json:"state" enum:"in_transit,partly_received,received,closed"`
	From      ID         `json:"from_id"`
	To        ID         `json:"to_id"`
	ShippedAt time.Time  `json:"shipped_at"`
	Event     ID         `json:"event_id" doc:"of custody: the shipment"`
	Receipts  int64      `json:"receipts" doc:"how many were made against it"`
	Shortage  string     `json:"shortage,omitempty" enum:"not_shipped,lost" doc:"once closed: what became of what never came"`
	Reason    string     `json:"reason,omitempty"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
}

// NewDelivery shows a delivery.
func NewDelivery(d model.GoodsDelivery) Delivery {
	return Delivery{
		ID: ID(d.ID), Number: d.Number, State: warehouse.ShipmentStateName(d.State), From: ID(d.FromOrg), To: ID(d.ToOrg),
		ShippedAt: d.ShippedAt, Event: ID(d.EventID), Receipts: d.Receipts,
		Shortage: warehouse.ShortageName(d.Shortage), Reason: d.Reason, ClosedAt: d.ClosedAt,
	}
}

// DeliveryCounts says how many items were shipped, and what became of them.
type DeliveryCounts struct {
	Shipped int64 `json:"shipped"`
	Arrived int64 `json:"arrived" doc:"on their way no more, by whatever receipt"`
	Short   int64 `json:"short" doc:"never came"`
	Coming  int64 `json:"coming" doc:"still on their way"`
}

func newDeliveryCounts(l warehouse.DeliveryLine) DeliveryCounts {
	return DeliveryCounts{Shipped: l.Shipped, Arrived: l.Arrived(), Short: l.Short, Coming: l.Coming}
}

// DeliveryLine is the items of a level of a batch; what is in containers is counted, and so
// are the containers.
type DeliveryLine struct {
	Batch    ID     `json:"batch_id"`
	BatchRef string `json:"batch_ref"`
	Product  ID     `json:"product_id"`
	Level    string `json:"level" example:"case"`
	DeliveryCounts
}

// DeliveryDetail is a delivery with how much of it has come.
type DeliveryDetail struct {
	Delivery
	Units DeliveryCounts `json:"units" doc:"what can be sold, in all"`
	Lines []DeliveryLine `json:"lines"`
}

// NewDeliveryDetail shows a delivery as it stands.
func NewDeliveryDetail(d warehouse.Delivery) DeliveryDetail {
	shown := DeliveryDetail{Delivery: NewDelivery(d.GoodsDelivery), Units: newDeliveryCounts(d.Units()), Lines: make([]DeliveryLine, len(d.Lines))}
	for i, l := range d.Lines {
		shown.Lines[i] = DeliveryLine{
			Batch: ID(l.BatchID), BatchRef: l.BatchRef, Product: ID(l.Product), Level: l.Level.String(), DeliveryCounts: newDeliveryCounts(l),
		}
	}
	return shown
}
