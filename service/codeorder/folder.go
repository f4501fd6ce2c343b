package codeorder

import (
	"context"
	"errors"
	"io"
)

// WriteFiles writes an export's files and then its manifest, each to what create makes of its
// name, for who has the server's shell: nothing of the export is kept but what is noted for
// the audit log. Errors: ErrBadExport, and those of code.OpenExport.
func (s *Service) WriteFiles(ctx context.Context, x Export, create func(name string) (io.WriteCloser, error)) (m Manifest, err error) {
	e, err := s.planned(ctx, x)
	if err != nil {
		return m, err
	}
	src, err := s.open(ctx, e)
	if err == nil {
		err = src.fits()
	}
	if err != nil {
		return m, err
	}
	e.Generator = src.generator
	b, err := s.codes.Batch(ctx, e.BatchID)
	if err != nil {
		return m, err
	}
	if m, err = s.heading(ctx, b, e); err != nil {
		return m, err
	}
	for from := e.FromItem; from < e.ToItem; from += e.ShardCodes {
		file, err := src.file(ctx, b.Ref, from, create)
		if err != nil {
			return m, err
		}
		m.Files = append(m.Files, file)
	}
	content, err := m.encode()
	if err != nil {
		return m, err
	}
	out, err := create(FileName(b.Ref, e, 0))
	if err != nil {
		return m, err
	}
	_, err = out.Write(content)
	return m, errors.Join(err, out.Close())
}

// file writes the file that begins with an item, and says what the manifest says of it.
func (s *source) file(ctx context.Context, ref string, from int64, create func(name string) (io.WriteCloser, error)) (ManifestFile, error) {
	out, err := create(FileName(ref, s.export, s.number(from)))
	if err != nil {
		return ManifestFile{}, err
	}
	shard, err := s.shard(ctx, out, from)
	if err = errors.Join(err, out.Close()); err != nil {
		return ManifestFile{}, err
	}
	return manifestFile(ref, s.export, shard), nil
}
