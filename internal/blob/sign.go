package blob

import (
	"net/url"
	"strconv"
	"time"

	"channelrouter/internal/seal"
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
	return "/media/" + string(name) + "?" + url.Values{"until": {until}, "sig": {seal.Sign(s.key, signed(name, until))}}.Encode()
}

// Allows tells whether the query of an address was signed for this content and has not
// ended, and when it ends.
func (s Signer) Allows(name Hash, query url.Values, now time.Time) (until time.Time, ok bool) {
	text := query.Get("until")
	if !seal.Signed(s.key, signed(name, text), query.Get("sig")) {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	until = time.Unix(seconds, 0)
	return until, err == nil && now.Before(until)
}

// signed is the text that a signature is of.
func signed(name Hash, until string) string { return string(name) + "\n" + until }
