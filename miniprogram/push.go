package miniprogram

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Push opens what WeChat pushes to one app's message URL. It is pure but for the
// clock. Only the secure mode is accepted: whoever can read a token in passing must
// not be able to write messages.
type Push struct {
	app   App
	token Secret
	key   Secret // the 32 bytes of AES-256
	now   func() time.Time
}

// NewPush takes the app's push token and EncodingAESKey, 43 characters, from WeChat's
// console; now nil means time.Now.
func NewPush(app App, token, encodingAESKey Secret, now func() time.Time) (*Push, error) {
	key, err := base64.StdEncoding.DecodeString(encodingAESKey.Reveal() + "=")
	if err != nil || len(key) != 32 {
		return nil, errors.New("wechat: the EncodingAESKey must be 43 characters of base 64")
	}
	if token.Reveal() == "" {
		return nil, errors.New("wechat: the push token is empty")
	}
	if now == nil {
		now = time.Now
	}
	return &Push{app: app, token: token, key: NewSecret(string(key)), now: now}, nil
}

// AppID is the app that the messages are for.
func (p *Push) AppID() string { return p.app.AppID }

// Challenge answers the check that WeChat makes when the URL is entered in its
// console: the text to answer with, as it is. Errors: ErrPushForged, ErrPushStale.
func (p *Push) Challenge(query url.Values) (echo string, err error) {
	if err := p.verify(query, "signature"); err != nil {
		return "", err
	}
	return query.Get("echostr"), nil
}

// Open verifies and decrypts a message, XML or JSON, and reads its event. A handler
// answers "success" whatever the event; else WeChat sends it twice more, and it may
// come twice anyway. Errors: ErrPushForged, ErrPushStale, ErrPushOfAnotherApp.
func (p *Push) Open(query url.Values, body []byte) (Event, error) {
	var outer struct {
		Encrypt string `json:"Encrypt" xml:"Encrypt"`
	}
	if err := decodeMessage(body, &outer); err != nil || outer.Encrypt == "" || query.Get("encrypt_type") != "aes" {
		return Event{}, ErrPushForged.With("not an encrypted message")
	}
	if err := p.verify(query, "msg_signature", outer.Encrypt); err != nil {
		return Event{}, err
	}
	message, appID, err := decrypt([]byte(p.key.Reveal()), outer.Encrypt)
	if err != nil {
		return Event{}, ErrPushForged.With("%s", err)
	}
	if appID != p.app.AppID {
		return Event{}, ErrPushOfAnotherApp.With("app %q", appID)
	}
	return p.read(message)
}

// pushLife is how old, or how far ahead of our clock, a message may be.
const pushLife = 5 * time.Minute

// verify holds the named signature against the token, the query's timestamp and
// nonce, and what else is signed.
func (p *Push) verify(query url.Values, name string, more ...string) error {
	want := sign(append([]string{p.token.Reveal(), query.Get("timestamp"), query.Get("nonce")}, more...))
	if subtle.ConstantTimeCompare([]byte(want), []byte(query.Get(name))) != 1 {
		return ErrPushForged.With("wrong %s", name)
	}
	seconds, err := strconv.ParseInt(query.Get("timestamp"), 10, 64)
	if err != nil {
		return ErrPushForged.With("no timestamp")
	}
	if age := p.now().Sub(time.Unix(seconds, 0)); age > pushLife || age < -pushLife {
		return ErrPushStale.With("%s old", age.Round(time.Second))
	}
	return nil
}

// sign is WeChat's signature: SHA-1 of the parts in order, in hex.
func sign(parts []string) string {
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}
