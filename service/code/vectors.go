package code

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"channelrouter/model"
)

const vectorCount = 100

// vector is a line of testdata/vectors.jsonl. Keys and secrets are hex; mac is
// 6 hex digits for 24 bits and 11 for 44, the leftmost bits of the HMAC.
type vector struct {
	Master string `json:"master"`
	Face   string `json:"face"`
	Epoch  uint8  `json:"epoch"`
	Header uint8  `json:"header"`
	FF1Key string `json:"ff1_key"`
	MACKey string `json:"mac_key"`
	Slot   uint64 `json:"slot"`
	MAC    string `json:"mac"`
	Code   string `json:"code"`
}

// WriteVectors writes 100 fixed test vectors as JSON lines, for whoever
// implements docs/codes.md anew: three epochs, every face of both lengths, the
// slots 0, 1 and 2^36−1 for each, and spread ones.
func WriteVectors(w io.Writer) error {
	k, err := vectorKeyring()
	if err != nil {
		return err
	}
	codec, err := NewCodec(k)
	if err != nil {
		return err
	}
	var pairs []writer
	for i := range k.Epochs {
		for _, face := range k.Epochs[i].faces() {
			pairs = append(pairs, writer{k.Epochs[i].ID, face})
		}
	}
	encoder := json.NewEncoder(w)
	for i := range vectorCount {
		pair := pairs[i%len(pairs)]
		code := Code{Face: pair.face, Epoch: pair.epoch, Slot: vectorSlot(i, i/len(pairs))}
		v, err := newVector(k, codec, code)
		if err != nil {
			return err
		}
		if err := encoder.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

func newVector(k *Keyring, codec *Codec, code Code) (vector, error) {
	epoch, err := k.epoch(code.Epoch)
	if err != nil {
		return vector{}, err
	}
	text, err := codec.Encode(code)
	if err != nil {
		return vector{}, err
	}
	key := codec.writers[writer{code.Epoch, code.Face}]
	secrets := deriveHeader(epoch.Master, key.symbols, key.header)
	mac := key.tag(key.spaces.New().(*workspace), code.Slot)
	return vector{
		Master: hex.EncodeToString(epoch.Master[:]),
		Face:   code.Face.String(),
		Epoch:  code.Epoch,
		Header: key.header,
		FF1Key: hex.EncodeToString(secrets.ff1[:]),
		MACKey: hex.EncodeToString(secrets.mac[:]),
		Slot:   code.Slot,
		MAC:    fmt.Sprintf("%0*x", key.macBits/4, mac),
		Code:   text,
	}, nil
}

// vectorKeyring is a keyring that everyone knows: its masters are hashes of
// labels. The first epoch has the standard faces, the others boxes as well.
func vectorKeyring() (*Keyring, error) {
	k := &Keyring{root: sha256.Sum256([]byte("channelrouter test vector root"))}
	created := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	faces := StandardFaces()
	for epoch := 1; epoch <= 3; epoch++ {
		master := sha256.Sum256(fmt.Appendf(nil, "channelrouter test vector master %d", epoch))
		if _, err := k.addEpoch(created, master, faces); err != nil {
			return nil, err
		}
		faces = append(StandardFaces(), model.FaceBoxOuter, model.FaceBoxInner)
	}
	return k, nil
}

// vectorSlot is the slot of vector i, in the given round over all faces: the
// ends of the range first, then the leftmost 36 bits of a hash.
func vectorSlot(i, round int) uint64 {
	ends := [...]uint64{0, 1, lastSlot}
	if round < len(ends) {
		return ends[round]
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "channelrouter test vector slot %d", i))
	return binary.BigEndian.Uint64(sum[:]) >> (64 - model.SlotBits)
}
