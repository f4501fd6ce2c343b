package tax

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"strconv"

	"channelrouter/model"
)

// newSeal makes the cipher of taxpayers' particulars: AES-256-GCM, a nonce for each.
func newSeal(secret [32]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(secret[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// owner binds what is sealed to its person, so that no row speaks for another.
func owner(person model.PersonID) []byte {
	return []byte("taxpayer/" + strconv.FormatInt(int64(person), 10))
}

func (s *Service) sealed(person model.PersonID, p Particulars) ([]byte, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return s.seal.Seal(nil, nil, plain, owner(person)), nil
}

func (s *Service) opened(row model.Taxpayer) (p Particulars, err error) {
	plain, err := s.seal.Open(nil, nil, row.Sealed, owner(row.PersonID))
	if err != nil {
		return p, ErrSealBroken.With("person %d", row.PersonID)
	}
	return p, json.Unmarshal(plain, &p)
}
