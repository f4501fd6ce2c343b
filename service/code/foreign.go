package code

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"io"
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
}

const foreignChunk = 1000

// ImportForeign reads codes, one a line, and gives each an item of a new batch, in the
// order of the file. They are active at once. All or none.
func (s *Service) ImportForeign(ctx context.Context, n NewForeign, r io.Reader) (*Batch, error) {
	shape := model.ForeignShape{Length: n.Length, Charset: n.Charset, Prefix: n.Prefix, Level: n.Level}
	if n.Length < 4 || n.Length > 64 || charsets[n.Charset] == "" {
		return nil, ErrBadForeign.With("length %d (4 to 64), characters %q (digits, hex or alnum)", n.Length, n.Charset)
	}
	var batch *Batch
	err := s.db.Run(ctx, func(ctx context.Context) error {
		profile := Profile{Name: "foreign-" + n.Level.String(), Levels: []LevelSpec{{Level: n.Level, Name: n.Level.String(), Outer: true}}}
		id, err := s.insertBatch(ctx, NewBatch{Ref: n.Ref, ProductID: n.ProductID, Profile: profile, Linking: model.LineLinked, Count: n.Count})
		if err != nil {
			return err
		}
		if batch, err = s.stored(ctx, id); err != nil {
			return err
		}
		shape.BatchID = id
		if err := s.store.insert(ctx, &shape); err != nil {
			return err
		}
		if err := s.insertForeign(ctx, shape, batch.Levels[0].ItemRange, r); err != nil {
			return err
		}
		whole := batch.Levels[0].ItemRange
		return s.store.insert(ctx, &model.Activation{ID: s.ids.Next(), BatchID: id, FromItem: whole.From, ToItem: whole.To, At: s.clock.Now()})
	})
	if err != nil {
		return nil, err
	}
	return batch, s.Refresh(ctx)
}

func (s *Service) insertForeign(ctx context.Context, shape model.ForeignShape, items model.ItemRange, r io.Reader) error {
	lines := bufio.NewScanner(r)
	chunk := make([]model.ForeignCode, 0, foreignChunk)
	item, line := items.From, 0
	for lines.Scan() {
		line++
		text := strings.TrimSpace(lines.Text())
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
			if err := s.store.insert(ctx, &chunk); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if item != items.To {
		return ErrBadForeign.With("the file holds %d codes, not %d", item-items.From, items.Len())
	}
	if len(chunk) == 0 {
		return nil
	}
	return s.store.insert(ctx, &chunk)
}

// resolveForeign looks the raw text up if some import declared its shape; item 0 when
// nobody printed it.
func (s *Service) resolveForeign(ctx context.Context, text string) (model.ItemID, model.Level, error) {
	text = strings.TrimSpace(text)
	for _, shape := range s.registry.Load().foreign {
		if fits(shape, text) {
			high, low := foreignHash(text)
			item, err := s.store.foreignItem(ctx, high, low)
			return item, item.Level(), err
		}
	}
	return 0, 0, nil
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
