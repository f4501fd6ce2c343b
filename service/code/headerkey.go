package code

import (
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"hash"
	"sync"

	"channelrouter/model"
)

// headerKey is everything one header stands for: a face of a key epoch, and the
// two keys its codes are made with. Immutable, safe for concurrent use.
type headerKey struct {
	format
	face   model.Face
	epoch  uint8
	header byte
	cipher *ff1
	spaces sync.Pool // of *workspace
}

// workspace is what making or reading one code needs: buffers that are handed to
// interfaces and would otherwise be allocated each time, and an HMAC that keeps
// its keyed state across Reset.
type workspace struct {
	mac     hash.Hash
	block   [aes.BlockSize]byte
	message [1 + 8]byte
	sum     [sha256.Size]byte
}

// headerSecrets are the keys behind one header.
type headerSecrets struct{ ff1, mac Secret }

// deriveHeader makes the keys of a header from its epoch's master secret.
func deriveHeader(master Secret, symbols int, header uint8) headerSecrets {
	derive := func(use string) Secret {
		return master.derive(fmt.Sprintf("channelrouter/code/1/%s/%d/%d", use, symbols, header))
	}
	return headerSecrets{ff1: derive("ff1"), mac: derive("mac")}
}

func newHeaderKey(epoch *KeyEpoch, face model.Face) (*headerKey, error) {
	layout, ok := formatOf(face.Symbols())
	if !ok {
		return nil, fmt.Errorf("face %s: no format of %d symbols", face, face.Symbols())
	}
	header := epoch.Headers[face]
	secrets := deriveHeader(epoch.Master, layout.symbols, header)
	cipher, err := newFF1(secrets.ff1[:], layout.half, header)
	if err != nil {
		return nil, fmt.Errorf("face %s of epoch %d: %w", face, epoch.ID, err)
	}
	key := &headerKey{format: layout, face: face, epoch: epoch.ID, header: header, cipher: cipher}
	key.spaces.New = func() any {
		w := &workspace{mac: hmac.New(sha256.New, secrets.mac[:])}
		w.message[0] = header
		return w
	}
	return key, nil
}

// seal writes the code of slot, symbol values in the face's length, into symbols.
func (k *headerKey) seal(symbols []byte, slot uint64) {
	w := k.spaces.Get().(*workspace)
	left, right := k.join(slot, k.tag(w, slot))
	left, right = k.cipher.encrypt(&w.block, left, right)
	k.spaces.Put(w)
	symbols[0] = k.header
	first, second := k.halves(symbols)
	putNumber(first, left)
	putNumber(second, right)
	last := k.symbols - 1
	symbols[last] = checkSymbol(symbols[:last])
}

// open finds the slot in a code's symbols; false when its MAC does not hold.
func (k *headerKey) open(symbols []byte) (slot uint64, ok bool) {
	first, second := k.halves(symbols)
	w := k.spaces.Get().(*workspace)
	slot, mac := k.split(k.cipher.decrypt(&w.block, number(first), number(second)))
	ok = equal(mac, k.tag(w, slot))
	k.spaces.Put(w)
	return slot, ok
}

// tag is the MAC of slot under this header: the leftmost macBits of
// HMAC-SHA-256(header byte ‖ slot as 8 bytes big-endian).
func (k *headerKey) tag(w *workspace, slot uint64) uint64 {
	binary.BigEndian.PutUint64(w.message[1:], slot)
	w.mac.Reset()
	w.mac.Write(w.message[:])
	return binary.BigEndian.Uint64(w.mac.Sum(w.sum[:0])) >> (64 - k.macBits)
}

// equal compares two MACs in constant time.
func equal(x, y uint64) bool {
	diff := x ^ y
	return subtle.ConstantTimeEq(int32(diff>>32|diff&(1<<32-1)), 0) == 1
}
