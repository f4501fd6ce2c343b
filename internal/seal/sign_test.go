package seal_test

import (
	"testing"

	"channelrouter/internal/seal"
)

func TestSignatures(t *testing.T) {
	key := [32]byte{1}
	// Of OpenSSL: printf 'one\n2' | openssl mac -digest SHA256 -macopt hexkey:01000… HMAC
	const want = "Z48OH3jP0yPzNIUfrlMMYJsfzuzQ3WtKUb_-z-RjHXM"
	if got := seal.Sign(key, "one\n2"); got != want {
		t.Errorf("signed as %s, not %s", got, want)
	}
	for name, c := range map[string]struct {
		key             [32]byte
		text, signature string
		want            bool
	}{
		"its own":        {key, "one\n2", want, true},
		"another text's": {key, "one\n3", want, false},
		"by another key": {[32]byte{2}, "one\n2", want, false},
		"cut short":      {key, "one\n2", want[1:], false},
		"empty":          {key, "one\n2", "", false},
	} {
		if got := seal.Signed(c.key, c.text, c.signature); got != c.want {
			t.Errorf("a signature that is %s: %t", name, got)
		}
	}
}
