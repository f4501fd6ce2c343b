package code

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"channelrouter/model"
)

// NewForeign declares codes printed by others: what they look like, what they stand on.
type NewForeign struct {
	Ref       string          `json:"ref"` // of the batch that they make
	ProductID model.ProductID `json:"product"`
	Level     model.Level     `json:"level"`
	Length    int             `json:"length"`
	Charset   string          `json:"charset"` // digits, hex or alnum
	Prefix    string          `json:"prefix,omitempty"`
}

func (n NewForeign) shape() model.ForeignShape {
	return model.ForeignShape{Length: n.Length, Charset: n.Charset, Prefix: n.Prefix, Level: n.Level}
}

// order is the batch that n codes make: one level, one face.
func (n NewForeign) order(count int64) NewBatch {
	return NewBatch{
		Ref: n.Ref, ProductID: n.ProductID, Linking: model.LineLinked, Count: count,
		Profile: Profile{Name: "foreign-" + n.Level.String(), Levels: []LevelSpec{{Level: n.Level, Name: n.Level.String(), Outer: true}}},
	}
}

// Check tells whether a declaration makes sense by itself. Errors: ErrBadBatch,
// ErrBadProfile, ErrBadForeign.
func (n NewForeign) Check() error {
	if err := n.order(1).Check(); err != nil {
		return err
	}
	if n.Length < minForeign || n.Length > maxForeign || len(n.Prefix) > min(n.Length, 32) || charsets[n.Charset] == "" {
		return ErrBadForeign.With("length %d (4 to 64), prefix %q, characters %q (digits, hex or alnum)", n.Length, n.Prefix, n.Charset)
	}
	return nil
}

// Fits tells whether a text has the declared shape; ErrBadForeign when it has not.
func (n NewForeign) Fits(text string) error {
	if !fits(n.shape(), text) {
		return ErrBadForeign.With("it is not %d of %s after %q", n.Length, n.Charset, n.Prefix)
	}
	return nil
}

// ReserveForeign sets items aside for count codes, one for each: the first step of an
// import, which AddForeign and PublishForeign end. Items of an import that comes to nothing
// are lost, which costs nothing. Errors: those of Check, ErrBatchExists.
func (s *Service) ReserveForeign(ctx context.Context, n NewForeign, count int64) (items model.ItemRange, err error) {
	if err := n.Check(); err != nil {
		return items, err
	}
	order := n.order(count)
	if err := order.Check(); err != nil {
		return items, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if _, err := s.store.bumpRegistry(ctx); err != nil { // its lock makes this the only taker of slots
			return err
		}
		if err := s.refNotTaken(ctx, n.Ref); err != nil {
			return err
		}
		epoch := s.keyring.Current()
		first, err := s.store.takeSlots(ctx, epoch, n.Level, count)
		items.From = model.NewItemID(epoch, n.Level, uint64(first))
		items.To = items.From + model.ItemID(count)
		return err
	})
	return items, err
}

func (s *Service) refNotTaken(ctx context.Context, ref string) error {
	existing, err := s.store.batchByRef(ctx, ref)
	if err == nil && existing != nil {
		err = ErrBatchExists.With("number %q", ref)
	}
	return err
}

// PublishForeign makes the items of an import a batch, and its codes found and active, all
// at once. Error: ErrBatchExists.
func (s *Service) PublishForeign(ctx context.Context, n NewForeign, items model.ItemRange) (id model.BatchID, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		version, err := s.store.bumpRegistry(ctx)
		if err != nil {
			return err
		}
		if err := s.refNotTaken(ctx, n.Ref); err != nil {
			return err
		}
		if id, err = s.insertBatchOf(ctx, n.order(items.Len()), version, items); err != nil {
			return err
		}
		shape := n.shape()
		shape.BatchID, shape.Version = id, version
		if err := s.store.insert(ctx, &shape); err != nil {
			return err
		}
		return s.store.insert(ctx, &model.Activation{
			ID: s.ids.Next(), BatchID: id, FromItem: items.From, ToItem: items.To, At: s.clock.Now(), Version: version,
		})
	})
	return id, err
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
