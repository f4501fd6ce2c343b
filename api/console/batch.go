package console

import (
	"context"
	"strings"
	"time"

	"channelrouter/api/httpx"
	"channelrouter/model"
	"channelrouter/service/catalog"
	"channelrouter/service/code"
)

// BatchHandler serves products, batches and their codes.
type BatchHandler struct {
	codes   *code.Service
	catalog *catalog.Service
}

// NewBatchHandler makes the handler.
func NewBatchHandler(c *code.Service, cat *catalog.Service) *BatchHandler {
	return &BatchHandler{codes: c, catalog: cat}
}

// Batch is an issue of codes.
type Batch struct {
	ID      httpx.ID     `json:"id"`
	Ref     string       `json:"ref" doc:"the brand's batch number"`
	Product httpx.ID     `json:"product_id"`
	Linking string       `json:"linking" enum:"pre_linked,line_linked,scatter_linked"`
	Epoch   uint8        `json:"key_epoch"`
	Levels  []BatchLevel `json:"levels" doc:"from the unit up"`
}

// BatchLevel is a batch's codes on one level.
type BatchLevel struct {
	Level     string   `json:"level"`
	Count     int64    `json:"count"`
	FirstSlot uint64   `json:"first_slot"`
	PerParent int64    `json:"per_parent,omitempty"`
	Faces     []string `json:"faces"`
}

// linkings are the words for how goods of a batch come to know each other.
var linkings = map[model.Linking]string{
	model.PreLinked: "pre_linked", model.LineLinked: "line_linked", model.ScatterLinked: "scatter_linked",
}

func newBatch(b *code.Batch) Batch {
	out := Batch{ID: httpx.ID(b.ID), Ref: b.Ref, Product: httpx.ID(b.ProductID), Linking: linkings[b.Linking], Epoch: b.Epoch}
	for _, l := range b.Levels {
		level := BatchLevel{Level: l.Level.String(), Count: l.Len(), FirstSlot: l.From.Slot(), PerParent: l.PerParent}
		for _, side := range []model.Side{model.Outer, model.Inner} {
			if l.Has(side) {
				level.Faces = append(level.Faces, model.NewFace(l.Level, side).String())
			}
		}
		out.Levels = append(out.Levels, level)
	}
	return out
}

// Get shows a batch.
func (h *BatchHandler) Get(ctx context.Context, in *IDInput) (*httpx.Out[Batch], error) {
	b, err := h.codes.Batch(ctx, model.BatchID(in.ID.N))
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(newBatch(b)), nil
}

// BatchRow is a batch in a list.
type BatchRow struct {
	ID        httpx.ID  `json:"id"`
	Ref       string    `json:"ref"`
	Product   httpx.ID  `json:"product_id"`
	CreatedAt time.Time `json:"created_at"`
}

// ListBatchesInput narrows batches down, and sorts them.
type ListBatchesInput struct {
	httpx.PageInput
	Query   string    `query:"q" maxLength:"64" doc:"with which the batch's number begins, or what stands in a product's SKU, GTIN, name or pack"`
	Product httpx.Ref `query:"product_id"`
	Sort    string    `query:"sort" enum:"created_at,-created_at" doc:"the oldest first when left out"`
}

// mostProducts is of how many products that a text names batches are found.
const mostProducts = 200

// query finds the products that are sought, too.
func (h *BatchHandler) query(ctx context.Context, in *ListBatchesInput) (code.BatchQuery, error) {
	q := code.BatchQuery{Ref: strings.TrimSpace(in.Query), Falling: in.Sort == "-created_at"}
	if in.Product.N != 0 {
		q.Products = []model.ProductID{model.ProductID(in.Product.N)}
		q.Both = true
		return q, nil
	}
	if q.Ref == "" {
		return q, nil
	}
	products, err := h.catalog.Find(ctx, catalog.Query{Text: q.Ref}, 0, mostProducts)
	for _, p := range products {
		q.Products = append(q.Products, p.ID)
	}
	return q, err
}

// List pages through batches.
func (h *BatchHandler) List(ctx context.Context, in *ListBatchesInput) (*httpx.Out[httpx.Page[BatchRow]], error) {
	q, err := h.query(ctx, in)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	rows, err := h.codes.Batches(ctx, q, model.BatchID(in.After.N), in.Limit)
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return httpx.Answer(httpx.NewPage(rows, in.Limit, func(b model.Batch) int64 { return int64(b.ID) }, func(b model.Batch) BatchRow {
		return BatchRow{ID: httpx.ID(b.ID), Ref: b.Ref, Product: httpx.ID(b.ProductID), CreatedAt: b.CreatedAt}
	})), nil
}

// IntervalBody is a run of a batch's containers by ordinal; without level, the whole batch.
type IntervalBody struct {
	Level string `json:"level,omitempty" enum:"unit,box,case,pallet" doc:"contents are included"`
	From  int64  `json:"from,omitempty" minimum:"0"`
	To    int64  `json:"to,omitempty" minimum:"0" doc:"exclusive"`
}

func (b IntervalBody) interval() (code.Interval, error) {
	if b.Level == "" && (b.From != 0 || b.To != 0) {
		return code.Interval{}, code.ErrIntervalOutside.With("from and to count containers of a level, and none is given")
	}
	if b.Level == "" {
		return code.Interval{}, nil
	}
	level, err := model.ParseLevel(b.Level)
	return code.Interval{Level: &level, From: b.From, To: b.To}, err
}

// ActivateInput makes codes live.
type ActivateInput struct {
	ID   httpx.Ref `path:"id" doc:"the batch's id"`
	Body IntervalBody
}

// Activate makes an interval of codes live, contents included.
func (h *BatchHandler) Activate(ctx context.Context, in *ActivateInput) (*httpx.Empty, error) {
	interval, err := in.Body.interval()
	if err == nil {
		err = h.codes.Activate(ctx, model.BatchID(in.ID.N), interval)
	}
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}

// RevokeInput withdraws codes.
type RevokeInput struct {
	ID   httpx.Ref `path:"id" doc:"the batch's id"`
	Body struct {
		IntervalBody
		Recall bool   `json:"recall" doc:"the goods are called back, too"`
		Reason string `json:"reason" minLength:"1" maxLength:"200"`
	}
}

// Revoke withdraws an interval of codes, contents included.
func (h *BatchHandler) Revoke(ctx context.Context, in *RevokeInput) (*httpx.Empty, error) {
	interval, err := in.Body.interval()
	if err == nil {
		err = h.codes.Revoke(ctx, model.BatchID(in.ID.N), interval, in.Body.Recall, in.Body.Reason)
	}
	if err != nil {
		return nil, httpx.Problem(ctx, err)
	}
	return &httpx.Empty{}, nil
}
