package label

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// Layout is a sheet of labels, in millimetres.
type Layout struct {
	PageWidth  int `json:"page_width_mm" minimum:"20" maximum:"2000"`
	PageHeight int `json:"page_height_mm" minimum:"20" maximum:"2000"`
	Margin     int `json:"margin_mm" minimum:"0" maximum:"200" doc:"around the grid"`
	Gap        int `json:"gap_mm" minimum:"0" maximum:"200" doc:"between labels"`
	Columns    int `json:"columns" minimum:"1" maximum:"100"`
	Rows       int `json:"rows" minimum:"1" maximum:"100"`
}

// A4 is a sheet of forty labels.
var A4 = Layout{PageWidth: 210, PageHeight: 297, Margin: 10, Gap: 3, Columns: 5, Rows: 8}

// Label is a code with the lines that people read below it.
type Label struct {
	Code  string
	Lines []string
}

const (
	point      = 72 / 25.4 // of a millimetre
	leastSide  = 0.25      // of a module in millimetres: three dots of 300 dpi
	textSize   = 7.0       // points, where it fits
	leastText  = 3.0
	lineHeight = 1.2
	charWidth  = 0.6 // of Courier; Chinese characters are 1
)

// ErrTooSmall: a label has no room for its code.
var ErrTooSmall = errors.New("label: the labels are too small for their codes")

// cell is the size of a label in points.
func (l Layout) cell() (width, height float64) {
	width = float64(l.PageWidth-2*l.Margin-(l.Columns-1)*l.Gap) / float64(max(1, l.Columns))
	height = float64(l.PageHeight-2*l.Margin-(l.Rows-1)*l.Gap) / float64(max(1, l.Rows))
	return width * point, height * point
}

// placed is where things stand on a label, in points from its lower left corner.
type placed struct{ text, side, module float64 }

func (l Layout) place(m Matrix, lines []string) (placed, error) {
	width, height := l.cell()
	p := placed{text: textSize}
	for _, line := range lines {
		p.text = min(p.text, width/ems(line))
	}
	p.side = min(width, height-float64(len(lines))*p.text*lineHeight)
	p.module = p.side / float64(len(m))
	if l.Columns < 1 || l.Rows < 1 || p.text < leastText || p.module < leastSide*point {
		return p, ErrTooSmall
	}
	return p, nil
}

// Fits tells whether a label has room on the sheet. Error: ErrTooSmall.
func (l Layout) Fits(label Label) error {
	m, err := QR(label.Code)
	if err == nil {
		_, err = l.place(m, label.Lines)
	}
	return err
}

// ems is the width of a line, of text one point high.
func ems(line string) (width float64) {
	for _, r := range line {
		if r < 0x80 {
			width += charWidth
		} else {
			width++
		}
	}
	return max(width, charWidth)
}

// Objects of the PDF that are there once; pages follow them.
const (
	catalog = iota + 1
	pageTree
	courier
	song
	songGlyphs
	firstPage
)

// Sheet writes labels as a PDF, page by page: memory does not grow with their number, but
// for a few bytes a page.
type Sheet struct {
	w       io.Writer
	layout  Layout
	written int64
	offsets map[int]int64
	next    int // number of the next object
	pages   []int
	page    bytes.Buffer
	labels  int // on the page
}

// NewSheet begins a PDF.
func NewSheet(w io.Writer, l Layout) (*Sheet, error) {
	s := &Sheet{w: w, layout: l, offsets: map[int]int64{}, next: firstPage}
	if err := s.print("%%PDF-1.4\n%%\xe2\xe3\xcf\xd3\n"); err != nil {
		return nil, err
	}
	// Viewers have these fonts: the latter are Adobe's standard ones for simplified Chinese.
	return s, errors.Join(
		s.object(courier, "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"),
		s.object(song, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[%d 0 R]>>", songGlyphs)),
		s.object(songGlyphs, "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"+
			"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 752/Descent -271/CapHeight 737/StemV 58>>>>"),
	)
}

func (s *Sheet) print(format string, args ...any) error {
	n, err := fmt.Fprintf(s.w, format, args...)
	s.written += int64(n)
	return err
}

func (s *Sheet) object(number int, body string) error {
	s.offsets[number] = s.written
	return s.print("%d 0 obj\n%s\nendobj\n", number, body)
}

// Add puts a label on the next place. Error: ErrTooSmall.
func (s *Sheet) Add(label Label) error {
	m, err := QR(label.Code)
	if err != nil {
		return err
	}
	p, err := s.layout.place(m, label.Lines)
	if err != nil {
		return err
	}
	width, height := s.layout.cell()
	column, row := s.labels%s.layout.Columns, s.labels/s.layout.Columns
	margin, gap := float64(s.layout.Margin)*point, float64(s.layout.Gap)*point
	x := margin + float64(column)*(width+gap)
	y := float64(s.layout.PageHeight)*point - margin - float64(row)*(height+gap) // the upper edge
	fmt.Fprintf(&s.page, "q %.4f 0 0 %.4f %.3f %.3f cm\n", p.module, p.module, x+(width-p.side)/2, y-p.side)
	m.runs(func(column, row, length int) { fmt.Fprintf(&s.page, "%d %d %d 1 re\n", column, len(m)-1-row, length) })
	s.page.WriteString("f Q\n")
	for i, line := range label.Lines {
		font, text := shown(line)
		left := x + (width-ems(line)*p.text)/2
		fmt.Fprintf(&s.page, "BT /%s %.2f Tf %.3f %.3f Td %s Tj ET\n", font, p.text, left, y-p.side-float64(i+1)*p.text*lineHeight+0.2*p.text, text)
	}
	if s.labels++; s.labels == s.layout.Columns*s.layout.Rows {
		return s.endPage()
	}
	return nil
}

// shown is a line in the font that has its characters.
func shown(line string) (font, text string) {
	if strings.IndexFunc(line, func(r rune) bool { return r < 0x20 || r >= 0x7f }) < 0 {
		return "F1", "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(line) + ")"
	}
	var hex strings.Builder
	for _, unit := range utf16.Encode([]rune(line)) {
		fmt.Fprintf(&hex, "%04X", unit)
	}
	return "F2", "<" + hex.String() + ">"
}

func (s *Sheet) endPage() error {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(s.page.Bytes()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	content, page := s.next, s.next+1
	s.next, s.labels = s.next+2, 0
	s.page.Reset()
	s.pages = append(s.pages, page)
	return errors.Join(
		s.object(content, fmt.Sprintf("<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream", packed.Len(), packed.Bytes())),
		s.object(page, fmt.Sprintf("<</Type/Page/Parent %d 0 R/Contents %d 0 R/Resources<</Font<</F1 %d 0 R/F2 %d 0 R>>>>>>", pageTree, content, courier, song)),
	)
}

// Close ends the last page and the PDF.
func (s *Sheet) Close() error {
	if s.labels > 0 || len(s.pages) == 0 {
		if err := s.endPage(); err != nil {
			return err
		}
	}
	var kids strings.Builder
	for _, page := range s.pages {
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	tree := fmt.Sprintf("<</Type/Pages/Count %d/MediaBox[0 0 %.3f %.3f]/Kids[%s]>>", len(s.pages),
		float64(s.layout.PageWidth)*point, float64(s.layout.PageHeight)*point, kids.String())
	err := errors.Join(s.object(pageTree, tree), s.object(catalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", pageTree)))
	table := s.written
	err = errors.Join(err, s.print("xref\n0 %d\n0000000000 65535 f \n", s.next))
	for number := 1; number < s.next; number++ {
		err = errors.Join(err, s.print("%010d 00000 n \n", s.offsets[number]))
	}
	return errors.Join(err, s.print("trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", s.next, catalog, table))
}
