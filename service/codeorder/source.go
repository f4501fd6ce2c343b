package codeorder

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/klauspost/compress/zstd"

	"channelrouter/internal/label"
	"channelrouter/model"
	"channelrouter/service/code"
)

const (
	// edition changes with the bytes that this file makes of the same codes.
	edition = 1
	// zstdVersion is the module's in go.mod; another may write other bytes.
	zstdVersion = "v1.20.1"
	// chunk is how many bytes are handed on at a time.
	chunk = 1 << 16
)

// source makes an export's files: of the same items the same bytes, each time and on every
// replica whose generator has the same name. It is used by one goroutine.
type source struct {
	export    model.CodeExport
	header    string
	line      func(dst []byte, n int64) ([]byte, error)
	length    int64 // of every line
	layout    label.Layout
	label     func(n int64) (label.Label, error) // of label sheets
	generator string
}

// open clears an export's codes for printing and makes its source, in one transaction.
// Errors: those of code.OpenExport.
func (s *Service) open(ctx context.Context, e model.CodeExport) (src *source, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		src, err = s.cleared(ctx, e)
		return err
	})
	return src, err
}

func (s *Service) cleared(ctx context.Context, e model.CodeExport) (*source, error) {
	b, err := s.codes.Batch(ctx, e.BatchID)
	if err != nil {
		return nil, err
	}
	interval, err := code.FaceInterval(b, e.Face, e.FromItem, e.ToItem)
	if err != nil {
		return nil, err
	}
	first, err := s.codes.OpenExport(ctx, b, e.Face, interval)
	if err != nil {
		return nil, err
	}
	src := &source{export: e, header: code.ExportHeader + "\n", line: first.AppendLine}
	prefixes := first.Prefix()
	if e.Format == model.CodeLabels {
		if err := json.Unmarshal(e.Layout, &src.layout); err != nil {
			return nil, err
		}
		var goods string
		src.label, goods, err = s.labels(ctx, b, first)
		src.generator = generator(e.Format, prefixes+" "+goods)
		return src, err
	}
	if e.Pair {
		second, err := s.codes.OpenExport(ctx, b, otherSide(e.Face), interval)
		if err != nil {
			return nil, err
		}
		src.header, src.line = pairHeader, pairs(first, second)
		prefixes += " " + second.Prefix()
	}
	sample, err := src.line(nil, e.FromItem)
	src.length = int64(len(sample))
	src.generator = generator(e.Format, prefixes)
	return src, err
}

// otherSide is the face on the other side of the same items.
func otherSide(f model.Face) model.Face { return f ^ 1 }

const pairHeader = "outer_code,outer_url,inner_code,inner_url\n"

// pairs puts both sides of an item on one line.
func pairs(outer, inner *code.Export) func(dst []byte, n int64) ([]byte, error) {
	return func(dst []byte, n int64) ([]byte, error) {
		dst, err := outer.AppendPrinted(dst, n)
		if err != nil {
			return dst, err
		}
		if dst, err = inner.AppendPrinted(append(dst, ','), n); err != nil {
			return dst, err
		}
		return append(dst, '\n'), nil
	}
}

// generator names what decides the bytes beside the codes: our own edition, the
// compressor's version, and what is printed with each code: what stands before it in its
// URL, and on a label the GTIN, which the catalogue may change.
func generator(f model.CodeFormat, printed string) string {
	library := ""
	switch f {
	case model.CodeCSVGzip:
		library = " " + runtime.Version()
	case model.CodeCSVZstd:
		library = " compress " + zstdVersion
	case model.CodeLabels:
		library = fmt.Sprintf(" %s labels %d qr %s", runtime.Version(), label.Version, label.QRVersion)
	}
	sum := sha256.Sum256([]byte(printed))
	return fmt.Sprintf("%s %d%s %x", FormatName(f), edition, library, sum[:8])
}

// write writes the file of the items [from, to).
func (s *source) write(ctx context.Context, w io.Writer, from, to int64) error {
	var packed io.WriteCloser
	var err error
	switch s.export.Format {
	case model.CodeLabels:
		return s.sheets(ctx, w, from, to)
	case model.CodeCSVGzip:
		packed = gzip.NewWriter(w)
	case model.CodeCSVZstd:
		packed, err = zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	default:
		return s.text(ctx, w, from, to)
	}
	if err != nil {
		return err
	}
	if err := s.text(ctx, packed, from, to); err != nil {
		return err // an end would be another file's
	}
	return packed.Close()
}

// text writes the header and a line for each item.
func (s *source) text(ctx context.Context, w io.Writer, from, to int64) error {
	if _, err := io.WriteString(w, s.header); err != nil {
		return err
	}
	return s.lines(ctx, w, from, to)
}

func (s *source) lines(ctx context.Context, w io.Writer, from, to int64) (err error) {
	buffer := make([]byte, 0, chunk+512)
	for n := from; n < to; n++ {
		start := len(buffer)
		if buffer, err = s.line(buffer, n); err != nil {
			return err
		}
		if int64(len(buffer)-start) != s.length {
			return fmt.Errorf("codeorder: line %d has %d bytes, not %d", n, len(buffer)-start, s.length)
		}
		if len(buffer) < chunk && n < to-1 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := w.Write(buffer); err != nil {
			return err
		}
		buffer = buffer[:0]
	}
	return nil
}

// writePart writes the bytes [begin, end) of the file of the items [from, to). Lines of one
// length are gone to at once; whatever is packed is packed from its beginning, and the rest
// thrown away.
func (s *source) writePart(ctx context.Context, w io.Writer, from, to, begin, end int64) error {
	part := &part{w: w, skip: begin, left: end - begin}
	var err error
	if head := int64(len(s.header)); s.export.Format == model.CodeCSV && begin >= head {
		skipped := (begin - head) / s.length
		part.skip = begin - head - skipped*s.length
		err = s.lines(ctx, part, from+skipped, to)
	} else {
		err = s.write(ctx, part, from, to)
	}
	if part.left == 0 { // what came after it was not wanted
		return nil
	}
	if err == nil {
		err = fmt.Errorf("codeorder: %d bytes of export %d are missing", part.left, s.export.ID)
	}
	return err
}

// errEnough ends the making of a file of which the rest is not wanted.
var errEnough = errors.New("codeorder: enough")

// part lets the bytes of a part of a file through.
type part struct {
	w          io.Writer
	skip, left int64
}

// Write passes on what belongs to the part. Error: errEnough, once all of it is through.
func (p *part) Write(b []byte) (int, error) {
	wanted := b
	if p.skip > 0 {
		n := min(p.skip, int64(len(wanted)))
		wanted, p.skip = wanted[n:], p.skip-n
	}
	wanted = wanted[:min(p.left, int64(len(wanted)))]
	if len(wanted) > 0 {
		n, err := p.w.Write(wanted)
		p.left -= int64(n)
		if err != nil {
			return 0, err
		}
	}
	if p.left == 0 {
		return len(b), errEnough
	}
	return len(b), nil
}
