package remittance

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"channelrouter/internal/db"
	"channelrouter/internal/table"
	"channelrouter/model"
)

// Encoding is what a bank's file is written in.
type Encoding string

// The encodings of files for banks: one with a byte order mark, or what most of them want.
const (
	UTF8    Encoding = "utf8"
	GB18030 Encoding = "gb18030"
)

// fileColumns are the columns of a batch transfer.
var fileColumns = []string{"序号", "收款人户名", "收款账号", "开户行", "联行号", "金额(元)", "附言"}

// File is a run's file for the bank, to be written.
type File struct {
	service  *Service
	run      model.BankRun
	encoding Encoding
}

// OpenFile makes the file of a run whose lines are posted. Errors: ErrUnknownRun, ErrNoFile.
func (s *Service) OpenFile(ctx context.Context, id model.BankRunID, e Encoding) (*File, error) {
	f := &File{service: s, encoding: e}
	err := s.db.Run(ctx, func(ctx context.Context) (err error) { // so that who takes it along is audited
		if f.run, err = s.Run(ctx, id); err != nil {
			return err
		}
		if f.run.State != model.BankRunSent && f.run.State != model.BankRunFinished {
			return ErrNoFile.With("it is %s", runStates[f.run.State])
		}
		db.Note(ctx, "file of bank run %d", id)
		return nil
	})
	return f, err
}

// Name is what the file is called.
func (f *File) Name() string {
	return fmt.Sprintf("bank-run-%d-%d-%s.csv", f.run.PeriodID, f.run.ID, f.encoding)
}

// Write writes the file, some lines at a time. It has the lines that were posted, whatever the
// bank has said of them since: the same bytes each time.
func (f *File) Write(ctx context.Context, w io.Writer) error {
	mark, out := "\ufeff", io.WriteCloser(nopCloser{w})
	if f.encoding == GB18030 {
		mark, out = "", transform.NewWriter(w, simplifiedchinese.GB18030.NewEncoder())
	}
	if _, err := io.WriteString(out, mark); err != nil {
		return err
	}
	rows := csv.NewWriter(out)
	rows.UseCRLF = true
	if err := rows.Write(fileColumns); err != nil {
		return err
	}
	for after := 0; ; {
		lines, err := f.service.store.lines(ctx, f.run.ID, 0, after, f.service.lines)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			break
		}
		if err := f.service.writeLines(ctx, rows, f.run, lines); err != nil {
			return err
		}
		after = lines[len(lines)-1].N
	}
	rows.Flush()
	if err := rows.Error(); err != nil {
		return err
	}
	return out.Close()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func (s *Service) writeLines(ctx context.Context, out *csv.Writer, r model.BankRun, lines []model.BankLine) error {
	ids := make([]model.BankAccountID, len(lines))
	for i, l := range lines {
		ids[i] = l.AccountID
	}
	accounts, err := s.store.someAccounts(ctx, ids)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if !inFile(l) {
			continue
		}
		a := accounts[l.AccountID]
		number, err := s.box.open(a)
		if err != nil {
			return err
		}
		err = out.Write([]string{
			strconv.Itoa(l.N), table.Harmless(a.Name), number, table.Harmless(a.Bank), a.CNAPS, l.Fen.Yuan(), remark(r, l.N),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// inFile tells whether the bank is told of a line. Pure.
func inFile(l model.BankLine) bool {
	return l.State == model.BankLinePaid || l.State == model.BankLineSucceeded || l.State == model.BankLineFailed
}

// remark is what a transfer says: the period, the run and the line. Pure.
func remark(r model.BankRun, line int) string {
	return fmt.Sprintf("JS%d-%d-%d", r.PeriodID, r.ID, line)
}
