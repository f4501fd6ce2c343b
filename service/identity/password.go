package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

const (
	minPassword = 10 // characters
	maxPassword = 128

	saltSize = 16 // bytes
	keySize  = 32
)

// owasp is the cost that OWASP's password storage cheat sheet asks of argon2id.
var owasp = cost{memory: 19456, passes: 2, lanes: 1}

// noPassword is a hash that nothing matches and that takes as long as any to find out.
var noPassword = phc{cost: owasp, salt: make([]byte, saltSize), key: make([]byte, keySize)}.String()

func checkPassword(password string) error {
	if n := utf8.RuneCountInString(password); n < minPassword || n > maxPassword {
		return ErrBadPassword.With("%d characters", n)
	}
	return nil
}

// hasher computes password hashes, a few at a time: each takes 19 MiB and a core.
type hasher struct{ places chan struct{} }

// newHasher leaves half of the cores to everybody else and takes 76 MiB at most.
func newHasher() hasher {
	return hasher{places: make(chan struct{}, min(max(1, runtime.GOMAXPROCS(0)/2), 4))}
}

// hash returns password's hash under a new salt. The error is ctx's, ended in the queue.
func (h hasher) hash(ctx context.Context, password string) (string, error) {
	p := phc{cost: owasp, salt: make([]byte, saltSize)}
	rand.Read(p.salt) // never fails
	var err error
	if p.key, err = h.derive(ctx, p, password, keySize); err != nil {
		return "", err
	}
	return p.String(), nil
}

// matches tells whether password is the one that encoded was made from. The error is
// ctx's, ended in the queue, or that encoded is no hash.
func (h hasher) matches(ctx context.Context, encoded, password string) (bool, error) {
	p, err := parsePHC(encoded)
	if err != nil {
		return false, err
	}
	key, err := h.derive(ctx, p, password, len(p.key))
	return err == nil && subtle.ConstantTimeCompare(key, p.key) == 1, err
}

func (h hasher) derive(ctx context.Context, p phc, password string, size int) ([]byte, error) {
	select {
	case h.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.places }()
	return argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, uint32(size)), nil
}

// cost is what one argon2id hash takes.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// phc is a hash with all that is needed to compute it again, so that the cost can rise
// without making old hashes unreadable.
type phc struct {
	cost
	salt, key []byte
}

// String is the PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (p phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.lanes,
		base64.RawStdEncoding.EncodeToString(p.salt), base64.RawStdEncoding.EncodeToString(p.key))
}

// parsePHC reads what String writes.
func parsePHC(encoded string) (p phc, err error) {
	fields := strings.Split(encoded, "$")
	if len(fields) != 6 || fields[1] != "argon2id" || fields[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, fmt.Errorf("identity: not an argon2id hash of version %d", argon2.Version)
	}
	if _, err = fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil {
		return phc{}, fmt.Errorf("identity: cost of a password hash: %w", err)
	}
	if p.salt, err = base64.RawStdEncoding.DecodeString(fields[4]); err != nil {
		return phc{}, fmt.Errorf("identity: salt of a password hash: %w", err)
	}
	if p.key, err = base64.RawStdEncoding.DecodeString(fields[5]); err != nil {
		return phc{}, fmt.Errorf("identity: key of a password hash: %w", err)
	}
	return p, nil
}
