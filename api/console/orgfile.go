package console

import (
	"context"
	"encoding/csv"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"channelrouter/api/httpx"
	"channelrouter/internal/table"
	"channelrouter/service/channel"
)

// OrgFileHandler writes the whole channel into a file.
type OrgFileHandler struct{ channel *channel.Service }

// NewOrgFileHandler makes the handler.
func NewOrgFileHandler(ch *channel.Service) *OrgFileHandler { return &OrgFileHandler{channel: ch} }

// OrgFileInput says how the file is written.
type OrgFileInput struct {
	Format   string `query:"format" enum:"csv,xlsx" default:"xlsx"`
	Language string `query:"language" enum:"zh,en" default:"zh" doc:"of the headings"`
}

// File streams the whole channel as an import takes it.
func (h *OrgFileHandler) File(_ context.Context, in *OrgFileInput) (*huma.StreamResponse, error) {
	heads := channel.ExportHeads(in.Language == "zh")
	file := httpx.Download{Name: "channel." + in.Format, Type: httpx.XLSX}
	file.Write = func(ctx context.Context, w io.Writer) error { return h.writeBook(ctx, w, heads) }
	if in.Format == "csv" {
		file.Type = httpx.CSV
		file.Write = func(ctx context.Context, w io.Writer) error { return h.writeText(ctx, w, heads) }
	}
	return httpx.Stream(file), nil
}

// writeText writes cells as they are, so that an import reads what was there.
func (h *OrgFileHandler) writeText(ctx context.Context, w io.Writer, heads []string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // or spreadsheets guess at the encoding
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(heads); err != nil {
		return err
	}
	if err := h.channel.Export(ctx, out.Write); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func (h *OrgFileHandler) writeBook(ctx context.Context, w io.Writer, heads []string) error {
	book := table.NewBook(w)
	if err := book.Sheet("channel", 12, 16, 32, 10, 16, 12, 24, 12); err != nil {
		return err
	}
	cells := make([]any, len(heads))
	for i, head := range heads {
		cells[i] = table.Bold(head)
	}
	if err := book.Row(cells...); err != nil {
		return err
	}
	err := h.channel.Export(ctx, func(row []string) error {
		for i, cell := range row {
			if cells[i] = cell; cell == "" {
				cells[i] = nil
			}
		}
		return book.Row(cells...)
	})
	if err != nil {
		return err
	}
	return book.Close()
}
