package channel

import (
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

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

	columns []int // position in the file → column, or -1
}

// readImport reads a whole file. The rows are kept: a supplier may stand on the last line.
func readImport(r io.Reader, format string) (*importFile, error) {
	f := &importFile{}
	limited := &io.LimitedReader{R: r, N: maxImportBytes + 1}
	var err error
	switch format {
	case "csv":
		err = table.CSV(limited, f.add)
	case "xlsx":
		err = table.XLSX(limited, 16*maxImportBytes, f.add)
	default:
		return nil, ErrBadImportFile.With("format %q; csv and xlsx are known", format)
	}
	switch {
	case limited.N <= 0:
		return nil, ErrBadImportFile.With("more than %d MB; split it", maxImportBytes>>20)
	case errors.Is(err, table.ErrBroken), errors.Is(err, table.ErrTooLarge):
		return nil, ErrBadImportFile.With("%s", errs.As(err).Detail)
	case err != nil:
		return nil, err
	case f.columns == nil:
		return nil, ErrBadImportFile.With("it is empty")
	}
	return f, nil
}

// add takes the next record of the file; the first one is the heading.
func (f *importFile) add(line int, cells []string) error {
	for i, cell := range cells {
		if !utf8.ValidString(cell) {
			return ErrBadImportFile.With("line %d is not UTF-8; it may be GBK: save it as \"CSV UTF-8\", or as XLSX", line)
		}
		cells[i] = strings.TrimSpace(cell)
	}
	if !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }) {
		return nil
	}
	if f.columns == nil {
		return f.heading(cells)
	}
	if len(f.rows) == maxImportRows {
		return ErrBadImportFile.With("more than %d rows; split it", maxImportRows)
	}
	var values [importColumns]string
	var extra string
	for i, cell := range cells {
		switch {
		case i >= len(f.columns):
			extra += cell
		case f.columns[i] >= 0:
			values[f.columns[i]] = strings.Clone(cell)
		}
	}
	row := newImportRow(line, values)
	if extra != "" && row.refused == nil {
		row.refused = ErrBadOrg.With("%q stands right of the last heading", extra)
	}
	f.rows = append(f.rows, row)
	return nil
}

func (f *importFile) heading(cells []string) error {
	f.columns = make([]int, len(cells))
	seen := map[int]bool{}
	for i, cell := range cells {
		f.columns[i] = slices.IndexFunc(headings, func(words []string) bool {
			return slices.Contains(words, strings.ToLower(cell))
		})
		switch column := f.columns[i]; {
		case column >= 0 && seen[column]:
			return ErrBadImportFile.With("column %q is there twice", cell)
		case column >= 0:
			seen[column] = true
		case cell != "":
			f.ignored = append(f.ignored, strings.Clone(cell))
		}
	}
	for _, column := range []int{colKind, colCode, colName, colAdcode} {
		if !seen[column] {
			return ErrBadImportFile.With("no column %s (%s)", headings[column][0], headings[column][1])
		}
	}
	return nil
}
