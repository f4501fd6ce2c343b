package codeorder

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"channelrouter/model"
)

// File is a file of an export that a link lets through.
type File struct {
	Name string // as it is called where it is kept
	Size int64
	Hash string // SHA-256 of it, in hex

	room     *Service
	export   model.CodeExport
	shard    model.CodeExportShard
	source   *source
	manifest []byte // in place of a source
	link     model.CodeLinkID
}

// OpenFile finds the file that a signed address leads to; number 0 is the manifest. The host
// that is printed must open its app still. Errors: ErrBadLink, ErrLinkEnded,
// ErrUnknownExport, ErrRevoked, ErrComputing, ErrUnknownFile, code.export_locked.
func (s *Service) OpenFile(ctx context.Context, id model.CodeExportID, number int, t Ticket) (*File, error) {
	if err := s.signer.check(id, number, t, s.clock.Now()); err != nil {
		return nil, err
	}
	if err := s.stillMay(ctx, t.Link); err != nil {
		return nil, err
	}
	e, err := s.fetchable(ctx, id)
	if err != nil {
		return nil, err
	}
	src, err := s.open(ctx, e)
	if err != nil {
		return nil, err
	}
	if src.generator != e.Generator { // what the manifest says is no longer what is made
		if _, _, err := s.begin(ctx, e, src.generator); err != nil {
			return nil, err
		}
		return nil, ErrComputing.With("anew, by %s", src.generator)
	}
	b, err := s.codes.Batch(ctx, e.BatchID)
	if err != nil {
		return nil, err
	}
	f := &File{Name: FileName(b.Ref, e, number), room: s, export: e, source: src, link: t.Link}
	if number == 0 {
		f.manifest, err = s.manifest(ctx, b, e)
		sum := sha256.Sum256(f.manifest)
		f.Size, f.Hash = int64(len(f.manifest)), hex.EncodeToString(sum[:])
		return f, err
	}
	shard, err := s.store.shard(ctx, id, number)
	if err != nil {
		return nil, err
	}
	if shard == nil {
		return nil, ErrUnknownFile.With("file %d", number)
	}
	f.shard, f.Size, f.Hash = *shard, shard.Size, shard.Hash
	return f, nil
}

// Fetch is the right to send the bytes [From, To) of a file once.
type Fetch struct {
	file     *File
	from, to int64
	id       model.CodeDownloadID
	leave    func() // gives a place among those who skip back
}

// Reserve counts bytes that are about to go out, and keeps who fetches them. All fetches of
// a file together, those under way included, may send its bytes so many times over as the
// policy allows: who goes on after a break pays for what is sent, and for nothing twice.
// Whoever reserves writes. Errors: ErrUsedUp, ErrBusy.
func (f *File) Reserve(ctx context.Context, from, to int64, ip string) (d *Fetch, err error) {
	s := f.room
	leave := func() {}
	if f.skips(from) {
		if leave, err = s.skipping.enter(); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil {
				leave()
			}
		}()
	}
	now := s.clock.Now()
	policy, err := s.Policies.At(ctx, now)
	if err != nil {
		return nil, err
	}
	row := model.CodeDownload{
		ID: model.CodeDownloadID(s.ids.Next()), ExportID: f.export.ID, LinkID: f.link, Number: f.shard.Number, IP: ip,
		FromByte: from, ToByte: to, At: now,
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		if f.manifest == nil {
			most := f.Size * int64(policy.Body.Downloads)
			won, err := s.store.reserve(ctx, f.shard, to-from, most)
			if err != nil {
				return err
			}
			if !won {
				return ErrUsedUp.With("file %d, %d times", f.shard.Number, policy.Body.Downloads)
			}
		}
		return s.store.insertDownload(ctx, row)
	})
	return &Fetch{file: f, from: from, to: to, id: row.ID, leave: leave}, err
}

// Write makes the bytes and writes them, as long as ctx lasts. What could not be sent is
// given back. A file that is sent to its end from where it was made is held against its hash.
func (d *Fetch) Write(ctx context.Context, w io.Writer) error {
	defer d.leave()
	out := &counter{w: begun{w, d.leave}} // from the first byte on the reader's pace is the bound
	var err error
	switch f := d.file; {
	case f.manifest != nil:
		_, err = io.Copy(out, bytes.NewReader(f.manifest[d.from:d.to]))
	case d.from == 0 && d.to == f.Size:
		err = d.whole(ctx, out)
	default:
		err = f.source.writePart(ctx, out, f.shard.FromItem, f.shard.ToItem, d.from, d.to)
	}
	// Whether or not the reader still waits, this much went out.
	return errors.Join(err, d.end(context.WithoutCancel(ctx), out.n))
}

func (d *Fetch) whole(ctx context.Context, out io.Writer) error {
	f := d.file
	sum := sha256.New()
	if err := f.source.write(ctx, io.MultiWriter(sum, out), f.shard.FromItem, f.shard.ToItem); err != nil {
		return err
	}
	if made := hex.EncodeToString(sum.Sum(nil)); made != f.Hash {
		return fmt.Errorf("codeorder: file %d of export %d became %s, not %s", f.shard.Number, f.export.ID, made, f.Hash)
	}
	return nil
}

// end keeps what was sent, gives the rest back, and notes an order whose codes are out.
func (d *Fetch) end(ctx context.Context, sent int64) error {
	f, s := d.file, d.file.room
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.endDownload(ctx, d.id, sent, s.clock.Now()); err != nil || f.manifest != nil {
			return err
		}
		if rest := d.to - d.from - sent; rest > 0 {
			if err := s.store.giveBack(ctx, f.shard, rest); err != nil {
				return err
			}
		}
		out, err := s.store.isOut(ctx, f.export.ID)
		if err != nil || !out {
			return err
		}
		return s.store.orderExported(ctx, f.export.BatchID)
	})
}
