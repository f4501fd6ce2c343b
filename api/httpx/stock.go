package httpx

import (
	"context"
	"maps"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// Stocks serves what an organisation has.
type Stocks struct {
	custody *custody.Service
	channel *channel.Service
	clock   clock.Clock
	role    model.Role // whose app it is; 0 for the console
}

// NewStocks makes the handler of a role's app, or (role 0) of the console.
func NewStocks(c *custody.Service, ch *channel.Service, now clock.Clock, role model.Role) *Stocks {
	return &Stocks{custody: c, channel: ch, clock: now, role: role}
}

// StockInput asks for stock as of a moment.
type StockInput struct {
	PageInput
	At       Time `query:"at" doc:"as of; now when left out"`
	OnTheWay bool `query:"on_the_way" doc:"what is in transit to the organisation, in place of what it has"`
}

// OrgStockInput names the organisation, too.
type OrgStockInput struct {
	ID Ref `path:"id" doc:"the organisation's id"`
	StockInput
}

// StockOfBatch is what an organisation has of a batch.
type StockOfBatch struct {
	Batch    ID               `json:"batch_id"`
	BatchRef string           `json:"batch_ref"`
	Product  ID               `json:"product_id"`
	Counts   map[string]int64 `json:"counts" doc:"items by level; what is in containers is counted, and so are the containers" example:"{\"unit\":24,\"case\":4,\"pallet\":1}"`
}

// StockPage is a page of stock, by batch.
type StockPage struct {
	At time.Time `json:"at"`
	Page[StockOfBatch]
}

// Own shows the stock of the organisation that the caller acts for.
func (h *Stocks) Own(ctx context.Context, in *StockInput) (*Out[StockPage], error) {
	_, org, err := Acting(ctx, h.channel, h.role)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.show(ctx, org, *in)
}

// Of shows the stock of any organisation.
func (h *Stocks) Of(ctx context.Context, in *OrgStockInput) (*Out[StockPage], error) {
	org, err := h.channel.GetOrg(ctx, model.OrgID(in.ID.N))
	if err != nil {
		return nil, Problem(ctx, err)
	}
	return h.show(ctx, org.ID, in.StockInput)
}

func (h *Stocks) show(ctx context.Context, org model.OrgID, in StockInput) (*Out[StockPage], error) {
	at := in.At.T
	if at.IsZero() {
		at = h.clock.Now()
	}
	lines, err := h.custody.Stock(ctx, org, at, in.OnTheWay)
	if err != nil {
		return nil, Problem(ctx, err)
	}
	rows := byBatch(lines, ID(in.After.N), in.Limit)
	page := NewPage(rows, in.Limit, func(b StockOfBatch) int64 { return int64(b.Batch) }, func(b StockOfBatch) StockOfBatch { return b })
	return Answer(StockPage{At: at, Page: page}), nil
}

// byBatch gathers the lines of each batch, and takes a page of them.
func byBatch(lines []custody.StockLine, after ID, limit int) []StockOfBatch {
	batches := map[ID]StockOfBatch{}
	for _, l := range lines {
		id := ID(l.Batch.ID)
		b, known := batches[id]
		if !known {
			b = StockOfBatch{Batch: id, BatchRef: l.Batch.Ref, Product: ID(l.Batch.ProductID), Counts: map[string]int64{}}
			batches[id] = b
		}
		b.Counts[l.Level.String()] += l.Count
	}
	var rows []StockOfBatch
	for _, id := range slices.Sorted(maps.Keys(batches)) {
		if id > after && len(rows) < limit {
			rows = append(rows, batches[id])
		}
	}
	return rows
}
