package code

import (
	"errors"

	"channelrouter/internal/errs"
)

var (
	// ErrNeverIssued: authentic, but no batch holds its slot. Staff only.
	ErrNeverIssued = errs.New(errs.NotFound, "code.never_issued", "this code was never issued", "the batch may belong to another database")
	// ErrNotActivated: issued, but its goods have not been released. Staff only.
	ErrNotActivated = errs.New(errs.NotFound, "code.not_activated", "this code is not activated", "activate the batch, or the interval, when the goods are released")
	// ErrRevoked: withdrawn by the brand, which says nothing against the goods.
	ErrRevoked = errs.New(errs.Gone, "code.revoked", "this code was withdrawn by the brand", "the code is void; ask the brand about goods that carry it")
	// ErrRecalled: withdrawn because the goods are called back.
	ErrRecalled = errs.New(errs.Gone, "code.recalled", "the brand calls these goods back", "do not use or sell the goods; contact the brand")

	// ErrUnknownBatch: no batch of that id or number.
	ErrUnknownBatch = errs.New(errs.NotFound, "code.unknown_batch", "no such batch", "check the batch number")
	// ErrBatchExists: the batch number is taken by another order.
	ErrBatchExists = errs.New(errs.Conflict, "code.batch_exists", "a batch of this number exists with other contents", "give each batch a number of its own")
	// ErrBadBatch: the order makes no sense.
	ErrBadBatch = errs.New(errs.Invalid, "code.bad_batch", "this batch cannot be issued", "give a product, a profile and a positive number of top containers")
	// ErrBadProfile: the packaging levels contradict each other.
	ErrBadProfile = errs.New(errs.Invalid, "code.bad_profile", "this packaging profile contradicts itself", "levels go from the unit up, each with faces and a count per parent")
	// ErrIntervalOutside: an interval that leaves its batch.
	ErrIntervalOutside = errs.New(errs.Invalid, "code.interval_outside_batch", "the interval is not inside the batch", "give ordinals from 0 up to the batch's count on that level")
	// ErrAlreadyActivated: activating twice.
	ErrAlreadyActivated = errs.New(errs.Conflict, "code.already_activated", "codes in this interval are active already", "activate only what is not active yet")
	// ErrSlotsUsedUp: 2^36 slots of one level are issued.
	ErrSlotsUsedUp = errs.New(errs.Conflict, "code.slots_used_up", "this key epoch has no slots left on that level", "add an epoch to the keyring")
	// ErrFaceAbsent: the batch has no codes on that face.
	ErrFaceAbsent = errs.New(errs.Invalid, "code.face_absent", "the batch has no codes on this face", "choose one of the profile's faces")
	// ErrBadSpare: a label that cannot take another's place.
	ErrBadSpare = errs.New(errs.Conflict, "code.bad_spare_label", "this label cannot stand in for the other", "take a label of the same product and level, with an outer code, that was not activated, packed or used before")
	// ErrBadForeign: codes printed by others that do not have the declared shape.
	ErrBadForeign = errs.New(errs.Invalid, "code.bad_foreign_code", "a code does not have the shape the import declares", "mend the declared length, characters or prefix, or the line that is named")
)

// Withdrawn tells whether the brand took a code back, whatever is to happen to its goods.
func Withdrawn(err error) bool { return errors.Is(err, ErrRevoked) || errors.Is(err, ErrRecalled) }

// Public hides from strangers why an authentic-looking code is not accepted: forged,
// never issued and not activated answer alike.
func Public(err error) error {
	if errors.Is(err, ErrNeverIssued) || errors.Is(err, ErrNotActivated) {
		return ErrForged
	}
	return err
}
