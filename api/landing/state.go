package landing

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// trip is a browser's way to WeChat and back.
type trip struct {
	ends  time.Time
	named bool // the person was asked for his unionid
	code  string
}

const (
	tripFor    = 10 * time.Minute
	nonceSize  = 12
	stateSize  = sha256.Size
	tripCookie = "h5-" // and the nonce: several trips at once do not meet
)

// mac signs a text for one purpose.
func (w *Web) mac(purpose string, parts ...string) []byte {
	m := hmac.New(sha256.New, w.Key[:])
	for _, part := range append([]string{purpose}, parts...) {
		_, _ = fmt.Fprintf(m, "%d:%s", len(part), part) // a hash takes everything
	}
	return m.Sum(nil)
}

// begin keeps a trip in a cookie of this browser and returns its state: 88 digits, of the
// 128 that WeChat takes, that sign the cookie. Neither is good without the other.
func (w *Web) begin(c *gin.Context, text string, named bool) string {
	var random [nonceSize]byte
	_, _ = rand.Read(random[:])
	nonce := hex.EncodeToString(random[:])
	value := fmt.Sprintf("%d.%t.%s", w.Clock.Now().Add(tripFor).Unix(), named, base64.RawURLEncoding.EncodeToString([]byte(text)))
	w.setCookie(c, tripCookie+nonce, value, tripFor)
	return nonce + hex.EncodeToString(w.mac("state", nonce, value))
}

// end takes a trip's cookie away and returns the trip, if the state is its own. Errors:
// ErrState, ErrStateExpired.
func (w *Web) end(c *gin.Context, state string) (trip, error) {
	if len(state) != 2*(nonceSize+stateSize) {
		return trip{}, ErrState.With("a state of %d characters", len(state))
	}
	nonce, signature := state[:2*nonceSize], state[2*nonceSize:]
	if strings.Trim(nonce, "0123456789abcdef") != "" {
		return trip{}, ErrState.With("not ours")
	}
	value, err := c.Cookie(tripCookie + nonce)
	if err != nil {
		return trip{}, ErrState.With("another browser's, or used")
	}
	if !hmac.Equal([]byte(signature), []byte(hex.EncodeToString(w.mac("state", nonce, value)))) {
		return trip{}, ErrState.With("not signed by us")
	}
	w.setCookie(c, tripCookie+nonce, "", -time.Second)
	t, err := parseTrip(value)
	if err == nil && !w.Clock.Now().Before(t.ends) {
		err = ErrStateExpired
	}
	return t, err
}

// parseTrip reads what begin wrote and signed.
func parseTrip(value string) (trip, error) {
	parts := strings.Split(value, ".")
	if len(parts) != 3 {
		return trip{}, ErrState
	}
	ends, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return trip{}, ErrState
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return trip{}, ErrState
	}
	return trip{ends: time.Unix(ends, 0), named: parts[1] == "true", code: string(text)}, nil
}

// form is the token that a session's page for a code carries in its form.
func (w *Web) form(s webSession, text string) string {
	return hex.EncodeToString(w.mac("form", strconv.FormatInt(s.actor.FamilyID, 10), text))
}
