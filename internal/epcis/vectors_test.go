package epcis

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"channelrouter/internal/beside"
)

// vectors are the documents of others in a folder.
func vectors(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(beside.Path(t, "vectors/epcis/"+folder), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files in %s, %v", len(files), folder, err)
	}
	return files
}

// readAll reads a whole document, and joins what is wrong with it.
func readAll(in io.Reader) (header Header, events []Event, wrong []Reason, err error) {
	r := NewReader(in, Limits{})
	for {
		e, err := r.Next()
		var invalid *Invalid
		switch {
		case errors.Is(err, io.EOF):
			return r.Header(), events, wrong, nil
		case errors.As(err, &invalid):
			wrong = append(wrong, invalid.Reasons...)
		case err != nil:
			return r.Header(), events, wrong, err
		default:
			events = append(events, e)
		}
	}
}

func open(t *testing.T, path string) io.Reader {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(content))
}

func TestVectorsThatAreValid(t *testing.T) {
	for _, folder := range []string{"documents", "events", "query"} {
		for _, path := range vectors(t, folder) {
			_, events, wrong, err := readAll(open(t, path))
			if err != nil || len(wrong) > 0 || len(events) == 0 {
				t.Errorf("%s: %d events, %v %v", filepath.Base(path), len(events), wrong, err)
			}
		}
	}
}

func TestVectorsThatAreInvalid(t *testing.T) {
	for _, folder := range []string{"invalid", "query-invalid"} {
		for _, path := range vectors(t, folder) {
			_, _, wrong, err := readAll(open(t, path))
			if err == nil && len(wrong) == 0 {
				t.Errorf("%s passed", filepath.Base(path))
			}
			for _, r := range wrong {
				t.Logf("%s: %s", filepath.Base(path), r)
			}
		}
	}
}
