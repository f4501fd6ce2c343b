package channel

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"channelrouter/internal/errs"
	"channelrouter/internal/table"
)

// Bounds of a file, so that an upload cannot take all memory.
const (
	maxImportBytes = 64 << 20
	maxImportRows  = 200_000
)

// importFile is a file of organisations, read but not judged.
type importFile struct {
	rows    []*importRow
	ignored []string

	heading table.Heading
}

// readImport reads a whole file. The rows are kept: a supplier may stand on the last line.
func readImport(r io.Reader, format string) (*importFile, error) {
	f := &importFile{}
	limited := &io.LimitedReader{R: r, N: maxImportBytes + 1}
	var err error
	switch format {
	case "csv":
		err = readText(limited, f.add)
	case "xlsx":
		err = table.XLSX(limited, 16*maxImportBytes, f.add)
	default:
		return nil, ErrBadImportFile.With("format %q; csv and xlsx are known", format)
	}
	switch {
	case limited.N <= 0:
		return nil, ErrBadImportFile.With("more than %d MB; split it", maxImportBytes>>20)
	case errors.Is(err, table.ErrBroken), errors.Is(err, table.ErrTooLarge), errors.Is(err, table.ErrEncoding):
		return nil, ErrBadImportFile.With("%s", errs.Facts{Of: errs.As(err)})
	case err != nil:
		return nil, err
	case f.heading == nil:
		return nil, ErrBadImportFile.With("it is empty")
	}
	return f, nil
}

// readText reads CSV in whatever it is written in: only the whole file tells. Errors: those of
// table.Detect and table.Read.
func readText(r io.Reader, each table.Each) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	format, err := table.Detect(bytes.NewReader(text))
	if err != nil {
		return err
	}
	if format == table.Workbook {
		return table.ErrBroken.With("it is XLSX, and no CSV")
	}
	return table.Read(bytes.NewReader(text), format, each)
}

// add takes the next record of the file; the first one is the heading.
func (f *importFile) add(line int, cells []string) error {
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	if table.Blank(cells) {
		return nil
	}
	if f.heading == nil {
		return f.readHeading(cells)
	}
	if len(f.rows) == maxImportRows {
		return ErrBadImportFile.With("more than %d rows; split it", maxImportRows)
	}
	var values [importColumns]string
	var extra string
	for i, cell := range cells {
		switch {
		case i >= len(f.heading):
			extra += cell
		case f.heading[i] >= 0:
			values[f.heading[i]] = strings.Clone(cell)
		}
	}
	row := newImportRow(line, values)
	if extra != "" && row.refused == nil {
		row.refused = ErrBadOrg.With("%q stands right of the last heading", extra)
	}
	f.rows = append(f.rows, row)
	return nil
}

func (f *importFile) readHeading(cells []string) (err error) {
	var fault errs.Facts
	if f.heading, f.ignored, fault = table.ReadHeading(columns, cells); !fault.None() {
		return ErrBadImportFile.With("%s", fault)
	}
	return nil
}
