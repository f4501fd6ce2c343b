package tax

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// headings are the return's own words, and two columns of ours.
var headings = []string{
	"姓名", "身份证件类型", "身份证件号码", "国籍（地区）", "所得项目", "所得期间", "收入", "减除费用", "应纳税所得额",
	"税率", "速算扣除数", "扣缴税额", "人员编号", "备注",
}

// lackingNote stands where a person has not said who he is.
const lackingNote = "缺少纳税人信息"

// Format is a kind of file.
type Format string

const (
	CSV  Format = "csv"
	XLSX Format = "xlsx" // keeps numbers of documents whole, which spreadsheets cut in a CSV
)

// WriteReport writes a year's report and says how many lines it has, and how many of
// them lack their taxpayer.
func (s *Service) WriteReport(ctx context.Context, w io.Writer, year int, f Format) (lines, lacking int, err error) {
	counted := func(yield func([]string, error) bool) {
		for l, err := range s.Year(ctx, year) {
			if err == nil {
				lines++
				if l.Lacking() {
					lacking++
				}
			}
			if !yield(l.cells(), err) {
				return
			}
		}
	}
	if f == XLSX {
		err = writeXLSX(w, counted)
	} else {
		err = writeCSV(w, counted)
	}
	return lines, lacking, err
}

func writeCSV(w io.Writer, rows iter.Seq2[[]string, error]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // or spreadsheets take it for another encoding
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(headings); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeXLSX(w io.Writer, rows iter.Seq2[[]string, error]) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closing := book.Close(); err == nil {
			err = closing
		}
	}()
	sheet, err := book.NewStreamWriter(book.GetSheetName(0)) // spills to disk what is much
	if err != nil {
		return err
	}
	n := 0
	put := func(row []string) error {
		n++
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c
		}
		return sheet.SetRow("A"+strconv.Itoa(n), cells)
	}
	if err := put(headings); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := put(row); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}

var idTypeNames = map[IDType]string{ResidentID: "居民身份证", Passport: "护照"}

func (l Line) cells() []string {
	note := ""
	if l.Lacking() {
		note = lackingNote
	}
	return []string{
		l.Name, idTypeNames[l.IDType], l.Number, l.Country, KindName(l.Kind), fmt.Sprintf("%04d-%02d", l.Month/100, l.Month%100),
		l.Gross.Yuan(), l.Deduction.Yuan(), l.Taxable.Yuan(), fmt.Sprintf("%d.%02d%%", l.RateBP/100, l.RateBP%100),
		l.Quick.Yuan(), l.Tax.Yuan(), strconv.FormatInt(int64(l.Person), 10), note,
	}
}
