package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// Sign is the signature that only who has the key can make of a text: HMAC-SHA-256 in 43
// characters that an address may hold.
func Sign(key [32]byte, text string) string {
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Signed tells whether a signature is the text's. How long it takes says nothing of the right
// one.
func Signed(key [32]byte, text, signature string) bool {
	return hmac.Equal([]byte(Sign(key, text)), []byte(signature))
}
