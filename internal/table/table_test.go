package table_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"channelrouter/internal/table"
)

func gb(t testing.TB, text string) string {
	t.Helper()
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// late is text whose first Chinese word stands far behind, across a block's edge.
func late(edge int) string {
	return strings.Repeat("a,b\n", 1<<14-1) + strings.Repeat("x", edge) + "编码\n"
}

func TestDetect(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("编码\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file string
		want       table.Format
		says       string
	}{
		{"empty", "", table.UTF8, ""},
		{"ASCII", "code\n1\n", table.UTF8, ""},
		{"UTF-8", "编码\n", table.UTF8, ""},
		{"UTF-8 with a mark", "\ufeff编码\n", table.UTF8, ""},
		{"GB18030", gb(t, "编码\n"), table.GB18030, ""},
		{"GB18030 of four bytes", gb(t, "𠀀\n"), table.GB18030, ""},
		{"UTF-16", utf16, "", "UTF-16"},
		{"UTF-16 without a mark", utf16[2:4] + "a\x00b\x00", "", "UTF-16"},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1", "", "Excel 97"},
		{"a workbook", "PK\x03\x04....", table.Workbook, ""},
		{"Latin-1", "caf\xe9\n", "", "CSV UTF-8"},
		{"cut in the middle of a character", "编码"[:5], "", "CSV UTF-8"},
	} {
		got, err := table.Detect(strings.NewReader(c.file))
		if got != c.want || (err != nil) != (c.says != "") || err != nil && (!errors.Is(err, table.ErrEncoding) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	for edge := range 8 {
		if got, err := table.Detect(strings.NewReader(late(edge))); got != table.UTF8 || err != nil {
			t.Errorf("UTF-8, %d: %q, %v", edge, got, err)
		}
		if got, err := table.Detect(strings.NewReader(gb(t, late(edge)))); got != table.GB18030 || err != nil {
			t.Errorf("GB18030, %d: %q, %v", edge, got, err)
		}
	}
}

// rows reads a table whole.
func rows(t testing.TB, file string, format table.Format) (lines []int, cells [][]string) {
	t.Helper()
	err := table.Read(strings.NewReader(file), format, func(line int, row []string) error {
		lines, cells = append(lines, line), append(cells, append([]string(nil), row...))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines, cells
}

func TestCSV(t *testing.T) {
	const file = "\ufeff编码,名称\r\n\r\n1,\"a,\"\"b\"\"\r\nc\"\r\n2\r\n"
	lines, cells := rows(t, file, table.UTF8)
	if want := [][]string{{"编码", "名称"}, {"1", "a,\"b\"\nc"}, {"2"}}; !reflect.DeepEqual(cells, want) || !reflect.DeepEqual(lines, []int{1, 3, 5}) {
		t.Errorf("%v: %q", lines, cells)
	}
	if _, cells := rows(t, gb(t, "编码,名称\n1,张三\n"), table.GB18030); !reflect.DeepEqual(cells, [][]string{{"编码", "名称"}, {"1", "张三"}}) {
		t.Errorf("%q", cells)
	}
	for name, file := range map[string]string{
		"a quote inside": "a\n1\"2\n", "a quote that never ends": "a\n\"1\n" + strings.Repeat("x\n", 10), "no line breaks": strings.Repeat("8", 1<<21),
	} {
		if err := table.CSV(strings.NewReader(file), func(int, []string) error { return nil }); !errors.Is(err, table.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// endless is a file that goes on for ever.
type endless struct {
	text string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.read%len(e.text):])
	e.read += n
	return n, nil
}

func TestARowIsBounded(t *testing.T) {
	for name, begins := range map[string]string{
		"a quote that nobody closes": "a\n\"", "one after escaped quotes": "\"\"\"\"\n\"\"\"", "no line breaks": "8",
	} {
		goesOn := &endless{text: "x\n"}
		if begins == "8" {
			goesOn.text = "8"
		}
		err := table.CSV(io.MultiReader(strings.NewReader(begins), goesOn), func(int, []string) error { return nil })
		if !errors.Is(err, table.ErrBroken) || goesOn.read > 2<<20 {
			t.Errorf("%s: %v after %d bytes", name, err, goesOn.read)
		}
	}
	for name, file := range map[string]string{
		"many rows": strings.Repeat("\"x\n\",y\n", 1<<18), "many empty lines": strings.Repeat("\n", 1<<21) + "1,2\n",
		"a long row": strings.Repeat("8", 1<<20-1) + "\n", "quotes at the edges of blocks": strings.Repeat("\"\"\"\"\n", 1<<19),
	} {
		if err := table.CSV(strings.NewReader(file), func(int, []string) error { return nil }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestXLSX(t *testing.T) {
	book := excelize.NewFile()
	for i := range 3 {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", 2*i+1), &[]any{fmt.Sprintf("编码%d", i), i}); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	format, err := table.Detect(bytes.NewReader(file.Bytes()))
	if err != nil || format != table.Workbook {
		t.Fatal(format, err)
	}
	lines, cells := rows(t, file.String(), format)
	if len(cells) != 5 || !table.Blank(cells[1]) || !reflect.DeepEqual(cells[4], []string{"编码2", "2"}) || lines[4] != 5 {
		t.Errorf("%v: %q", lines, cells)
	}
	for name, broken := range map[string]string{"no book": "PK\x03\x04", "half a book": file.String()[:file.Len()/2]} {
		if err := table.Read(strings.NewReader(broken), table.Workbook, nil); !errors.Is(err, table.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := table.XLSX(bytes.NewReader(file.Bytes()), 1024, nil); !errors.Is(err, table.ErrBroken) {
		t.Errorf("more than may be unpacked: %v", err)
	}
}

// What is not a sheet is unpacked into memory, however small it is packed.
func TestAWorkbookIsBounded(t *testing.T) {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, name := range []string{"xl/styles.xml", "xl/media/image1.png"} {
		entry, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 129 {
			if _, err := entry.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := table.Read(&file, table.Workbook, nil); !errors.Is(err, table.ErrTooLarge) {
		t.Error(err)
	}
}

// Whatever Chinese text is written, in either encoding, is read as it was.
func TestEncodingsAgree(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[一-龥a-z0-9]{1,9}`), 1, 50).Draw(r, "words")
		file := strings.Join(words, "\n") + "\n"
		for _, written := range []string{file, gb(t, file)} {
			format, err := table.Detect(strings.NewReader(written))
			if err != nil {
				r.Fatal(err)
			}
			if written == file && format != table.UTF8 {
				r.Fatalf("UTF-8 is taken for %s", format)
			}
			if format == table.UTF8 && written != file {
				continue // two bytes that are a word in both: nobody can tell
			}
			if _, cells := rows(t, written, format); len(cells) != len(words) || cells[len(words)-1][0] != words[len(words)-1] {
				r.Fatalf("%q", cells)
			}
		}
	})
}
