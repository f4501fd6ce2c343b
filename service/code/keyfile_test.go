package code

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var kek = bytes.Repeat([]byte{0x4B}, 32)

const passphrase = "correct horse battery staple"

func savedKeyring(t *testing.T) (*Keyring, string) {
	t.Helper()
	k, err := NewKeyring(birthday, StandardFaces())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.AddEpoch(birthday.AddDate(1, 0, 0), boxFaces); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "keyring.json")
	if err := Save(path, k, kek); err != nil {
		t.Fatal(err)
	}
	return k, path
}

func TestKeyringFileKeepsEverything(t *testing.T) {
	k, path := savedKeyring(t)
	got, err := Load(path, kek)
	if err != nil || !reflect.DeepEqual(got, k) {
		t.Fatalf("loaded %v, %v", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestSavingReplacesTheFileAndLeavesNoOther(t *testing.T) {
	k, path := savedKeyring(t)
	if _, err := k.AddEpoch(birthday, StandardFaces()); err != nil {
		t.Fatal(err)
	}
	if err := Save(path, k, kek); err != nil {
		t.Fatal(err)
	}
	if got, err := Load(path, kek); err != nil || got.Current() != 3 {
		t.Errorf("loaded %v, %v", got, err)
	}
	if err := Save(filepath.Dir(path), k, kek); err == nil { // the rename fails
		t.Error("saved over a directory")
	}
	for _, dir := range []string{filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
		if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	_, path := savedKeyring(t)
	other := bytes.Repeat([]byte{1}, 32)
	if _, err := Load(path, other); !errors.Is(err, ErrKeyringKey) {
		t.Errorf("another key: %v", err)
	}
	if _, err := Load(path, kek[:31]); !errors.Is(err, ErrKeyringKey) {
		t.Errorf("a short key: %v", err)
	}
	if _, err := Load(path+"x", kek); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	for _, text := range []string{"", "{}", "null", "[1]", `{"format":"channelrouter keyring","version":2}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path, kek); !errors.Is(err, ErrKeyringDamaged) {
			t.Errorf("file %q: %v", text, err)
		}
	}
}

// TestEveryTamperedByteIsHarmless changes each byte of the file. What still
// loads, such as a hex digit in the other case, must be the same keyring.
func TestEveryTamperedByteIsHarmless(t *testing.T) {
	k, path := savedKeyring(t)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		for _, flip := range []byte{0x01, 0x20} {
			tampered := bytes.Clone(raw)
			tampered[i] ^= flip
			got, err := loadBytes(tampered)
			if err == nil && !reflect.DeepEqual(got, k) {
				t.Errorf("byte %d (%q → %q) makes another keyring", i, raw[i], tampered[i])
			}
			if err != nil && !errors.Is(err, ErrKeyringDamaged) && !errors.Is(err, ErrKeyringKey) {
				t.Errorf("byte %d: %v", i, err)
			}
		}
	}
}

func loadBytes(raw []byte) (*Keyring, error) {
	e, err := readEnvelope(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return e.open(Secret(kek))
}

func TestSecretsCannotChangePlaces(t *testing.T) {
	k, _ := savedKeyring(t)
	e, err := enclose(k, Secret(kek), nil)
	if err != nil {
		t.Fatal(err)
	}
	e.Root, e.Epochs[0].Master = e.Epochs[0].Master, e.Root
	if _, err := e.open(Secret(kek)); !errors.Is(err, ErrKeyringDamaged) {
		t.Errorf("got %v", err)
	}
	if e, err = enclose(k, Secret(kek), nil); err != nil {
		t.Fatal(err)
	}
	e.Epochs = e.Epochs[:1] // forget the newest epoch
	if _, err := e.open(Secret(kek)); !errors.Is(err, ErrKeyringDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestBackupAndRestore(t *testing.T) {
	k, path := savedKeyring(t)
	var backup bytes.Buffer
	if err := Backup(&backup, k, passphrase); err != nil {
		t.Fatal(err)
	}
	got, err := Restore(bytes.NewReader(backup.Bytes()), passphrase)
	if err != nil || !reflect.DeepEqual(got, k) {
		t.Fatalf("restored %v, %v", got, err)
	}
	if _, err := Restore(bytes.NewReader(backup.Bytes()), passphrase+"."); !errors.Is(err, ErrKeyringKey) {
		t.Errorf("another passphrase: %v", err)
	}
	if err := Backup(&backup, k, "short"); !errors.Is(err, ErrPassphraseShort) {
		t.Errorf("a short passphrase: %v", err)
	}
	for from, to := range map[string]string{
		`"memory_kib": 65536`: `"memory_kib": 4294967295`,
		`"time": 3`:           `"time": 4294967295`,
		"argon2id":            "none",
	} {
		text := strings.Replace(backup.String(), from, to, 1)
		if _, err := Restore(strings.NewReader(text), passphrase); !errors.Is(err, ErrKeyringDamaged) {
			t.Errorf("%s: %v", to, err)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := Restore(file, passphrase); !errors.Is(err, ErrKeyringDamaged) {
		t.Errorf("a keyring file as backup: %v", err)
	}
}
