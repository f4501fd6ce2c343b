package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
)

// Closing is what closing an organisation would end.
type Closing struct {
	ClosedAt    time.Time `json:"closed_at"`
	Supplied    int64     `json:"supplied" doc:"organisations that it supplies then or later: they stand in the way"`
	Suppliers   int       `json:"suppliers" doc:"of its own, that end"`
	Territories int       `json:"territories" doc:"that end"`
	Members     int       `json:"members" doc:"what people do for it, that ends"`
}

// PlanClosingInput asks what closing an organisation would end.
type PlanClosingInput struct {
	ID httpx.Ref  `path:"id" doc:"the organisation's id"`
	At httpx.Time `query:"at" doc:"when it would close; now when left out"`
}

// PlanClosing tells what closing an organisation would end.
func (h *OrgHandler) PlanClosing(ctx context.Context, in *PlanClosingInput) (*httpx.Out[Closing], error) {
	at := in.At.T
	if at.IsZero() {
		at = h.clock.Now()
	}
	c, err := h.channel.PlanClosing(ctx, model.OrgID(in.ID.N), at)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(Closing{ClosedAt: c.At, Supplied: c.Supplied, Suppliers: c.Suppliers, Territories: c.Territories, Members: c.Members}), nil
}

// CloseOrgInput says from when on an organisation is closed.
type CloseOrgInput struct {
	httpx.VersionInput
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body struct {
		ClosedAt httpx.Time `json:"closed_at" doc:"a moment in the past corrects the record; what was judged before stays"`
	}
}

// Close closes an organisation as its caller has read it.
func (h *OrgHandler) Close(ctx context.Context, in *CloseOrgInput) (*httpx.Tagged[Org], error) {
	version, err := in.Version()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org, err := h.channel.CloseOrg(ctx, model.OrgID(in.ID.N), version, in.Body.ClosedAt.T)
	return httpx.Changed(ctx, org, org.Version, newOrg, err)
}

// ReopenOrgInput names a closed organisation.
type ReopenOrgInput struct {
	httpx.VersionInput
	ID httpx.Ref `path:"id" doc:"the organisation's id"`
}

// Reopen opens a closed organisation as its caller has read it. It is given its supplier, people
// and territories anew.
func (h *OrgHandler) Reopen(ctx context.Context, in *ReopenOrgInput) (*httpx.Tagged[Org], error) {
	version, err := in.Version()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	org, err := h.channel.ReopenOrg(ctx, model.OrgID(in.ID.N), version)
	return httpx.Changed(ctx, org, org.Version, newOrg, err)
}
