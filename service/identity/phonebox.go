package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"channelrouter/internal/seal"
)

// phoneBox keeps numbers so that neither a copy of the database nor its reader knows them.
type phoneBox struct {
	box      seal.Box
	indexKey [32]byte
}

func newPhoneBox(k Keys) phoneBox {
	return phoneBox{box: seal.New(k.Phone), indexKey: k.PhoneIndex}
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
	return b.box.Seal([]byte(p.country+"|"+p.number), index)
}

func (b phoneBox) open(sealed []byte, index string) (Phone, error) {
	plain, err := b.box.Open(sealed, index)
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
