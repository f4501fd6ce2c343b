package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
)

// Each is told a row: the line of the file on which it begins, from 1, and its cells, which
// it may change and keeps no longer than the call. Its error ends the reading.
type Each func(line int, cells []string) error

// CSV reads rows of RFC 4180 in UTF-8: quoted cells may hold line breaks, lines end in CRLF
// or LF, rows may differ in length, empty lines and a byte order mark are left out. Error:
// ErrBroken.
func CSV(r io.Reader, each Each) error {
	text := bufio.NewReaderSize(r, 1<<16)
	if mark, _ := text.Peek(len(markUTF8)); bytes.Equal(mark, []byte(markUTF8)) {
		_, _ = text.Discard(len(mark))
	}
	records := csv.NewReader(&bounded{r: text})
	records.FieldsPerRecord = -1
	records.ReuseRecord = true
	for {
		cells, err := records.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return ErrBroken.With("%v", bad)
		}
		if err != nil {
			return err
		}
		line, _ := records.FieldPos(0)
		if err := each(line, cells); err != nil {
			return err
		}
	}
}

// longestRow bounds what a file without line breaks, or with a quote that nobody closes,
// takes of memory.
const longestRow = 1 << 20

// bounded refuses a row that is too long before the parser gathers it. A line break within
// quotes ends no row: quotes come in pairs, an escaped one too.
type bounded struct {
	r      io.Reader
	row    int // bytes since the row began
	quoted bool
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	for rest := p[:n]; len(rest) > 0; {
		part := rest
		quote := bytes.IndexByte(rest, '"')
		if quote >= 0 {
			part = rest[:quote+1]
		}
		if last := bytes.LastIndexByte(part, '\n'); last >= 0 && !b.quoted {
			b.row = len(part) - last - 1
		} else {
			b.row += len(part)
		}
		if b.row > longestRow {
			return 0, ErrBroken.With("a row of more than %d bytes, or a quote that nobody closes", longestRow)
		}
		b.quoted = b.quoted != (quote >= 0)
		rest = rest[len(part):]
	}
	return n, err
}
