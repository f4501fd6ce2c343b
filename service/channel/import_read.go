package channel

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

func readCSV(r io.Reader, add func(line int, cells []string) error) error {
	text := bufio.NewReader(r)
	if mark, _ := text.Peek(3); bytes.Equal(mark, []byte("\ufeff")) {
		_, _ = text.Discard(3)
	}
	records := csv.NewReader(text)
	records.FieldsPerRecord = -1
	records.ReuseRecord = true
	for {
		cells, err := records.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return ErrBadImportFile.With("%v", bad)
		}
		if err != nil {
			return err
		}
		line, _ := records.FieldPos(0)
		if err := add(line, cells); err != nil {
			return err
		}
	}
}

// readXLSX streams the rows of the first sheet. Cells are as typed: an unformatted
// number, a formula's text or last value, never evaluated.
func readXLSX(r io.Reader, add func(line int, cells []string) error) error {
	book, err := excelize.OpenReader(r, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: 16 * maxImportBytes, UnzipXMLSizeLimit: maxImportBytes / 4,
	})
	if err != nil {
		return ErrBadImportFile.With("%v", err)
	}
	defer book.Close() // takes the temporary files of a large sheet away
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return ErrBadImportFile.With("%v", err)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return ErrBadImportFile.With("line %d: %v", line, err)
		}
		if err := add(line, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return ErrBadImportFile.With("%v", err)
	}
	return nil
}
