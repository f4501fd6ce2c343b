package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"log/slog"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"channelrouter/model"
)

const (
	accessLife  = 15 * time.Minute
	webLife     = accessLife
	appLife     = 30 * 24 * time.Hour
	consoleLife = 12 * time.Hour // a working day
)

// Tokens are what a client holds after a login or a refresh.
type Tokens struct {
	Access         string    // goes with every request
	AccessExpires  time.Time // in whole seconds, as the token says
	Refresh        string    // is exchanged once, for the next Tokens
	RefreshExpires time.Time // the end of the session; a refresh does not move it
	Actor          Actor     // whose they are
}

// LogValue keeps the tokens out of the logs.
func (t Tokens) LogValue() slog.Value {
	return slog.GroupValue(slog.String("app", t.Actor.App), slog.Int64("family", t.Actor.FamilyID))
}

// claims are what an access token says.
type claims struct {
	jwt.RegisteredClaims                // sub: person or user; aud: the app; iat; exp
	Family               int64          `json:"sid,string"`
	Role                 model.UserRole `json:"role,omitempty"` // at the console
	MustEnrol            bool           `json:"enrol,omitempty"`
}

// signer writes and reads access tokens.
type signer struct {
	key    []byte
	parser *jwt.Parser
}

func newSigner(key [32]byte, now func() time.Time) signer {
	// The algorithm is ours to choose, never the token's.
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(now))
	return signer{key: key[:], parser: parser}
}

// sign makes an access token for a.
func (s signer) sign(a Actor, issued, expires time.Time) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Subject:   strconv.FormatInt(a.subject(), 10),
			Audience:  jwt.ClaimStrings{a.App},
			IssuedAt:  jwt.NewNumericDate(issued),
			ExpiresAt: jwt.NewNumericDate(expires),
		},
		Family: a.FamilyID, Role: a.UserRole, MustEnrol: a.MustEnrol,
	}).SignedString(s.key)
}

// verify tells whose token it is, if it is good for app. Errors: ErrSessionExpired,
// ErrTokenOfAnotherApp.
func (s signer) verify(app, token string) (Actor, error) {
	var c claims
	_, err := s.parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return s.key, nil })
	if err != nil {
		return Actor{}, ErrSessionExpired.With("%v", err)
	}
	subject, err := strconv.ParseInt(c.Subject, 10, 64)
	if err != nil || len(c.Audience) != 1 {
		return Actor{}, ErrSessionExpired.With("the token names no subject or no app")
	}
	if c.Audience[0] != app {
		return Actor{}, ErrTokenOfAnotherApp.With("%s, not %s", c.Audience[0], app)
	}
	actor := newActor(app, subject, c.Role, c.Family)
	actor.MustEnrol = c.MustEnrol
	return actor, nil
}

// newRefreshToken is 32 random bytes, base64url.
func newRefreshToken() string {
	var secret [32]byte
	rand.Read(secret[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// refreshHash is what the database keeps of a refresh token: SHA-256 of its text, in
// hex. The token is random, so nothing slower is needed.
func refreshHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
