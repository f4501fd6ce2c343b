package table

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mostInMemory bounds what a workbook unpacks to in memory, in bytes.
const mostInMemory = 256 << 20

// XLSX reads the rows of the first sheet. Cells are as typed: an unformatted number, a
// formula's text or last value, never evaluated. most bounds the bytes of the unpacked
// workbook; sheets of more than 1/64 of it, and such a table of texts, are unpacked into
// temporary files. Errors: ErrBroken, ErrTooLarge.
func XLSX(r io.Reader, most int64, each Each) error {
	packed, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if unpacked := inMemory(packed, most/64); unpacked > mostInMemory {
		return ErrTooLarge.With("it unpacks to %d MB in memory", unpacked>>20)
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{
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

// inMemory is how many bytes of a packed workbook are unpacked into memory, by its directory,
// which unpacking holds the entries to: excelize unpacks into a file what is larger than
// spills, of sheets and texts only. What is no archive is told when it is opened.
func inMemory(packed []byte, spills int64) (unpacked int64) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return 0
	}
	for _, entry := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(entry.Name, "\\", "/"))
		isSheet := strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
		if !isSheet || int64(entry.UncompressedSize64) <= spills {
			unpacked += int64(min(entry.UncompressedSize64, mostInMemory+1)) // who lies claims any size
		}
	}
	return unpacked
}
