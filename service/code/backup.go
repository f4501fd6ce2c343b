package code

import (
	"crypto/rand"
	"encoding/hex"
	"io"

	"golang.org/x/crypto/argon2"
)

const (
	minPassphrase = 12 // bytes
	minSalt       = 16 // bytes
)

// passphraseKDF says how a backup's key is made from its passphrase, so that a
// backup needs nothing but the passphrase to be restored.
type passphraseKDF struct {
	Name      string `json:"name"` // always argon2id
	Time      uint32 `json:"time"` // passes
	MemoryKiB uint32 `json:"memory_kib"`
	Threads   uint8  `json:"threads"`
	Salt      string `json:"salt"` // hex
}

// newPassphraseKDF takes the second recommended option of RFC 9106, section 4:
// 3 passes over 64 MiB in 4 lanes, a salt of 16 bytes.
func newPassphraseKDF() *passphraseKDF {
	var salt [minSalt]byte
	rand.Read(salt[:])
	return &passphraseKDF{Name: "argon2id", Time: 3, MemoryKiB: 64 << 10, Threads: 4, Salt: hex.EncodeToString(salt[:])}
}

// key runs the function. The parameters come from a file that nobody has
// authenticated yet, so they are bounded first: at most 16 passes and 1 GiB.
func (p *passphraseKDF) key(passphrase string) (Secret, error) {
	salt, err := hex.DecodeString(p.Salt)
	sane := err == nil && len(salt) >= minSalt && p.Name == "argon2id" &&
		p.Time >= 1 && p.Time <= 16 && p.MemoryKiB <= 1<<20 && p.Threads >= 1
	if !sane {
		return Secret{}, ErrKeyringDamaged.With("unusable passphrase parameters")
	}
	var key Secret
	copy(key[:], argon2.IDKey([]byte(passphrase), salt, p.Time, p.MemoryKiB, p.Threads, uint32(len(key))))
	return key, nil
}

// Backup writes a self-contained copy of k that the passphrase alone opens:
// ErrPassphraseShort below 12 bytes, or the writer's error.
func Backup(w io.Writer, k *Keyring, passphrase string) error {
	if len(passphrase) < minPassphrase {
		return ErrPassphraseShort
	}
	kdf := newPassphraseKDF()
	key, err := kdf.key(passphrase)
	if err != nil {
		return err
	}
	e, err := enclose(k, key, kdf)
	if err != nil {
		return err
	}
	return e.write(w)
}

// Restore reads what Backup wrote: ErrKeyringKey, ErrKeyringDamaged or the
// reader's error.
func Restore(r io.Reader, passphrase string) (*Keyring, error) {
	e, err := readEnvelope(r)
	if err != nil {
		return nil, err
	}
	if e.KDF == nil {
		return nil, ErrKeyringDamaged.With("a keyring file, not a backup")
	}
	key, err := e.KDF.key(passphrase)
	if err != nil {
		return nil, err
	}
	return e.open(key)
}
