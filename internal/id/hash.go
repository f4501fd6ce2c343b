package id

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash identifies what was asked under a key: the SHA-256 of its JSON, 64 hexadecimal digits.
// It fails for what has no JSON, such as a time after the year 9999.
func Hash(asked any) (string, error) {
	encoded, err := json.Marshal(asked)
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:]), err
}
