package code

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"channelrouter/model"
)

const (
	envelopeFormat  = "channelrouter keyring"
	envelopeVersion = 1
	// maxEnvelope bounds what is read as a keyring, in bytes; a full one has 30 kB.
	maxEnvelope = 1 << 20
)

// envelope is a keyring as JSON, the form of the file and of the backup. All but
// the secrets is plain; each secret is hex(nonce ‖ ciphertext ‖ tag) of
// AES-256-GCM, and authenticates everything plain together with its own name.
type envelope struct {
	Format   string          `json:"format"`
	Version  int             `json:"version"`
	KDF      *passphraseKDF  `json:"kdf,omitempty"` // in backups: how the passphrase makes the key
	KeyCheck string          `json:"key_check"`     // tells a wrong key from damage
	Root     string          `json:"root"`
	Epochs   []envelopeEpoch `json:"epochs"`
}

type envelopeEpoch struct {
	ID        uint8            `json:"id"`
	CreatedAt time.Time        `json:"created_at"`
	Headers   map[string]uint8 `json:"headers"` // by face name
	Master    string           `json:"master"`
}

// enclose puts k into an envelope under key.
func enclose(k *Keyring, key Secret, kdf *passphraseKDF) (*envelope, error) {
	e := &envelope{Format: envelopeFormat, Version: envelopeVersion, KDF: kdf, KeyCheck: keyCheck(key)}
	for i := range k.Epochs {
		epoch := &k.Epochs[i]
		headers := make(map[string]uint8, len(epoch.Headers))
		for face, header := range epoch.Headers {
			headers[face.String()] = header
		}
		e.Epochs = append(e.Epochs, envelopeEpoch{ID: epoch.ID, CreatedAt: epoch.CreatedAt, Headers: headers})
	}
	box, err := e.box(key)
	if err != nil {
		return nil, err
	}
	for i := range k.Epochs {
		e.Epochs[i].Master = box.seal(epochName(k.Epochs[i].ID), k.Epochs[i].Master)
	}
	e.Root = box.seal(rootName, k.root)
	return e, nil
}

// open takes the keyring out: ErrKeyringKey or ErrKeyringDamaged.
func (e *envelope) open(key Secret) (*Keyring, error) {
	if e.KeyCheck != keyCheck(key) {
		return nil, ErrKeyringKey
	}
	box, err := e.box(key)
	if err != nil {
		return nil, err
	}
	k := &Keyring{}
	if k.root, err = box.open(rootName, e.Root); err != nil {
		return nil, err
	}
	for i := range e.Epochs {
		epoch, err := e.Epochs[i].open(box)
		if err != nil {
			return nil, err
		}
		k.Epochs = append(k.Epochs, epoch)
	}
	return k, k.validate()
}

func (e *envelopeEpoch) open(box *secretBox) (epoch KeyEpoch, err error) {
	epoch = KeyEpoch{ID: e.ID, Headers: make(map[model.Face]uint8, len(e.Headers)), CreatedAt: e.CreatedAt}
	for name, header := range e.Headers {
		face, err := model.ParseFace(name)
		if err != nil {
			return epoch, ErrKeyringDamaged.With("epoch %d: %v", e.ID, err)
		}
		epoch.Headers[face] = header
	}
	epoch.Master, err = box.open(epochName(e.ID), e.Master)
	return epoch, err
}

// write prints the envelope as indented JSON.
func (e *envelope) write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(e)
}

// readEnvelope reads what write wrote, and nothing more: ErrKeyringDamaged.
func readEnvelope(r io.Reader) (*envelope, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxEnvelope))
	if err != nil {
		return nil, fmt.Errorf("read the keyring: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	e := &envelope{}
	if err := decoder.Decode(e); err != nil {
		return nil, ErrKeyringDamaged.With("%v", err)
	}
	if decoder.More() {
		return nil, ErrKeyringDamaged.With("something follows its end")
	}
	if e.Format != envelopeFormat || e.Version != envelopeVersion {
		return nil, ErrKeyringDamaged.With("format %q version %d; this program reads %q version %d",
			e.Format, e.Version, envelopeFormat, envelopeVersion)
	}
	return e, nil
}
