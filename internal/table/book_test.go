package table_test

import (
	"archive/zip"
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"channelrouter/internal/money"
	"channelrouter/internal/table"
)

func written(t *testing.T, write func(*table.Book) error) []byte {
	t.Helper()
	var out bytes.Buffer
	book := table.NewBook(&out)
	if err := write(book); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sample(b *table.Book) error {
	if err := b.Sheet("对账单", 10, 20); err != nil {
		return err
	}
	for _, row := range [][]any{
		{table.Bold("项目"), table.Bold("金额")},
		{"返利 <&\"' \x01", money.Fen(-123456), int64(7), nil, "=1+1"},
		{" _x0041_ ", money.Fen(5), 30},
	} {
		if err := b.Row(row...); err != nil {
			return err
		}
	}
	if err := b.Sheet("A & B"); err != nil {
		return err
	}
	return b.Row("second")
}

// What is written is read back by another's library.
func TestWorkbook(t *testing.T) {
	file := written(t, sample)
	if !bytes.Equal(file, written(t, sample)) {
		t.Error("the same rows are other bytes")
	}
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if sheets := book.GetSheetList(); strings.Join(sheets, ",") != "对账单,A & B" {
		t.Fatal(sheets)
	}
	raw := excelize.Options{RawCellValue: true}
	for cell, want := range map[string][2]string{
		"A1": {"项目", "项目"}, "B2": {"-1234.56", "-1,234.56"}, "A2": {"返利 <&\"' \ufffd", "返利 <&\"' \ufffd"}, "C2": {"7", "7"}, "D2": {"", ""},
		"E2": {"=1+1", "=1+1"}, "A3": {" _x0041_ ", " _x0041_ "}, "B3": {"0.05", "0.05"}, "C3": {"30", "30"},
	} {
		unformatted, _ := book.GetCellValue("对账单", cell, raw)
		shown, err := book.GetCellValue("对账单", cell)
		if err != nil || unformatted != want[0] || shown != want[1] {
			t.Errorf("%s is %q, shown %q, want %q: %v", cell, unformatted, shown, want, err)
		}
	}
	if kind, _ := book.GetCellType("对账单", "B2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("money is of type %d", kind)
	}
	if formula, _ := book.GetCellFormula("对账单", "E2"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
	if second, _ := book.GetCellValue("A & B", "A1"); second != "second" {
		t.Errorf("%q", second)
	}
	if width, _ := book.GetColWidth("对账单", "B"); width != 20 {
		t.Errorf("column B is %v wide", width)
	}
}

// Columns go on after Z.
func TestColumns(t *testing.T) {
	cells := make([]any, 703)
	for i := range cells {
		cells[i] = i
	}
	file := written(t, func(b *table.Book) error { return firstOf(b.Sheet("x"), b.Row(cells...)) })
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"Z1": "25", "AA1": "26", "AZ1": "51", "ZZ1": "701", "AAA1": "702"} {
		if got, _ := book.GetCellValue("x", cell); got != want {
			t.Errorf("%s is %q", cell, got)
		}
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Rows leave as they come, and take no memory.
func TestWorkbookIsStreamed(t *testing.T) {
	r, w := io.Pipe()
	packed := make(chan int64, 1)
	go func() {
		n, _ := io.Copy(io.Discard, r)
		packed <- n
	}()
	book := table.NewBook(w)
	err := book.Sheet("x")
	var before, after runtime.MemStats
	for n := range 200_000 {
		if n == 10_000 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
		err = firstOf(err, book.Row("某某商贸有限公司", money.Fen(n), n))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err = firstOf(err, book.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("190,000 rows took %d bytes of memory", grown)
	}
	if n := <-packed; n < 1<<20 {
		t.Errorf("%d bytes", n)
	}
}

// A sheet that is longer than spreadsheets read is refused, and not cut.
func TestTooManyRows(t *testing.T) {
	book := table.NewBook(io.Discard)
	err := book.Sheet("x")
	for range 1 << 20 {
		err = firstOf(err, book.Row())
	}
	if err != nil {
		t.Fatal(err)
	}
	if book.Row() == nil {
		t.Error("a row more than a sheet holds")
	}
}

// The parts are what a reader looks for.
func TestWorkbookParts(t *testing.T) {
	file := written(t, sample)
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	want := "xl/worksheets/sheet1.xml xl/worksheets/sheet2.xml xl/styles.xml xl/workbook.xml xl/_rels/workbook.xml.rels _rels/.rels [Content_Types].xml"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("%s", got)
	}
}
