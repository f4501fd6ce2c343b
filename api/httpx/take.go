package httpx

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/warehouse"
)

// StockTake is a count compared with the book.
type StockTake struct {
	ID      ID        `json:"id"`
	Org     ID        `json:"org_id"`
	At      time.Time `json:"at" doc:"the book's moment"`
	Counted int64     `json:"counted" doc:"items and containers, by their own codes"`
	Missing int64     `json:"missing" doc:"in the book, not counted"`
	Surplus int64     `json:"surplus" doc:"counted, by the book not there"`
	Opened  int64     `json:"opened" doc:"containers not counted, of which some contents were"`
	TakenAt time.Time `json:"taken_at"`
}

// NewStockTake shows a stock-take.
func NewStockTake(t model.StockTake) StockTake {
	return StockTake{
		ID: ID(t.ID), Org: ID(t.OrgID), At: t.At, Counted: t.Counted,
		Missing: t.Missing, Surplus: t.Surplus, Opened: t.Opened, TakenAt: t.TakenAt,
	}
}

// StockTakePage is a page of stock-takes.
func StockTakePage(rows []model.StockTake, limit int) Page[StockTake] {
	return NewPage(rows, limit, func(t model.StockTake) int64 { return int64(t.ID) }, NewStockTake)
}

// StockDifference is a run of goods that a count and the book disagree in.
type StockDifference struct {
	N          int64      `json:"n"`
	Kind       string     `json:"kind" enum:"missing,surplus,opened"`
	First      string     `json:"first" example:"1/case/42"`
	Count      int64      `json:"count"`
	AdjustedAt *time.Time `json:"adjusted_at,omitempty"`
	Event      *ID        `json:"event_id,omitempty" doc:"of custody, by which the book follows the count"`
	Reason     string     `json:"reason,omitempty"`
}

// NewStockDifference shows a difference. Who has a surplus by the book is for the brand to
// know.
func NewStockDifference(d model.StockDifference) StockDifference {
	shown := StockDifference{
		N: d.N, Kind: warehouse.DifferenceKindName(d.Kind), First: d.FromItem.String(), Count: int64(d.ToItem - d.FromItem),
		AdjustedAt: d.AdjustedAt, Reason: d.Reason,
	}
	if d.EventID != 0 {
		event := ID(d.EventID)
		shown.Event = &event
	}
	return shown
}

// DifferencesInput asks for a page of a stock-take's differences.
type DifferencesInput struct {
	ID Ref `path:"id" doc:"the stock-take's id"`
	PageInput
}

// Differences is the page.
func Differences(ctx context.Context, w *warehouse.Service, in *DifferencesInput) (*Out[Page[StockDifference]], error) {
	rows, err := w.Differences(ctx, model.StockTakeID(in.ID.N), in.After.N, in.Limit)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return Answer(NewPage(rows, in.Limit, func(d model.StockDifference) int64 { return d.N }, NewStockDifference)), nil
}
