package evaluate

import (
	"runtime"
	"testing"

	"channelrouter/internal/detect"
)

// stream is a world with many scans that are nowhere kept.
type stream struct {
	tiny
	n    int
	most int64 // that was held
}

func (w *stream) Scans(see func(*Scan) error) error {
	for i := range w.n {
		s := Scan{
			At: first + int64(i)/100, Kind: detect.Claim, Unit: int64(1_000_000 + i), Case: int64(i/24 + 1), Shipment: int64(i/1000 + 1),
			Origin: 1, Product: 1, Adcode: 330106, By: detect.ByPosition, Accuracy: 30, Account: uint64(i + 1), Device: uint64(i + 1),
		}
		if err := see(&s); err != nil {
			return err
		}
		if i%100_000 == 0 {
			w.most = max(w.most, held())
		}
	}
	return nil
}

// A file of any length is written and read in little memory: what is held does not grow with
// the scans.
func TestScansTakeNoMemory(t *testing.T) {
	const scans, bound = 500_000, 24 << 20
	dir := t.TempDir()
	w := &stream{tiny: *newTiny(), n: scans}
	before := held()
	if err := Write(w, dir, dir, ".zst"); err != nil {
		t.Fatal(err)
	}
	if grown := w.most - before; grown > bound {
		t.Errorf("writing holds %d MB", grown>>20)
	}
	read, err := Open(dir, dir)
	if err != nil {
		t.Fatal(err)
	}
	most, n := int64(0), 0
	if err := read.Scans(func(*Scan) error {
		if n++; n%100_000 == 0 {
			most = max(most, held()-before)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n != scans || most > bound {
		t.Errorf("reading %d scans holds %d MB", n, most>>20)
	}
}

// held is what is in use after a collection.
func held() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
