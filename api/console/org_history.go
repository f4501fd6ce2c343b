package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// OrgPast is something that was believed of an organisation.
type OrgPast struct {
	ID           httpx.ID   `json:"id"`
	What         string     `json:"what" enum:"supplier,territory,logistics,member"`
	Line         string     `json:"line,omitempty" doc:"product line; empty for all"`
	Supplier     *httpx.ID  `json:"supplier_id,omitempty"`
	SupplierName string     `json:"supplier_name,omitempty"`
	Prefix       string     `json:"prefix,omitempty" doc:"of a territory"`
	Equipped     *bool      `json:"equipped,omitempty" doc:"of the logistics system"`
	Person       *httpx.ID  `json:"person_id,omitempty"`
	Role         string     `json:"role,omitempty"`
	ValidFrom    time.Time  `json:"valid_from" doc:"since when it was so"`
	ValidTo      *time.Time `json:"valid_to,omitempty" doc:"left out while it has no end"`
	RecordedFrom time.Time  `json:"recorded_from" doc:"since when we knew"`
	RecordedTo   *time.Time `json:"recorded_to,omitempty" doc:"until when we believed it; left out while we do"`
}

// ending is a time before the end of all times.
func ending(t time.Time) *time.Time {
	if t.Before(model.Forever) {
		return &t
	}
	return nil
}

// HistoryInput asks what was believed of an organisation.
type HistoryInput struct {
	httpx.PageInput
	ID      httpx.Ref `path:"id" doc:"the organisation's id"`
	What    string    `query:"what" enum:"supplier,territory,logistics,member"`
	Current bool      `query:"current" doc:"only what is believed still"`
}

// History shows what was believed of an organisation, newest belief first.
func (h *OrgHandler) History(ctx context.Context, in *HistoryInput) (*httpx.Out[httpx.Page[OrgPast]], error) {
	rows, err := h.channel.History(ctx, model.OrgID(in.ID.N), in.What, in.Current, in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	var suppliers []model.OrgID
	for _, r := range rows {
		if r.Supplier != 0 {
			suppliers = append(suppliers, r.Supplier)
		}
	}
	names, err := h.channel.Orgs(ctx, suppliers)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	show := func(p channel.Past) OrgPast { return newOrgPast(p, names) }
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(p channel.Past) int64 { return p.ID }, show)), nil
}

func newOrgPast(p channel.Past, names map[model.OrgID]model.Org) OrgPast {
	past := OrgPast{
		ID: httpx.ID(p.ID), What: p.What, Line: p.Line, Prefix: p.Prefix, Role: channel.RoleName(p.Role),
		ValidFrom: p.ValidFrom, ValidTo: ending(p.ValidTo), RecordedFrom: p.RecordedFrom, RecordedTo: ending(p.RecordedTo),
	}
	switch p.What {
	case channel.PastSupplier:
		id := httpx.ID(p.Supplier)
		past.Supplier, past.SupplierName = &id, names[p.Supplier].Name
	case channel.PastLogistics:
		past.Equipped = &p.Equipped
	case channel.PastMember:
		id := httpx.ID(p.Person)
		past.Person = &id
	}
	return past
}
