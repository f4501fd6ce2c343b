package evidence

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Schema names the form of manifests that this package writes and reads.
const Schema = "channelrouter.evidence/1"

// Manifest is what a pack says of itself.
type Manifest struct {
	Schema      string    `json:"schema"`
	Case        string    `json:"case"` // the case's id
	MadeAt      time.Time `json:"made_at"`
	PublicKey   string    `json:"public_key"`  // Ed25519, hex
	Fingerprint string    `json:"fingerprint"` // SHA-256 of it, hex
	Files       []File    `json:"files"`
	Photos      []Photo   `json:"photos"`
}

// File is a file of the pack.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Photo is a photo that the case rests on, whether or not the pack brings it along.
type Photo struct {
	SHA256 string `json:"sha256"`
	File   string `json:"file,omitempty"` // its name in the pack; "" where it was left out
}

// Fingerprint is how people compare keys: the SHA-256 of a public key, in lower-case hex.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:])
}

const (
	manifestName  = "manifest.json"
	signatureName = "manifest.sig"
	magic         = "CRPACK1\n"
	sealLength    = len(magic) + ed25519.PublicKeySize + ed25519.SignatureSize
	manifestLine  = "channelrouter evidence manifest 1\n"
	packLine      = "channelrouter evidence pack 1\n"
)

// signed is the message that a signature is of.
func signed(line string, sum []byte) []byte { return append([]byte(line), sum...) }
