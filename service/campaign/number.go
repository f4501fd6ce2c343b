package campaign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"

	"channelrouter/model"
)

// Seed is what a campaign's draws rest on.
type Seed [32]byte

// String is the seed in hexadecimal, as it is revealed.
func (s Seed) String() string { return hex.EncodeToString(s[:]) }

// Commit is the commitment to terms, by their text, and a seed: SHA-256 in hexadecimal.
func Commit(terms []byte, seed Seed) string {
	h := sha256.New()
	h.Write(terms)
	h.Write(seed[:])
	return hex.EncodeToString(h.Sum(nil))
}

// Number is what an item draws out of n tickets, at least 1: 0 to n-1, each as likely as
// the others. The package comment has the formula.
func Number(seed Seed, campaign model.CampaignID, item model.ItemID, n int64) int64 {
	message := make([]byte, 0, 20)
	message = binary.BigEndian.AppendUint64(message, uint64(campaign))
	message = binary.BigEndian.AppendUint64(message, uint64(item))
	mac := hmac.New(sha256.New, seed[:])
	for k := uint32(0); ; k++ {
		block := message
		if k > 0 {
			block = binary.BigEndian.AppendUint32(message, k)
		}
		mac.Reset()
		mac.Write(block)
		if number, ok := firstBelow(mac.Sum(nil), uint64(n)); ok {
			return number
		}
	}
}

// firstBelow takes the first word of a block that is below the greatest multiple of n.
func firstBelow(block []byte, n uint64) (int64, bool) {
	excess := (math.MaxUint64%n + 1) % n // 2^64 mod n
	for ; len(block) >= 8; block = block[8:] {
		if w := binary.BigEndian.Uint64(block); w <= math.MaxUint64-excess {
			return int64(w % n), true
		}
	}
	return 0, false
}
