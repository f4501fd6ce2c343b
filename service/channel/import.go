package channel

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
)

// ImportOptions says what to do with a file of organisations.
type ImportOptions struct {
	SkipBad bool // import the good rows of a file that has bad ones
	DryRun  bool // only tell what would happen
	// From is when supplies and territories begin in rows without a date; zero is now.
	From time.Time
	// Progress is told how many of all rows are done; nil tells nobody.
	Progress func(done, total int)
}

// What becomes of a row.
const (
	RowCreated   = "created"
	RowUpdated   = "updated"
	RowUnchanged = "unchanged"
	RowRefused   = "refused"
)

// RowReport tells what became of a row. Reason is an error's code and the facts.
type RowReport struct {
	Line   int    `json:"line"`
	Code   string `json:"code"`
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
	Column string `json:"column,omitempty"` // that is wrong, by its English word, where one is
	Fault  error  `json:"-"`                // why it was refused
}

// ImportReport tells what became of a file, or would become of it: Imported is false
// after a dry run, and when bad rows refused the whole file.
type ImportReport struct {
	Rows      []RowReport `json:"rows"` // in the file's order
	Created   int         `json:"created"`
	Updated   int         `json:"updated"`
	Unchanged int         `json:"unchanged"`
	Refused   int         `json:"refused"`
	Imported  bool        `json:"imported"`
	Ignored   []string    `json:"ignored,omitempty"` // columns whose headings mean nothing here
}

// importChunk is how many rows share a statement and a transaction.
const importChunk = 500

// Import reads organisations, their suppliers and territories from a table in CSV (UTF-8 or
// GB18030) or XLSX. The heading names the columns, in any order, in English or Chinese:
//
//	kind       类型      brand 品牌, distributor 经销商, wholesaler 二级批发商, terminal 终端
//	code       编码      the brand's own number
//	name       名称
//	adcode     区划代码   GB/T 2260
//	parent     上级编码   who supplies it, from valid_from on; may stand later in the file
//	line       产品线     of which product line; empty is all
//	territory  区域       of a distributor: adcode prefixes with semicolons between them
//	valid_from 生效日期   YYYY-MM-DD in Shanghai
//
// An empty parent or territory leaves what is known as it is. One bad row refuses the
// file, unless SkipBad. Everything is judged before anything is written; writing is by
// chunks, so after a failure of the database importing the file again completes it.
// What a file says twice changes nothing.
func (s *Service) Import(ctx context.Context, r io.Reader, format string, opt ImportOptions) (ImportReport, error) {
	file, err := readImport(r, format)
	if err != nil {
		return ImportReport{}, err
	}
	now := s.clock.Now()
	for _, row := range file.rows {
		row.from = clock.Normal(cmp.Or(row.from, opt.From, now))
	}
	known, err := s.lookUp(ctx, file.rows)
	if err != nil {
		return ImportReport{}, err
	}
	good := judge(file.rows, known)
	for chunk := range slices.Chunk(good, importChunk) {
		if _, err := s.compare(ctx, chunk, known); err != nil {
			return ImportReport{}, err
		}
	}
	report := file.report()
	if report.Refused > 0 && !opt.SkipBad {
		return report, ErrImportRefused.With("%d of %d rows are wrong", report.Refused, len(report.Rows))
	}
	if opt.DryRun {
		return report, nil
	}
	err = s.writeImport(ctx, good, known, opt.Progress)
	report = file.report()
	report.Imported = err == nil
	return report, err
}

// report counts what became of the rows.
func (f *importFile) report() ImportReport {
	report := ImportReport{Ignored: f.ignored, Rows: make([]RowReport, len(f.rows))}
	for i, r := range f.rows {
		row := RowReport{Line: r.line, Code: r.org.Code, Status: r.status}
		if r.refused != nil {
			row.Status, row.Reason, row.Fault = RowRefused, reason(r.refused), r.refused
			row.Column = r.wrongColumn()
		}
		switch row.Status {
		case RowCreated:
			report.Created++
		case RowUpdated:
			report.Updated++
		case RowUnchanged:
			report.Unchanged++
		case RowRefused:
			report.Refused++
		}
		report.Rows[i] = row
	}
	return report
}

func reason(err error) string {
	if declared := errs.As(err); declared != nil {
		return fmt.Sprintf("%s: %s", declared.Code, declared.Detail)
	}
	return err.Error()
}
