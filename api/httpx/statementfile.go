package httpx

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/model"
	"channelrouter/service/settlement"
)

// XLSX is the media type of workbooks.
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// FileInput says what a statement's file is to be.
type FileInput struct {
	Format string `query:"format" enum:"xlsx,pdf,html" default:"pdf" doc:"html is a page to be looked at, the others are attachments"`
	Lang   string `query:"lang" enum:"zh,en" default:"zh" doc:"what it is written in"`
}

var statementTypes = map[settlement.Format]string{
	settlement.Sheet: XLSX, settlement.Paper: "application/pdf", settlement.Page: "text/html; charset=utf-8",
}

// pagePolicy lets a statement's page fetch, run and be framed by nothing.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// StatementFile streams a statement as a file.
func StatementFile(ctx context.Context, s *settlement.Service, n settlement.NewDocument, in FileInput) (*huma.StreamResponse, error) {
	n.Format, n.Language = settlement.Format(in.Format), settlement.Language(in.Lang)
	d, err := s.OpenDocument(ctx, n)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	file := Download{Name: d.Name(), Type: statementTypes[n.Format], Write: d.Write}
	if n.Format == settlement.Page {
		file.Head = func(c huma.Context) {
			c.SetHeader("Content-Disposition", "inline")
			c.SetHeader("Content-Security-Policy", pagePolicy)
			c.SetHeader("X-Content-Type-Options", "nosniff")
		}
	}
	return Stream(file), nil
}

// StatementFileInput names a statement of the caller's organisation, and its file.
type StatementFileInput struct {
	StatementRef
	FileInput
}

// File streams a statement of the caller's organisation as a file.
func (h *Statements) File(ctx context.Context, in *StatementFileInput) (*huma.StreamResponse, error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return StatementFile(ctx, h.settlement, settlement.NewDocument{Period: model.SettlementPeriodID(in.ID.N), Org: org, Own: true}, in.FileInput)
}
