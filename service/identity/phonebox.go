package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// phoneBox keeps numbers so that neither a copy of the database nor its reader knows them.
type phoneBox struct {
	aead     cipher.AEAD
	indexKey [32]byte
}

func newPhoneBox(k Keys) phoneBox {
	block, err := aes.NewCipher(k.Phone[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return phoneBox{aead: aead, indexKey: k.PhoneIndex}
}

// index is the same for the same number. Numbers are few: only the key keeps it from
// being reversed.
func (b phoneBox) index(p Phone) string {
	mac := hmac.New(sha256.New, b.indexKey[:])
	mac.Write([]byte(p.e164()))
	return hex.EncodeToString(mac.Sum(nil))
}

// seal ties the number to its index, so that two rows cannot be swapped unseen.
func (b phoneBox) seal(p Phone, index string) []byte {
	return b.aead.Seal(nil, nil, []byte(p.country+"|"+p.number), []byte(index))
}

func (b phoneBox) open(sealed []byte, index string) (Phone, error) {
	plain, err := b.aead.Open(nil, nil, sealed, []byte(index))
	if err != nil {
		return Phone{}, fmt.Errorf("identity: a phone number is not what was sealed: %w", err)
	}
	for i, c := range plain {
		if c == '|' {
			return Phone{string(plain[:i]), string(plain[i+1:])}, nil
		}
	}
	return Phone{}, fmt.Errorf("identity: a sealed phone number has no country")
}
