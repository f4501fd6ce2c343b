package codeorder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"channelrouter/internal/db"
	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/code"
)

const (
	usualShard  = 1_000_000
	mostShard   = 5_000_000
	usualSheets = 5_000 // labels
	mostSheets  = 50_000
	mostShards  = 10_000
)

// Export is a wish for codes in files. The key makes a retry the same wish.
type Export struct {
	By         model.UserID
	Key        string
	Batch      model.BatchID
	Face       model.Face // of a pair the outer one
	Pair       bool       // both sides of an item on one line
	From, To   int64      // ordinals on the face's level, [From, To); To 0: to the end
	Format     model.CodeFormat
	ShardCodes int64        // items in a file; 0: a million, of labels five thousand
	Layout     label.Layout // of label sheets; zero: label.A4
}

func (x Export) hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%d\n%t\n%d\n%d\n%d\n%d\n%v", x.Batch, x.Face, x.Pair, x.From, x.To, x.Format, x.ShardCodes, x.Layout))
	return hex.EncodeToString(sum[:])
}

// MakeExport clears codes for printing and stores an export, whose manifest a job then
// computes. Errors: ErrBadExport, ErrKeyReused, and those of code.OpenExport.
func (s *Service) MakeExport(ctx context.Context, x Export) (model.CodeExport, error) {
	row, err := s.planned(ctx, x)
	if err != nil {
		return model.CodeExport{}, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		src, err := s.open(ctx, row)
		if err == nil {
			err = src.fits()
		}
		if err != nil {
			return err
		}
		row.Generator = src.generator
		fresh, err := s.store.insertExport(ctx, &row)
		if err == nil && !fresh {
			row, err = s.exportedBefore(ctx, row)
		}
		if err == nil {
			db.Note(ctx, "code export %d", row.ID)
		}
		return err
	})
	return row, err
}

// planned is the row of a wish that makes sense.
func (s *Service) planned(ctx context.Context, x Export) (model.CodeExport, error) {
	b, err := s.codes.Batch(ctx, x.Batch)
	if err != nil {
		return model.CodeExport{}, err
	}
	interval, err := code.FaceInterval(b, x.Face, x.From, x.To)
	if err != nil {
		return model.CodeExport{}, err
	}
	shard, usual, most := x.ShardCodes, int64(usualShard), int64(mostShard)
	if x.Format == model.CodeLabels {
		usual, most = usualSheets, mostSheets
	}
	if shard == 0 {
		shard = usual
	}
	codes := interval.To - interval.From
	switch {
	case FormatName(x.Format) == "":
		return model.CodeExport{}, ErrBadExport.With("format %d", x.Format)
	case x.Pair && x.Face.Hidden():
		return model.CodeExport{}, ErrBadExport.With("of a pair name the outer face, not %s", x.Face)
	case x.Pair && x.Format == model.CodeLabels:
		return model.CodeExport{}, ErrBadExport.With("a label bears one code")
	case shard < 1 || shard > most:
		return model.CodeExport{}, ErrBadExport.With("%d codes in a file", shard)
	case (codes-1)/shard >= mostShards:
		return model.CodeExport{}, ErrBadExport.With("%d codes would be more than %d files", codes, mostShards)
	}
	layout, err := json.Marshal(x.layout())
	if err != nil {
		return model.CodeExport{}, err
	}
	now := s.clock.Now()
	return model.CodeExport{
		ID: model.CodeExportID(s.ids.Next()), UserID: x.By, Key: x.Key, InputHash: x.hash(), BatchID: x.Batch,
		Face: x.Face, Pair: x.Pair, FromItem: interval.From, ToItem: interval.To, Format: x.Format, Layout: layout,
		ShardCodes: shard, State: model.CodeExportAsked, Done: interval.From, NextAt: now, CreatedAt: now,
	}, nil
}

// layout is what is kept with the export: of label sheets only it matters.
func (x Export) layout() label.Layout {
	if x.Format == model.CodeLabels && x.Layout == (label.Layout{}) {
		return label.A4
	}
	return x.Layout
}

// exportedBefore is the export under the same key, if it is the same.
func (s *Service) exportedBefore(ctx context.Context, again model.CodeExport) (model.CodeExport, error) {
	row, err := s.store.exportByKey(ctx, again.UserID, again.Key)
	if err != nil {
		return model.CodeExport{}, err
	}
	if row == nil || row.InputHash != again.InputHash {
		return model.CodeExport{}, ErrKeyReused.With("key %q", again.Key)
	}
	return *row, nil
}

// GetExport returns an export. Error: ErrUnknownExport.
func (s *Service) GetExport(ctx context.Context, id model.CodeExportID) (model.CodeExport, error) {
	row, err := s.store.export(ctx, id)
	if err == nil && row == nil {
		err = ErrUnknownExport.With("id %d", id)
	}
	if err != nil {
		return model.CodeExport{}, err
	}
	return *row, nil
}

// Exports pages through exports, newest first, before an id (0: from the newest). batch 0
// is any.
func (s *Service) Exports(ctx context.Context, batch model.BatchID, before model.CodeExportID, limit int) ([]model.CodeExport, error) {
	return s.store.exports(ctx, batch, before, limit)
}

// Shards pages through the files of an export that the manifest speaks of so far, after a
// number. Error: ErrUnknownExport.
func (s *Service) Shards(ctx context.Context, id model.CodeExportID, after, limit int) ([]model.CodeExportShard, error) {
	if _, err := s.GetExport(ctx, id); err != nil {
		return nil, err
	}
	return s.store.shards(ctx, id, after, limit)
}

// RevokeExport keeps everybody from fetching an export's files from now on; what was fetched
// is out. To do so again changes nothing. Error: ErrUnknownExport.
func (s *Service) RevokeExport(ctx context.Context, by model.UserID, id model.CodeExportID) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.GetExport(ctx, id); err != nil {
			return err
		}
		return s.store.revokeExport(ctx, id, by, s.clock.Now())
	})
}
