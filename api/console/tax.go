package console

import (
	"context"
	"fmt"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
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
	tax.CSV:  httpx.CSV,
	tax.XLSX: httpx.XLSX,
}

// Report streams a year's withholding return, names and documents in clear.
func (h *TaxHandler) Report(_ context.Context, in *TaxReportInput) (*huma.StreamResponse, error) {
	return httpx.Stream(httpx.Download{
		Name: fmt.Sprintf("tax-%d.%s", in.Year, in.Format), Type: taxReportTypes[tax.Format(in.Format)],
		Write: func(ctx context.Context, w io.Writer) error {
			_, _, err := h.tax.WriteReport(ctx, w, in.Year, tax.Format(in.Format))
			return err
		},
	}), nil
}
