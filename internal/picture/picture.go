// Package picture takes in pictures from strangers. It tells what a file is by its
// content alone, holds its size in pixels against a bound before anything could decode
// it, and rewrites it from the parts that make the picture: positions, thumbnails,
// comments, and whatever else was hidden in, before or behind it stay out.
//
// Pixels are not decoded and not compressed again: the picture looks as it did.
package picture

import (
	"bytes"
	"errors"
	"fmt"
)

// Kind is a format that is taken in.
type Kind string

// The formats.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	WebP Kind = "webp"
)

// MediaType is the kind's name in HTTP.
func (k Kind) MediaType() string { return "image/" + string(k) }

// Picture is a file that was taken in.
type Picture struct {
	Kind          Kind
	Width, Height int
	Content       []byte
}

const (
	maxSide   = 16_384
	maxPixels = 40_000_000
)

var (
	// ErrKind: neither JPEG nor PNG nor WebP.
	ErrKind = errors.New("picture: neither JPEG nor PNG nor WebP")
	// ErrPixels: too many of them.
	ErrPixels = errors.New("picture: too many pixels")
	// ErrBroken: it is not made as its format says.
	ErrBroken = errors.New("picture: broken")
)

// KindOf tells a file's format by how it begins; "" is none of ours.
func KindOf(head []byte) Kind {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(head, []byte(pngSignature)):
		return PNG
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP
	}
	return ""
}

// Clean takes a file in. Errors: ErrKind, ErrPixels, ErrBroken.
func Clean(file []byte) (Picture, error) {
	switch KindOf(file) {
	case JPEG:
		return cleanJPEG(file)
	case PNG:
		return cleanPNG(file)
	case WebP:
		return cleanWebP(file)
	}
	return Picture{}, ErrKind
}

func bounded(width, height int) error {
	switch {
	case width <= 0 || height <= 0:
		return broken("no size")
	case width > maxSide || height > maxSide || width*height > maxPixels:
		return fmt.Errorf("%w: %d × %d", ErrPixels, width, height)
	}
	return nil
}

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBroken, fmt.Sprintf(format, args...))
}
