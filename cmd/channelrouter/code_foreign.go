package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"channelrouter/configs"
	"channelrouter/model"
	"channelrouter/service/code"
)

type codeImportForeign struct {
	File    string       `arg:"" type:"existingfile" help:"Text, one code a line."`
	Shape   foreignShape `required:"" placeholder:"CHARSET:LENGTH[:PREFIX]" help:"What all the codes look like: digits:14, hex:32 or alnum:20:AB."`
	Product string       `required:"" placeholder:"SKU" help:"Product that the codes stand on."`
	Batch   string       `required:"" placeholder:"NUMBER" help:"The brand's number for this import; each has its own."`
	Level   string       `enum:"unit,box,case,pallet" default:"case" help:"What the codes stand on: ${enum}."`
}

// Help teaches what the codes of others are good for.
func (codeImportForeign) Help() string {
	return `Takes in codes that others printed: existing stock, a logistics firm's 14-digit numbers,
a printer's own. Each gets an item of a new batch, in the order of the file, and is
active at once. For example, cases that bear 14-digit numbers beginning with 88:

  channelrouter code import-foreign old.txt --shape digits:14:88 --product P01 --batch OLD-1

The shape is charset, length and, optionally, what all codes begin with:

  digits   0 to 9
  hex      0 to 9, A to F, a to f
  alnum    digits and letters; case matters

Give the narrowest shape that fits: a scanned text of that shape is looked up here before
it is taken for a mistyped code of ours. Blank lines do not count. A code of another shape
keeps the whole file out and is named by its line; so does one that stands there twice or
was imported before, named to within a thousand lines. The import is one transaction:
interrupted, nothing is imported.`
}

// foreignShape is CHARSET:LENGTH[:PREFIX].
type foreignShape struct {
	charset, prefix string
	length          int
}

// UnmarshalText reads the flag.
func (s *foreignShape) UnmarshalText(text []byte) error {
	parts := strings.SplitN(string(text), ":", 3)
	if len(parts) < 2 {
		return fmt.Errorf("%q is no shape; give CHARSET:LENGTH, such as digits:14", text)
	}
	length, err := strconv.Atoi(parts[1])
	if err != nil {
		return fmt.Errorf("%q is no length; give CHARSET:LENGTH, such as digits:14", parts[1])
	}
	s.charset, s.length = parts[0], length
	if len(parts) == 3 {
		s.prefix = parts[2]
	}
	return nil
}

// Run counts the codes, imports them, shows progress and tells where they are.
func (i codeImportForeign) Run(ctx context.Context, c configs.Config) error {
	h, err := build(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	product, err := h.Catalog.GetBySKU(ctx, i.Product)
	if err != nil {
		return err
	}
	level, err := model.ParseLevel(i.Level)
	if err != nil {
		return err
	}
	file, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer file.Close()
	total, err := countCodes(file)
	if err != nil {
		return err
	}
	if total == 0 {
		return fmt.Errorf("%s holds no code: it must be text, one code a line", i.File)
	}
	b, err := h.Code.ImportForeign(h.audited(ctx, "code import-foreign", fileName(i.File)), code.NewForeign{
		Ref: i.Batch, ProductID: product.ID, Level: level, Count: total,
		Length: i.Shape.length, Charset: i.Shape.charset, Prefix: i.Shape.prefix,
		Progress: func(done int64) { fmt.Fprintf(os.Stderr, "\r%d of %d codes", done, total) },
	}, file)
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	fmt.Printf("%d codes imported on %ss of %s as batch %s (id %d); they are active\n", total, level, product.SKU, b.Ref, b.ID)
	return nil
}

// countCodes counts the lines that hold something, and goes back to the beginning.
func countCodes(file *os.File) (int64, error) {
	var n int64
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff")) != "" {
			n++
		}
	}
	if err := lines.Err(); err != nil {
		return 0, fmt.Errorf("%s, after %d codes: %w", file.Name(), n, err)
	}
	_, err := file.Seek(0, io.SeekStart)
	return n, err
}
