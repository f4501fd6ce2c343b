package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// ListOrgsInput narrows organisations down.
type ListOrgsInput struct {
	httpx.PageInput
	Kind     string    `query:"kind" enum:"brand,regional,distributor,wholesaler,terminal"`
	Text     string    `query:"q" maxLength:"60" doc:"what the code begins with, or what stands in the name"`
	Prefix   string    `query:"prefix" pattern:"^[0-9]{2,6}$" doc:"of the division: 33, 3301 or 330106"`
	Supplier httpx.Ref `query:"supplier_id" doc:"who supplies them today, directly"`
	Orphan   bool      `query:"without_supplier" doc:"only those whom nobody supplies today"`
	State    string    `query:"state" enum:"open,closed" doc:"only those that are open or closed today"`
	Sort     string    `query:"sort" enum:"code,-code,name,-name,kind,-kind,created_at,-created_at" doc:"by id when left out"`
}

func (in *ListOrgsInput) query() channel.OrgQuery {
	kind, _ := channel.ParseKind(in.Kind) // the schema lets known kinds and nothing through
	return channel.OrgQuery{Kind: kind, Text: in.Text, Prefix: in.Prefix, Supplier: model.OrgID(in.Supplier.N), Orphan: in.Orphan, State: in.State, Sort: in.Sort}
}

// OrgPage is a page of organisations.
type OrgPage struct {
	httpx.Page[Org]
	Total *int64 `json:"total,omitempty" doc:"how many there are on all pages; told with the first, where it is cheap"`
}

// List pages through organisations.
func (h *OrgHandler) List(ctx context.Context, in *ListOrgsInput) (*httpx.Out[OrgPage], error) {
	orgs, err := h.channel.FindOrgs(ctx, in.query(), model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	page := OrgPage{Page: httpx.NewPage(orgs, in.Limit, orgPlace, newOrg)}
	if in.After.N == 0 && !in.Orphan { // whose count is as dear as looking at everybody
		total, err := h.channel.CountOrgs(ctx, in.query())
		if err != nil {
			return nil, httpx.Problem(ctx, err)
		}
		page.Total = &total
	}
	return httpx.Answer(page), nil
}

func orgPlace(o model.Org) int64 { return int64(o.ID) }

// TreeOrg is an organisation in the tree of the channel.
type TreeOrg struct {
	Org
	Children int64 `json:"children" doc:"whom it supplies today, directly"`
}

// ChildrenInput asks whom an organisation supplies.
type ChildrenInput struct {
	httpx.PageInput
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Line string    `query:"line" maxLength:"32" doc:"with this product line; any when left out"`
	Text string    `query:"q" maxLength:"60" doc:"what the code begins with, or what stands in the name"`
	Kind string    `query:"kind" enum:"brand,regional,distributor,wholesaler,terminal"`
}

// Children pages through whom an organisation supplies today, by code.
func (h *OrgHandler) Children(ctx context.Context, in *ChildrenInput) (*httpx.Out[httpx.Page[TreeOrg]], error) {
	if _, err := h.channel.GetOrg(ctx, model.OrgID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	kind, _ := channel.ParseKind(in.Kind)
	query := channel.OrgQuery{Supplier: model.OrgID(in.ID.N), Line: in.Line, Text: in.Text, Kind: kind, Sort: "code"}
	orgs, err := h.channel.FindOrgs(ctx, query, model.OrgID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	tree, err := h.inTree(ctx, orgs, in.Line)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(orgs, in.Limit, orgPlace, tree)), nil
}

// PathInput asks who stands above an organisation.
type PathInput struct {
	ID   httpx.Ref `path:"id" doc:"the organisation's id"`
	Line string    `query:"line" maxLength:"32" doc:"by the supply of this product line; any when left out"`
}

// OrgPath is a way through the tree.
type OrgPath struct {
	Items []TreeOrg `json:"items" doc:"from the uppermost down to the organisation itself"`
}

// Path tells who stands above an organisation today.
func (h *OrgHandler) Path(ctx context.Context, in *PathInput) (*httpx.Out[OrgPath], error) {
	orgs, err := h.channel.Path(ctx, model.OrgID(in.ID.N), in.Line)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	tree, err := h.inTree(ctx, orgs, in.Line)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	path := OrgPath{Items: make([]TreeOrg, len(orgs))}
	for i, o := range orgs {
		path.Items[i] = tree(o)
	}
	return httpx.Answer(path), nil
}

// inTree counts whom organisations supply, in one query.
func (h *OrgHandler) inTree(ctx context.Context, orgs []model.Org, line string) (func(model.Org) TreeOrg, error) {
	ids := make([]model.OrgID, len(orgs))
	for i, o := range orgs {
		ids[i] = o.ID
	}
	counts, err := h.channel.Children(ctx, ids, line)
	return func(o model.Org) TreeOrg { return TreeOrg{Org: newOrg(o), Children: counts[o.ID]} }, err
}
