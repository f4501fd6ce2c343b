package main

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"channelrouter/internal/evidence"
)

func TestEvidence(t *testing.T) {
	s := newShell(t)
	s.run("keyring", "init")
	printed := s.run("evidence", "key")
	s.says(printed, `"public_key":"`, `"fingerprint":"`)

	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	fingerprint := evidence.Fingerprint(key.Public().(ed25519.PublicKey))
	var pack bytes.Buffer
	w, err := evidence.NewWriter(&pack, key, "4711", time.Now())
	for _, err := range []error{err, w.Add("case.json", []byte(`{"status":"confirmed"}`)), w.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	sound := s.file("sound.zip", pack.String())
	s.says(s.run("evidence", "verify", sound), `"case":"4711"`, fingerprint, `"expected_key":false`)
	s.says(s.run("evidence", "verify", sound, "--key", strings.ToUpper(fingerprint)), `"expected_key":true`)
	s.refused([]string{"evidence", "verify", sound, "--key", strings.Repeat("0", 64)}, "by another key", fingerprint)
	s.refused([]string{"evidence", "verify", s.file("spoilt.zip", strings.Replace(pack.String(), "confirmed", "dismissed", 1))}, "case.json was changed")
	s.refused([]string{"evidence", "verify", s.file("none.zip", "nothing")}, "is no evidence pack")
}
