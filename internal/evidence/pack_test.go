package evidence_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"channelrouter/internal/evidence"
)

var (
	key   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	other = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
)

const scene = "not a picture, but bytes of one"

func pack(t testing.TB, by ed25519.PrivateKey) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := evidence.NewWriter(&b, by, "42", time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha(scene)
	for _, err := range []error{
		w.AddJSON("case.json", map[string]any{"id": "42", "status": "confirmed"}),
		w.Add("trail.json", []byte("[]")),
		w.Add("empty.json", nil),
		w.Add("photos/"+sum+".png", []byte(scene)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Photo(sum, "photos/"+sum+".png")
	w.Photo(sha("left out"), "")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func verify(content []byte, want string) (evidence.Manifest, error) {
	return evidence.Verify(bytes.NewReader(content), int64(len(content)), want)
}

func TestAPackHolds(t *testing.T) {
	content := pack(t, key)
	fingerprint := evidence.Fingerprint(key.Public().(ed25519.PublicKey))
	for _, want := range []string{"", fingerprint} {
		m, err := verify(content, want)
		if err != nil {
			t.Fatal(err)
		}
		if m.Case != "42" || len(m.Files) != 4 || len(m.Photos) != 2 || m.Fingerprint != fingerprint {
			t.Errorf("%+v", m)
		}
	}
	if !bytes.Equal(content, pack(t, key)) {
		t.Error("the same case is packed in two ways")
	}
}

// Whatever bit of a pack is turned, it is refused, and what was changed has a name.
func TestEveryByteIsCovered(t *testing.T) {
	content := pack(t, key)
	named := map[string]bool{}
	for i := range content {
		for _, bit := range []byte{1, 0x80} {
			spoilt := bytes.Clone(content)
			spoilt[i] ^= bit
			_, err := verify(spoilt, "")
			var fault *evidence.Fault
			if !errors.As(err, &fault) {
				t.Fatalf("byte %d of %d with bit %#x turned: %v", i, len(content), bit, err)
			}
			named[fault.File] = true
		}
	}
	for _, name := range []string{"case.json", "trail.json", "photos/" + sha(scene) + ".png", "manifest.json", "the seal", "the archive"} {
		if !named[name] {
			t.Errorf("no change is said to be of %s", name)
		}
	}
}

// A changed file is named.
func TestTheChangedFileIsNamed(t *testing.T) {
	content := pack(t, key)
	for what, file := range map[string]string{`"confirmed"`: "case.json", "bytes of one": "photos/" + sha(scene) + ".png"} {
		at := bytes.Index(content, []byte(what))
		spoilt := bytes.Clone(content)
		spoilt[at+3] ^= 1
		_, err := verify(spoilt, "")
		var fault *evidence.Fault
		if !errors.As(err, &fault) || fault.File != file {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestWhatIsNoPack(t *testing.T) {
	content := pack(t, key)
	foreign := pack(t, other)
	fingerprint := evidence.Fingerprint(key.Public().(ed25519.PublicKey))
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing":                     {nil, ""},
		"a text":                      {[]byte(strings.Repeat("hello ", 50)), ""},
		"cut short":                   {content[:len(content)-1], ""},
		"with more behind":            {append(bytes.Clone(content), 0), ""},
		"with more before":            {append([]byte{0}, content...), ""},
		"its seal twice":              {append(bytes.Clone(content), content[len(content)-104:]...), ""},
		"another's, by fingerprint":   {foreign, fingerprint},
		"another's seal":              {append(bytes.Clone(content[:len(content)-104]), foreign[len(foreign)-104:]...), ""},
		"our seal on another's files": {append(bytes.Clone(foreign[:len(foreign)-104]), content[len(content)-104:]...), ""},
	} {
		var fault *evidence.Fault
		if _, err := verify(c.content, c.want); !errors.As(err, &fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Names are each used once, and none is the manifest's.
func TestNames(t *testing.T) {
	w, err := evidence.NewWriter(&bytes.Buffer{}, key, "42", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add("a", nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "", "manifest.json", "manifest.sig"} {
		if w.Add(name, nil) == nil {
			t.Errorf("%q is let through", name)
		}
	}
}

// A pack is an archive that any tool opens.
func TestAnyToolOpensIt(t *testing.T) {
	unzip, err := exec.LookPath("unzip")
	if err != nil {
		t.Fatal("there is no unzip here; scripts/test installs it, as does: apt-get install unzip")
	}
	path := filepath.Join(t.TempDir(), "pack.zip")
	if err := os.WriteFile(path, pack(t, key), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(unzip, "-p", path, "case.json").CombinedOutput()
	if err != nil || !strings.Contains(string(out), `"confirmed"`) {
		t.Errorf("%v: %s", err, out)
	}
}

// What is let through is a pack that was made here, whatever it was made of.
func FuzzVerify(f *testing.F) {
	content := pack(f, key)
	f.Add(content)
	f.Add(content[:len(content)/2])
	f.Add(append([]byte("PK"), content...))
	f.Add([]byte("CRPACK1\n"))
	fingerprint := evidence.Fingerprint(key.Public().(ed25519.PublicKey))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := verify(b, fingerprint); err == nil && !bytes.Equal(b, content) {
			t.Errorf("%d bytes are let through", len(b))
		}
	})
}
