package privacy

import (
	"archive/zip"
	"context"
	"fmt"
	"io"

	"channelrouter/internal/personal"
	"channelrouter/model"
)

// File is a person's copy, to be written.
type File struct {
	service *Service
	request model.DataRequest
	chunks  []model.DataRequestChunk
	content map[int]*personal.Content // by step
	parts   map[int]string            // by step
	lines   map[string]int64
}

// OpenFile makes a request's copy, for who hands it to the person. It is audited who does. Errors:
// ErrUnknownRequest, ErrNoFile.
func (s *Service) OpenFile(ctx context.Context, id model.DataRequestID) (*File, error) {
	f := &File{service: s, parts: map[int]string{}, content: map[int]*personal.Content{}, lines: map[string]int64{}}
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		if f.request, err = s.Get(ctx, id); err != nil {
			return err
		}
		if f.request.State != model.DataDone || f.request.FilesUntil == nil || !s.clock.Now().Before(*f.request.FilesUntil) {
			return ErrNoFile.With("request %d", id)
		}
		steps, err := s.store.steps(ctx, id)
		if err != nil {
			return err
		}
		for _, step := range steps {
			f.parts[step.N], f.content[step.N] = step.Part, s.contentOf(step)
			f.lines[step.Part] += step.Rows
		}
		f.chunks, err = s.store.chunks(ctx, id)
		return err
	})
	return f, err
}

// Name is what the file is called.
func (f *File) Name() string {
	return fmt.Sprintf("personal-data-%d.zip", f.request.ID)
}

// Write writes the file: a ZIP of a README and, for each room that holds something, a file of lines
// that are JSON objects; and the pictures that they speak of. It needs memory for one chunk.
func (f *File) Write(ctx context.Context, w io.Writer) error {
	out := zip.NewWriter(w)
	readme, err := out.Create("README.txt")
	if err != nil {
		return err
	}
	if err := writeReadme(readme, f); err != nil {
		return err
	}
	var file io.Writer
	at := ""
	for _, c := range f.chunks {
		if part := f.parts[c.Step]; file == nil || part != at {
			at = part
			if file, err = out.Create(part + ".jsonl"); err != nil {
				return err
			}
		}
		if err := f.service.copyChunk(ctx, c, file); err != nil {
			return err
		}
	}
	if err := f.writePictures(ctx, out); err != nil {
		return err
	}
	return out.Close()
}
