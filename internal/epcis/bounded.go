package epcis

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

var errTooLarge = errors.New("too large")

// bounded is a reader that gives no more than is allowed.
type bounded struct {
	r       io.Reader
	read    int64
	allowed int64
}

func (b *bounded) Read(p []byte) (int, error) {
	room := b.allowed - b.read
	if room <= 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > room {
		p = p[:room]
	}
	n, err := b.r.Read(p)
	b.read += int64(n)
	return n, err
}

// withoutMark skips the byte order mark that some editors put before UTF-8.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && strings.HasPrefix(string(mark), "\uFEFF") {
		_, _ = buffered.Discard(len(mark)) // they are there
	}
	return buffered
}
