package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channelrouter/configs"
	"channelrouter/internal/db"
	"channelrouter/model"
	"channelrouter/service/code"
)

type keyringCommand struct {
	Init     keyringInit     `cmd:"" help:"Make a keyring. Once an installation."`
	AddEpoch keyringAddEpoch `cmd:"" help:"Add a key epoch: new batches use it, old codes stay valid."`
	Check    keyringCheck    `cmd:"" help:"Tell whether this keyring is the database's."`
	Backup   keyringBackup   `cmd:"" help:"Write the keyring under a passphrase. Losing the keyring kills every printed code."`
	Restore  keyringRestore  `cmd:"" help:"Put a backup in place of a lost keyring."`
}

const keyBytes = 32

// keyringKey finds the key that unlocks the keyring: configured, or in the data folder,
// where it is made when it is missing.
func keyringKey(c configs.Config) ([]byte, error) {
	key, err := findKeyringKey(c)
	if errors.Is(err, os.ErrNotExist) {
		return newKeyringKey(keyPath(c))
	}
	return key, err
}

func keyPath(c configs.Config) string { return filepath.Join(c.Data, "keyring.key") }

// findKeyringKey is keyringKey for who only reads: it makes nothing.
func findKeyringKey(c configs.Config) ([]byte, error) {
	text := string(c.Keyring.Key)
	if text == "" {
		content, err := os.ReadFile(keyPath(c))
		if err != nil {
			return nil, err
		}
		text = strings.TrimSpace(string(content))
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("the keyring's key must be %d bytes in hex", keyBytes)
	}
	return key, nil
}

func newKeyringKey(path string) ([]byte, error) {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, err
	}
	return key, os.WriteFile(path, []byte(hex.EncodeToString(key)+"\n"), 0o600)
}

// loadKeyring opens the keyring that is there, and makes neither it nor its key.
func loadKeyring(c configs.Config) (*code.Keyring, []byte, error) {
	if _, err := os.Stat(c.Keyring.Path); errors.Is(err, os.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no keyring at %s: make one with channelrouter keyring init, put a backup in place with channelrouter keyring restore FILE, or run this where it is (CHANNELROUTER_DATA, CHANNELROUTER_KEYRING_PATH)", c.Keyring.Path)
	}
	key, err := findKeyringKey(c)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, fmt.Errorf("the key of %s is missing: set CHANNELROUTER_KEYRING_KEY, or bring %s back", c.Keyring.Path, keyPath(c))
	}
	if err != nil {
		return nil, nil, err
	}
	k, err := code.Load(c.Keyring.Path, key)
	return k, key, err
}

type keyringInit struct {
	IfMissing bool `help:"Do nothing when there is one."`
}

// Run makes the first epoch. It never replaces a keyring.
func (i keyringInit) Run(c configs.Config) error {
	if _, err := os.Stat(c.Keyring.Path); err == nil {
		if i.IfMissing {
			return nil
		}
		return fmt.Errorf("%s exists; add an epoch instead", c.Keyring.Path)
	}
	key, err := keyringKey(c)
	if err != nil {
		return err
	}
	k, err := code.NewKeyring(time.Now(), code.StandardFaces())
	if err != nil {
		return err
	}
	if err := code.Save(c.Keyring.Path, k, key); err != nil {
		return err
	}
	fmt.Printf("made %s with epoch %d\nback it up now: channelrouter keyring backup FILE\n", c.Keyring.Path, k.Current())
	return nil
}

type keyringAddEpoch struct {
	Faces []string `help:"Faces that the epoch prints; the five of the standard profile when left out." placeholder:"FACE"`
}

// Run adds an epoch and records it in the database; every replica needs the new file
// before a batch uses it.
func (a keyringAddEpoch) Run(ctx context.Context, c configs.Config) error {
	k, key, err := loadKeyring(c)
	if err != nil {
		return err
	}
	faces := code.StandardFaces()
	if len(a.Faces) > 0 {
		faces = nil
		for _, name := range a.Faces {
			face, err := model.ParseFace(name)
			if err != nil {
				return err
			}
			faces = append(faces, face)
		}
	}
	epoch, err := k.AddEpoch(time.Now(), faces)
	if err != nil {
		return err
	}
	h, err := build(ctx, c) // with the epochs there were
	if err != nil {
		return err
	}
	defer h.close()
	ctx = h.audited(ctx, "keyring add-epoch", fmt.Sprintf("epoch %d", epoch))
	if err := h.Code.Extend(ctx, k, func() error { return code.Save(c.Keyring.Path, k, key) }); err != nil {
		return err
	}
	fmt.Printf("added epoch %d; give every replica the new file and restart it, and back it up\n", epoch)
	return nil
}

type keyringCheck struct{}

// Run compares fingerprints with the database.
func (keyringCheck) Run(ctx context.Context, c configs.Config) error {
	k, _, err := loadKeyring(c)
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, string(c.DatabaseURL))
	if err != nil {
		return err
	}
	defer d.Close()
	var recorded []model.KeyEpoch
	if d.Conn(ctx).Migrator().HasTable(&model.KeyEpoch{}) {
		if err := d.Conn(ctx).Find(&recorded).Error; err != nil {
			return err
		}
	}
	want := map[uint8]string{}
	for _, e := range recorded {
		want[e.Epoch] = e.Fingerprint
	}
	if err := k.Check(want); err != nil {
		return err
	}
	if len(recorded) == 0 {
		fmt.Printf("the database has seen no keyring yet; the first start with this one, of %d epochs, records it\n", len(k.Epochs))
		return nil
	}
	fmt.Printf("the keyring is this database's: %d of its %d epochs are recorded there\n", len(recorded), len(k.Epochs))
	return nil
}
