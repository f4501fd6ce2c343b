package codeorder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/errs"
	"channelrouter/model"
)

const (
	firstPause   = 5 * time.Second
	longestPause = 30 * time.Minute
)

// ComputeExports computes the manifests that are due, file by file, and says how many files
// it computed. It may be repeated, and end, anywhere: what is computed is kept.
func (s *Service) ComputeExports(ctx context.Context) (files int, err error) {
	due, err := s.store.dueExports(ctx, s.clock.Now(), workBatch)
	if err != nil {
		return 0, err
	}
	for _, e := range due {
		n, err := s.compute(ctx, e)
		files += n
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return files, ctx.Err()
		}
		slog.Warn("code export waits", "export", e.ID, "attempts", e.Attempts+1, "error", err)
		if err := s.postpone(ctx, e, err); err != nil {
			return files, err
		}
	}
	return files, nil
}

// turn is how many files of an export are computed before others have their turn.
const turn = 4

// compute takes an export a few files further. Another generator than the one that began
// starts anew.
func (s *Service) compute(ctx context.Context, e model.CodeExport) (files int, err error) {
	src, err := s.open(ctx, e)
	if err != nil {
		return 0, err
	}
	if e.Generator != src.generator {
		won := false
		if e, won, err = s.begin(ctx, e, src.generator); err != nil || !won {
			return 0, err
		}
	}
	for e.Done < e.ToItem && files < turn {
		shard, err := src.shard(ctx, io.Discard, e.Done)
		if err != nil {
			return files, err
		}
		next := e
		next.Done = shard.ToItem
		if next.Done == e.ToItem {
			now := s.clock.Now()
			next.State, next.ReadyAt = model.CodeExportReady, &now
		}
		won, err := s.keep(ctx, e, next, shard)
		if err != nil || !won {
			return files, err
		}
		e, files = next, files+1
	}
	return files, nil
}

// begin starts an export's manifest anew; false when it is no longer as it was read.
func (s *Service) begin(ctx context.Context, e model.CodeExport, generator string) (next model.CodeExport, won bool, err error) {
	next = e
	next.State, next.Done, next.Generator, next.NextAt, next.ReadyAt = model.CodeExportAsked, e.FromItem, generator, s.clock.Now(), nil
	err = s.db.Run(ctx, func(ctx context.Context) error {
		won, err = s.store.moveExport(ctx, e, next)
		return err
	})
	return next, won, err
}

// keep stores a file's line in the manifest with the export's progress; false when another
// worker has gone on before, or the export was revoked.
func (s *Service) keep(ctx context.Context, from, to model.CodeExport, shard model.CodeExportShard) (won bool, err error) {
	to.Attempts, to.Fault = 0, ""
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if won, err = s.store.moveExport(ctx, from, to); err != nil || !won {
			return err
		}
		return s.store.putShard(ctx, shard)
	})
	return won, err
}

// postpone keeps what went wrong with the export, which waits, longer each time.
func (s *Service) postpone(ctx context.Context, e model.CodeExport, fault error) error {
	code := "internal"
	if declared := errs.As(fault); declared != nil {
		code = declared.Code
	}
	pause := clock.Pause(firstPause, longestPause, e.Attempts+1)
	return s.db.Run(ctx, func(ctx context.Context) error {
		return s.store.postponeExport(ctx, e.ID, code, s.clock.Now().Add(pause))
	})
}

// shard writes the file that begins with an item, and says what the manifest says of it.
func (s *source) shard(ctx context.Context, w io.Writer, from int64) (model.CodeExportShard, error) {
	e := s.export
	to := min(from+e.ShardCodes, e.ToItem)
	sum := sha256.New()
	counted := &counter{w: io.MultiWriter(sum, w)}
	if err := s.write(ctx, counted, from, to); err != nil {
		return model.CodeExportShard{}, err
	}
	return model.CodeExportShard{
		ExportID: e.ID, Number: s.number(from), FromItem: from, ToItem: to,
		Size: counted.n, Hash: hex.EncodeToString(sum.Sum(nil)),
	}, nil
}

// number is the number of the file that begins with an item.
func (s *source) number(from int64) int { return int((from-s.export.FromItem)/s.export.ShardCodes) + 1 }

// counter counts what passes.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
