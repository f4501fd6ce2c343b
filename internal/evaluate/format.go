package evaluate

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// The files of a world with their columns, in order. docs/diversion-format.md says what each
// column means.
const (
	distributorsFile = "distributors.csv"
	productsFile     = "products.csv"
	territoriesFile  = "territories.csv"
	terminalsFile    = "terminals.csv"
	shipmentsFile    = "shipments.csv"
	scansFile        = "scans.csv"
	lotsFile         = "lots.csv"
	goodsFile        = "goods.csv"
	clonesFile       = "clones.csv"
)

var columns = map[string][]string{
	distributorsFile: {"distributor"},
	productsFile:     {"product"},
	territoriesFile:  {"distributor", "product", "adcode", "from", "to"},
	terminalsFile:    {"terminal", "distributor", "wholesaler", "adcode", "from", "to"},
	shipmentsFile:    {"shipment", "at", "recorded_at", "distributor", "product", "flow", "cases"},
	scansFile: {
		"at", "kind", "unit", "case", "shipment", "origin", "product", "flow", "state", "damaged", "terminal",
		"adcode", "by", "accuracy_m", "account", "device", "address", "staff", "test",
	},
	lotsFile:   {"lot", "type", "origin", "city", "product", "cases", "units", "from", "to"},
	goodsFile:  {"lot", "case", "first_unit", "last_unit"},
	clonesFile: {"clone", "unit", "product", "packs", "from", "to"},
}

// The words of the columns, each at its number.
var (
	kinds   = []string{"", "claim", "look", "open", "guide", "inspect"}
	flows   = []string{"ordinary", "gift", "ecommerce", "moved"}
	states  = []string{"shipped", "never_shipped", "returned"}
	sources = []string{"none", "position", "address", "terminal"}
)

// Packings are how files may be packed, by the ends of their names.
var Packings = []string{"", ".gz", ".zst"}

// hashed marks numbers that were made of texts which are none.
const hashed = 1 << 62

// numberOf is the number of an identifier of goods or people: of decimal digits the number
// itself, of any other text a hash, which of a hundred million texts gives two the same with a
// probability of a thousandth; 0 of no text. Nobody has to keep five million texts.
func numberOf(text string) int64 {
	if text == "" {
		return 0
	}
	if len(text) < 19 && text[0] != '0' {
		if n, err := strconv.ParseUint(text, 10, 63); err == nil {
			return int64(n)
		}
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, text)
	return int64(h.Sum64()&(hashed-1) | hashed)
}

// open finds a file, packed or not, and unpacks it.
func openFile(dir, name string) (path string, r io.Reader, done func() error, err error) {
	for _, packing := range Packings {
		path = filepath.Join(dir, name+packing)
		file, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return path, nil, nil, err
		}
		r, done, err = unpack(file, packing)
		if err != nil {
			return path, nil, nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
		}
		return path, r, done, nil
	}
	return path, nil, nil, fmt.Errorf("%s: there is no such file in it, nor %s", dir, strings.Join([]string{name + ".gz", name + ".zst"}, " or "))
}

func unpack(file *os.File, packing string) (io.Reader, func() error, error) {
	buffered := bufio.NewReaderSize(file, 1<<16)
	switch packing {
	case ".gz":
		r, err := gzip.NewReader(buffered)
		return r, file.Close, err
	case ".zst":
		r, err := zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, nil, err
		}
		return r, func() error { r.Close(); return file.Close() }, nil
	}
	return buffered, file.Close, nil
}

// pack writes a file through a packing. done flushes and closes it.
func pack(dir, name, packing string) (w *bufio.Writer, done func() error, err error) {
	file, err := os.Create(filepath.Join(dir, name+packing))
	if err != nil {
		return nil, nil, err
	}
	var packed io.WriteCloser
	switch packing {
	case ".gz":
		packed = gzip.NewWriter(file)
	case ".zst":
		packed, err = zstd.NewWriter(file, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	case "":
		packed = file
	default:
		err = fmt.Errorf("%q is no packing: %q", packing, Packings)
	}
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	w = bufio.NewWriterSize(packed, 1<<16)
	return w, func() error {
		err := errors.Join(w.Flush(), packed.Close())
		if packing == "" {
			return err
		}
		return errors.Join(err, file.Close())
	}, nil
}
