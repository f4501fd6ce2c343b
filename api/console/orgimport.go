package console

import (
	"context"

	"channelrouter/api/httpx"
	"channelrouter/internal/errs"
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
	return httpx.Answer(newImport(i)), nil
}

// Rejection is a row that was not taken in.
type Rejection struct {
	Line   int64  `json:"line" doc:"of the file"`
	Code   string `json:"code" doc:"that stands in the row"`
	Column string `json:"column,omitempty" doc:"that is wrong, where one is"`
	Error  string `json:"error" doc:"stable"`
	Reason string `json:"reason"`
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
	hints := map[string]string{}
	for _, declared := range errs.Declared() {
		hints[declared.Code] = declared.Hint
	}
	show := func(r model.ImportRejection) Rejection {
		return Rejection{Line: r.Line, Code: r.Text, Column: r.Field, Error: r.Code, Reason: r.Reason, Hint: hints[r.Code]}
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(r model.ImportRejection) int64 { return r.Line }, show)), nil
}
