package font_test

import (
	"encoding/binary"
	"testing"

	"channelrouter/internal/font"
)

// tables are the tables of a TrueType file.
func tables(ttf []byte) map[string][]byte {
	all := map[string][]byte{}
	for n := range int(binary.BigEndian.Uint16(ttf[4:])) {
		entry := ttf[12+16*n:]
		at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		all[string(entry[:4])] = ttf[at : at+size]
	}
	return all
}

// glyphs reads the character map (format 4), and tells which characters have an outline of
// their own that is not empty.
func glyphs(t *testing.T, ttf []byte) map[rune]int {
	t.Helper()
	all := tables(ttf)
	cmap := all["cmap"]
	cmap = cmap[binary.BigEndian.Uint32(cmap[8:]):]
	word := func(b []byte, n int) int { return int(binary.BigEndian.Uint16(b[2*n:])) }
	if word(cmap, 0) != 4 || word(all["head"], 25) != 1 {
		t.Fatalf("format %d, offsets %d", word(cmap, 0), word(all["head"], 25))
	}
	size := func(glyph int) int {
		loca := all["loca"][4*glyph:]
		return int(binary.BigEndian.Uint32(loca[4:]) - binary.BigEndian.Uint32(loca))
	}
	found := map[rune]int{}
	runs := word(cmap, 3) / 2
	for n := range runs {
		last, first := word(cmap, 7+n), word(cmap, 8+runs+n)
		delta, offset := word(cmap, 8+2*runs+n), word(cmap, 8+3*runs+n)
		for r := first; r <= last && r != 0xffff; r++ {
			glyph := r + delta
			if offset != 0 {
				if glyph = word(cmap, 8+3*runs+n+offset/2+r-first); glyph != 0 {
					glyph += delta
				}
			}
			if glyph &= 0xffff; glyph != 0 {
				found[rune(r)] = size(glyph)
			}
		}
	}
	return found
}

// What is said to be printable has an outline, and what has none is not: a text that can be
// read out of a document may still be empty boxes on paper.
func TestPrintable(t *testing.T) {
	found := glyphs(t, font.TrueType())
	if len(found) < 27_900 {
		t.Fatalf("%d characters", len(found))
	}
	for r := rune(0x20); r < 0x20000; r++ {
		size, has := found[r]
		if printable := font.Printable(string(r)) == string(r); printable && !has || has && !printable {
			t.Errorf("%U: printable %t, in the font %t", r, printable, has)
		}
		if has && size == 0 && r != ' ' && r != 0xa0 && r != 0xad {
			t.Errorf("%U has no outline", r)
		}
	}
	for text, want := range map[string]string{
		"返利 ¥1,234.56": "返利 ¥1,234.56",
		"多行\r\n与\t制表":  "多行  与 制表",
		"𠮷野家😀":         "〓野家〓",
		"零宽\u200b连接":   "零宽连接",
	} {
		if got := font.Printable(text); got != want {
			t.Errorf("%q is printed as %q, want %q", text, got, want)
		}
	}
}

func TestEverybodyGetsHisOwn(t *testing.T) {
	first := font.TrueType()
	first[0] ^= 1
	if second := font.TrueType(); second[0] == first[0] {
		t.Error("what one writes into the font, others read")
	}
}
