package blob_test

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"channelrouter/internal/blob"
)

func open(t *testing.T, folder string) *blob.Disk {
	t.Helper()
	d, err := blob.OpenDisk(folder)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, s blob.Store, name blob.Hash) string {
	t.Helper()
	content, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	b, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func files(t *testing.T, folder string) (n int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDisk(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "blobs")
	d := open(t, folder)
	name, err := d.Put(t.Context(), []byte("a picture"))
	if err != nil || name != blob.Of([]byte("a picture")) {
		t.Fatal(name, err)
	}
	if again, err := d.Put(t.Context(), []byte("a picture")); err != nil || again != name || files(t, folder) != 1 {
		t.Error("kept twice", again, err)
	}
	if got := read(t, open(t, folder), name); got != "a picture" {
		t.Errorf("another process reads %q", got)
	}
	if _, err := d.Open(t.Context(), blob.Of(nil)); !errors.Is(err, blob.ErrAbsent) {
		t.Error(err)
	}
	for _, bad := range []blob.Hash{"", "..", "../../etc/passwd", blob.Hash(strings.ToUpper(string(name))), name + "0"} {
		if _, err := d.Open(t.Context(), bad); err == nil || errors.Is(err, blob.ErrAbsent) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if removed, err := d.Remove(t.Context(), name, time.Now().Add(-time.Hour)); removed || err != nil {
		t.Error("a content was removed that was just put", err)
	}
	if removed, err := d.Remove(t.Context(), name, time.Now().Add(time.Hour)); !removed || err != nil || files(t, folder) != 0 {
		t.Error(removed, err)
	}
	if removed, err := d.Remove(t.Context(), name, time.Now()); removed || err != nil {
		t.Error(removed, err)
	}
}

// A writer that died left a part; nobody reads it, and the next start removes it.
func TestAWriterThatDied(t *testing.T) {
	folder := t.TempDir()
	open(t, folder)
	old, young := filepath.Join(folder, "new", "1"), filepath.Join(folder, "new", "2")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("half a pic"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	open(t, folder)
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Error("the old part is still there")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("another process's part is gone", err)
	}
}

// Who puts a content finds it, whatever the others remove.
func TestPutAndRemoveAtOnce(t *testing.T) {
	d := open(t, t.TempDir())
	content := bytes.Repeat([]byte("x"), 100_000)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if i%2 == 0 {
				_, err := d.Remove(t.Context(), blob.Of(content), time.Now().Add(-time.Minute))
				if err != nil {
					t.Error(err)
				}
				return
			}
			name, err := d.Put(t.Context(), content)
			if err != nil {
				t.Error(err)
				return
			}
			if read(t, d, name) != string(content) {
				t.Error("not whole")
			}
		})
	}
	all.Wait()
}

func TestSigner(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 3, 0, 0, time.UTC)
	s, name := blob.NewSigner([32]byte{1}), blob.Of([]byte("x"))
	path := s.Path(name, now, time.Hour)
	address, err := url.Parse(path)
	if err != nil || address.Path != "/media/"+string(name) {
		t.Fatal(path, err)
	}
	if s.Path(name, now.Add(time.Minute), time.Hour) != path {
		t.Error("a page asked for twice shows two addresses")
	}
	query := address.Query()
	if until, ok := s.Allows(name, query, now.Add(time.Hour)); !ok || until.Sub(now) < time.Hour || until.Sub(now) > time.Hour+10*time.Minute {
		t.Error("refused within its time", until)
	}
	altered := func(field, value string) url.Values {
		q := url.Values{"until": query["until"], "sig": query["sig"]}
		q.Set(field, value)
		return q
	}
	for what, allowed := range map[string]func() (time.Time, bool){
		"past its time":     func() (time.Time, bool) { return s.Allows(name, query, now.Add(2*time.Hour)) },
		"another content":   func() (time.Time, bool) { return s.Allows(blob.Of(nil), query, now) },
		"a longer time":     func() (time.Time, bool) { return s.Allows(name, altered("until", "9999999999"), now) },
		"another signature": func() (time.Time, bool) { return s.Allows(name, altered("sig", "AAAA"), now) },
		"no signature":      func() (time.Time, bool) { return s.Allows(name, nil, now) },
		"another server":    func() (time.Time, bool) { return blob.NewSigner([32]byte{2}).Allows(name, query, now) },
	} {
		if _, ok := allowed(); ok {
			t.Error(what, "is allowed")
		}
	}
}
