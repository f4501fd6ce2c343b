package channel

import (
	"context"
	"maps"
	"slices"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// writeImport writes good rows, suppliers first, and adds them to the known.
func (s *Service) writeImport(ctx context.Context, good []*importRow, known map[string]model.Org, progress func(done, total int)) error {
	done, total := 0, len(good)
	for chunk := range slices.Chunk(good, importChunk) {
		done += len(chunk)
		chunk = slices.DeleteFunc(slices.Clone(chunk), func(r *importRow) bool { return r.status == RowUnchanged })
		if len(chunk) > 0 {
			written, err := s.writeChunk(ctx, chunk, known)
			if err != nil {
				return err
			}
			maps.Copy(known, written)
		}
		if progress != nil {
			progress(done, total)
		}
	}
	return nil
}

// writeChunk compares again what nobody else can change now, and writes the difference.
func (s *Service) writeChunk(ctx context.Context, rows []*importRow, known map[string]model.Org) (map[string]model.Org, error) {
	var written map[string]model.Org
	err := s.db.Run(ctx, func(ctx context.Context) error {
		var ids []model.OrgID
		for _, r := range rows {
			if old, exists := known[r.org.Code]; exists {
				ids = append(ids, old.ID)
			}
			if above, exists := known[r.parent]; exists {
				ids = append(ids, above.ID)
			}
		}
		slices.Sort(ids)
		if err := s.holdOpen(ctx, slices.Compact(ids)); err != nil {
			return err
		}
		c, err := s.compare(ctx, rows, known)
		if err != nil {
			return err
		}
		db.Note(ctx, "%d organisations in lines %d to %d", len(rows), lines(rows, slices.Min), lines(rows, slices.Max))
		written = map[string]model.Org{}
		for _, o := range slices.Concat(c.create, c.update) {
			written[o.Code] = o
		}
		return s.write(ctx, c)
	})
	return written, err
}

// holdOpen locks organisations, which were open when the file was judged and are so still, or
// else ErrClosed.
func (s *Service) holdOpen(ctx context.Context, ids []model.OrgID) error {
	if len(ids) == 0 {
		return nil
	}
	orgs, err := s.store.holdOrgs(ctx, ids)
	for _, o := range orgs {
		if err == nil {
			err = CheckOpen(o)
		}
	}
	return err
}

// lines is the least or the greatest line of rows.
func lines(rows []*importRow, pick func([]int) int) int {
	all := make([]int, len(rows))
	for i, r := range rows {
		all[i] = r.line
	}
	return pick(all)
}

func (s *Service) write(ctx context.Context, c changes) error {
	if err := insert(ctx, s.store, c.create); err != nil {
		return err
	}
	if err := s.store.updateOrgs(ctx, c.update); err != nil {
		return err
	}
	if len(c.links) > 0 {
		if err := s.relink(ctx, c.links); err != nil {
			return err
		}
	}
	if err := disbelieve[model.Territory](ctx, s.store, c.ended, s.clock.Now()); err != nil {
		return err
	}
	return insert(ctx, s.store, c.territories)
}
