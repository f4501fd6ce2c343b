package code

import (
	"context"
	"io"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// exportChunk is how many bytes are handed to the writer at a time.
const exportChunk = 1 << 16

// Export is an interval of a batch's face that may be printed.
type Export struct {
	exporter
	level model.ItemRange
	i     Interval // by ordinals on the face's level
}

// OpenExport clears codes for printing, before the first is written: the face's host was
// seen to open its app (link.ErrExportLocked), and what is exported is noted for the audit
// log. i narrows it to an interval of the face's level; the zero Interval is all of it.
// Errors: ErrFaceAbsent, ErrIntervalOutside, link.ErrExportLocked.
func (s *Service) OpenExport(ctx context.Context, b *Batch, face model.Face, i Interval) (*Export, error) {
	if i.Level != nil && *i.Level != face.Level() {
		return nil, ErrIntervalOutside.With("an interval of %ss for the face %s", *i.Level, face)
	}
	i, err := FaceInterval(b, face, i.From, i.To)
	if err != nil {
		return nil, err
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		db.Note(ctx, "%d codes of %s from %d, batch %s", i.To-i.From, face, i.From, b.Ref)
		return s.links.Printable(ctx, face)
	})
	if err != nil {
		return nil, err
	}
	return &Export{
		exporter: exporter{codec: s.codec, batch: b, face: face, prefix: s.printing.Prefix(face)},
		level:    b.Level(face.Level()).ItemRange, i: i,
	}, nil
}

// Prefix is what stands before each code in its URL.
func (e *Export) Prefix() string { return e.prefix }

// ExportHeader is the first line of what Write writes, without its end.
const ExportHeader = "code,url,parent"

// AppendLine appends the line of an ordinal with its end. All lines of an export are of
// one length.
func (e *Export) AppendLine(dst []byte, n int64) ([]byte, error) {
	return e.row(dst, e.level.From+model.ItemID(n))
}

// AppendPrinted appends the code of an ordinal, a comma and its URL.
func (e *Export) AppendPrinted(dst []byte, n int64) ([]byte, error) {
	return e.printed(dst, e.level.From+model.ItemID(n))
}

// Code is the code of an ordinal.
func (e *Export) Code(n int64) (string, error) {
	item := e.level.From + model.ItemID(n)
	return e.codec.Encode(Code{Face: e.face, Epoch: item.Epoch(), Slot: item.Slot()})
}

// Write writes the codes as CSV with the header code,url,parent, and says how many:
// parent is the visible code of the container that the formula puts the item into, empty
// on the top, for line-linked batches and where the container has none. It streams:
// memory does not grow with the batch.
func (e *Export) Write(ctx context.Context, w io.Writer) (int64, error) {
	buffer := append(make([]byte, 0, exportChunk+256), ExportHeader+"\n"...)
	var err error
	for n := e.i.From; n < e.i.To; n++ {
		if buffer, err = e.AppendLine(buffer, n); err != nil {
			return n - e.i.From, err
		}
		if len(buffer) >= exportChunk || n == e.i.To-1 {
			if err := ctx.Err(); err != nil {
				return n - e.i.From, err
			}
			if _, err := w.Write(buffer); err != nil {
				return n - e.i.From, err
			}
			buffer = buffer[:0]
		}
	}
	return e.i.To - e.i.From, nil
}

// FaceInterval is [from, to) of a face's level, checked; to 0 means to the end.
func FaceInterval(b *Batch, face model.Face, from, to int64) (Interval, error) {
	level := b.Level(face.Level())
	if level == nil || !level.Has(model.Side(face&1)) {
		return Interval{}, ErrFaceAbsent.With("%s of batch %s", face, b.Ref)
	}
	if to == 0 {
		to = level.Len()
	}
	if from < 0 || from >= to || to > level.Len() {
		return Interval{}, ErrIntervalOutside.With("[%d, %d) of %d %ss", from, to, level.Len(), face.Level())
	}
	return Interval{Level: &level.Level, From: from, To: to}, nil
}

// exporter writes rows; neighbours share a parent, whose code is made once.
type exporter struct {
	codec      *Codec
	batch      *Batch
	face       model.Face
	prefix     string
	parent     model.ItemID
	parentCode []byte
}

// printed is a code and its URL.
func (e *exporter) printed(dst []byte, item model.ItemID) ([]byte, error) {
	start := len(dst)
	dst, err := e.codec.Append(dst, Code{Face: e.face, Epoch: item.Epoch(), Slot: item.Slot()})
	if err != nil {
		return dst, err
	}
	end := len(dst)
	dst = append(append(dst, ','), e.prefix...)
	return append(dst, dst[start:end]...), nil
}

func (e *exporter) row(dst []byte, item model.ItemID) ([]byte, error) {
	dst, err := e.printed(dst, item)
	if err != nil {
		return dst, err
	}
	dst = append(dst, ',')
	if parent, ok := e.batch.Parent(item); ok && e.batch.Level(parent.Level()).Has(model.Outer) {
		if parent != e.parent {
			outer := Code{Face: model.NewFace(parent.Level(), model.Outer), Epoch: parent.Epoch(), Slot: parent.Slot()}
			if e.parentCode, err = e.codec.Append(e.parentCode[:0], outer); err != nil {
				return dst, err
			}
			e.parent = parent
		}
		dst = append(dst, e.parentCode...)
	}
	return append(dst, '\n'), nil
}

// URL is what is printed for a code of a face: the host and the code, nothing else.
func (s *Service) URL(face model.Face, text string) string { return s.printing.Prefix(face) + text }

// Host is where the codes of a face stand.
func (s *Service) Host(face model.Face) string { return s.printing.Host(face) }

// Print returns the code of a face of an item.
func (s *Service) Print(face model.Face, item model.ItemID) (string, error) {
	return s.codec.Encode(Code{Face: face, Epoch: item.Epoch(), Slot: item.Slot()})
}
