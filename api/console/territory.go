package console

import (
	"cmp"
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// Territory is an area that a distributor has.
type Territory struct {
	ID        httpx.ID   `json:"id"`
	Org       httpx.ID   `json:"org_id"`
	OrgCode   string     `json:"org_code"`
	OrgName   string     `json:"org_name"`
	Prefix    string     `json:"prefix" doc:"the division's code without trailing pairs of zeros"`
	Place     string     `json:"place" doc:"the division's name from the province down"`
	Line      string     `json:"line" doc:"product line; empty for all"`
	ValidFrom time.Time  `json:"valid_from"`
	ValidTo   *time.Time `json:"valid_to,omitempty" doc:"left out while it has no end"`
}

func newTerritory(t model.Territory, orgs map[model.OrgID]model.Org) Territory {
	return Territory{
		ID: httpx.ID(t.ID), Org: httpx.ID(t.OrgID), OrgCode: orgs[t.OrgID].Code, OrgName: orgs[t.OrgID].Name, Prefix: t.Prefix,
		Place: geo.FullName(t.Prefix), Line: t.Line, ValidFrom: t.ValidFrom, ValidTo: ending(t.ValidTo),
	}
}

// TerritoriesInput narrows territories down.
type TerritoriesInput struct {
	Prefix string     `query:"prefix" pattern:"^[0-9]{2,6}$" doc:"those in a division, and those that it is in"`
	Line   string     `query:"line" maxLength:"32" doc:"those that speak for a product line"`
	Org    httpx.Ref  `query:"org_id" doc:"of a distributor"`
	At     httpx.Time `query:"at" doc:"then; now when left out"`
}

func (h *OrgHandler) territoryQuery(in TerritoriesInput) channel.TerritoryQuery {
	q := channel.TerritoryQuery{Org: model.OrgID(in.Org.N), At: in.At.T}
	if q.At.IsZero() {
		q.At = h.clock.Now()
	}
	if in.Line != "" {
		q.Line = &in.Line
	}
	q.Prefix, _ = geo.Prefix(in.Prefix) // what is no division narrows nothing
	return q
}

// TerritoryPage is a page of territories.
type TerritoryPage struct {
	Items []Territory `json:"items"`
	Next  *httpx.ID   `json:"next_after,omitempty" doc:"pass as after for the next page"`
	Total int         `json:"total"`
}

// ListTerritoriesInput asks for a page of territories.
type ListTerritoriesInput struct {
	httpx.PageInput
	TerritoriesInput
}

// Territories pages through territories with their holders, by division. What is paged is in
// memory, so that places in the list are its cursors.
func (h *OrgHandler) Territories(ctx context.Context, in *ListTerritoriesInput) (*httpx.Out[TerritoryPage], error) {
	rows, err := h.channel.FindTerritories(ctx, h.territoryQuery(in.TerritoriesInput))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	some, next := slice(rows, in.PageInput)
	orgs, err := h.holders(ctx, some)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	page := TerritoryPage{Items: make([]Territory, len(some)), Next: next, Total: len(rows)}
	for i, t := range some {
		page.Items[i] = newTerritory(t, orgs)
	}
	return httpx.Answer(page), nil
}

// slice is a page of what is in memory.
func slice[T any](rows []T, in httpx.PageInput) ([]T, *httpx.ID) {
	from := int(min(in.After.N, int64(len(rows))))
	to := min(from+in.Limit, len(rows))
	if to == len(rows) {
		return rows[from:to], nil
	}
	next := httpx.ID(to)
	return rows[from:to], &next
}

// holders are the organisations of territories, in one query.
func (h *OrgHandler) holders(ctx context.Context, rows []model.Territory) (map[model.OrgID]model.Org, error) {
	ids := make([]model.OrgID, len(rows))
	for i, t := range rows {
		ids[i] = t.OrgID
	}
	return h.channel.Orgs(ctx, ids)
}

// Overlap is an area that two distributors have for one product line.
type Overlap struct {
	Kind  string    `json:"kind" enum:"same,within" doc:"same: two have the same area, which is nobody's by that; within: the narrower counts in its part"`
	Outer Territory `json:"outer"`
	Inner Territory `json:"inner"`
}

// OverlapPage is a page of overlaps.
type OverlapPage struct {
	Items []Overlap `json:"items"`
	Next  *httpx.ID `json:"next_after,omitempty" doc:"pass as after for the next page"`
	Total int       `json:"total"`
}

// Overlaps pages through areas that two have, those of the same area first.
func (h *OrgHandler) Overlaps(ctx context.Context, in *ListTerritoriesInput) (*httpx.Out[OverlapPage], error) {
	rows, err := h.channel.Overlaps(ctx, h.territoryQuery(in.TerritoriesInput))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	some, next := slice(rows, in.PageInput)
	items, err := h.shown(ctx, some)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(OverlapPage{Items: items, Next: next, Total: len(rows)}), nil
}

func (h *OrgHandler) shown(ctx context.Context, rows []channel.Overlap) ([]Overlap, error) {
	var all []model.Territory
	for _, o := range rows {
		all = append(all, o.Outer, o.Inner)
	}
	orgs, err := h.holders(ctx, all)
	items := make([]Overlap, len(rows))
	for i, o := range rows {
		items[i] = Overlap{Kind: "within", Outer: newTerritory(o.Outer, orgs), Inner: newTerritory(o.Inner, orgs)}
		if o.Same() {
			items[i].Kind = "same"
		}
	}
	return items, err
}

// TerritoryInput gives a distributor an area from when on.
type TerritoryInput struct {
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Body struct {
		Prefix    string     `json:"prefix" pattern:"^[0-9]{2,6}$" doc:"2-, 4- or 6-digit adcode"`
		Line      string     `json:"line,omitempty" maxLength:"32"`
		ValidFrom httpx.Time `json:"valid_from"`
		DryRun    bool       `json:"dry_run,omitempty" doc:"only tell what it would overlap"`
	}
}

// GivenTerritory is what an area overlaps that was given to a distributor.
type GivenTerritory struct {
	Overlaps []Overlap `json:"overlaps" doc:"with areas of other distributors, from then on"`
}

// AddTerritory gives a distributor an area, and tells what it overlaps, or only tells.
func (h *OrgHandler) AddTerritory(ctx context.Context, in *TerritoryInput) (*httpx.Out[GivenTerritory], error) {
	overlaps, err := h.channel.GiveTerritory(ctx, channel.NewTerritory{
		Org: model.OrgID(in.ID.N), Prefix: in.Body.Prefix, Line: in.Body.Line, From: in.Body.ValidFrom.T, DryRun: in.Body.DryRun,
	})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	items, err := h.shown(ctx, overlaps)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(GivenTerritory{items}), nil
}

// EndTerritoryInput names a territory and when it ends.
type EndTerritoryInput struct {
	ID        httpx.Ref  `path:"id" doc:"the organisation's id"`
	Territory httpx.Ref  `path:"territory" doc:"the territory's id"`
	At        httpx.Time `query:"at" doc:"when it ends; now when left out"`
}

// EndTerritory ends a territory.
func (h *OrgHandler) EndTerritory(ctx context.Context, in *EndTerritoryInput) (*httpx.Empty, error) {
	at := in.At.T
	if at.IsZero() {
		at = h.clock.Now()
	}
	if err := h.channel.EndTerritory(ctx, model.OrgID(in.ID.N), in.Territory.N, at); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// HeldAreasInput names a part of a map.
type HeldAreasInput struct {
	Of   string     `query:"of" pattern:"^([0-9]{2}|[0-9]{4}|[0-9]{6})$" doc:"a province or a city, whose divisions are told; none: the provinces"`
	Line string     `query:"line" maxLength:"32" doc:"for a product line"`
	At   httpx.Time `query:"at" doc:"then; now when left out"`
}

// Area is a division with who has it.
type Area struct {
	Adcode  string      `json:"adcode"`
	Name    string      `json:"name"`
	Holders []Territory `json:"holders" doc:"the narrowest territories that hold all of it; several quarrel"`
	Parts   int         `json:"parts" doc:"territories within it"`
}

// HeldAreas are divisions with who has them.
type HeldAreas struct {
	Items []Area `json:"items"`
}

// Areas tells who has each division of a map.
func (h *OrgHandler) Areas(ctx context.Context, in *HeldAreasInput) (*httpx.Out[HeldAreas], error) {
	held, err := h.channel.HeldAreas(ctx, divisionsOf(in.Of), h.territoryQuery(TerritoriesInput{Line: in.Line, At: in.At}))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	var all []model.Territory
	for _, a := range held {
		all = append(all, a.Holders...)
	}
	orgs, err := h.holders(ctx, all)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	areas := HeldAreas{Items: make([]Area, len(held))}
	for i, a := range held {
		areas.Items[i] = Area{Adcode: a.Division.Code, Name: a.Division.Name, Holders: []Territory{}, Parts: len(a.Parts)}
		for _, t := range a.Holders {
			areas.Items[i].Holders = append(areas.Items[i].Holders, newTerritory(t, orgs))
		}
	}
	return httpx.Answer(areas), nil
}

// divisionsOf are the divisions that a map of a province, a city or ("") China shows.
func divisionsOf(of string) []geo.Division {
	within, _ := geo.Prefix(of)
	var list []geo.Division
	for _, d := range geo.All() {
		own, err := geo.Prefix(d.Code)
		switch {
		case err != nil || !geo.Within(d.Code, cmp.Or(within, own)):
		case within == "" && len(own) == 2, len(within) == 2 && len(own) > 2, len(within) == 4 && len(own) == 6:
			list = append(list, d)
		}
	}
	return list
}
