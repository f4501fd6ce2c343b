package campaign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"channelrouter/model"
)

// row is the place of what is sealed.
func row(what string, id int64) string { return what + "/" + strconv.FormatInt(id, 10) }

func (s *Service) sealSeed(id model.CampaignID, seed Seed) []byte {
	return s.seeds.Seal(seed[:], row("seed", int64(id)))
}

func (s *Service) openSeed(c model.Campaign) (seed Seed, err error) {
	plain, err := s.seeds.Open(c.SealedSeed, row("seed", int64(c.ID)))
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
