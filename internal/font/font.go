package font

import (
	"bytes"
	"compress/gzip"
	_ "embed" // of the font
	"io"
	"strings"
	"sync"
	"unicode"
)

//go:embed regular.ttf.gz
var packed []byte

var unpacked = sync.OnceValue(func() []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // it is part of the program
	}
	font, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return font
})

// TrueType is the font's file, 3.5 MB, for the caller to keep: libraries write into theirs.
func TrueType() []byte { return bytes.Clone(unpacked()) }

// drawn are the characters that the font has, as scripts/font/make.py takes them.
var drawn = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x20, 0x7e, 1}, {0xa0, 0xff, 1}, {0x2013, 0x2014, 1}, {0x2018, 0x2019, 1}, {0x201c, 0x201d, 1}, {0x2026, 0x2026, 1},
		{0x20ac, 0x20ac, 1}, {0x3001, 0x3003, 1}, {0x3005, 0x3007, 1}, {0x300a, 0x3017, 1}, {0x3041, 0x3094, 1}, {0x30a1, 0x30f6, 1},
		{0x3400, 0x4db5, 1}, {0x4e00, 0x9fa5, 1}, {0xff01, 0xff5e, 1}, {0xffe0, 0xffe5, 1},
	},
	LatinOffset: 2,
}

// geta stands where a character is lacking, as it does in print.
const geta = '〓'

// Printable is a text as the font can show it: spaces for what moves the line on, and a geta
// for each character that it lacks.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(drawn, r):
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r): // shows nothing
			return -1
		}
		return geta
	}, text)
}
