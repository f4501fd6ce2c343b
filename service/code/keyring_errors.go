package code

import "channelrouter/internal/errs"

var (
	ErrHeadersUsedUp = errs.New(errs.Conflict, "code.headers_used_up",
		"no headers are left for a new key epoch",
		"A code length has 31 headers, one per face and epoch, for ever; a new format has to take over.")
	ErrKeyringFaces = errs.New(errs.Invalid, "keyring.faces",
		"a key epoch needs at least one face, and only known ones",
		"Name faces such as pallet, case_outer, case_inner, unit_outer, unit_inner.")
	ErrKeyringEpoch = errs.New(errs.NotFound, "keyring.no_epoch",
		"the keyring has no such key epoch",
		"Name one of the epochs that it has; if yours is newer, an older copy of the file is in place.")
	ErrKeyringKey = errs.New(errs.Invalid, "keyring.wrong_key",
		"the keyring does not open with this key or passphrase",
		"Give the 32-byte key the file was saved with, or the passphrase of the backup.")
	ErrKeyringDamaged = errs.New(errs.Unavailable, "keyring.damaged",
		"the keyring is damaged",
		"Restore it from a backup; nothing in it may be repaired by hand.")
	ErrKeyringMismatch = errs.New(errs.Unavailable, "keyring.mismatch",
		"this keyring is not this database's",
		"Point the configuration to the keyring this database was set up with, or restore its backup.")
	ErrPassphraseShort = errs.New(errs.Invalid, "keyring.passphrase_short",
		"the passphrase is too short to guard every code",
		"Take at least 12 characters; several random words are easy to keep.")
)
