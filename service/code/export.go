package code

import (
	"context"
	"io"
	"strings"

	"channelrouter/model"
)

// exportChunk is how many bytes are handed to the writer at a time.
const exportChunk = 1 << 16

// Export writes the codes of one face of a batch as CSV with the header
// code,url,parent: parent is the visible code of the container that the formula puts
// the item into, empty on the top, for line-linked batches and where the container has
// none. i narrows it to an interval of the face's level; the zero Interval is all of it.
// Streams: memory does not grow with the batch.
func (s *Service) Export(ctx context.Context, w io.Writer, b *Batch, face model.Face, i Interval) (int64, error) {
	if i.Level != nil && *i.Level != face.Level() {
		return 0, ErrIntervalOutside.With("an interval of %ss for the face %s", *i.Level, face)
	}
	i, err := FaceInterval(b, face, i.From, i.To)
	if err != nil {
		return 0, err
	}
	level := b.Level(face.Level())
	e := exporter{codec: s.codec, batch: b, face: face, prefix: s.printing.prefix(face)}
	buffer := append(make([]byte, 0, exportChunk+256), "code,url,parent\n"...)
	for n := i.From; n < i.To; n++ {
		if buffer, err = e.row(buffer, level.From+model.ItemID(n)); err != nil {
			return n - i.From, err
		}
		if len(buffer) >= exportChunk || n == i.To-1 {
			if err := ctx.Err(); err != nil {
				return n - i.From, err
			}
			if _, err := w.Write(buffer); err != nil {
				return n - i.From, err
			}
			buffer = buffer[:0]
		}
	}
	return i.To - i.From, nil
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

func (e *exporter) row(dst []byte, item model.ItemID) ([]byte, error) {
	start := len(dst)
	dst, err := e.codec.Append(dst, Code{Face: e.face, Epoch: item.Epoch(), Slot: item.Slot()})
	if err != nil {
		return dst, err
	}
	end := len(dst)
	dst = append(append(dst, ','), e.prefix...)
	dst = append(append(dst, dst[start:end]...), ',')
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

// prefix is what stands before the code in the printed URL.
func (p Printing) prefix(face model.Face) string {
	host := p.Hosts[face]
	if host == "" {
		host = p.DefaultHost
	}
	url := "https://" + host + "/"
	if p.UpperCase {
		url = strings.ToUpper(url)
	}
	return url
}

// URL is what is printed for a code of a face: the host and the code, nothing else.
func (s *Service) URL(face model.Face, text string) string { return s.printing.prefix(face) + text }

// Print returns the code of a face of an item.
func (s *Service) Print(face model.Face, item model.ItemID) (string, error) {
	return s.codec.Encode(Code{Face: face, Epoch: item.Epoch(), Slot: item.Slot()})
}
