package intake

import (
	"context"

	"channelrouter/internal/table"
	"channelrouter/model"
	"channelrouter/service/code"
)

// foreignTask has codes printed by others lead to items of a batch of their own, in the
// order of the file. The item of a row that is not taken in has no code.
type foreignTask struct {
	s        *Service
	declared code.NewForeign
	strict   bool
}

func (*foreignTask) columns() []table.Column {
	return []table.Column{{Words: []string{"code", "编码", "码", "二维码", "物流码"}}}
}

// withoutHeading: such files are mostly nothing but codes.
func (t *foreignTask) withoutHeading(first string) bool { return t.declared.Fits(first) == nil }

func (t *foreignTask) check(_ context.Context, r row) error { return t.declared.Fits(r.values[0]) }

// begin sets items aside, one for each row.
func (t *foreignTask) begin(ctx context.Context, i *model.Import) error {
	items, err := t.s.rooms.Code.ReserveForeign(ctx, t.declared, i.Total)
	i.FirstItem = items.From
	return err
}

// Rows in one transaction: as many as make the order of the table's pages worth it on a
// server; on the embedded database, so few that others wait no longer than a moment.
const (
	serverChunk   = 1_000_000
	embeddedChunk = 20_000
)

func (t *foreignTask) chunk() int {
	if t.s.db.Engine == "mysql" {
		return serverChunk
	}
	return embeddedChunk
}

// texts pairs codes with their items.
func texts(i *model.Import, rows []row) []code.ForeignText {
	codes := make([]code.ForeignText, len(rows))
	for n, r := range rows {
		codes[n] = code.ForeignText{Text: r.values[0], Item: i.FirstItem + model.ItemID(r.n)}
	}
	return codes
}

func (t *foreignTask) apply(ctx context.Context, i *model.Import, rows []row, commit func(context.Context, []refusal) error) error {
	codes := texts(i, rows)
	return t.s.db.Run(ctx, func(ctx context.Context) error {
		taken, err := t.s.rooms.Code.AddForeign(ctx, codes)
		if err != nil {
			return err
		}
		own := model.ItemRange{From: i.FirstItem, To: i.FirstItem + model.ItemID(i.Total)}
		refused := make([]refusal, len(taken))
		for n, c := range taken {
			refused[n] = refusal{rows[c.Index], code.ErrForeignTaken.With("imported before")}
			if own.Contains(c.Holder) {
				refused[n].err = code.ErrForeignTaken.With("row %d of this file is the same", c.Holder-own.From+1)
			}
		}
		return commit(ctx, refused)
	})
}

// finish has the codes found, all at once.
func (t *foreignTask) finish(ctx context.Context, i *model.Import) error {
	if t.strict && i.Rejected > 0 {
		return ErrRowsRejected.With("%d of %d rows", i.Rejected, i.Total)
	}
	items := model.ItemRange{From: i.FirstItem, To: i.FirstItem + model.ItemID(i.Total)}
	var err error
	i.BatchID, err = t.s.rooms.Code.PublishForeign(ctx, t.declared, items)
	return err
}

// clear takes the codes back that an import has added, and ends it. It may be repeated from
// the beginning: what is gone is gone.
func (s *Service) clear(ctx context.Context, i *model.Import, t task) error {
	whole := *i
	whole.Position = 0
	err := s.read(ctx, whole, t, t.chunk(), func(ctx context.Context, rows []row) error {
		if rows[0].n >= i.Position {
			return nil // it has not come so far
		}
		return s.rooms.Code.RemoveForeign(ctx, texts(i, rows))
	})
	if err != nil {
		return err
	}
	next := *i
	next.State, next.Accepted, next.UpdatedAt = model.ImportCancelled, 0, s.clock.Now()
	if i.Fault != "" {
		next.State = model.ImportFailed
	}
	return s.step(ctx, i, next)
}
