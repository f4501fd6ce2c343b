package console

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/intake"
)

// OrgImportInput has an uploaded file of organisations judged, or taken in.
type OrgImportInput struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[!-~]+$" doc:"the same for a retry; a retry is the same import"`
	Body struct {
		Upload  httpx.ID   `json:"upload_id"`
		DryRun  bool       `json:"dry_run,omitempty" doc:"only judge the rows"`
		SkipBad bool       `json:"skip_bad,omitempty" doc:"take the good rows of a file in that has bad ones"`
		From    httpx.Time `json:"valid_from,omitempty" doc:"from when on rows hold that name no day; now when left out"`
	}
}

// CreateOrgs declares an import of organisations, which waits for its turn.
func (h *ImportHandler) CreateOrgs(ctx context.Context, in *OrgImportInput) (*httpx.Out[Import], error) {
	actor, _ := identity.ActorFrom(ctx)
	i, err := h.intake.CreateImport(ctx, intake.NewImport{By: actor.UserID, Key: in.Key, Upload: model.UploadID(in.Body.Upload), Declaration: intake.Declaration{
		Kind: model.ImportOrgs, DryRun: in.Body.DryRun, SkipBad: in.Body.SkipBad, At: in.Body.From.T,
	}})
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newImport(ctx, i)), nil
}

// Rejection is a row that was not taken in.
type Rejection struct {
	Line   int64  `json:"line" doc:"of the file"`
	Code   string `json:"code" doc:"that stands in the row"`
	Column string `json:"column,omitempty" doc:"that is wrong, where one is"`
	Error  string `json:"error" doc:"stable"`
	Reason string `json:"reason" doc:"in the language that is asked for"`
	Hint   string `json:"hint" doc:"what to do"`
}

// RejectionsInput asks for a page of a report.
type RejectionsInput struct {
	httpx.PageInput
	ImportRef
}

// Rejections pages through the rows that were not taken in, in the order of the file.
func (h *ImportHandler) Rejections(ctx context.Context, in *RejectionsInput) (*httpx.Out[httpx.Page[Rejection]], error) {
	i, err := h.find(ctx, in.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.intake.Rejections(ctx, i.ID, in.After.N, in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	show := func(r model.ImportRejection) Rejection {
		why := httpx.InLanguageOf(ctx, intake.Refusal(r))
		return Rejection{Line: r.Line, Code: r.Text, Column: r.Field, Error: r.Code, Reason: why.Sentence(), Hint: why.Hint}
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r model.ImportRejection) int64 { return r.Line }, show)), nil
}

// OrgReportInput asks for the report of an import of organisations.
type OrgReportInput struct {
	ImportRef
	Format string `query:"format" enum:"csv,xlsx" default:"csv" doc:"csv: the rows that are wrong; xlsx: all rows as they were sent, what became of each, why and what to do"`
}

// OrgReport streams the rows that are wrong as CSV, or all rows as a workbook.
func (h *ImportHandler) OrgReport(ctx context.Context, in *OrgReportInput) (*huma.StreamResponse, error) {
	if in.Format != "xlsx" {
		return h.Report(ctx, &in.ImportRef)
	}
	i, err := h.find(ctx, in.ID)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	report, err := h.intake.OpenOrgReport(ctx, i, httpx.LanguageOf(ctx) == httpx.Chinese)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{Name: fmt.Sprintf("import-%d.xlsx", i.ID), Type: httpx.XLSX, Write: report.Write}), nil
}
