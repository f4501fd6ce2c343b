package listing

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

// triedFor is how long an export is tried whose list cannot be read.
const triedFor = time.Hour

// Work writes the exports that are not done, the oldest first, each to its end. One whose list
// cannot be read keeps no other waiting. It returns how many parts it wrote.
func (s *Service) Work(ctx context.Context) (written int, err error) {
	if s.reader == nil {
		return 0, nil
	}
	rows, err := s.store.oldestUnfinished(ctx)
	for i := range rows {
		n, failed := s.write(ctx, &rows[i])
		written, err = written+n, errors.Join(err, failed)
	}
	return written, err
}

// write writes an export to its end, or ends it where its list refuses by now: its user has lost
// his rights, or what the list was of is gone.
func (s *Service) write(ctx context.Context, row *model.ListExport) (written int, err error) {
	for more := true; more; written++ {
		if more, err = s.writePart(ctx, row); err == nil {
			continue
		}
		declared, now := errs.As(err), s.clock.Now()
		switch {
		case ctx.Err() != nil:
			return written, err
		case declared != nil && declared.Kind != errs.Internal && declared.Kind != errs.Unavailable:
			return written, s.store.end(ctx, row.ID, declared.Code, now)
		case now.Sub(row.AskedAt) > triedFor:
			return written, errors.Join(err, s.store.end(ctx, row.ID, "internal", now))
		}
		return written, err
	}
	return written, nil
}

// writePart reads pages up to a part's rows, keeps them, and moves the export on in row. more tells
// whether there are rows left, and the export is still wanted.
func (s *Service) writePart(ctx context.Context, row *model.ListExport) (more bool, err error) {
	e, err := exportOf(*row)
	if err != nil {
		return false, err
	}
	next, cells := row.After, [][]any{}
	for more = true; more && len(cells) < s.partRows; more = next != "" {
		var rows []json.RawMessage
		if rows, next, err = s.reader.Page(ctx, row.UserID, row.List, row.Query, next, s.pageRows); err != nil {
			return false, err
		}
		for _, raw := range rows {
			values, err := cellsOf(e.Columns, raw)
			if err != nil {
				return false, err
			}
			cells = append(cells, values)
		}
	}
	packed, err := pack(cells)
	if err != nil {
		return false, err
	}
	hash, err := s.blobs.Put(ctx, packed)
	if err != nil {
		return false, err
	}
	moved := *row
	moved.After, moved.Parts, moved.RowCount = next, row.Parts+1, row.RowCount+int64(len(cells))
	if !more {
		now := s.clock.Now()
		moved.DoneAt = &now
	}
	wanted := false
	err = s.db.Run(ctx, func(ctx context.Context) (err error) {
		wanted, err = s.store.addPart(ctx, moved, model.ListExportPart{ExportID: row.ID, N: row.Parts, Hash: string(hash)})
		return err
	})
	*row = moved
	return more && wanted, err
}

// pack writes rows as gzip of JSON.
func pack(cells [][]any) ([]byte, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if err := json.NewEncoder(w).Encode(cells); err != nil {
		return nil, err
	}
	err := w.Close() // which writes the end
	return packed.Bytes(), err
}

func (s *Service) unpack(ctx context.Context, hash string) (cells [][]any, err error) {
	content, err := s.blobs.Open(ctx, blob.Hash(hash))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	r, err := gzip.NewReader(content)
	if err != nil {
		return nil, err
	}
	plain := json.NewDecoder(io.LimitReader(r, 1<<30))
	plain.UseNumber()
	return cells, plain.Decode(&cells)
}

// Tidy forgets exports that are older than a week, and their parts.
func (s *Service) Tidy(ctx context.Context) error {
	old, err := s.store.olderThan(ctx, s.clock.Now().Add(-keptFor))
	for _, id := range old {
		if err := s.drop(ctx, id); err != nil {
			return err
		}
	}
	return err
}

// drop removes an export, and then the contents that no other has. One that dies between the two
// leaves contents behind which nobody names; they are small, and packed.
func (s *Service) drop(ctx context.Context, id model.ListExportID) error {
	parts, err := s.store.parts(ctx, id)
	if err != nil {
		return err
	}
	if err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.dropExport(ctx, id) }); err != nil {
		return err
	}
	for _, p := range parts {
		shared, err := s.store.partIsUsed(ctx, p.Hash)
		if err == nil && !shared {
			_, err = s.blobs.Remove(ctx, blob.Hash(p.Hash), s.clock.Now().Add(-time.Minute))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
