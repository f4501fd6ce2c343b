package linesim

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Codes are the printed codes of a face in the order of the reel: the first column of an
// export (code,url,parent), or one code a line.
type Codes struct {
	name  string
	lines *bufio.Scanner
}

// NewCodes reads a reel; name is what an error calls it.
func NewCodes(name string, r io.Reader) *Codes {
	return &Codes{name: name, lines: bufio.NewScanner(r)}
}

// Next is the next code, or io.EOF when the reel is used up.
func (c *Codes) Next() (string, error) {
	for c.lines.Scan() {
		code, _, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(c.lines.Text(), "\ufeff")), ",")
		if code != "" && code != "code" {
			return code, nil
		}
	}
	if err := c.lines.Err(); err != nil {
		return "", fmt.Errorf("%s: %w", c.name, err)
	}
	return "", io.EOF
}
