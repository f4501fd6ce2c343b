package console

import (
	"context"
	"fmt"
	"log/slog"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/service/tax"
)

// TaxHandler serves what the tax office asks for.
type TaxHandler struct{ tax *tax.Service }

// NewTaxHandler makes the handler.
func NewTaxHandler(t *tax.Service) *TaxHandler { return &TaxHandler{t} }

// TaxReportInput is a year.
type TaxReportInput struct {
	Year   int    `path:"year" minimum:"2000" maximum:"2999" doc:"of the months that the report speaks of"`
	Format string `query:"format" enum:"csv,xlsx" default:"csv" doc:"xlsx keeps the numbers of documents whole in spreadsheets"`
}

var taxReportTypes = map[tax.Format]string{
	tax.CSV:  "text/csv; charset=utf-8",
	tax.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// Report streams a year's withholding return, names and documents in clear.
func (h *TaxHandler) Report(_ context.Context, in *TaxReportInput) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		name := fmt.Sprintf("tax-%d.%s", in.Year, in.Format)
		c.SetHeader("Content-Type", taxReportTypes[tax.Format(in.Format)])
		c.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		c.SetHeader("Cache-Control", "no-store")
		// It takes as long as it needs; a reader who has left fails the next write.
		ctx := context.WithoutCancel(c.Context())
		if _, _, err := h.tax.WriteReport(ctx, c.BodyWriter(), in.Year, tax.Format(in.Format)); err != nil {
			slog.WarnContext(ctx, "tax report broke off", "year", in.Year, "error", err)
			panic(http.ErrAbortHandler) // the head said 200: only a cut line tells that this is not all
		}
	}}, nil
}
