package code

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
)

// Fingerprint is the hex SHA-256 commitment that the database keeps of an epoch.
// It changes with the epoch's master secret and headers and reveals neither;
// docs/codes.md gives its bytes. ErrKeyringEpoch when there is no such epoch.
func (k *Keyring) Fingerprint(epoch uint8) (string, error) {
	e, err := k.epoch(epoch)
	if err != nil {
		return "", err
	}
	commitment := e.Master.derive("channelrouter/keyring/1/fingerprint")
	message := append([]byte("channelrouter/keyring/1/fingerprint"), e.ID)
	for _, face := range e.faces() {
		message = append(message, byte(face), byte(face.Symbols()), e.Headers[face])
	}
	sum := sha256.Sum256(append(message, commitment[:]...))
	return hex.EncodeToString(sum[:]), nil
}

// Check holds the keyring against the fingerprints, by epoch, that a database
// recorded: ErrKeyringMismatch unless it has them all. Epochs that the database
// has yet to record are no mismatch.
func (k *Keyring) Check(want map[uint8]string) error {
	for _, epoch := range slices.Sorted(maps.Keys(want)) {
		got, err := k.Fingerprint(epoch)
		if err != nil {
			return ErrKeyringMismatch.With("epoch %d is missing", epoch)
		}
		if got != want[epoch] {
			return ErrKeyringMismatch.With("epoch %d differs", epoch)
		}
	}
	return nil
}
