package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// TraceHandler serves where goods are, what is in them, and what happened to them.
type TraceHandler struct {
	custody *custody.Service
	channel *channel.Service
	codes   *code.Service
	clock   clock.Clock
}

// NewTraceHandler makes the handler.
func NewTraceHandler(c *custody.Service, ch *channel.Service, codes *code.Service, now clock.Clock) *TraceHandler {
	return &TraceHandler{custody: c, channel: ch, codes: codes, clock: now}
}

func (h *TraceHandler) moment(at httpx.Time) time.Time {
	if at.T.IsZero() {
		return h.clock.Now()
	}
	return at.T
}

// TreeInput asks for what goods are in, and what is in them.
type TreeInput struct {
	Code  string     `query:"code" required:"true" maxLength:"512" doc:"of a unit or container, on any face, or an item as lists write it: 1/unit/42; withdrawn and recalled ones too"`
	At    httpx.Time `query:"at" doc:"as of; now when left out"`
	Depth int        `query:"depth" minimum:"1" maximum:"16" default:"16" doc:"how many levels to look down"`
	httpx.PageInput
}

// Contents is a run of items inside a run of containers.
type Contents struct {
	First      string `json:"first" doc:"the first item" example:"1/unit/0"`
	Count      int64  `json:"count"`
	Into       string `json:"into" doc:"the first container" example:"1/case/0"`
	Containers int64  `json:"containers" doc:"how many containers they are in"`
	PerParent  int64  `json:"per_container" doc:"how many go into each in turn"`
}

// Tree is what goods are in, outwards, and what is in them, inwards.
type Tree struct {
	Trace  httpx.Trace          `json:"trace"`
	Inside httpx.Page[Contents] `json:"inside"`
}

// Tree answers the whole tree that a code is part of, at a time.
func (h *TraceHandler) Tree(ctx context.Context, in *TreeInput) (*httpx.Out[Tree], error) {
	found, err := h.codes.LookInto(ctx, in.Code)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	at := h.moment(in.At)
	trace, err := h.custody.TraceAt(ctx, found.Item, at)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	inside, err := h.custody.Inside(ctx, found.Item, in.Depth, at)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	first := min(in.After.N, int64(len(inside)))
	page := inside[first:min(first+int64(in.Limit), int64(len(inside)))]
	return httpx.Answer(Tree{
		Trace: httpx.NewTrace(trace),
		Inside: httpx.NewPage(page, in.Limit, func(custody.Contents) int64 { return first + int64(in.Limit) }, func(c custody.Contents) Contents {
			return Contents{First: c.Items.From.String(), Count: c.Items.Len(), Into: c.Into.From.String(), Containers: c.Into.Len(), PerParent: c.PerParent}
		}),
	}), nil
}

// TrailInput asks what happened to goods.
type TrailInput struct {
	Code string `query:"code" required:"true" maxLength:"512" doc:"of a unit or container, on any face, or an item as lists write it: 1/unit/42; withdrawn and recalled ones too"`
}

// Party is an organisation of an event, with the place where it sits.
type Party struct {
	ID     httpx.ID `json:"id"`
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	Adcode string   `json:"adcode" doc:"GB/T 2260"`
}

// Footprint is an event of a trail.
type Footprint struct {
	httpx.CustodyEvent
	Through string `json:"through" doc:"the item itself, or the container that it was in" example:"1/pallet/0"`
	From    *Party `json:"from,omitempty"`
	To      *Party `json:"to,omitempty"`
}

// Trail answers what happened to goods, in order of time.
func (h *TraceHandler) Trail(ctx context.Context, in *TrailInput) (*httpx.Out[[]Footprint], error) {
	found, err := h.codes.LookInto(ctx, in.Code)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	trail, err := h.custody.Trail(ctx, found.Item)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	var ids []model.OrgID
	for _, f := range trail {
		ids = append(ids, f.FromOrg, f.ToOrg)
	}
	orgs, err := h.channel.Orgs(ctx, ids)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := make([]Footprint, len(trail))
	for i, f := range trail {
		out[i] = Footprint{CustodyEvent: httpx.NewCustodyEvent(f.CustodyEvent), Through: f.Through.String(), From: party(orgs, f.FromOrg), To: party(orgs, f.ToOrg)}
	}
	return httpx.Answer(out), nil
}

func party(orgs map[model.OrgID]model.Org, id model.OrgID) *Party {
	org, known := orgs[id]
	if !known {
		return nil
	}
	return &Party{ID: httpx.ID(org.ID), Code: org.Code, Name: org.Name, Adcode: org.Adcode}
}

// WhereInput asks where a batch is, or an interval of it.
type WhereInput struct {
	ID    httpx.Ref  `path:"id" doc:"the batch's id"`
	Level string     `query:"level" enum:"unit,box,case,pallet" doc:"of from and to; the whole batch when left out"`
	From  int64      `query:"from" minimum:"0"`
	To    int64      `query:"to" minimum:"0" doc:"exclusive"`
	At    httpx.Time `query:"at" doc:"as of; now when left out"`
}

// Whereabouts are how many units are at a place.
type Whereabouts struct {
	Standing string `json:"standing" enum:"held,in_transit,lost,destroyed,never_packed" doc:"never_packed: nothing was ever told of them"`
	Org      *Party `json:"organisation,omitempty" doc:"who holds them, or is to receive them"`
	Assigned *Party `json:"assigned,omitempty" doc:"the distributor they are meant for"`
	Units    int64  `json:"units"`
}

// Where answers where all units of a batch are, by place, the most first.
func (h *TraceHandler) Where(ctx context.Context, in *WhereInput) (*httpx.Out[[]Whereabouts], error) {
	b, err := h.codes.Batch(ctx, model.BatchID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	interval, err := IntervalBody{Level: in.Level, From: in.From, To: in.To}.interval()
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	at := h.moment(in.At)
	units, err := h.custody.UnitsOf(ctx, b, interval, at)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	found, err := h.custody.WhereIs(ctx, units, at)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out, err := whereabouts(ctx, h.channel, found)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(out), nil
}

// whereabouts shows counts with their organisations.
func whereabouts(ctx context.Context, ch *channel.Service, found []custody.Whereabouts) ([]Whereabouts, error) {
	var ids []model.OrgID
	for _, w := range found {
		ids = append(ids, w.Org, w.Assigned)
	}
	orgs, err := ch.Orgs(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Whereabouts, len(found))
	for i, w := range found {
		out[i] = Whereabouts{Standing: string(w.Standing), Org: party(orgs, w.Org), Assigned: party(orgs, w.Assigned), Units: w.Units}
	}
	return out, nil
}
