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

// longestLine bounds what a file without line breaks, or with a quote that nobody closes,
// takes of memory.
const longestLine = 1 << 20

// bounded refuses a line that is too long before the parser gathers it.
type bounded struct {
	r    io.Reader
	line int // bytes since the last line break
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if last := bytes.LastIndexByte(p[:n], '\n'); last >= 0 {
		b.line = n - last - 1
	} else {
		b.line += n
	}
	if b.line > longestLine {
		return 0, ErrBroken.With("a line of more than %d bytes", longestLine)
	}
	return n, err
}
