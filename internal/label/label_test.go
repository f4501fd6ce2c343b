package label_test

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"channelrouter/internal/label"
)

const text = "HTTPS://C.X.EXAMPLE/ABCDEFGHJKMNPQRSTV"

// scan reads a picture with another library's decoder.
func scan(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return read.GetText()
}

func matrix(t *testing.T) label.Matrix {
	t.Helper()
	m, err := label.QR(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// 38 characters, all upper case, are version 2: 25 modules and the quiet zone.
func TestVersion(t *testing.T) {
	if m := matrix(t); len(m) != 25+8 {
		t.Errorf("%d modules", len(m))
	}
}

func TestPNGIsRead(t *testing.T) {
	drawn, err := matrix(t).PNG(4)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	if got := scan(t, picture); got != text {
		t.Errorf("%q", got)
	}
}

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

func TestSVGIsRead(t *testing.T) {
	m := matrix(t)
	var parsed struct {
		ViewBox string `xml:"viewBox,attr"`
		Path    []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(m.SVG(), &parsed); err != nil || parsed.ViewBox != "0 0 33 33" {
		t.Fatal(parsed.ViewBox, err)
	}
	c := newCanvas(len(m)*4, len(m)*4)
	for _, r := range run.FindAllStringSubmatch(parsed.Path[1].D, -1) {
		x, y, w := number(r[1]), number(r[2]), number(r[3])
		c.fill(x*4, y*4, (x+w)*4, (y+1)*4)
	}
	if got := scan(t, c.Gray); got != text {
		t.Errorf("%q", got)
	}
}

type canvas struct{ *image.Gray }

func newCanvas(w, h int) canvas {
	c := canvas{image.NewGray(image.Rect(0, 0, w, h))}
	for i := range c.Pix {
		c.Pix[i] = 255
	}
	return c
}

func (c canvas) fill(x0, y0, x1, y1 float64) {
	for y := int(y0 + 0.5); y < int(y1+0.5); y++ {
		for x := int(x0 + 0.5); x < int(x1+0.5); x++ {
			c.SetGray(x, y, color.Gray{})
		}
	}
}

func number(s string) float64 {
	n, _ := strconv.ParseFloat(s, 64)
	return n
}

// pages are the page contents of a PDF, found by its cross-reference table.
func pages(t *testing.T, pdf []byte) (contents []string) {
	t.Helper()
	_, tail, _ := strings.Cut(string(pdf), "startxref\n")
	start, err := strconv.Atoi(strings.TrimSuffix(tail, "\n%%EOF\n"))
	if err != nil || !bytes.HasPrefix(pdf[start:], []byte("xref\n0 ")) {
		t.Fatal("no table where the end says", err)
	}
	for n, line := range strings.Split(string(pdf[start:]), "\n")[3:] {
		if !strings.HasSuffix(line, " n ") {
			break
		}
		at := int(number(line[:10]))
		if want := fmt.Sprintf("%d 0 obj\n", n+1); !bytes.HasPrefix(pdf[at:], []byte(want)) {
			t.Fatalf("object %d is not at %d", n+1, at)
		}
		if _, stream, ok := bytes.Cut(pdf[at:], []byte("/Filter/FlateDecode>>\nstream\n")); ok && bytes.HasPrefix(pdf[at:], fmt.Appendf(nil, "%d 0 obj\n<</Length", n+1)) {
			z, err := zlib.NewReader(bytes.NewReader(stream))
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			contents = append(contents, string(content))
		}
	}
	return contents
}

// A sheet is drawn by its paths, and each code on it is read where its label stands.
func TestSheetIsRead(t *testing.T) {
	layout := label.Layout{PageWidth: 100, PageHeight: 80, Margin: 5, Gap: 2, Columns: 2, Rows: 2}
	var pdf bytes.Buffer
	sheet, err := label.NewSheet(&pdf, layout)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		if err := sheet.Add(label.Label{Code: fmt.Sprint(text, n), Lines: []string{label.Grouped("ABCDEFGHJKMNPQRSTV"), `(10)B\1`, "批次"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := sheet.Close(); err != nil {
		t.Fatal(err)
	}
	found := pages(t, pdf.Bytes())
	if len(found) != 2 || !strings.Contains(found[0], "(ABCD EFGH JKMN PQRS TV)") || !strings.Contains(found[0], `(\(10\)B\\1)`) || !strings.Contains(found[0], "<62796B21>") {
		t.Fatal(found)
	}
	for page, content := range found {
		for n, drawn := range codes(content) {
			if got := scan(t, drawn); got != fmt.Sprint(text, 4*page+n) {
				t.Errorf("page %d, label %d: %q", page, n, got)
			}
		}
	}
}

const scale = 6 // pixels to a point

// codes draws each code of a page: its rectangles, placed by the matrix before them.
func codes(content string) (drawn []image.Image) {
	var c canvas
	var module, x, y, height float64
	for line := range strings.Lines(content) {
		f := strings.Fields(line)
		switch f[len(f)-1] {
		case "cm":
			module, x, y = number(f[1])*scale, number(f[5])*scale, number(f[6])*scale
			width := 100 * 72 / 25.4 * scale
			height = 80 * 72 / 25.4 * scale
			c = newCanvas(int(width), int(height))
		case "re":
			left, low := x+number(f[0])*module, y+number(f[1])*module
			c.fill(left, height-low-module, left+number(f[2])*module, height-low)
		case "Q":
			drawn = append(drawn, c.Gray)
		}
	}
	return drawn
}

func TestSheetsAreTheSame(t *testing.T) {
	var made [2]bytes.Buffer
	for i := range made {
		sheet, err := label.NewSheet(&made[i], label.A4)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(sheet.Add(label.Label{Code: text}), sheet.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(made[0].Bytes(), made[1].Bytes()) {
		t.Error("the same labels made other bytes")
	}
}

func TestLabelsThatAreTooSmall(t *testing.T) {
	l := label.Label{Code: text, Lines: []string{"ABCD EFGH JKMN PQRS TV"}}
	for _, layout := range []label.Layout{
		{PageWidth: 40, PageHeight: 30, Columns: 10, Rows: 1}, {PageWidth: 40, PageHeight: 10, Columns: 1, Rows: 1},
		{PageWidth: 40, PageHeight: 30, Margin: 20, Columns: 1, Rows: 1}, {},
	} {
		if err := layout.Fits(l); !errors.Is(err, label.ErrTooSmall) {
			t.Errorf("%+v: %v", layout, err)
		}
	}
	if err := label.A4.Fits(l); err != nil {
		t.Error(err)
	}
}

func TestVersionOfTheLibrary(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil || !regexp.MustCompile(`github\.com/skip2/go-qrcode `+regexp.QuoteMeta(label.QRVersion)+`\s`).Match(mod) {
		t.Error("go.mod has another version of go-qrcode", err)
	}
}
