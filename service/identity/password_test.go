package identity

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestHasher(t *testing.T) {
	cheap := owasp
	owasp = shipped
	defer func() { owasp = cheap }()
	h := newHasher()
	encoded, err := h.hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") || len(encoded) > 160 {
		t.Errorf("%q is not the PHC string that OWASP's parameters give", encoded)
	}
	again, err := h.hash(t.Context(), "correct horse battery")
	if err != nil || again == encoded {
		t.Errorf("two hashes of one password are the same (error %v)", err)
	}
	for password, want := range map[string]bool{"correct horse battery": true, "correct horse batterY": false, "": false} {
		if got, err := h.matches(t.Context(), encoded, password); err != nil || got != want {
			t.Errorf("matches(%q) is %v, %v; want %v", password, got, err, want)
		}
	}
	if got, err := h.matches(t.Context(), noPassword, "correct horse battery"); got || err != nil {
		t.Errorf("the hash of no password: %v, %v", got, err)
	}
}

// The vector is from src/test.c of the reference implementation, phc-winner-argon2.
func TestHashOfAnotherImplementation(t *testing.T) {
	const vector = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	got, err := newHasher().matches(t.Context(), vector, "password")
	if err != nil || !got {
		t.Errorf("%v, %v", got, err)
	}
}

func TestParsePHC(t *testing.T) {
	for _, bad := range []string{
		"", "$", "plain", "$2a$10$bcrypt", "$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA", "$argon2id$v=16$m=1,t=1,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=x,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=1,t=1,p=1$!$AAAA", "$argon2id$v=19$m=1,t=1,p=1$AAAA$!",
	} {
		if _, err := parsePHC(bad); err == nil {
			t.Errorf("%q passes for a hash", bad)
		}
	}
	p, err := parsePHC(noPassword)
	if err != nil || p.cost != owasp || p.String() != noPassword {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestHasherQueueEndsWithContext(t *testing.T) {
	h := hasher{places: make(chan struct{}, 1)}
	h.places <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := h.hash(ctx, "whatever"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for a place ended with %v", err)
	}
}
