package blob

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"time"
)

// Signer makes addresses of contents that only it can make, and that end.
type Signer struct{ key [32]byte }

// NewSigner makes a signer. Every replica has the same key.
func NewSigner(key [32]byte) Signer { return Signer{key} }

// grain is what an end is rounded up to, so that a page asked for twice shows the same
// addresses and the pictures come from the browser's cache.
const grain = 10 * time.Minute

// Path is the address of a content below the server's root, good for life or a little
// longer from now.
func (s Signer) Path(name Hash, now time.Time, life time.Duration) string {
	until := strconv.FormatInt(now.Add(life+grain).Truncate(grain).Unix(), 10)
	return "/media/" + string(name) + "?" + url.Values{"until": {until}, "sig": {s.sign(name, until)}}.Encode()
}

// Allows tells whether the query of an address was signed for this content and has not
// ended, and when it ends.
func (s Signer) Allows(name Hash, query url.Values, now time.Time) (until time.Time, ok bool) {
	text := query.Get("until")
	if !hmac.Equal([]byte(s.sign(name, text)), []byte(query.Get("sig"))) {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	until = time.Unix(seconds, 0)
	return until, err == nil && now.Before(until)
}

func (s Signer) sign(name Hash, until string) string {
	mac := hmac.New(sha256.New, s.key[:])
	mac.Write([]byte(string(name) + "\n" + until))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
