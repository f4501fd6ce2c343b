package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/internal/errs"
	"channelrouter/internal/table"
	"channelrouter/model"
)

// task is what a kind of import does with rows.
type task interface {
	columns() []table.Column
	// check judges a row by itself. It changes nothing.
	check(ctx context.Context, r row) error
	// begin is called once all rows are checked, before the first takes effect, and may
	// change the import.
	begin(ctx context.Context, i *model.Import) error
	// apply has rows take effect that check found good, and calls commit with those that do
	// not, in the transaction of the effects or after them.
	apply(ctx context.Context, i *model.Import, rows []row, commit func(context.Context, []refusal) error) error
	// chunk is how many rows are applied at a time.
	chunk() int
	// finish ends the import once all rows were applied, in the transaction that says so.
	finish(ctx context.Context, i *model.Import) error
}

// checkChunk is how many rows are checked between two looks at whether the import was
// cancelled.
const checkChunk = 50_000

// Work takes imports to their ends, one after the other, until none is left. It may be
// repeated, and end, anywhere: an import goes on after its last chunk. One that cannot go on
// waits for the next time and keeps no other waiting; its error is among those returned.
func (s *Service) Work(ctx context.Context) error {
	var stuck []model.ImportID
	var faults []error
	for {
		i, err := s.store.due(ctx, stuck)
		if err != nil || i == nil {
			return errors.Join(append(faults, err)...)
		}
		switch err := s.workOn(ctx, *i); {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errMoved): // it is another's, or cancelled
		case err != nil:
			stuck = append(stuck, i.ID)
			faults = append(faults, fmt.Errorf("import %d: %w", i.ID, err))
		}
	}
}

// workOn takes an import through the states that it has before it. What is declared to be
// the file's fault fails it, but while its codes are taken back: as long as some are left it
// has not ended, whatever is in the way.
func (s *Service) workOn(ctx context.Context, i model.Import) error {
	t, err := s.task(i)
	if err != nil {
		return err
	}
	check, run := s.check, s.run
	if i.Kind == model.ImportOrgs {
		check, run = s.judgeOrgs, s.writeOrgs
	}
	for _, state := range []struct {
		is   model.ImportState
		step func(context.Context, *model.Import, task) error
	}{{model.ImportWaiting, s.look}, {model.ImportChecking, check}, {model.ImportRunning, run}, {model.ImportClearing, s.clear}} {
		if i.State != state.is {
			continue
		}
		err := state.step(ctx, &i, t)
		if errs.IsRefusal(err) && state.is != model.ImportClearing {
			slog.InfoContext(ctx, "import fails", "import", i.ID, "error", err)
			i, err = s.end(ctx, i, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// task reads an import's declaration.
func (s *Service) task(i model.Import) (task, error) {
	var d Declaration
	if err := json.Unmarshal(i.Declaration, &d); err != nil {
		return nil, err
	}
	switch i.Kind {
	case model.ImportForeign:
		return &foreignTask{s: s, declared: d.Foreign, strict: !d.SkipBad}, nil
	case model.ImportPacks:
		return newPackTask(s, i, d), nil
	case model.ImportShipments:
		return newShipTask(s, i, d), nil
	case model.ImportOrgs:
		return nil, nil // it is judged and written as a whole (orgs.go)
	}
	return nil, ErrBadImport.With("kind %d", i.Kind)
}

// declaredDry tells whether an import only judges.
func declaredDry(i model.Import) bool {
	var d Declaration
	return json.Unmarshal(i.Declaration, &d) == nil && d.DryRun
}

// skipsBad tells whether bad rows keep the file out.
func skipsBad(i model.Import) bool {
	var d Declaration
	return json.Unmarshal(i.Declaration, &d) == nil && d.SkipBad
}

// mostWorkbook bounds a workbook, which is read whole into memory.
const mostWorkbook = 128 << 20

// look finds out how the file is written.
func (s *Service) look(ctx context.Context, i *model.Import, _ task) error {
	file, err := s.files.open(i.UploadID)
	if err != nil {
		return err
	}
	defer file.Close()
	format, err := table.Detect(file)
	if err != nil {
		return err
	}
	if info, err := file.Stat(); err != nil || format == table.Workbook && info.Size() > mostWorkbook {
		return errors.Join(err, ErrWorkbookTooLarge.With("more than %d MB", mostWorkbook>>20))
	}
	next := *i
	next.Format, next.State, next.UpdatedAt = string(format), model.ImportChecking, s.clock.Now()
	return s.step(ctx, i, next)
}

// step moves an import, or says that it was moved.
func (s *Service) step(ctx context.Context, i *model.Import, next model.Import) error {
	moved, err := s.move(ctx, *i, next)
	if err == nil && !moved {
		err = errMoved
	}
	if err == nil {
		*i = next
	}
	return err
}

// check judges all rows, and counts them.
func (s *Service) check(ctx context.Context, i *model.Import, t task) error {
	err := s.read(ctx, *i, t, checkChunk, func(ctx context.Context, rows []row) error {
		var refused []refusal
		for _, r := range rows {
			err := t.check(ctx, r)
			if err != nil && !errs.IsRefusal(err) {
				return err
			}
			if err != nil {
				refused = append(refused, refusal{r, err})
			}
		}
		return s.passed(ctx, i, rows[len(rows)-1], 0, refused)
	})
	switch {
	case err != nil:
		return err
	case i.Position == 0:
		return ErrEmpty
	case i.Rejected > 0 && !skipsBad(*i):
		return ErrRowsRejected.With("%d of %d rows", i.Rejected, i.Position)
	}
	next := *i
	next.State, next.Total, next.Position, next.UpdatedAt = model.ImportRunning, i.Position, 0, s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := t.begin(ctx, &next); err != nil {
			return err
		}
		return s.step(ctx, i, next)
	})
}

// passed moves the position behind a row, with the report of those that were refused before
// it, in one transaction. The import is as it then is only once that has committed.
func (s *Service) passed(ctx context.Context, i *model.Import, last row, accepted int64, refused []refusal) error {
	next := *i
	next.Position, next.UpdatedAt = last.n+1, s.clock.Now()
	next.Accepted, next.Rejected = i.Accepted+accepted, i.Rejected+int64(len(refused))
	rejections := make([]model.ImportRejection, len(refused))
	for n, r := range refused {
		rejections[n] = r.rejection(i.ID)
	}
	return s.told(ctx, i, next, rejections)
}

// told moves an import together with rows of its report, and with what else is to be written.
func (s *Service) told(ctx context.Context, i *model.Import, next model.Import, rejected []model.ImportRejection, also ...func(context.Context) error) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		moved, err := s.store.moveImport(ctx, *i, next)
		if err != nil {
			return err
		}
		if !moved {
			return errMoved
		}
		if err := s.store.insertRejections(ctx, rejected); err != nil {
			return err
		}
		for _, write := range also {
			if err := write(ctx); err != nil {
				return err
			}
		}
		db.AfterCommit(ctx, func() { *i = next })
		return nil
	})
}

// run has all rows take effect that the check found good. Its verdict stands, whatever has
// changed since: a row that it refused is in the report already.
func (s *Service) run(ctx context.Context, i *model.Import, t task) error {
	err := s.read(ctx, *i, t, t.chunk(), func(ctx context.Context, rows []row) error {
		last := rows[len(rows)-1]
		rejected, err := s.store.rejectedLines(ctx, i.ID, rows[0].line, last.line)
		if err != nil {
			return err
		}
		good := slices.DeleteFunc(rows, func(r row) bool {
			_, found := slices.BinarySearch(rejected, r.line)
			return found
		})
		return t.apply(ctx, i, good, func(ctx context.Context, refused []refusal) error {
			return s.passed(ctx, i, last, int64(len(good)-len(refused)), refused)
		})
	})
	if err != nil {
		return err
	}
	next := *i
	next.State, next.UpdatedAt = model.ImportDone, s.clock.Now()
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := t.finish(ctx, &next); err != nil {
			return err
		}
		return s.step(ctx, i, next)
	})
}
