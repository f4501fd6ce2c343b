package code

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Save writes k to path under the 32-byte key-encryption key kek. The file is
// replaced at once or not at all, and only its owner may read it (0600).
func Save(path string, k *Keyring, kek []byte) error {
	key, err := newKEK(kek)
	if err != nil {
		return err
	}
	e, err := enclose(k, key, nil)
	if err != nil {
		return err
	}
	if err := replaceFile(path, e.write); err != nil {
		return fmt.Errorf("save the keyring: %w", err)
	}
	return nil
}

// Load reads what Save wrote: ErrKeyringKey, ErrKeyringDamaged, or the operating
// system's error wrapped.
func Load(path string, kek []byte) (*Keyring, error) {
	key, err := newKEK(kek)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("load the keyring: %w", err)
	}
	defer file.Close()
	e, err := readEnvelope(file)
	if err != nil {
		return nil, err
	}
	return e.open(key)
}

// newKEK takes exactly 32 bytes: a shorter key would be padded, a longer one cut.
func newKEK(kek []byte) (key Secret, err error) {
	if len(kek) != len(key) {
		return key, ErrKeyringKey.With("the key has %d bytes, not %d", len(kek), len(key))
	}
	return Secret(kek), nil
}

// replaceFile puts what write writes at path: whoever looks, even after a crash,
// finds the old file or the whole new one.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	if err := errors.Join(write(temp), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename in dir outlive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
