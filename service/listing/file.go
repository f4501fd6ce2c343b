package listing

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path"

	"channelrouter/internal/table"
	"channelrouter/model"
)

// Format is a kind of file.
type Format string

// The kinds of files: CSV in UTF-8 with a byte order mark, as spreadsheets want it.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// File is an export's, to be written.
type File struct {
	service *Service
	export  Export
	parts   []model.ListExportPart
	format  Format
}

// OpenFile makes the file of an export of a user that is done. Errors: ErrUnknownExport, ErrNotDone.
func (s *Service) OpenFile(ctx context.Context, by model.UserID, id model.ListExportID, format Format) (*File, error) {
	e, err := s.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if e.DoneAt == nil || e.Failure != "" {
		return nil, ErrNotDone.With("%d rows, %s", e.RowCount, e.Failure)
	}
	parts, err := s.store.parts(ctx, id)
	return &File{service: s, export: e, parts: parts, format: format}, err
}

// Name is what the file is called.
func (f *File) Name() string {
	return fmt.Sprintf("%s-%s.%s", path.Base(f.export.List), f.export.AskedAt.Format("20060102-150405"), f.format)
}

// Write writes the file, part by part.
func (f *File) Write(ctx context.Context, w io.Writer) error {
	if f.format == XLSX {
		return f.writeBook(ctx, w)
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := make([]string, len(f.export.Columns))
	for i, c := range f.export.Columns {
		head[i] = table.Harmless(c.Label)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	err := f.eachRow(ctx, func(cells []any) error {
		texts := make([]string, len(cells))
		for i, v := range cells {
			texts[i] = textCell(f.export.Columns[i], v)
		}
		return out.Write(texts)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func (f *File) writeBook(ctx context.Context, w io.Writer) error {
	book := table.NewBook(w)
	widths, head := make([]int, len(f.export.Columns)), make([]any, len(f.export.Columns))
	for i, c := range f.export.Columns {
		widths[i], head[i] = 20, table.Bold(c.Label)
	}
	if err := book.Sheet(path.Base(f.export.List), widths...); err != nil {
		return err
	}
	if err := book.Row(head...); err != nil {
		return err
	}
	err := f.eachRow(ctx, func(cells []any) error {
		for i, v := range cells {
			cells[i] = sheetCell(f.export.Columns[i], v)
		}
		return book.Row(cells...)
	})
	if err != nil {
		return err
	}
	return book.Close()
}

func (f *File) eachRow(ctx context.Context, visit func([]any) error) error {
	for _, p := range f.parts {
		rows, err := f.service.unpack(ctx, p.Hash)
		if err != nil {
			return err
		}
		for _, cells := range rows {
			if err := visit(cells); err != nil {
				return err
			}
		}
	}
	return nil
}
