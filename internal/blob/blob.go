// Package blob keeps contents under the SHA-256 of what they are: the same content twice
// is kept once, and what is read is what was put. It knows nothing of what they mean.
//
// Disk writes into a folder that every replica has to see, S3 into a bucket of an
// S3-compatible service. A content appears under its name whole or not at all: on the disk
// it is written beside, synced, and renamed.
//
// Who may read a content is said by a signed address that ends (sign.go): there are no
// sessions where WeChat and image elements fetch from.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"
)

// Hash names a content: SHA-256 in lower-case hex.
type Hash string

// Of is a content's name.
func Of(content []byte) Hash {
	sum := sha256.Sum256(content)
	return Hash(hex.EncodeToString(sum[:]))
}

// ParseHash reads a name that came from outside; what has another shape is refused, so
// that no name leads out of the store.
func ParseHash(text string) (Hash, bool) {
	if len(text) != 2*sha256.Size {
		return "", false
	}
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", false
		}
	}
	return Hash(text), true
}

// ErrAbsent: there is no such content.
var ErrAbsent = errors.New("blob: no such content")

// Content is what is read; the reader closes it.
type Content interface {
	io.ReadSeekCloser
}

// Store keeps contents. It is safe for concurrent use, by several processes.
type Store interface {
	// Put keeps a content under its name. Once it returns, a crash loses nothing of it.
	Put(ctx context.Context, content []byte) (Hash, error)
	// Open reads a content. Error: ErrAbsent.
	Open(ctx context.Context, name Hash) (Content, error)
	// Remove forgets a content that was not put since a time, and tells whether it did.
	// The time keeps from harm whoever puts the same content at this moment.
	Remove(ctx context.Context, name Hash, since time.Time) (bool, error)
}
