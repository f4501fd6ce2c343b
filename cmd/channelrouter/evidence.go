package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"

	"channelrouter/configs"
	"channelrouter/internal/evidence"
	"channelrouter/service/casefile"
)

type evidenceCommand struct {
	Verify evidenceVerify `cmd:"" help:"Check every byte of an evidence pack. Exit 1, naming what was changed, if it does not hold."`
	Key    evidenceKey    `cmd:"" help:"Print the public key that this installation signs evidence packs with."`
}

type evidenceVerify struct {
	File string `arg:"" type:"existingfile" help:"The pack, as the console gives it."`
	Key  string `help:"Fingerprint of the key that must have signed it; without it, the key that the pack brings along." placeholder:"FINGERPRINT"`
}

// Help teaches what the one-liner cannot.
func (evidenceVerify) Help() string {
	return `It needs nothing but the file: no database, no keyring, no network. It checks the seal over
the whole file, the signature of the manifest and the hash of every file in it, and refuses
what the manifest does not list.

A pack brings its key along, so that without --key it shows only that nobody but its maker
has changed it. Get the fingerprint another way, from channelrouter evidence key where the
pack was made, and give it with --key.`
}

// Run prints what the pack says of itself as JSON.
func (v evidenceVerify) Run() error {
	file, err := os.Open(v.File)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	m, err := evidence.Verify(file, info.Size(), strings.ToLower(v.Key))
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"case": m.Case, "made_at": m.MadeAt, "schema": m.Schema, "files": len(m.Files), "photos": len(m.Photos),
		"fingerprint": m.Fingerprint, "expected_key": v.Key != "",
	})
}

type evidenceKey struct{}

// Run prints the key, and the fingerprint that people compare.
func (evidenceKey) Run(c configs.Config) error {
	keyring, _, err := loadKeyring(c)
	if err != nil {
		return err
	}
	seed := keyring.Derive(casefile.KeyPurpose)
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	return json.NewEncoder(os.Stdout).Encode(map[string]string{
		"public_key": hex.EncodeToString(public), "fingerprint": evidence.Fingerprint(public),
	})
}
