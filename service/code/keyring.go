package code

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Keyring holds the secrets behind every printed code. Losing it kills all of
// them, leaking it forges all of them. It is not safe for concurrent change.
type Keyring struct {
	Epochs []KeyEpoch // ascending by ID, never empty
	root   Secret     // for keys that are not codes' (Derive)
}

// KeyEpoch is a generation of code keys.
type KeyEpoch struct {
	ID        uint8 // 1 to 255
	Master    Secret
	Headers   map[model.Face]uint8 // 0 to 30, unique per code length over all epochs
	CreatedAt time.Time
}

// StandardFaces are those of the standard packaging profile, "five in one".
func StandardFaces() []model.Face {
	return []model.Face{model.FacePallet, model.FaceCaseOuter, model.FaceCaseInner, model.FaceUnitOuter, model.FaceUnitInner}
}

// NewKeyring makes a keyring of fresh secrets with one epoch for faces.
func NewKeyring(now time.Time, faces []model.Face) (*Keyring, error) {
	k := &Keyring{root: newSecret()}
	if _, err := k.AddEpoch(now, faces); err != nil {
		return nil, err
	}
	return k, nil
}

// AddEpoch appends an epoch with a fresh master secret and makes it current. It
// fails, changing nothing, with ErrKeyringFaces or ErrHeadersUsedUp.
func (k *Keyring) AddEpoch(now time.Time, faces []model.Face) (uint8, error) {
	return k.addEpoch(now, newSecret(), faces)
}

func (k *Keyring) addEpoch(now time.Time, master Secret, faces []model.Face) (uint8, error) {
	headers, err := k.allocate(faces)
	if err != nil {
		return 0, err
	}
	id := k.Current() + 1 // 62 headers cannot fill 255 epochs
	k.Epochs = append(k.Epochs, KeyEpoch{ID: id, Master: master, Headers: headers, CreatedAt: clock.Normal(now)})
	return id, nil
}

// Current is the newest epoch, the only one that new batches are made in. Older
// ones read what was printed, and write re-prints of it.
func (k *Keyring) Current() uint8 {
	if len(k.Epochs) == 0 {
		return 0
	}
	return k.Epochs[len(k.Epochs)-1].ID
}

// Derive is the 32-byte key of another room for a purpose such as "ledger seal".
// It rests on the keyring's root secret, so it survives new epochs.
func (k *Keyring) Derive(purpose string) [32]byte {
	return k.root.derive("channelrouter/derive/1/" + purpose)
}

func (k *Keyring) epoch(id uint8) (*KeyEpoch, error) {
	i := slices.IndexFunc(k.Epochs, func(e KeyEpoch) bool { return e.ID == id })
	if i < 0 {
		return nil, ErrKeyringEpoch.With("epoch %d; it has 1 to %d", id, k.Current())
	}
	return &k.Epochs[i], nil
}

// faces are the epoch's, in ascending order.
func (e *KeyEpoch) faces() []model.Face { return slices.Sorted(maps.Keys(e.Headers)) }

func newSecret() (s Secret) {
	rand.Read(s[:]) // never fails: crypto/rand ends the program instead
	return s
}

// String names the epochs and nothing secret, as do all the ways to print a keyring.
func (k Keyring) String() string {
	return fmt.Sprintf("keyring of %d epochs, current %d", len(k.Epochs), k.Current())
}

func (k Keyring) GoString() string           { return k.String() }
func (k Keyring) LogValue() slog.Value       { return slog.StringValue(k.String()) }
func (k Keyring) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }
