package intake

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"

	"channelrouter/internal/table"
	"channelrouter/model"
)

// reportPage is how many rows of a report are in memory at a time.
const reportPage = 1000

// WriteReport writes the rows of an import that were not taken in as CSV, in the order of
// the file: row, code, error, reason, and what to do. Reasons are in English or in Chinese. It takes
// memory for a page of them. A text that a spreadsheet would run as a formula is written behind an
// apostrophe.
func (s *Service) WriteReport(ctx context.Context, id model.ImportID, chinese bool, w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // or spreadsheets guess at the encoding
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write([]string{"row", "code", "error", "reason", "hint"}); err != nil {
		return err
	}
	for line := int64(0); ; {
		page, err := s.store.rejections(ctx, id, line, reportPage)
		if err != nil {
			return err
		}
		for _, r := range page {
			line = r.Line
			why := refusalIn(chinese, r)
			if err := out.Write([]string{strconv.FormatInt(r.Line, 10), table.Harmless(r.Text), r.Code, table.Harmless(why.Sentence()), why.Hint}); err != nil {
				return err
			}
		}
		out.Flush()
		if err := out.Error(); err != nil || len(page) < reportPage {
			return err
		}
	}
}
