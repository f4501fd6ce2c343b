// Package seal keeps what must not be stored in clear: AES-256-GCM, a fresh random nonce
// for each text, and each text bound to the place that it is kept in, so that no row can
// speak for another. And it signs what comes back through other hands, addresses for one.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
)

// ErrBroken: what is opened was not sealed with this key for this place.
var ErrBroken = errors.New("seal: not what was sealed here")

// Box seals with one key. Safe for concurrent use.
type Box struct{ aead cipher.AEAD }

// New makes the box of a key.
func New(key [32]byte) Box {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return Box{aead}
}

// Seal returns the text as it may be stored in the place: 28 bytes longer.
func (b Box) Seal(text []byte, place string) []byte {
	return b.aead.Seal(nil, nil, text, []byte(place))
}

// Open returns what was sealed for the place. Error: ErrBroken.
func (b Box) Open(sealed []byte, place string) ([]byte, error) {
	text, err := b.aead.Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return nil, ErrBroken
	}
	return text, nil
}
