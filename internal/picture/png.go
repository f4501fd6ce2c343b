package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
)

const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	maxRaw       = 160_000_000 // bytes that a picture's data may unfold to
)

// depths are the bit depths that each colour type may have, and its samples a pixel.
var depths = map[byte]struct {
	bits    []byte
	samples int
}{
	0: {[]byte{1, 2, 4, 8, 16}, 1}, 2: {[]byte{8, 16}, 3}, 3: {[]byte{1, 2, 4, 8}, 1},
	4: {[]byte{8, 16}, 2}, 6: {[]byte{8, 16}, 4},
}

// small are the chunks that say how colours are meant, with their lengths.
var small = map[string]int{"gAMA": 4, "sRGB": 1, "cHRM": 32}

// png walks the chunks of a file and writes those that make the picture.
type png struct {
	out           bytes.Buffer
	data          []io.Reader
	header        []byte
	width, height int
	palette, over bool
}

// cleanPNG keeps header, palette, transparency and data, and makes sure that the data
// unfold to exactly the picture's size.
func cleanPNG(file []byte) (Picture, error) {
	p := &png{}
	p.out.Grow(len(file))
	p.out.WriteString(pngSignature)
	for rest := file[len(pngSignature):]; ; {
		if len(rest) < 12 {
			return Picture{}, broken("cut short")
		}
		length, kind := uint64(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		if length+12 > uint64(len(rest)) {
			return Picture{}, broken("a chunk that is longer than the file")
		}
		chunk := rest[:length+12]
		rest = rest[length+12:]
		if crc32.ChecksumIEEE(chunk[4:8+length]) != binary.BigEndian.Uint32(chunk[8+length:]) {
			return Picture{}, broken("checksum of %q", kind)
		}
		if err := p.keep(kind, chunk, chunk[8:8+length]); err != nil {
			return Picture{}, err
		}
		if kind == "IEND" {
			break
		}
	}
	if err := p.unfold(); err != nil {
		return Picture{}, err
	}
	return Picture{PNG, p.width, p.height, p.out.Bytes()}, nil
}

func (p *png) keep(kind string, chunk, payload []byte) error {
	if (kind == "IHDR") != (p.header == nil) {
		return broken("%q is out of its place", kind)
	}
	if kind != "IDAT" && p.data != nil {
		p.over = true
	}
	switch {
	case kind == "IHDR":
		if err := p.begin(payload); err != nil {
			return err
		}
	case kind == "IDAT":
		if p.over {
			return broken("data in two places")
		}
		p.data = append(p.data, bytes.NewReader(payload))
	case kind == "IEND" && len(payload) == 0:
	case kind == "PLTE" && !p.palette && p.data == nil && len(payload) > 0 && len(payload)%3 == 0 && len(payload) <= 768:
		p.palette = true
	case kind == "tRNS" && p.data == nil && len(payload) <= 256:
	case small[kind] != 0 && small[kind] == len(payload) && p.data == nil:
	case kind[0]&0x20 != 0: // not needed to show the picture
		return nil
	default:
		return broken("chunk %q", kind)
	}
	p.out.Write(chunk)
	return nil
}

func (p *png) begin(header []byte) error {
	if len(header) != 13 {
		return broken("header")
	}
	width, height := binary.BigEndian.Uint32(header), binary.BigEndian.Uint32(header[4:])
	p.header = header
	p.width, p.height = int(min(width, maxSide+1)), int(min(height, maxSide+1))
	colour := depths[header[9]]
	if bytes.IndexByte(colour.bits, header[8]) < 0 || header[10] != 0 || header[11] != 0 || header[12] > 1 {
		return broken("header")
	}
	return bounded(p.width, p.height)
}

// rows is how many bytes a part of the picture takes.
func (p *png) rows(width, height int) int64 {
	if width == 0 || height == 0 {
		return 0
	}
	bits := int64(width) * int64(depths[p.header[9]].samples) * int64(p.header[8])
	return int64(height) * (1 + (bits+7)/8)
}

// size is how many bytes the data have to unfold to.
func (p *png) size() int64 {
	if p.header[12] == 0 {
		return p.rows(p.width, p.height)
	}
	var sum int64
	for _, pass := range [7][4]int{{8, 8, 0, 0}, {8, 8, 4, 0}, {4, 8, 0, 4}, {4, 4, 2, 0}, {2, 4, 0, 2}, {2, 2, 1, 0}, {1, 2, 0, 1}} {
		sum += p.rows((p.width-pass[2]+pass[0]-1)/pass[0], (p.height-pass[3]+pass[1]-1)/pass[1])
	}
	return sum
}

// unfold makes sure that the data are as long as they must be, without keeping them.
func (p *png) unfold() error {
	if p.data == nil || p.header[9] == 3 && !p.palette {
		return broken("no data, or no palette")
	}
	want := p.size()
	if want > maxRaw {
		return ErrPixels
	}
	data, err := zlib.NewReader(io.MultiReader(p.data...))
	if err != nil {
		return broken("data: %s", err)
	}
	got, err := io.Copy(io.Discard, io.LimitReader(data, want+1))
	if err != nil || got != want {
		return broken("data of %d bytes, not %d", got, want)
	}
	return nil
}
