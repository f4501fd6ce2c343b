package privacy

import (
	"context"
	"errors"
	"time"

	"channelrouter/internal/personal"
	"channelrouter/model"
)

// step is a step of a request with the table that it deals with.
type step struct {
	model.DataRequestStep
	part  personal.Part
	table personal.Table
}

// Work counts what erasures would do that are to be decided, and carries out what was approved, each
// request as far as it gets. One that fails keeps no other waiting. It returns how many it ended.
func (s *Service) Work(ctx context.Context) (ended int, err error) {
	if err := s.countAll(ctx); err != nil {
		return 0, err
	}
	rows, err := s.store.due(ctx, s.clock.Now(), 20)
	for _, r := range rows {
		done, failed := s.run(ctx, r)
		if errors.Is(failed, errElsewhere) {
			failed = nil
		}
		if done {
			ended++
		}
		err = errors.Join(err, failed)
	}
	return ended, err
}

func (s *Service) countAll(ctx context.Context) error {
	rows, err := s.store.uncounted(ctx, 20)
	for _, r := range rows {
		if failed := s.count(ctx, r); !errors.Is(failed, errElsewhere) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// count makes the preview of an erasure.
func (s *Service) count(ctx context.Context, r model.DataRequest) error {
	subject, err := s.subject(ctx, r)
	if err != nil {
		return err
	}
	steps, err := s.planned(r)
	if err != nil {
		return err
	}
	rows := make([]model.DataRequestStep, len(steps))
	for i, step := range steps {
		rows[i] = step.DataRequestStep
		if rows[i].Found, err = step.table.Count(ctx, s.db, subject); err != nil {
			return err
		}
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.counted(ctx, r.ID, s.clock.Now()); err != nil {
			return err
		}
		return s.store.plan(ctx, rows)
	})
}

// planned are the steps of a request, none of which is done.
func (s *Service) planned(r model.DataRequest) ([]step, error) {
	var steps []step
	for _, part := range s.parts {
		for _, table := range part.Tables {
			name, err := personal.TableName(table.Model)
			if err != nil {
				return nil, err
			}
			row := model.DataRequestStep{
				RequestID: r.ID, N: len(steps), Part: part.Name, Of: name, Fate: string(table.Fate), Why: string(table.Why),
			}
			steps = append(steps, step{row, part, table})
		}
	}
	return steps, nil
}

// run carries a request out as far as it gets now, and tells whether it came to its end.
func (s *Service) run(ctx context.Context, r model.DataRequest) (done bool, err error) {
	steps, err := s.begun(ctx, r)
	if err != nil {
		return false, err
	}
	subject, err := s.subject(ctx, r)
	if err != nil {
		return false, err
	}
	one := s.writeStep
	if r.Kind == model.DataErasure {
		one = s.eraseStep
	}
	for i := range steps {
		if steps[i].DoneAt != nil {
			continue
		}
		if again, err := one(ctx, &r, &steps[i], subject); err != nil || again > 0 {
			return false, errors.Join(err, s.postpone(ctx, r, again))
		}
	}
	return true, s.end(ctx, r, subject)
}

// begun are the steps of a request that runs from now on at the latest, as far as they are. Steps are
// written once, so that a newer version of the program goes on with the plan of the older.
func (s *Service) begun(ctx context.Context, r model.DataRequest) ([]step, error) {
	steps, err := s.planned(r)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.steps(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]model.DataRequestStep{}
	for _, row := range rows {
		known[keyOf(row)] = row
	}
	fresh, next := []model.DataRequestStep{}, len(rows)
	for i := range steps {
		if row, is := known[keyOf(steps[i].DataRequestStep)]; is {
			steps[i].DataRequestStep = row
			continue
		}
		steps[i].N = next
		fresh, next = append(fresh, steps[i].DataRequestStep), next+1
	}
	return steps, s.db.Run(ctx, func(ctx context.Context) error {
		if r.State == model.DataApproved {
			if err := s.store.begin(ctx, r.ID); err != nil {
				return err
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		return s.store.plan(ctx, fresh)
	})
}

// keyOf tells the steps of a request from each other: a table may have several fates.
func keyOf(row model.DataRequestStep) string {
	return row.Part + "/" + row.Of + "/" + row.Fate + "/" + row.Why
}

func (s *Service) postpone(ctx context.Context, r model.DataRequest, by time.Duration) error {
	if by == 0 {
		return nil
	}
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.postpone(ctx, r.ID, s.clock.Now().Add(by)) })
}

// end ends a request whose steps are done.
func (s *Service) end(ctx context.Context, r model.DataRequest, subject personal.Subject) error {
	now := s.clock.Now()
	r.DoneAt = &now
	if r.Kind == model.DataExport {
		until := now.Add(keptFor)
		r.FilesUntil = &until
		return s.db.Run(ctx, func(ctx context.Context) error { return s.store.finish(ctx, r) })
	}
	r.Proof, r.Note = "", ""
	people := make([]model.PersonID, len(subject.People))
	for i, id := range subject.People {
		people[i] = model.PersonID(id)
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.forgetNotes(ctx, people, now); err != nil {
			return err
		}
		return s.store.finish(ctx, r)
	})
}
