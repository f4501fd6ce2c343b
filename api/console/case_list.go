package console

import (
	"context"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/internal/clock"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/diversion"
)

// CaseQuery narrows cases down.
type CaseQuery struct {
	Status     []string  `query:"status" enum:"watched,open,investigating,noticed,appealed,confirmed,dismissed,reversed" doc:"any of these; all but watched when left out: what is watched is no case yet"`
	Origin     httpx.Ref `query:"origin_id" doc:"the distributor that the goods were assigned to"`
	Terminal   httpx.Ref `query:"terminal_id" doc:"where they surfaced"`
	Prefix     string    `query:"prefix" pattern:"^[0-9]{2,6}$" doc:"of the division where they surfaced: 33 or 3301"`
	Product    httpx.Ref `query:"product_id"`
	Line       string    `query:"line" maxLength:"32" doc:"of the product"`
	Inspector  httpx.Ref `query:"inspector_id" doc:"the person whom it was given to"`
	OpenedFrom int32     `query:"opened_from" minimum:"20000101" maximum:"99991231" doc:"business day yyyymmdd, inclusive"`
	OpenedTo   int32     `query:"opened_to" minimum:"20000101" maximum:"99991231" doc:"business day yyyymmdd, inclusive"`
	ScoreFrom  int       `query:"score_from" minimum:"0" maximum:"100"`
	ScoreTo    int       `query:"score_to" minimum:"0" maximum:"100" doc:"0 or none: any"`
}

func (in *CaseQuery) query() diversion.Query {
	q := diversion.Query{
		Origin: model.OrgID(in.Origin.N), Terminal: model.OrgID(in.Terminal.N), Prefix: in.Prefix, Product: model.ProductID(in.Product.N), Line: in.Line,
		Inspector: model.PersonID(in.Inspector.N), ScoreFrom: in.ScoreFrom, ScoreTo: in.ScoreTo,
	}
	q.From, q.To = days(in.OpenedFrom, in.OpenedTo)
	for _, name := range in.Status {
		q.Statuses = append(q.Statuses, diversion.ParseStatus(name))
	}
	return q
}

// days are the moments from which on and before which business days are, both inclusive; 0 is none.
func days(from, to int32) (begin, end time.Time) {
	if from != 0 {
		begin = clock.StartOf(from)
	}
	if to != 0 {
		end = clock.NextDay(clock.StartOf(to))
	}
	return begin, end
}

// ListCasesInput narrows cases down, and sorts them.
type ListCasesInput struct {
	httpx.PageInput
	CaseQuery
	Sort string `query:"sort" enum:"opened_at,-opened_at,score,-score,units,-units,penalty_fen,-penalty_fen" doc:"the oldest first when left out"`
}

// List pages through cases.
func (h *CaseHandler) List(ctx context.Context, in *ListCasesInput) (*httpx.Out[httpx.Page[Case]], error) {
	q := in.query()
	q.Sort = in.Sort
	rows, err := h.diversion.Find(ctx, q, model.CaseID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.page(ctx, rows, in.Limit)
}

// Appeals pages through the cases whose appeal waits for an answer.
func (h *CaseHandler) Appeals(ctx context.Context, in *httpx.PageInput) (*httpx.Out[httpx.Page[Case]], error) {
	rows, err := h.diversion.Unanswered(ctx, model.CaseID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return h.page(ctx, rows, in.Limit)
}

// page shows cases with the names of what they are about.
func (h *CaseHandler) page(ctx context.Context, rows []model.DiversionCase, limit int) (*httpx.Out[httpx.Page[Case]], error) {
	named, err := h.names(ctx, rows...)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, limit, func(c model.DiversionCase) int64 { return int64(c.ID) }, named)), nil
}

// CaseCount is how many cases there are of a status.
type CaseCount struct {
	Status string `json:"status" enum:"watched,open,investigating,noticed,appealed,confirmed,dismissed,reversed"`
	Cases  int64  `json:"cases"`
	More   bool   `json:"more,omitempty" doc:"there are more, which are not counted"`
}

// CaseCounts are the columns of a board of cases.
type CaseCounts struct {
	Items []CaseCount `json:"items" doc:"by status, in the order of a case's life"`
}

// Count counts cases by status, up to a thousand of each.
func (h *CaseHandler) Count(ctx context.Context, in *CaseQuery) (*httpx.Out[CaseCounts], error) {
	q := in.query()
	if len(q.Statuses) == 0 {
		q.Statuses = diversion.Statuses()
	}
	counts, err := h.diversion.Count(ctx, q)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := CaseCounts{Items: make([]CaseCount, len(counts))}
	for i, c := range counts {
		out.Items[i] = CaseCount{Status: diversion.StatusName(c.Status), Cases: c.Cases, More: c.More}
	}
	return httpx.Answer(out), nil
}

// names asks once for the names of all that some cases are about, and shows cases with them.
func (h *CaseHandler) names(ctx context.Context, rows ...model.DiversionCase) (func(model.DiversionCase) Case, error) {
	ids := make([]model.OrgID, 0, 2*len(rows))
	for _, c := range rows {
		ids = append(ids, c.Origin)
		if c.Terminal != 0 {
			ids = append(ids, c.Terminal)
		}
	}
	orgs, err := h.channel.Orgs(ctx, ids)
	if err != nil {
		return nil, err
	}
	products := map[model.ProductID]model.Product{}
	for _, c := range rows {
		if products[c.ProductID], err = h.catalog.Get(ctx, c.ProductID); err != nil { // from memory
			return nil, err
		}
	}
	return func(c model.DiversionCase) Case {
		out := newCase(c)
		origin, product := newNamedOrg(orgs[c.Origin]), newNamedProduct(products[c.ProductID])
		out.OriginOrg, out.ProductOf = &origin, &product
		if c.Terminal != 0 {
			shop := newNamedOrg(orgs[c.Terminal])
			out.Shop = &shop
		}
		if at, known := geo.Find(c.City); known {
			out.City = at.FullName
		}
		return out
	}, nil
}
