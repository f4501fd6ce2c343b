package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"

	"channelrouter/internal/errs"
	"channelrouter/internal/table"
	"channelrouter/model"
	"channelrouter/service/channel"
)

// What became of a row of a file of organisations, as a byte. Values are persisted.
const (
	rowCreated   = 'c'
	rowUpdated   = 'u'
	rowUnchanged = 's'
	rowRefused   = 'r'
)

var outcomeOf = map[string]byte{
	channel.RowCreated: rowCreated, channel.RowUpdated: rowUpdated, channel.RowUnchanged: rowUnchanged, channel.RowRefused: rowRefused,
}

// outcomesOf packs what becomes of each row.
func outcomesOf(id model.ImportID, report channel.ImportReport) (model.ImportOutcome, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for _, r := range report.Rows {
		if _, err := w.Write([]byte{outcomeOf[r.Status]}); err != nil {
			return model.ImportOutcome{}, err
		}
	}
	err := w.Close() // which writes the end
	return model.ImportOutcome{ImportID: id, Rows: packed.Bytes()}, err
}

// OrgReport is a workbook that shows each row of a file of organisations as it was sent, what
// became of it, and, where it is wrong, why and what to do.
type OrgReport struct {
	s        *Service
	of       model.Import
	outcomes []byte // one a row; none of imports of before v0053
	words    orgWords
	chinese  bool
}

// mostOutcomes bounds what is unpacked: more rows than the channel reads of a file.
const mostOutcomes = 1 << 20

// OpenOrgReport makes the report of an import of organisations that has ended, in Chinese or in
// English. It can be made as long as the upload is kept. Errors: ErrNotEnded, ErrFileGone; why
// the import failed, where no row was looked at.
func (s *Service) OpenOrgReport(ctx context.Context, i model.Import, chinese bool) (*OrgReport, error) {
	if i.State < model.ImportDone {
		return nil, ErrNotEnded.With("import %d", i.ID)
	}
	if why := Failure(i); why != nil && i.Total == 0 {
		return nil, why
	}
	file, err := s.files.open(i.UploadID)
	if err != nil {
		return nil, err
	}
	r := &OrgReport{s: s, of: i, words: orgWordsIn[chinese], chinese: chinese}
	packed, err := s.store.outcomes(ctx, i.ID)
	if err := errors.Join(err, file.Close()); err != nil || packed == nil {
		return r, err
	}
	content, err := gzip.NewReader(bytes.NewReader(packed.Rows))
	if err == nil {
		r.outcomes, err = io.ReadAll(io.LimitReader(content, mostOutcomes))
	}
	return r, err
}

// Write writes the workbook while it reads the file again.
func (r *OrgReport) Write(ctx context.Context, w io.Writer) error {
	file, err := r.s.files.open(r.of.UploadID)
	if err != nil {
		return err
	}
	defer file.Close()
	book := table.NewBook(w)
	if err := book.Sheet(r.words.sheet, 8, 16, 14, 44, 44, 14, 18, 30, 14, 18, 14, 24, 14); err != nil {
		return err
	}
	refused := rejectionReader{s: r.s, id: r.of.ID}
	headed, n := false, 0
	err = table.Read(file, table.Format(r.of.Format), func(line int, cells []string) error {
		if table.Blank(cells) {
			return nil
		}
		if !headed {
			headed = true
			return book.Row(r.heading(cells)...)
		}
		why, err := refused.at(ctx, int64(line))
		if err != nil {
			return err
		}
		n++
		return book.Row(r.row(line, n-1, why, cells)...)
	})
	if err != nil {
		return err
	}
	return book.Close()
}

func (r *OrgReport) heading(sent []string) []any {
	var cells []any
	for _, head := range append(r.words.heads[:], sent...) {
		cells = append(cells, table.Bold(head))
	}
	return cells
}

// row is the n-th row of the file, behind what became of it.
func (r *OrgReport) row(line, n int, why *model.ImportRejection, sent []string) []any {
	cells := []any{line, r.outcome(n, why), nil, nil, nil}
	if why != nil {
		told := refusalIn(r.chinese, *why)
		if why.Field != "" {
			cells[2] = why.Field
			if r.chinese {
				cells[2] = channel.ColumnInChinese(why.Field)
			}
		}
		cells[3], cells[4] = told.Sentence(), told.Hint
	}
	for _, cell := range sent {
		cells = append(cells, cell)
	}
	return cells
}

// outcome says what became of the n-th row: of a file that was kept out, of nothing but the rows
// that kept it out anything is known.
func (r *OrgReport) outcome(n int, why *model.ImportRejection) string {
	words := r.words
	switch {
	case why != nil:
		return words.refused
	case r.of.State == model.ImportFailed:
		return words.keptOut
	case r.of.State == model.ImportCancelled:
		return words.cancelled
	case n >= len(r.outcomes):
		return words.taken
	}
	told := words.outcomes
	if declaredDry(r.of) {
		told = words.would
	}
	return told[r.outcomes[n]]
}

// rejectionReader reads an import's rejections along with its file.
type rejectionReader struct {
	s     *Service
	id    model.ImportID
	page  []model.ImportRejection
	after int64
	ended bool
}

// at is the rejection of a line, if there is one. Lines are asked for in their order.
func (r *rejectionReader) at(ctx context.Context, line int64) (*model.ImportRejection, error) {
	for {
		for len(r.page) > 0 && r.page[0].Line < line {
			r.page = r.page[1:]
		}
		if len(r.page) > 0 && r.page[0].Line == line {
			return &r.page[0], nil
		}
		if len(r.page) > 0 || r.ended {
			return nil, nil
		}
		page, err := r.s.store.rejections(ctx, r.id, r.after, reportPage)
		if err != nil {
			return nil, err
		}
		if r.page, r.ended = page, len(page) < reportPage; len(page) > 0 {
			r.after = page[len(page)-1].Line
		}
	}
}

// refusalIn is why a row was not taken in, in a language.
func refusalIn(chinese bool, r model.ImportRejection) *errs.Error {
	why := Refusal(r)
	if chinese {
		why = why.Chinese()
	}
	return why
}
