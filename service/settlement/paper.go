package settlement

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"channelrouter/internal/font"
)

// An A4 page, in millimetres. The typeface is one, in two sizes.
const (
	marginLeft, marginTop = 10.0, 12.0
	textWidth             = 210 - 2*marginLeft
	textEnd               = 297 - 16.0 // below it stands the number of the page
	rowLine               = 4.6        // height of a line of text within a row
	rowPad                = 1.2
	titleHeight           = 10.0
	textPoints            = 8.5
	titlePoints           = 15
	face                  = "text"
)

// column is a column of the table on paper.
type column struct {
	heading string
	width   float64
	align   string
	cell    func(printedLine) string
}

func (p printed) columns() []column {
	w := p.words
	return []column{
		{w.number, 11, "R", func(l printedLine) string { return fmt.Sprint(l.n) }},
		{w.item, 28, "L", func(l printedLine) string { return l.item }},
		{w.programme, 36, "L", func(l printedLine) string { return l.programme }},
		{p.aboutHeading(), 51, "L", printedLine.about},
		{w.units, 14, "R", func(l printedLine) string { return fmt.Sprint(l.units) }},
		{w.yuan, 26, "R", func(l printedLine) string { return l.fen.Yuan() }},
		{w.answer, 24, "L", func(l printedLine) string { return l.said }},
	}
}

// aboutHeading heads what lines are about.
func (p printed) aboutHeading() string { return p.words.product + " / " + p.words.subject }

// about is the product that a line is about, or what else.
func (l printedLine) about() string {
	if l.product == "" {
		return l.subject
	}
	return l.product + " (" + l.sku + ")"
}

// paper is a statement being drawn.
type paper struct {
	*fpdf.Fpdf
	printed
	table []column
}

// row is a row of the table: the lines of text of each cell.
type row [][]string

func (r row) height() float64 {
	most := 1
	for _, cell := range r {
		most = max(most, len(cell))
	}
	return float64(most)*rowLine + rowPad
}

// writePaper writes a statement as a PDF: pages of A4, each with the table's heading, and which
// of how many it is. The same statement makes the same bytes.
func (p printed) writePaper(w io.Writer, at time.Time) error {
	d := &paper{Fpdf: fpdf.New("P", "mm", "A4", ""), printed: p, table: p.columns()}
	d.AddUTF8FontFromBytes(face, "", font.TrueType())
	d.SetCatalogSort(true)
	d.SetCreationDate(at)
	d.SetModificationDate(at)
	d.SetTitle(p.title+" "+p.facts[2][1], true)
	d.SetMargins(marginLeft, marginTop, marginLeft)
	d.SetAutoPageBreak(false, 0)
	d.SetCellMargin(1)
	d.SetFont(face, "", textPoints)
	d.draw()
	return d.Output(w)
}

// draw draws all pages. How many there are is known before the first.
func (d *paper) draw() {
	rows := []row{d.total(d.words.opening, d.opening.Yuan())}
	for _, l := range d.lines {
		cells := make(row, len(d.table))
		for i, c := range d.table {
			cells[i] = d.wrap(c.cell(l), c.width)
		}
		rows = append(rows, cells)
	}
	rows = append(rows, d.total(d.words.lines, d.sum.Yuan()), d.total(d.words.closing, d.closing.Yuan()), d.total(d.words.accounts, ""))
	for _, s := range d.sums {
		rows = append(rows, d.total("    "+s.name, s.fen.Yuan()))
	}
	var facts []row
	head := titleHeight
	for _, f := range d.facts {
		fact := row{d.wrap(f[0], factName), d.wrap(f[1], textWidth-factName)}
		facts, head = append(facts, fact), head+fact.height()
	}
	heading := make(row, len(d.table))
	for i, c := range d.table {
		heading[i] = d.wrap(c.heading, c.width)
	}
	pages := paginate(rows, textEnd-marginTop-head-rowLine-heading.height(), textEnd-marginTop-heading.height())
	for n, page := range pages {
		d.AddPage()
		if n == 0 {
			d.drawHead(facts)
		}
		d.drawRow(heading, true)
		for _, r := range page {
			d.drawRow(r, false)
		}
		d.SetXY(marginLeft, textEnd+4)
		d.CellFormat(textWidth, rowLine, d.said(fmt.Sprintf(d.words.page, n+1, len(pages))), "", 0, "C", false, 0, "")
	}
}

// factName is how wide the names of facts are.
const factName = 34

func (d *paper) drawHead(facts []row) {
	d.SetFont(face, "", titlePoints)
	d.CellFormat(textWidth, titleHeight, d.said(d.title), "", 1, "C", false, 0, "")
	d.SetFont(face, "", textPoints)
	for _, f := range facts {
		d.drawCells(f, []column{{width: factName, align: "L"}, {width: textWidth - factName, align: "L"}})
	}
	d.SetXY(marginLeft, d.GetY()+rowLine)
}

// drawRow draws a row of the table with its frame.
func (d *paper) drawRow(r row, filled bool) {
	x, y := d.GetXY()
	d.SetFillColor(232, 232, 232)
	for _, c := range d.table {
		style := "D"
		if filled {
			style = "FD"
		}
		d.Rect(x, y, c.width, r.height(), style)
		x += c.width
	}
	d.drawCells(r, d.table)
}

func (d *paper) drawCells(r row, columns []column) {
	x, y := d.GetXY()
	at := x
	for i, cell := range r {
		for n, text := range cell {
			d.SetXY(at, y+rowPad/2+float64(n)*rowLine)
			d.CellFormat(columns[i].width, rowLine, text, "", 0, columns[i].align, false, 0, "")
		}
		at += columns[i].width
	}
	d.SetXY(x, y+r.height())
}

// total is a row with a name and an amount.
func (d *paper) total(name, yuan string) row {
	cells := make(row, len(d.table))
	cells[1], cells[5] = d.wrap(name, d.table[1].width), []string{yuan}
	return cells
}

// said is a text as the typeface can show it.
func (d *paper) said(text string) string { return font.Printable(text) }

// wrap breaks a text into the lines of a cell: at a space, where there is one. (The library's
// own SplitText loses the Chinese character at which it breaks.)
func (d *paper) wrap(text string, width float64) []string {
	return wrapped(d.said(text), width-2*d.GetCellMargin(), func(r rune) float64 { return d.GetStringWidth(string(r)) })
}

// wrapped breaks a text into lines that are no wider than is said, if a character is not. Pure.
func wrapped(text string, width float64, of func(rune) float64) (lines []string) {
	var line []rune
	wide, space := 0.0, -1 // of the line, and where its last space is
	for _, r := range text {
		if w := of(r); wide+w > width && len(line) > 0 {
			rest := []rune{}
			if space > 0 && r != ' ' {
				rest = append(rest, line[space+1:]...)
				line = line[:space]
			}
			lines = append(lines, strings.TrimRight(string(line), " "))
			line, wide, space = rest, 0, -1
			for _, kept := range line {
				wide += of(kept)
			}
			if r == ' ' {
				continue
			}
		}
		if r == ' ' {
			space = len(line)
		}
		line = append(line, r)
		wide += of(r)
	}
	return append(lines, string(line))
}

// hair is what sums of heights may be off by.
const hair = 0.001

// paginate puts rows on pages, the first of which has less room than the others. Pure.
func paginate(rows []row, first, others float64) (pages [][]row) {
	room := first
	page := []row{}
	for _, r := range rows {
		if r.height() > room+hair && len(page) > 0 {
			pages = append(pages, page)
			page, room = nil, others
		}
		page = append(page, r)
		room -= r.height()
	}
	return append(pages, page)
}
