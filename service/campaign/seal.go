package campaign

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"channelrouter/model"
)

// newSeal makes a cipher of what is not stored in clear: AES-256-GCM, a nonce for each.
func newSeal(secret [32]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(secret[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// bind ties what is sealed to its row, so that no row speaks for another.
func bind(what string, id int64) []byte { return []byte(what + "/" + strconv.FormatInt(id, 10)) }

func (s *Service) sealSeed(id model.CampaignID, seed Seed) []byte {
	return s.seeds.Seal(nil, nil, seed[:], bind("seed", int64(id)))
}

func (s *Service) openSeed(c model.Campaign) (seed Seed, err error) {
	plain, err := s.seeds.Open(nil, nil, c.SealedSeed, bind("seed", int64(c.ID)))
	if err != nil || len(plain) != len(seed) {
		return seed, ErrSealBroken.With("campaign %d", c.ID)
	}
	copy(seed[:], plain)
	return seed, nil
}

// deviceDigest is what draws of a device are counted by; the device itself is not kept.
func (s *Service) deviceDigest(device string) string {
	mac := hmac.New(sha256.New, s.deviceKey[:])
	mac.Write([]byte(device))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
