package table

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"channelrouter/internal/money"
)

// Book writes an XLSX while it goes out: memory does not grow with its rows, nor is
// anything kept on a disk. The same rows make the same bytes.
type Book struct {
	zip    *zip.Writer
	out    *bufio.Writer
	sheets []string
	row    int
}

// Bold is a text that stands out.
type Bold string

// mostRows is what a sheet of a workbook holds.
const mostRows = 1 << 20

// The parts of a workbook that are the same in all, and what stands around sheets and rows.
const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relPart   = "http://schemas.openxmlformats.org/package/2006/relationships"
	typePart  = "http://schemas.openxmlformats.org/package/2006/content-types"
	spreadML  = "application/vnd.openxmlformats-officedocument.spreadsheetml."

	// Styles by number: plain, money, bold, and text that stays text when it is edited.
	styles = `<styleSheet xmlns="` + mainSpace + `">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

// NewBook begins a workbook, which Close ends.
func NewBook(w io.Writer) *Book { return &Book{zip: zip.NewWriter(w)} }

// Sheet begins the next sheet, with the widths of its columns in characters. Names are those
// that spreadsheets allow: up to 31 characters, none of []:*?/\ among them.
func (b *Book) Sheet(name string, widths ...int) error {
	if err := b.endSheet(); err != nil {
		return err
	}
	b.sheets, b.row = append(b.sheets, name), 0
	part, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)))
	if err != nil {
		return err
	}
	b.out = bufio.NewWriterSize(part, 1<<15)
	fmt.Fprintf(b.out, `%s<worksheet xmlns="%s">`, xmlHead, mainSpace)
	if len(widths) > 0 {
		b.put("<cols>")
		for i, width := range widths {
			fmt.Fprintf(b.out, `<col min="%d" max="%[1]d" width="%d" customWidth="1"/>`, i+1, width)
		}
		b.put("</cols>")
	}
	_, err = b.out.WriteString("<sheetData>")
	return err
}

func (b *Book) endSheet() error {
	if b.out == nil {
		return nil
	}
	b.put("</sheetData></worksheet>")
	return b.out.Flush()
}

// Row adds a row to the sheet: texts, which nobody takes for formulas, Bold ones, whole
// numbers, and money, which becomes a number of yuan with two decimals. nil leaves a cell out.
func (b *Book) Row(cells ...any) error {
	if b.row++; b.row > mostRows {
		return fmt.Errorf("table: a sheet has no more than %d rows", mostRows)
	}
	fmt.Fprintf(b.out, `<row r="%d">`, b.row)
	for i, cell := range cells {
		b.cell(columnName(i)+strconv.Itoa(b.row), cell)
	}
	_, err := b.out.WriteString("</row>")
	return err
}

func (b *Book) cell(ref string, cell any) {
	switch v := cell.(type) {
	case nil:
	case string:
		b.text(ref, styleOf(v), v)
	case Bold:
		b.text(ref, 2, string(v))
	case money.Fen:
		fmt.Fprintf(b.out, `<c r="%s" s="1"><v>%s</v></c>`, ref, v.Yuan())
	case int, int32, int64:
		fmt.Fprintf(b.out, `<c r="%s"><v>%d</v></c>`, ref, v)
	default:
		panic(fmt.Sprintf("table: no cell is a %T", cell))
	}
}

// styleOf is the style of a text: one that would be a formula if it were typed is marked as text,
// so that it stays text when somebody edits the cell.
func styleOf(text string) int {
	if Harmless(text) != text {
		return 3
	}
	return 0
}

// put writes a text. What fails is told when the sheet ends, as of all that is buffered.
func (b *Book) put(text string) { _, _ = b.out.WriteString(text) }

// escape is what spreadsheets take for a character that is written by its number.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func (b *Book) text(ref string, style int, text string) {
	fmt.Fprintf(b.out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, ref, style)
	_ = xml.EscapeText(b.out, []byte(escape.ReplaceAllString(text, "_x005F$0"))) // the flush tells
	b.put("</t></is></c>")
}

// columnName is the name of a column, from 0: A … Z, AA and so on.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}

// Close ends the workbook, which has at least one sheet.
func (b *Book) Close() error {
	if err := b.endSheet(); err != nil {
		return err
	}
	var types, book, rels string
	for i, name := range b.sheets {
		n := i + 1
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, spreadML)
		book += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%[2]d"/>`, escaped(name), n)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%[1]d.xml"/>`, n, relSpace)
	}
	for _, part := range []struct{ name, content string }{
		{"xl/styles.xml", styles},
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `"><sheets>` + book + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + relPart + `">` + rels +
			`<Relationship Id="rStyles" Type="` + relSpace + `/styles" Target="styles.xml"/></Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="` + relPart + `"><Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + typePart + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + spreadML + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + spreadML + `styles+xml"/>` + types + `</Types>`},
	} {
		if err := b.part(part.name, part.content); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

func (b *Book) part(name, content string) error {
	w, err := b.zip.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xmlHead+content)
	return err
}

func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // into memory
	return out.String()
}
