package picture

import (
	"encoding/binary"
)

// webp is the chunks of a file that make the picture.
type webp struct {
	canvas, alpha, image []byte // payloads
	kind                 string // VP8 or VP8L
}

// cleanWebP keeps the one image and its transparency. Moving pictures are refused.
func cleanWebP(file []byte) (Picture, error) {
	size := uint64(binary.LittleEndian.Uint32(file[4:]))
	if size+8 > uint64(len(file)) || size < 4 {
		return Picture{}, broken("cut short")
	}
	var w webp
	for rest := file[12 : size+8]; len(rest) > 0; {
		if len(rest) < 8 {
			return Picture{}, broken("cut short")
		}
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		padded := length + length&1
		if length+8 > uint64(len(rest)) {
			return Picture{}, broken("a chunk that is longer than the file")
		}
		if err := w.keep(string(rest[:4]), rest[8:8+length]); err != nil {
			return Picture{}, err
		}
		rest = rest[min(padded+8, uint64(len(rest))):]
	}
	width, height, err := w.size()
	if err != nil {
		return Picture{}, err
	}
	return Picture{WebP, width, height, w.write()}, bounded(width, height)
}

func (w *webp) keep(kind string, payload []byte) error {
	switch kind {
	case "VP8X":
		if w.canvas != nil || w.image != nil || len(payload) != 10 {
			return broken("canvas")
		}
		w.canvas = payload
	case "ALPH":
		if w.alpha != nil || w.image != nil || w.canvas == nil || len(payload) == 0 {
			return broken("transparency")
		}
		w.alpha = payload
	case "VP8 ", "VP8L":
		if w.image != nil {
			return broken("a second image")
		}
		w.kind, w.image = kind, payload
	case "ANIM", "ANMF":
		return broken("a moving picture")
	}
	return nil // the rest is not the picture
}

// size reads the image's own size, which the canvas must have, too.
func (w *webp) size() (width, height int, err error) {
	b := w.image
	switch {
	case w.kind == "VP8 " && len(b) > 10 && b[0]&1 == 0 && string(b[3:6]) == "\x9d\x01\x2a":
		width, height = int(binary.LittleEndian.Uint16(b[6:])&0x3fff), int(binary.LittleEndian.Uint16(b[8:])&0x3fff)
	case w.kind == "VP8L" && len(b) > 5 && b[0] == 0x2f && w.alpha == nil:
		bits := binary.LittleEndian.Uint32(b[1:])
		width, height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
		if bits>>29 != 0 {
			return 0, 0, broken("version")
		}
	default:
		return 0, 0, broken("image header")
	}
	if c := w.canvas; c != nil && (three(c[4:])+1 != width || three(c[7:])+1 != height) {
		return 0, 0, broken("the canvas has another size than the image")
	}
	return width, height, nil
}

func three(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

const alphaFlag = 0x10

func (w *webp) write() []byte {
	out := []byte("RIFF\x00\x00\x00\x00WEBP")
	if w.alpha != nil {
		canvas := append([]byte{alphaFlag, 0, 0, 0}, w.canvas[4:]...)
		out = appendChunk(out, "VP8X", canvas)
		out = appendChunk(out, "ALPH", w.alpha)
	}
	out = appendChunk(out, w.kind, w.image)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func appendChunk(out []byte, kind string, payload []byte) []byte {
	out = append(out, kind...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(payload)))
	out = append(out, payload...)
	if len(payload)%2 != 0 {
		out = append(out, 0)
	}
	return out
}
