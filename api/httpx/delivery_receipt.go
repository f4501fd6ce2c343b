package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/warehouse"
)

// DeliveryReceiptInput is what has come of a delivery.
type DeliveryReceiptInput struct {
	DeliveryRef
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"40" pattern:"^[!-~]+$" doc:"the same for a retry; a retry gets the first answer"`
	Body struct {
		All     bool         `json:"all,omitempty" doc:"all that is still on its way has come"`
		Codes   []string     `json:"codes,omitempty" maxItems:"10000" doc:"of units or containers, on any face: a case of a pallet that came short is received alone"`
		Damaged []DamagedRow `json:"damaged,omitempty" maxItems:"500" doc:"things that came damaged; they are received, too"`
	}
}

// DamagedRow is a damaged thing, by one of its codes.
type DamagedRow struct {
	Code   string `json:"code"`
	Remark string `json:"remark" maxLength:"200"`
}

// DeliveryReceipt is a receipt against a delivery.
type DeliveryReceipt struct {
	ID         ID              `json:"id"`
	ReceivedAt time.Time       `json:"received_at"`
	Event      *ID             `json:"event_id,omitempty" doc:"of custody; missing when nothing of it was new"`
	Goods      []ReceivedGoods `json:"goods"`
	Damaged    []DamagedItem   `json:"damaged"`
}

// ReceivedGoods is a run of goods with what became of them.
type ReceivedGoods struct {
	First   string `json:"first" example:"1/case/42"`
	Count   int64  `json:"count"`
	Outcome string `json:"outcome" enum:"received,surplus,known,refused"`
}

// DamagedItem is a thing that came damaged.
type DamagedItem struct {
	Item   string `json:"item" example:"1/unit/42"`
	Remark string `json:"remark"`
}

// ReceivedCode is a code with what became of its goods.
type ReceivedCode struct {
	Code    string `json:"code"`
	Outcome string `json:"outcome" enum:"received,surplus,known,refused" doc:"received: as the delivery says; surplus: received, though it does not name them; known: you had them before; refused: they were never shipped, or are no more"`
}

// DeliveryReceipted is a receipt with how the delivery stands now.
type DeliveryReceipted struct {
	DeliveryReceipt
	Delivery DeliveryDetail  `json:"delivery"`
	Codes    []ReceivedCode  `json:"codes" doc:"in the order in which they were sent, those of damaged things last"`
	Recalls  []RecallWarning `json:"recalls,omitempty" doc:"what of the goods the brand calls back; keep it apart and send it back"`
}

// Receive takes goods of a delivery in.
func (h *Deliveries) Receive(ctx context.Context, in *DeliveryReceiptInput) (*Out[DeliveryReceipted], error) {
	by, err := h.Hand(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	n := warehouse.NewReceipt{Key: in.Key, By: by, Delivery: model.GoodsDeliveryID(in.ID.N), All: in.Body.All, Codes: in.Body.Codes}
	for _, d := range in.Body.Damaged {
		n.Damaged = append(n.Damaged, warehouse.Damaged{Code: d.Code, Remark: d.Remark})
	}
	r, err := h.warehouse.ReceiveDelivery(ctx, n)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	warnings, err := h.recalls.OnReceiptOf(ctx, r.Delivery.ToOrg, r.Received())
	if err != nil {
		return nil, Problem(ctx, err)
	}
	shown := DeliveryReceipted{
		DeliveryReceipt: newDeliveryReceipt(r), Delivery: NewDeliveryDetail(r.Delivery), Codes: make([]ReceivedCode, len(r.Codes)),
		Recalls: newRecallWarnings(warnings),
	}
	for i, c := range r.Codes {
		shown.Codes[i] = ReceivedCode{Code: c.Code, Outcome: warehouse.ReceiptOutcomeName(c.Outcome)}
	}
	return Answer(shown), nil
}

// DeliveryReceiptsInput asks for a page of a delivery's receipts.
type DeliveryReceiptsInput struct {
	DeliveryRef
	PageInput
}

// Receipts pages through the receipts against a delivery.
func (h *Deliveries) Receipts(ctx context.Context, in *DeliveryReceiptsInput) (*Out[Page[DeliveryReceipt]], error) {
	by, err := h.Hand(ctx)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	rows, err := h.warehouse.Receipts(ctx, model.GoodsDeliveryID(in.ID.N), by, model.GoodsReceiptID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(r warehouse.Receipt) int64 { return int64(r.ID) }, newDeliveryReceipt)), nil
}

func newDeliveryReceipt(r warehouse.Receipt) DeliveryReceipt {
	shown := DeliveryReceipt{
		ID: ID(r.ID), ReceivedAt: r.ReceivedAt, Goods: make([]ReceivedGoods, len(r.Goods)), Damaged: make([]DamagedItem, len(r.Damaged)),
	}
	if r.EventID != 0 {
		event := ID(r.EventID)
		shown.Event = &event
	}
	for i, g := range r.Goods {
		shown.Goods[i] = ReceivedGoods{First: g.Items.From.String(), Count: g.Items.Len(), Outcome: warehouse.ReceiptOutcomeName(g.Outcome)}
	}
	for i, d := range r.Damaged {
		shown.Damaged[i] = DamagedItem{Item: d.Item.String(), Remark: d.Remark}
	}
	return shown
}
