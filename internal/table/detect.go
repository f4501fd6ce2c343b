package table

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Format is how a table is written.
type Format string

const (
	UTF8     Format = "csv"
	GB18030  Format = "csv-gb18030" // and so GBK and GB2312
	Workbook Format = "xlsx"
)

const markUTF8 = "\ufeff"

// marks are beginnings that tell what a file is.
var marks = []struct {
	begins string
	format Format
	name   string // of what is not read
}{
	{begins: "PK\x03\x04", format: Workbook},
	{begins: "\xd0\xcf\x11\xe0", name: "a workbook of Excel 97 (.xls)"},
	{begins: "\xff\xfe\x00\x00", name: "UTF-32"},
	{begins: "\x00\x00\xfe\xff", name: "UTF-32"},
	{begins: "\xff\xfe", name: "UTF-16 (Excel calls it Unicode text)"},
	{begins: "\xfe\xff", name: "UTF-16 (Excel calls it Unicode text)"},
	{begins: "%PDF", name: "a PDF document"},
	{begins: "\x1f\x8b", name: "packed with gzip"},
}

// Detect reads a file to its end and tells how it is written. Text is UTF-8 if all of it
// is, otherwise GB18030 if all of it is: the first Chinese word may stand on the last line.
// Error: ErrEncoding, which names other encodings where they tell.
func Detect(r io.Reader) (Format, error) {
	text := bufio.NewReaderSize(r, 1<<16)
	begins, err := text.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	for _, m := range marks {
		if !bytes.HasPrefix(begins, []byte(m.begins)) {
			continue
		}
		if m.format == "" {
			return "", ErrEncoding.With("it is %s", m.name)
		}
		return m.format, nil
	}
	if bytes.IndexByte(begins, 0) >= 0 {
		return "", ErrEncoding.With("it holds zero bytes, as UTF-16 without a mark does")
	}
	return detectText(text)
}

func detectText(r io.Reader) (Format, error) {
	isUTF8, isGB := true, true
	toUTF8 := transform.NewWriter(replaced{&isGB}, simplifiedchinese.GB18030.NewDecoder())
	var rest []byte // of a character that the block before has begun
	block := make([]byte, 1<<16)
	for isUTF8 || isGB {
		n, err := r.Read(block)
		if isGB {
			if _, err := toUTF8.Write(block[:n]); err != nil {
				return "", err
			}
		}
		if isUTF8 {
			rest, isUTF8 = validPrefix(append(rest, block[:n]...))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
	}
	if isGB { // what is left of it is no character
		if err := toUTF8.Close(); err != nil {
			return "", err
		}
	}
	switch {
	case isUTF8 && len(rest) == 0:
		return UTF8, nil
	case isGB:
		return GB18030, nil
	}
	return "", ErrEncoding.With("save it as \"CSV UTF-8\"")
}

// validPrefix tells whether a text is UTF-8, but for a character at its end that is not
// whole yet, which it returns.
func validPrefix(text []byte) (rest []byte, ok bool) {
	if utf8.Valid(text) {
		return text[:0], true
	}
	for cut := len(text) - 1; cut >= max(0, len(text)-utf8.UTFMax+1); cut-- {
		if utf8.RuneStart(text[cut]) {
			return bytes.Clone(text[cut:]), !utf8.FullRune(text[cut:]) && utf8.Valid(text[:cut])
		}
	}
	return nil, false
}

// replaced notes when a decoder had to put something in place of what is no character.
type replaced struct{ ok *bool }

func (r replaced) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(string(utf8.RuneError))) {
		*r.ok = false
	}
	return len(p), nil
}

// mostUnpacked is what a workbook may unpack to.
const mostUnpacked = 4 << 30

// Read reads a file of a known format. Errors: ErrBroken, ErrTooLarge.
func Read(r io.Reader, format Format, each Each) error {
	switch format {
	case UTF8:
		return CSV(r, each)
	case GB18030:
		return CSV(transform.NewReader(r, simplifiedchinese.GB18030.NewDecoder()), each)
	case Workbook:
		return XLSX(r, mostUnpacked, each)
	}
	return ErrBroken.With("format %q", format)
}

// Blank tells whether a row holds nothing but space.
func Blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
