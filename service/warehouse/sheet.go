package warehouse

import (
	"context"
	"encoding/csv"
	"io"
	"time"

	"channelrouter/internal/table"
	"channelrouter/model"
)

const sheetPage = 500

// sheetHeader is the columns of a stock-take's report. Items are epoch/level/slot; holder is
// the organisation that has a surplus by the book.
var sheetHeader = []string{"difference", "kind", "batch", "level", "first_item", "count", "holder", "adjusted_at", "event", "reason"}

// WriteDifferences writes what a stock-take and the book disagree in as CSV, in UTF-8.
func (s *Service) WriteDifferences(ctx context.Context, w io.Writer, take model.StockTakeID) error {
	out := csv.NewWriter(w)
	if err := out.Write(sheetHeader); err != nil {
		return err
	}
	for after := int64(0); ; {
		page, err := s.Differences(ctx, take, after, sheetPage)
		if err != nil {
			return err
		}
		if err := s.writePage(ctx, out, page); err != nil {
			return err
		}
		if len(page) < sheetPage {
			out.Flush()
			return out.Error()
		}
		after = page[len(page)-1].N
	}
}

func (s *Service) writePage(ctx context.Context, out *csv.Writer, page []model.StockDifference) error {
	var holders []model.OrgID
	for _, d := range page {
		holders = append(holders, d.Holder)
	}
	orgs, err := s.Channel.Orgs(ctx, holders)
	if err != nil {
		return err
	}
	for _, d := range page {
		batch, adjusted, event := "", "", ""
		if b := s.Code.BatchOf(d.FromItem); b != nil {
			batch = b.Ref
		}
		if d.AdjustedAt != nil {
			adjusted, event = d.AdjustedAt.UTC().Format(time.RFC3339), itoa(d.EventID)
		}
		err := out.Write([]string{
			itoa(d.N), DifferenceKindName(d.Kind), table.Harmless(batch), d.FromItem.Level().String(), d.FromItem.String(),
			itoa(d.ToItem - d.FromItem), table.Harmless(orgs[d.Holder].Code), adjusted, event, table.Harmless(d.Reason),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
