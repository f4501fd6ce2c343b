package privacy

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"channelrouter/internal/blob"
	"channelrouter/internal/personal"
	"channelrouter/model"
)

// place is where a chunk is sealed for.
func place(c model.DataRequestChunk) string { return fmt.Sprintf("request/%d/%d", c.RequestID, c.N) }

// writeStep writes a table's rows into chunks, page by page, to its end.
func (s *Service) writeStep(ctx context.Context, r *model.DataRequest, of *step, subject personal.Subject) (time.Duration, error) {
	for of.DoneAt == nil {
		s.alive()
		rows, next, err := of.table.Page(ctx, s.db, subject, of.After, s.rows)
		if err != nil {
			return 0, err
		}
		var doneAt *time.Time
		if next == "" {
			now := s.clock.Now()
			doneAt = &now
		}
		if len(rows) == 0 {
			err = s.db.Run(ctx, func(ctx context.Context) error { return s.store.advance(ctx, of.DataRequestStep, 0, of.After, doneAt) })
		} else {
			lines := bytes.NewBuffer(nil)
			for _, row := range rows {
				lines.Write(row)
				lines.WriteByte('\n')
			}
			err = s.keepChunk(ctx, r, lines.Bytes(), model.DataRequestChunk{RequestID: r.ID, N: r.Chunks, Step: of.N}, func(ctx context.Context) error {
				return s.store.advance(ctx, of.DataRequestStep, int64(len(rows)), next, doneAt)
			})
		}
		if err != nil {
			return 0, err
		}
		of.After, of.DoneAt = next, doneAt
	}
	return 0, nil
}

// keepChunk seals lines and keeps them, and commits with that what moves on.
func (s *Service) keepChunk(ctx context.Context, r *model.DataRequest, lines []byte, c model.DataRequestChunk, moveOn func(context.Context) error) error {
	packed := bytes.NewBuffer(nil)
	w := gzip.NewWriter(packed)
	if _, err := w.Write(lines); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	sealed := s.box.Seal(packed.Bytes(), place(c))
	c.Hash = string(blob.Of(sealed))
	var before string
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		before, err = s.store.announceChunk(ctx, c)
		return err
	})
	if err != nil {
		return err
	}
	s.alive()
	if err := s.forgetContent(ctx, before); err != nil {
		return err
	}
	if _, err := s.blobs.Put(ctx, sealed); err != nil {
		return err
	}
	s.alive()
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.addChunk(ctx, c); err != nil {
			return err
		}
		return moveOn(ctx)
	})
	if err == nil {
		r.Chunks++
	}
	return err
}

// forgetContent removes a content that nobody else can have: what is sealed is never twice the same.
func (s *Service) forgetContent(ctx context.Context, hash string) error {
	if hash == "" {
		return nil
	}
	_, err := s.blobs.Remove(ctx, blob.Hash(hash), time.Now().Add(time.Minute))
	return err
}

// copyChunk writes a chunk's lines to w.
func (s *Service) copyChunk(ctx context.Context, c model.DataRequestChunk, w io.Writer) (err error) {
	content, err := s.blobs.Open(ctx, blob.Hash(c.Hash))
	if err != nil {
		return err
	}
	sealed, err := io.ReadAll(content)
	if err = errors.Join(err, content.Close()); err != nil {
		return err
	}
	packed, err := s.box.Open(sealed, place(c))
	if err != nil {
		return err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r) //nolint:gosec // what is unpacked was packed and sealed here
	return err
}

// Tidy forgets copies whose time is over, and of requests that run no more what was begun.
func (s *Service) Tidy(ctx context.Context) error {
	ids, err := s.store.stale(ctx, s.clock.Now(), 100)
	if err != nil {
		return err
	}
	for _, id := range ids {
		chunks, err := s.store.chunks(ctx, id)
		if err != nil {
			return err
		}
		for _, c := range chunks {
			if err := s.forgetContent(ctx, c.Hash); err != nil {
				return err
			}
		}
		if err := s.db.Run(ctx, func(ctx context.Context) error { return s.store.dropChunks(ctx, id) }); err != nil {
			return err
		}
	}
	return nil
}
