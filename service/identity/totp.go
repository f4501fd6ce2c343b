package identity

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238's default, and what authenticator apps know
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"
)

const (
	totpStep   = 30 // seconds
	totpSecret = 20 // bytes, as long as the HMAC
	totpSlack  = 1  // steps that a clock may be off
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// totpCode is the six digits of a time step: RFC 6238 over RFC 4226.
func totpCode(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step)) //nolint:gosec // steps are not negative
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000)
}

// totpMatch finds the time step, about now, whose code this is; 0 for none.
func totpMatch(secret []byte, code string, now time.Time) int64 {
	current, found := now.Unix()/totpStep, int64(0)
	for step := current - totpSlack; step <= current+totpSlack; step++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, step)), []byte(code)) == 1 {
			found = step
		}
	}
	return found
}

// totpURI is what authenticator apps read from a QR code.
func totpURI(secret []byte, login string) string {
	const issuer = "channelrouter"
	query := url.Values{"secret": {base32Text.EncodeToString(secret)}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + query.Encode()
}
