package casefile

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"channelrouter/internal/blob"
	"channelrouter/internal/db"
	"channelrouter/internal/evidence"
	"channelrouter/internal/picture"
	"channelrouter/model"
)

// Pack is all that is known of a case, to be written into one signed file.
type Pack struct {
	service *Service
	id      model.CaseID
	files   []packFile
	photos  []string // hashes, in the order of the records
	inside  bool     // the photos come along
}

type packFile struct {
	name    string
	content any
}

// OpenPack makes an evidence pack that is still to be written: the case with the reckoning of its penalty, the policy by
// which it was decided or else the one in force, the scans that it rests on with every version
// of their judgements, the trail of each item, the case's history, its records, and its photos,
// as themselves or by their hashes only. The same case at the same moment is the same files in
// the same order. Error: diversion.ErrUnknownCase.
func (s *Service) OpenPack(ctx context.Context, id model.CaseID, photos bool) (*Pack, error) {
	p := &Pack{service: s, id: id, inside: photos}
	err := s.db.Run(ctx, func(ctx context.Context) error { // so that who takes it along is audited
		db.Note(ctx, "evidence of case %d", id)
		_, err := s.rooms.Diversion.Get(ctx, id)
		return err
	})
	return p, err
}

// Name is what the file is called.
func (p *Pack) Name() string { return fmt.Sprintf("case-%d.evidence.zip", p.id) }

func (p *Pack) add(name string, content any) {
	p.files = append(p.files, packFile{name, content})
}

// gather reads what the pack holds.
func (p *Pack) gather(ctx context.Context) error {
	s := p.service
	c, err := s.rooms.Diversion.Get(ctx, p.id)
	if err != nil {
		return err
	}
	flags, err := s.rooms.Diversion.AllFlags(ctx, p.id)
	if err != nil {
		return err
	}
	views, err := s.File(ctx, p.id)
	if err != nil {
		return err
	}
	for _, gather := range []func() error{
		func() error { return p.gatherCase(ctx, c) },
		func() error { return p.gatherPolicy(ctx, c) },
		func() error { return p.gatherScans(ctx, flags, views) },
		func() error { return p.gatherTrail(ctx, flags, views) },
		func() error { return p.gatherHistory(ctx) },
	} {
		if err := gather(); err != nil {
			return err
		}
	}
	p.gatherRecords(views)
	return nil
}

// Write gathers what the pack holds, as of one state of the database, and writes it to its end,
// which takes a while where many items were scanned. What broke off has no seal, and is none.
func (p *Pack) Write(ctx context.Context, w io.Writer) error {
	p.files, p.photos = nil, nil
	if err := p.service.db.Snapshot(ctx, func(ctx context.Context) error { return p.gather(ctx) }); err != nil {
		return err
	}
	out, err := evidence.NewWriter(w, p.service.key, fmt.Sprint(p.id), p.service.clock.Now())
	if err != nil {
		return err
	}
	for _, f := range p.files {
		if raw, is := f.content.(json.RawMessage); is {
			err = out.Add(f.name, raw)
		} else {
			err = out.AddJSON(f.name, f.content)
		}
		if err != nil {
			return err
		}
	}
	for _, hash := range p.photos {
		name := ""
		if p.inside {
			if name, err = p.writePhoto(ctx, out, hash); err != nil {
				return err
			}
		}
		out.Photo(hash, name)
	}
	return out.Close()
}

// writePhoto adds a photo under its hash.
func (p *Pack) writePhoto(ctx context.Context, out *evidence.Writer, hash string) (string, error) {
	r, err := p.service.blobs.Open(ctx, blob.Hash(hash))
	if err != nil {
		return "", fmt.Errorf("photo %s: %w", hash, err)
	}
	content, err := io.ReadAll(r)
	if closing := r.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("photos/%s.%s", hash, picture.KindOf(content))
	return name, out.Add(name, content)
}

// hashesOf are the photos of records, each once.
func hashesOf(views []View) (hashes []string) {
	for _, v := range views {
		for _, piece := range v.Pieces {
			if piece.Kind != model.EvidenceScan && !slices.Contains(hashes, piece.Hash) {
				hashes = append(hashes, piece.Hash)
			}
		}
	}
	return hashes
}
