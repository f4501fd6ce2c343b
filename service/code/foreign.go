package code

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"

	"channelrouter/model"
)

// NewForeign declares codes printed by others: what they look like, what they stand on.
type NewForeign struct {
	Ref       string
	ProductID model.ProductID
	Level     model.Level
	Count     int64 // how many codes the file holds
	Length    int
	Charset   string // digits, hex or alnum
	Prefix    string
	// Progress is told how many codes are done; nil tells nobody.
	Progress func(done int64)
}

const foreignChunk = 1000

// ImportForeign reads codes, one a line, and gives each an item of a new batch, in the
// order of the file. They are active at once. All or none.
func (s *Service) ImportForeign(ctx context.Context, n NewForeign, r io.Reader) (*Batch, error) {
	shape := model.ForeignShape{Length: n.Length, Charset: n.Charset, Prefix: n.Prefix, Level: n.Level}
	order := NewBatch{
		Ref: n.Ref, ProductID: n.ProductID, Linking: model.LineLinked, Count: n.Count,
		Profile: Profile{Name: "foreign-" + n.Level.String(), Levels: []LevelSpec{{Level: n.Level, Name: n.Level.String(), Outer: true}}},
	}
	if err := order.check(); err != nil {
		return nil, err
	}
	if n.Length < minForeign || n.Length > maxForeign || len(n.Prefix) > min(n.Length, 32) || charsets[n.Charset] == "" {
		return nil, ErrBadForeign.With("length %d (4 to 64), prefix %q, characters %q (digits, hex or alnum)", n.Length, n.Prefix, n.Charset)
	}
	var id model.BatchID
	err := s.db.Run(ctx, func(ctx context.Context) error {
		version, err := s.store.bumpRegistry(ctx)
		if err != nil {
			return err
		}
		existing, err := s.store.batchByRef(ctx, n.Ref)
		if err != nil {
			return err
		}
		if existing != nil {
			return ErrBatchExists.With("number %q", n.Ref)
		}
		if id, err = s.insertBatch(ctx, order, version); err != nil {
			return err
		}
		b, err := s.stored(ctx, id)
		if err != nil {
			return err
		}
		shape.BatchID, shape.Version = id, version
		if err := s.store.insert(ctx, &shape); err != nil {
			return err
		}
		whole := b.Levels[0].ItemRange
		if err := s.readForeign(ctx, n, shape, whole, r); err != nil {
			return err
		}
		return s.store.insert(ctx, &model.Activation{
			ID: s.ids.Next(), BatchID: id, FromItem: whole.From, ToItem: whole.To, At: s.clock.Now(), Version: version,
		})
	})
	if err != nil {
		return nil, err
	}
	return s.Batch(ctx, id)
}

// readForeign gives the codes of a file their items, as many as there are items.
func (s *Service) readForeign(ctx context.Context, n NewForeign, shape model.ForeignShape, items model.ItemRange, r io.Reader) error {
	lines := bufio.NewScanner(r)
	chunk := make([]model.ForeignCode, 0, foreignChunk)
	item, line := items.From, 0
	for lines.Scan() {
		line++
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		if !fits(shape, text) {
			return ErrBadForeign.With("line %d: %q", line, text)
		}
		if item == items.To {
			return ErrBadForeign.With("line %d: the file holds more than %d codes", line, items.Len())
		}
		high, low := foreignHash(text)
		chunk = append(chunk, model.ForeignCode{HashHigh: high, HashLow: low, Item: item})
		item++
		if len(chunk) == foreignChunk {
			if err := s.insertForeign(ctx, chunk, line); err != nil {
				return err
			}
			chunk = chunk[:0]
			n.progress(int64(item - items.From))
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return ErrBadForeign.With("line %d is no code", line+1)
	case err != nil:
		return err
	case item != items.To:
		return ErrBadForeign.With("the file holds %d codes, not %d", item-items.From, items.Len())
	}
	if err := s.insertForeign(ctx, chunk, line); err != nil {
		return err
	}
	n.progress(items.Len())
	return nil
}

func (n NewForeign) progress(done int64) {
	if n.Progress != nil {
		n.Progress(done)
	}
}

func (s *Service) insertForeign(ctx context.Context, chunk []model.ForeignCode, line int) error {
	if len(chunk) == 0 {
		return nil
	}
	allNew, err := s.store.insertForeign(ctx, chunk)
	if err == nil && !allNew {
		err = ErrBadForeign.With("one of the %d codes up to line %d stands in the file twice, or was imported before", len(chunk), line)
	}
	return err
}

// PrintedByOthers tells whether a batch's codes were imported, from memory: only their hashes
// are known.
func (s *Service) PrintedByOthers(id model.BatchID) bool {
	return slices.ContainsFunc(s.registry.Load().foreign, func(f model.ForeignShape) bool { return f.BatchID == id })
}

// foreignItem looks the raw text up if some import declared its shape; nil when nobody
// printed it.
func (s *Service) foreignItem(ctx context.Context, text string) (*model.ForeignCode, error) {
	text = strings.TrimSpace(text)
	for _, shape := range s.registry.Load().foreign {
		if fits(shape, text) {
			high, low := foreignHash(text)
			return s.store.foreignCode(ctx, high, low)
		}
	}
	return nil, nil
}

var charsets = map[string]string{
	"digits": "0123456789",
	"hex":    "0123456789ABCDEFabcdef",
	"alnum":  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
}

func fits(shape model.ForeignShape, text string) bool {
	return len(text) == shape.Length && strings.HasPrefix(text, shape.Prefix) &&
		strings.Trim(text, charsets[shape.Charset]) == ""
}

// foreignHash is the first 16 bytes of SHA-256 of the raw text: 2^64 codes before
// two are likely to meet.
func foreignHash(text string) (high, low int64) {
	sum := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint64(sum[:8])), int64(binary.BigEndian.Uint64(sum[8:]))
}
