package console

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/listing"
)

// ListingHandler keeps views of lists, and writes lists into files.
type ListingHandler struct{ listing *listing.Service }

// NewListingHandler makes the handler.
func NewListingHandler(s *listing.Service) *ListingHandler { return &ListingHandler{listing: s} }

// ListView is a list as somebody wants it.
type ListView struct {
	Name    string   `json:"name" minLength:"1" maxLength:"60"`
	Query   string   `json:"query" maxLength:"1000" doc:"filters and order, as in an address"`
	Columns []string `json:"columns" maxItems:"60" doc:"their keys; none: as the list is"`
}

// ListInput names a list.
type ListInput struct {
	List string `query:"list" required:"true" maxLength:"100" doc:"the path of its route" example:"/api/v1/console/payouts"`
}

// ListViews are a user's views of a list.
type ListViews struct {
	Items []ListView `json:"items"`
}

// Views lists the caller's views of a list.
func (h *ListingHandler) Views(ctx context.Context, in *ListInput) (*httpx.Out[ListViews], error) {
	actor, _ := identity.ActorFrom(ctx)
	views, err := h.listing.Views(ctx, actor.UserID, in.List)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := ListViews{Items: make([]ListView, len(views))}
	for i, v := range views {
		out.Items[i] = ListView{Name: v.Name, Query: v.Query, Columns: v.Columns}
	}
	return httpx.Answer(out), nil
}

// KeepViewInput is a view that is to be kept.
type KeepViewInput struct {
	ListInput
	Body ListView
}

// KeepView keeps a view, in place of the one of its name.
func (h *ListingHandler) KeepView(ctx context.Context, in *KeepViewInput) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	err := h.listing.KeepView(ctx, actor.UserID, listing.View{List: in.List, Name: in.Body.Name, Query: in.Body.Query, Columns: in.Body.Columns})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// ForgetViewInput names a view.
type ForgetViewInput struct {
	ListInput
	Name string `query:"name" required:"true" maxLength:"60"`
}

// ForgetView removes a view of the caller's.
func (h *ListingHandler) ForgetView(ctx context.Context, in *ForgetViewInput) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.listing.ForgetView(ctx, actor.UserID, in.List, in.Name); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// ListColumn is a column of an export.
type ListColumn struct {
	Key   string `json:"key" minLength:"1" maxLength:"100" doc:"where its value stands in the list's rows" example:"org_name"`
	Label string `json:"label" minLength:"1" maxLength:"100"`
	Fen   bool   `json:"fen,omitempty" doc:"an amount of fen, which is written in yuan"`
}

// AskListExportInput is a list that is to be written into a file.
type AskListExportInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same export"`
	Body struct {
		List    string       `json:"list" minLength:"1" maxLength:"100" doc:"the path of its route" example:"/api/v1/console/payouts"`
		Query   string       `json:"query,omitempty" maxLength:"1000" doc:"filters and order, as in an address"`
		Columns []ListColumn `json:"columns" minItems:"1" maxItems:"60"`
	}
}

// ListExport is a list that is written into a file.
type ListExport struct {
	ID      httpx.ID     `json:"id"`
	List    string       `json:"list"`
	Query   string       `json:"query"`
	Columns []ListColumn `json:"columns"`
	Rows    int64        `json:"rows" doc:"so far"`
	State   string       `json:"state" enum:"writing,done,failed"`
	Failure string       `json:"failure,omitempty" doc:"the code of the error that ended it"`
	Problem *httpx.Told  `json:"problem,omitempty" doc:"the same in the language that is asked for"`
	AskedAt time.Time    `json:"asked_at"`
	DoneAt  *time.Time   `json:"done_at,omitempty"`
}

func newListExport(ctx context.Context, e listing.Export) ListExport {
	out := ListExport{
		ID: httpx.ID(e.ID), List: e.List, Query: e.Query, Rows: e.RowCount, State: "writing", Failure: e.Failure, AskedAt: e.AskedAt, DoneAt: e.DoneAt,
	}
	switch {
	case e.Failure != "":
		out.State, out.Problem = "failed", httpx.Tell(ctx, errs.ByCode(e.Failure))
	case e.DoneAt != nil:
		out.State = "done"
	}
	for _, c := range e.Columns {
		out.Columns = append(out.Columns, ListColumn(c))
	}
	return out
}

// Ask has a list written.
func (h *ListingHandler) Ask(ctx context.Context, in *AskListExportInput) (*httpx.Out[ListExport], error) {
	actor, _ := identity.ActorFrom(ctx)
	ask := listing.Ask{By: actor.UserID, Key: in.Key, List: in.Body.List, Query: in.Body.Query}
	for _, c := range in.Body.Columns {
		ask.Columns = append(ask.Columns, listing.Column(c))
	}
	e, err := h.listing.Ask(ctx, ask)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newListExport(ctx, e)), nil
}

// ListExports are a user's exports.
type ListExports struct {
	Items []ListExport `json:"items"`
}

// Exports lists the caller's exports, the newest first.
func (h *ListingHandler) Exports(ctx context.Context, _ *httpx.Empty) (*httpx.Out[ListExports], error) {
	actor, _ := identity.ActorFrom(ctx)
	exports, err := h.listing.Exports(ctx, actor.UserID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	out := ListExports{Items: make([]ListExport, len(exports))}
	for i, e := range exports {
		out.Items[i] = newListExport(ctx, e)
	}
	return httpx.Answer(out), nil
}

// ListExportRef names an export.
type ListExportRef struct {
	ID httpx.Ref `path:"id" doc:"the export's id"`
}

// Get shows an export of the caller's.
func (h *ListingHandler) Get(ctx context.Context, in *ListExportRef) (*httpx.Out[ListExport], error) {
	actor, _ := identity.ActorFrom(ctx)
	e, err := h.listing.Get(ctx, actor.UserID, model.ListExportID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newListExport(ctx, e)), nil
}

// Forget removes an export of the caller's.
func (h *ListingHandler) Forget(ctx context.Context, in *ListExportRef) (*httpx.Empty, error) {
	actor, _ := identity.ActorFrom(ctx)
	if err := h.listing.Forget(ctx, actor.UserID, model.ListExportID(in.ID.N)); err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// ListExportFileInput says what an export's file is to be.
type ListExportFileInput struct {
	ListExportRef
	Format string `query:"format" enum:"csv,xlsx" default:"xlsx"`
}

// File streams an export of the caller's.
func (h *ListingHandler) File(ctx context.Context, in *ListExportFileInput) (*huma.StreamResponse, error) {
	actor, _ := identity.ActorFrom(ctx)
	file, err := h.listing.OpenFile(ctx, actor.UserID, model.ListExportID(in.ID.N), listing.Format(in.Format))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	kind := httpx.XLSX
	if in.Format == string(listing.CSV) {
		kind = "text/csv; charset=utf-8"
	}
	return httpx.Stream(httpx.Download{Name: file.Name(), Type: kind, Write: file.Write}), nil
}
