package table

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// XLSX reads the rows of the first sheet. Cells are as typed: an unformatted number, a
// formula's text or last value, never evaluated. most bounds the bytes of the unpacked
// workbook; sheets of more than 1/64 of it are unpacked into a temporary file. Error:
// ErrBroken.
func XLSX(r io.Reader, most int64, each Each) error {
	book, err := excelize.OpenReader(r, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: most, UnzipXMLSizeLimit: most / 64,
	})
	if err != nil {
		return ErrBroken.With("%v", err)
	}
	defer book.Close() // takes the temporary files of a large sheet away
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return ErrBroken.With("%v", err)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return ErrBroken.With("line %d: %v", line, err)
		}
		if err := each(line, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return ErrBroken.With("%v", err)
	}
	return nil
}
