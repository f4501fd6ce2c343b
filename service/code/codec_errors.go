package code

import "channelrouter/internal/errs"

// What reading a code can answer. Decode returns these very values, never an
// occurrence with details: that would allocate, and would tell a guesser more.
var (
	ErrMalformed = errs.New(errs.Invalid, "code.malformed",
		"this is not a code",
		"A code has 14 or 18 letters and digits without U; check that it was copied whole.")
	ErrMistyped = errs.New(errs.Invalid, "code.mistyped",
		"the code is mistyped",
		"One character is wrong or two are swapped; compare with the print, or scan instead.")
	// ErrForged is also the answer for codes never issued and not yet
	// activated: the public must not be able to tell the three apart.
	ErrForged = errs.New(errs.NotFound, "code.unknown",
		"no such code",
		"Compare the code with the print; if it is the same, ask the brand.")
)

// What writing a code can answer.
var (
	ErrNoKey = errs.New(errs.Conflict, "code.no_key",
		"the keyring has no key for this face in this epoch",
		"Add a key epoch that includes all the faces you print (channelrouter keyring add-epoch --faces FACE,...), restart with it, and issue the batch again.")
	ErrSlotRange = errs.New(errs.Invalid, "code.slot_range",
		"the slot does not fit a code",
		"Slots are numbers from 0 to 68719476735 (36 bits).")
)
