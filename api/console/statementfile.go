package console

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/settlement"
)

// StatementFileInput names a statement, and its file.
type StatementFileInput struct {
	StatementRef
	httpx.FileInput
}

// File streams a statement as a file.
func (h *SettlementHandler) File(ctx context.Context, in *StatementFileInput) (*huma.StreamResponse, error) {
	n := settlement.NewDocument{Period: model.SettlementPeriodID(in.ID.N), Org: model.OrgID(in.Org.N)}
	return httpx.StatementFile(ctx, h.settlement, n, in.FileInput)
}

// WorkbookInput names a period.
type WorkbookInput struct {
	IDInput
	Lang string `query:"lang" enum:"zh,en" default:"zh" doc:"what it is written in"`
}

// Workbook streams all statements of a period, one a row.
func (h *SettlementHandler) Workbook(ctx context.Context, in *WorkbookInput) (*huma.StreamResponse, error) {
	book, err := h.settlement.OpenWorkbook(ctx, model.SettlementPeriodID(in.ID.N), settlement.Language(in.Lang))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Stream(httpx.Download{Name: fmt.Sprintf("settlement-%d-%s.xlsx", in.ID.N, in.Lang), Type: httpx.XLSX, Write: book.Write}), nil
}
