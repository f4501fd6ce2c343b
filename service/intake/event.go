package intake

import (
	"context"
	"fmt"
	"slices"

	"channelrouter/internal/errs"
	"channelrouter/model"
	"channelrouter/service/custody"
)

const (
	eventChunk = 2000 // rows between two moves of the position
	eventRows  = 1000 // of one event, at most
)

// eventTask records rows as custody events: neighbours that say the same of their codes are
// one event. Each event is a transaction of its own, and its key says which rows it is, so
// that after a crash custody knows it.
type eventTask struct {
	s *Service
	// same tells whether two rows belong to one event, and command is what rows of one event
	// record. A row that makes no sense by itself is an error of command.
	same    func(a, b row) bool
	command func(ctx context.Context, rows []row) (custody.CodesCommand, error)
}

func (*eventTask) chunk() int                                  { return eventChunk }
func (*eventTask) begin(context.Context, *model.Import) error  { return nil }
func (*eventTask) finish(context.Context, *model.Import) error { return nil }

// check judges what a row says: what the command would be, and its codes.
func (t *eventTask) check(ctx context.Context, r row) error {
	if r.values[0] == "" {
		return ErrBadRow.With("no code")
	}
	c, err := t.command(ctx, []row{r})
	if err != nil {
		return err
	}
	c.Codes = r.values[:1]
	return t.s.rooms.Custody.CheckCodes(ctx, c)
}

func (t *eventTask) apply(ctx context.Context, i *model.Import, rows []row, commit func(context.Context, []refusal) error) error {
	var refused []refusal
	for len(rows) > 0 {
		n := 1
		for n < min(len(rows), eventRows) && t.same(rows[0], rows[n]) {
			n++
		}
		bad, err := t.record(ctx, i, rows[:n])
		if err != nil {
			return err
		}
		refused = append(refused, bad...)
		rows = rows[n:]
	}
	return commit(ctx, refused)
}

// record records rows as one event. What custody refuses is recorded row by row, so that
// only those are refused that must be.
func (t *eventTask) record(ctx context.Context, i *model.Import, rows []row) ([]refusal, error) {
	err := t.recordOne(ctx, i, rows)
	if err == nil || !errs.IsRefusal(err) {
		return nil, err
	}
	if len(rows) == 1 {
		return []refusal{{rows[0], err}}, nil
	}
	var refused []refusal
	for one := range slices.Chunk(rows, 1) {
		bad, err := t.record(ctx, i, one)
		if err != nil {
			return nil, err
		}
		refused = append(refused, bad...)
	}
	return refused, nil
}

func (t *eventTask) recordOne(ctx context.Context, i *model.Import, rows []row) error {
	if ctx.Err() != nil { // what is begun is ended; nothing new is
		return ctx.Err()
	}
	c, err := t.command(ctx, rows)
	if err != nil {
		return err
	}
	c.Key = fmt.Sprintf("import/%d/%d-%d", i.ID, rows[0].line, rows[len(rows)-1].line)
	for _, r := range rows {
		c.Codes = append(c.Codes, r.values[0])
	}
	_, err = t.s.rooms.Custody.RecordCodes(ctx, c)
	return err
}
