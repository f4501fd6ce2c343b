package code

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"channelrouter/internal/seal"
)

const rootName = "root"

func epochName(id uint8) string { return fmt.Sprintf("epoch %d", id) }

// keyCheck is a value that only the right key derives, and that says nothing of it.
func keyCheck(key Secret) string {
	check := key.derive("channelrouter/keyring/1/key check")
	return hex.EncodeToString(check[:8])
}

// secretBox seals the secrets of one envelope.
type secretBox struct {
	box   seal.Box
	plain []byte // the envelope without its secrets, as compact JSON
}

// box is for the envelope's secrets; its plain part must be complete.
func (e *envelope) box(key Secret) (*secretBox, error) {
	bare := *e
	bare.Root = ""
	bare.Epochs = make([]envelopeEpoch, len(e.Epochs))
	for i, epoch := range e.Epochs {
		epoch.Master = ""
		bare.Epochs[i] = epoch
	}
	plain, err := json.Marshal(bare)
	if err != nil {
		return nil, fmt.Errorf("describe the keyring: %w", err)
	}
	return &secretBox{box: seal.New(key), plain: plain}, nil
}

// place binds the secret called name to all that the envelope says beside it.
func (b *secretBox) place(name string) string { return name + "\n" + string(b.plain) }

func (b *secretBox) seal(name string, s Secret) string {
	return hex.EncodeToString(b.box.Seal(s[:], b.place(name)))
}

func (b *secretBox) open(name, sealed string) (s Secret, err error) {
	raw, err := hex.DecodeString(sealed)
	if err != nil {
		return s, ErrKeyringDamaged.With("%s: %v", name, err)
	}
	plain, err := b.box.Open(raw, b.place(name))
	if err != nil || len(plain) != len(s) {
		return s, ErrKeyringDamaged.With("%s is not what was sealed", name)
	}
	copy(s[:], plain)
	return s, nil
}
