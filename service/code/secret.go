package code

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
)

// Secret is 32 bytes of key material that no print, log or JSON document shows.
type Secret [32]byte

const redacted = "[redacted]"

func (s Secret) String() string               { return redacted }
func (s Secret) GoString() string             { return redacted }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Format covers the verbs that pass String by, such as %d.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// derive is HKDF-SHA-256 (RFC 5869) of s with an empty salt and info, 32 bytes.
func (s Secret) derive(info string) (key Secret) {
	raw, err := hkdf.Key(sha256.New, s[:], nil, info, len(key))
	if err != nil {
		panic(err) // only for lengths above 255 hashes
	}
	copy(key[:], raw)
	return key
}
