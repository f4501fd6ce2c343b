package intake

import (
	"context"
	"strings"

	"channelrouter/internal/errs"
	"channelrouter/internal/table"
	"channelrouter/model"
)

// headless is a kind whose files may have no heading: one column, whose first cell is
// already one of its values.
type headless interface {
	withoutHeading(first string) bool
}

// reading is a file under way.
type reading struct {
	task    task
	heading table.Heading
	n       int64 // rows so far
	skip    int64 // rows that are behind the import
	chunk   []row
	size    int
	full    func([]row) error
}

// read hands the rows of an import's file over from its position on, a chunk at a time. The
// next chunk is another slice.
func (s *Service) read(ctx context.Context, i model.Import, t task, size int, do func(context.Context, []row) error) error {
	file, err := s.files.open(i.UploadID)
	if err != nil {
		return err
	}
	defer file.Close()
	r := reading{task: t, skip: i.Position, size: size, full: func(rows []row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return do(ctx, rows)
	}}
	if err := table.Read(file, table.Format(i.Format), r.add); err != nil {
		return err
	}
	if len(r.chunk) == 0 {
		return nil
	}
	return r.full(r.chunk)
}

// add takes the next row of the file; the first one is the heading.
func (r *reading) add(line int, cells []string) error {
	if table.Blank(cells) {
		return nil
	}
	if r.heading == nil {
		var fault errs.Facts
		if r.heading, _, fault = table.ReadHeading(r.task.columns(), cells); fault.None() {
			return nil
		}
		first, ok := r.task.(headless)
		if !ok || !first.withoutHeading(strings.TrimSpace(cells[0])) {
			return ErrHeading.With("%s", fault)
		}
		r.heading = table.Heading{0}
	}
	r.n++
	if r.n <= r.skip {
		return nil
	}
	r.chunk = append(r.chunk, newRow(r.heading, line, r.n-1, cells))
	if len(r.chunk) < r.size {
		return nil
	}
	full := r.chunk
	r.chunk = make([]row, 0, r.size)
	return r.full(full)
}
