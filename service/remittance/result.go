package remittance

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"channelrouter/internal/errs"
	"channelrouter/internal/table"
	"channelrouter/model"
	"channelrouter/service/settlement"
)

// Bounds of a file of results, so that one cannot take all memory.
const (
	mostResultBytes = 16 << 20
	mostResultRows  = 200_000
	mostReason      = 200 // characters
	mostRefused     = 1000
)

// resultColumns are the columns of a bank's results. The remark is the transfer's; where it is
// there, it keeps a file from being read into another run.
var resultColumns = []table.Column{
	{Words: []string{"line", "序号"}},
	{Words: []string{"outcome", "结果", "交易结果", "处理结果"}},
	{Words: []string{"reason", "原因", "失败原因"}, Optional: true},
	{Words: []string{"remark", "附言"}, Optional: true},
}

// outcome is what became of a transfer. One that is returned (退汇) had succeeded, as far as the
// paying bank knew, until the receiving bank sent it back, days later.
type outcome struct {
	state    model.BankLineState // 0: none
	returned bool
}

var outcomes = map[string]outcome{
	"成功": {state: model.BankLineSucceeded}, "success": {state: model.BankLineSucceeded},
	"失败": {state: model.BankLineFailed}, "failed": {state: model.BankLineFailed},
	"退汇": {state: model.BankLineFailed, returned: true}, "returned": {state: model.BankLineFailed, returned: true},
}

// result is a row of a bank's results.
type result struct {
	row                   int // of the file
	line                  int
	outcome               outcome
	said, reason, comment string
}

// RefusedResult is a row of results that was not taken, and why.
type RefusedResult struct {
	Row   int // of the file
	Line  string
	Error *errs.Error
}

// Report is what became of a file of results.
type Report struct {
	Rows     int
	Taken    int             // results that are new
	Repeated int             // that were known
	Refused  int             // rows
	First    []RefusedResult // the first thousand of them
}

// ReadResults takes what a bank says of a run's lines, row by row. Lines that have failed are
// reversed; what is said again changes nothing. A row that cannot be taken keeps no other from
// it, and reading goes on where it was broken off when the file is sent again. Errors:
// ErrUnknownRun, ErrNoFile, ErrBadResults.
func (s *Service) ReadResults(ctx context.Context, by model.UserID, id model.BankRunID, r io.Reader) (report Report, err error) {
	run, err := s.Run(ctx, id)
	if err != nil {
		return report, err
	}
	if run.State != model.BankRunSent && run.State != model.BankRunFinished {
		return report, ErrNoFile.With("it is %s", runStates[run.State])
	}
	rows, err := readResults(r)
	if err != nil {
		return report, err
	}
	for chunk := range slices.Chunk(rows, s.lines) {
		var part Report
		err := s.db.Run(ctx, func(ctx context.Context) (err error) {
			part, err = s.take(ctx, by, id, chunk)
			return err
		})
		if err != nil {
			return report, err
		}
		report.add(part)
	}
	return report, nil
}

func (r *Report) add(part Report) {
	r.Rows, r.Taken, r.Repeated, r.Refused = r.Rows+part.Rows, r.Taken+part.Taken, r.Repeated+part.Repeated, r.Refused+part.Refused
	r.First = append(r.First, part.First...)
	r.First = r.First[:min(len(r.First), mostRefused)]
}

// take takes some rows in one transaction.
func (s *Service) take(ctx context.Context, by model.UserID, id model.BankRunID, rows []result) (report Report, err error) {
	r, err := s.heldRun(ctx, id)
	if err != nil {
		return report, err
	}
	numbers := make([]int, len(rows))
	for i, row := range rows {
		numbers[i] = row.line
	}
	lines, err := s.store.someLines(ctx, id, numbers)
	if err != nil {
		return report, err
	}
	now := s.clock.Now()
	var changed []model.BankLine
	for _, row := range rows {
		report.Rows++
		line := lines[row.line]
		isNew, refused := judge(r, line, row)
		switch {
		case refused != nil:
			report.Refused++
			report.First = append(report.First, RefusedResult{row.row, row.said, refused})
			continue
		case !isNew:
			report.Repeated++
			continue
		}
		report.Taken++
		if line.State == model.BankLineSucceeded {
			r.Succeeded--
		}
		line.State, line.Reason, line.ResultBy, line.ResultAt = row.outcome.state, row.reason, by, &now
		changed = append(changed, *line)
		if err := s.count(ctx, &r, *line); err != nil {
			return report, err
		}
	}
	s.finish(&r)
	if err := s.store.saveLines(ctx, changed); err != nil {
		return report, err
	}
	return report, s.store.saveRun(ctx, r)
}

// count adds a line's result to its run, and reverses the payment of one that has failed.
func (s *Service) count(ctx context.Context, r *model.BankRun, l model.BankLine) error {
	if l.State == model.BankLineSucceeded {
		r.Succeeded++
		return nil
	}
	r.Failed, r.FailedFen = r.Failed+1, r.FailedFen+l.Fen
	return s.settlement.TakeBack(ctx, settlement.TakeBack{By: l.ResultBy, Period: r.PeriodID, Org: l.OrgID, Txn: l.TxnID, Reason: l.Reason})
}

// judge says whether a row is news of its line, or why it is not taken. Pure.
func judge(r model.BankRun, line *model.BankLine, row result) (isNew bool, refused *errs.Error) {
	switch {
	case row.line == 0 || row.outcome.state == 0:
		return false, ErrBadRow
	case line == nil || !inFile(*line):
		return false, ErrUnknownLine.With("line %d", row.line)
	case row.comment != "" && row.comment != remark(r, row.line):
		return false, ErrOtherRun.With("%.60q, and not %q", row.comment, remark(r, row.line))
	case line.State == model.BankLinePaid, line.State == model.BankLineSucceeded && row.outcome.returned:
		return true, nil
	case line.State != row.outcome.state:
		return false, ErrContradicts.With("line %d has %s", row.line, lineStates[line.State])
	}
	return false, nil
}

// readResults reads a file in whatever it is written in. Error: ErrBadResults.
func readResults(r io.Reader) (rows []result, err error) {
	file, err := io.ReadAll(io.LimitReader(r, mostResultBytes+1))
	if err != nil {
		return nil, err
	}
	if len(file) > mostResultBytes {
		return nil, ErrBadResults.With("more than %d MB", mostResultBytes>>20)
	}
	format, err := table.Detect(bytes.NewReader(file))
	if err == nil {
		var heading table.Heading
		err = table.Read(bytes.NewReader(file), format, func(line int, cells []string) (err error) {
			switch {
			case table.Blank(cells):
			case heading == nil:
				heading, err = resultHeading(cells)
			case len(rows) == mostResultRows:
				err = ErrBadResults.With("more than %d rows", mostResultRows)
			default:
				rows = append(rows, resultOf(line, heading, cells))
			}
			return err
		})
		if err == nil && heading == nil {
			err = ErrBadResults.With("it is empty")
		}
	}
	if errors.Is(err, table.ErrBroken) || errors.Is(err, table.ErrTooLarge) || errors.Is(err, table.ErrEncoding) {
		err = ErrBadResults.With("%s", errs.Facts{Of: errs.As(err)})
	}
	return rows, err
}

func resultHeading(cells []string) (table.Heading, error) {
	heading, _, fault := table.ReadHeading(resultColumns, cells) // banks' files have columns of their own
	if !fault.None() {
		return nil, ErrBadResults.With("%s", fault)
	}
	return heading, nil
}

// resultOf is what a row says. Pure.
func resultOf(row int, heading table.Heading, cells []string) result {
	var said [4]string
	for i, cell := range cells {
		if i < len(heading) && heading[i] >= 0 {
			said[heading[i]] = strings.Clone(strings.TrimSpace(cell))
		}
	}
	r := result{row: row, said: firstOf(said[0], 20), outcome: outcomes[strings.ToLower(said[1])], reason: firstOf(said[2], mostReason), comment: said[3]}
	if n, err := strconv.Atoi(said[0]); err == nil && n > 0 && n <= 1<<30 {
		r.line = n
	}
	return r
}

// firstOf are the first characters of a text. Pure.
func firstOf(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
