package codeorder

import (
	"context"
	"errors"
	"fmt"
	"io"

	"channelrouter/internal/db"
	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/code"
)

// labels makes an export's labels: the code, its text in groups, and GTIN and batch behind
// GS1's numbers for them, which goods says as all labels bear them.
func (s *Service) labels(ctx context.Context, b *code.Batch, x *code.Export) (one func(n int64) (label.Label, error), goods string, err error) {
	product, err := s.catalog.Get(ctx, b.ProductID)
	if err != nil {
		return nil, "", err
	}
	gtin, batch := "(01)"+product.GTIN, "(10)"+b.Ref
	return func(n int64) (label.Label, error) {
		text, err := x.Code(n)
		return label.Label{Code: x.Prefix() + text, Lines: []string{label.Grouped(text), gtin, batch}}, err
	}, gtin + batch, nil
}

// sheets writes the labels of the items [from, to).
func (s *source) sheets(ctx context.Context, w io.Writer, from, to int64) error {
	sheet, err := label.NewSheet(w, s.layout)
	if err != nil {
		return err
	}
	for n := from; n < to; n++ {
		one, err := s.label(n)
		if err == nil {
			err = errors.Join(ctx.Err(), sheet.Add(one))
		}
		if err != nil {
			return err
		}
	}
	return sheet.Close()
}

// fits makes sure that a label sheet has room for its labels, which are of one size. Error:
// ErrBadExport.
func (s *source) fits() error {
	if s.label == nil {
		return nil
	}
	first, err := s.label(s.export.FromItem)
	if err != nil {
		return err
	}
	err = s.layout.Fits(first)
	if errors.Is(err, label.ErrTooSmall) {
		return ErrBadExport.With("%v", err)
	}
	return err
}

// Picture is one code as a picture.
type Picture struct {
	Name, MediaType string
	Content         []byte
}

// pngPixels is the side of a module: a code of 33 modules is 264 pixels.
const pngPixels = 8

// Picture draws the code of a face of one item, by its ordinal, as SVG or else PNG, and
// notes it for the audit log. It is not locked: it is what a printed host is tested with.
// Errors: code.ErrUnknownBatch, code.ErrFaceAbsent, code.ErrIntervalOutside.
func (s *Service) Picture(ctx context.Context, id model.BatchID, face model.Face, n int64, svg bool) (Picture, error) {
	b, err := s.codes.Batch(ctx, id)
	if err != nil {
		return Picture{}, err
	}
	if _, err := code.FaceInterval(b, face, n, n+1); err != nil {
		return Picture{}, err
	}
	item := b.Level(face.Level()).From + model.ItemID(n)
	text, err := s.codes.Print(face, item)
	if err != nil {
		return Picture{}, err
	}
	m, err := label.QR(s.codes.URL(face, text))
	if err != nil {
		return Picture{}, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "code %d of %s, batch %s", n, face, b.Ref)
		return nil
	})
	p := Picture{Name: fmt.Sprintf("%s-%s-%d.svg", b.Ref, face, n), MediaType: "image/svg+xml", Content: m.SVG()}
	if err == nil && !svg {
		p.Name, p.MediaType = fmt.Sprintf("%s-%s-%d.png", b.Ref, face, n), "image/png"
		p.Content, err = m.PNG(pngPixels)
	}
	return p, err
}
