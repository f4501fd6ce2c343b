package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/custody"
	"channelrouter/service/warehouse"
)

// Return is a distributor's return of goods to the brand.
type Return struct {
	ID          ID         `json:"id"`
	State       string     `json:"state" enum:"asked,approved,refused,withdrawn,shipped,inspected" doc:"inspected: something was found of all its goods"`
	From        ID         `json:"from_id"`
	AskedAt     time.Time  `json:"asked_at"`
	Reason      string     `json:"reason"`
	DecidedAt   *time.Time `json:"decided_at,omitempty"`
	Note        string     `json:"note,omitempty" doc:"why it was decided so"`
	ShippedAt   *time.Time `json:"shipped_at,omitempty"`
	InspectedAt *time.Time `json:"inspected_at,omitempty"`
}

// NewReturn shows a return.
func NewReturn(r model.GoodsReturn) Return {
	return Return{
		ID: ID(r.ID), State: warehouse.ReturnStateName(r.State), From: ID(r.FromOrg), AskedAt: r.AskedAt, Reason: r.Reason,
		DecidedAt: r.DecidedAt, Note: r.Note, ShippedAt: r.ShippedAt, InspectedAt: r.InspectedAt,
	}
}

// ReturnPage is a page of returns.
func ReturnPage(rows []model.GoodsReturn, limit int) Page[Return] {
	return NewPage(rows, limit, func(r model.GoodsReturn) int64 { return int64(r.ID) }, NewReturn)
}

// ReturnGoods is a run of goods of a return of which the same was found.
type ReturnGoods struct {
	First      string `json:"first" example:"1/case/42"`
	Count      int64  `json:"count"`
	Finding    string `json:"finding" enum:"awaited,accepted,rejected,scrapped,missing,sent_back,not_shipped,lost,opened,emptied" doc:"opened: the contents are inspected for themselves; emptied: and all of them are gone"`
	Inspection *ID    `json:"inspection_id,omitempty" doc:"that found it"`
}

func newReturnGoods(l model.GoodsReturnLine) ReturnGoods {
	out := ReturnGoods{First: l.FromItem.String(), Count: int64(l.ToItem - l.FromItem), Finding: warehouse.FindingName(l.Finding)}
	if l.InspectionID != 0 {
		inspection := ID(l.InspectionID)
		out.Inspection = &inspection
	}
	return out
}

// ReturnPartInput asks for a page of what belongs to a return.
type ReturnPartInput struct {
	ID Ref `path:"id" doc:"the return's id"`
	PageInput
}

// GoodsOfReturn pages through a return's goods.
func GoodsOfReturn(ctx context.Context, w *warehouse.Service, in *ReturnPartInput) (*Out[Page[ReturnGoods]], error) {
	rows, err := w.ReturnGoods(ctx, model.GoodsReturnID(in.ID.N), model.ItemID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(l model.GoodsReturnLine) int64 { return int64(l.FromItem) }, newReturnGoods)), nil
}

// Inspection is a finding about goods of a return.
type Inspection struct {
	ID      ID        `json:"id"`
	Return  ID        `json:"return_id"`
	Finding string    `json:"finding" enum:"accepted,rejected,scrapped,missing,sent_back,not_shipped,lost"`
	Loss    string    `json:"loss,omitempty" enum:"damaged,expired,recalled,consumed" doc:"why goods were scrapped"`
	Remark  string    `json:"remark,omitempty"`
	Items   int64     `json:"items" doc:"items and containers that it is about"`
	Awaited int64     `json:"awaited" doc:"items and containers of the return of which nothing had been found after it"`
	At      time.Time `json:"inspected_at"`
}

// NewInspection shows a finding.
func NewInspection(i model.GoodsInspection) Inspection {
	return Inspection{
		ID: ID(i.ID), Return: ID(i.ReturnID), Finding: warehouse.FindingName(i.Finding), Loss: custody.LossName(i.Loss),
		Remark: i.Remark, Items: i.Items, Awaited: i.Awaited, At: i.InspectedAt,
	}
}

// InspectionsOfReturn pages through what was found of a return, in order.
func InspectionsOfReturn(ctx context.Context, w *warehouse.Service, in *ReturnPartInput) (*Out[Page[Inspection]], error) {
	rows, err := w.Inspections(ctx, model.GoodsReturnID(in.ID.N), model.InspectionID(in.After.N), in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(i model.GoodsInspection) int64 { return int64(i.ID) }, NewInspection)), nil
}
