package casefile

import "channelrouter/internal/errs"

var (
	// ErrBadInspection: an inspection that makes no sense by itself.
	ErrBadInspection = errs.New(errs.Invalid, "casefile.bad_inspection", "this inspection is not complete", "give the terminal's code or a known adcode, a time since the case was assigned, and scans, photos, a receipt or a note: at most 200 scans, nine photos and 2000 characters")
	// ErrBadScans: scans that are none of this inspection.
	ErrBadScans = errs.New(errs.Invalid, "casefile.bad_scans", "these scans are no part of this inspection", "give scans that you made yourself in this app since the case was assigned to you, of the case's product, each in one inspection only")
	// ErrBadAppeal: an appeal without words.
	ErrBadAppeal = errs.New(errs.Invalid, "casefile.bad_appeal", "this appeal cannot be sent", "write 1 to 2000 characters, with at most nine photos")
	// ErrKeyReused: the idempotency key belongs to another record.
	ErrKeyReused = errs.New(errs.Conflict, "casefile.idempotency_key_reused", "this idempotency key was used for something else", "use a new key for each inspection or appeal, and the same one only to retry")
	// ErrUnknownEvidence: no piece of that id.
	ErrUnknownEvidence = errs.New(errs.NotFound, "casefile.unknown_evidence", "no such piece of evidence", "list the records of the case")
	// ErrStruck: it was struck out before.
	ErrStruck = errs.New(errs.Conflict, "casefile.struck", "this piece of evidence has been struck out already", "look at the case again")
)
