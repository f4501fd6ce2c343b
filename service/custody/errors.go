package custody

import (
	"errors"

	"channelrouter/internal/errs"
)

var (
	// ErrAlreadyCommissioned: the goods exist already.
	ErrAlreadyCommissioned = errs.New(errs.Conflict, "custody.already_commissioned", "these goods are commissioned already", "commission each container once")
	// ErrAlreadyPacked: packing what is packed.
	ErrAlreadyPacked = errs.New(errs.Conflict, "custody.already_packed", "these goods are in a container already", "unpack them first, or check which container was scanned")
	// ErrNotPacked: unpacking what is loose.
	ErrNotPacked = errs.New(errs.Conflict, "custody.not_packed", "these goods are in no container", "nothing is to be unpacked")
	// ErrNotHeld: moving what one does not hold.
	ErrNotHeld = errs.New(errs.Conflict, "custody.not_held", "the sender does not hold these goods", "receive them first, or check which goods were scanned")
	// ErrNotShipped: receiving what never left the brand, or no longer exists.
	ErrNotShipped = errs.New(errs.Conflict, "custody.not_shipped", "these goods were never shipped", "the sender's shipment may not be recorded yet; record off-line and it will be tried again")
	// ErrNotAssigned: transferring what is meant for another distributor.
	ErrNotAssigned = errs.New(errs.Conflict, "custody.not_assigned", "these goods are not assigned to the giving distributor", "check which goods the transfer was approved for")
	// ErrMixed: packing goods together that are meant for different distributors.
	ErrMixed = errs.New(errs.Conflict, "custody.mixed_assignment", "this container holds goods meant for another distributor, or for another use", "pack them apart, or have a transfer approved first")
	// ErrBadEvent: an event that makes no sense by itself.
	ErrBadEvent = errs.New(errs.Invalid, "custody.bad_event", "this event is not complete", "give the goods, the organisations the kind needs, and a time that is not in the future")
	// ErrRelabelled: a label that became a spare in use while its code was being read.
	ErrRelabelled = errs.New(errs.Conflict, "custody.relabelled", "one of these labels stands for other goods since a moment", "send the event again: the codes are read anew")
	// ErrBadCapture: a pallet of the line that makes no sense by itself.
	ErrBadCapture = errs.New(errs.Invalid, "custody.bad_capture", "this is no pallet as a line packs one", "name the line, and give each container either codes of items or containers that hold some")
	// ErrOverfilled: more in a container than fits.
	ErrOverfilled = errs.New(errs.Conflict, "custody.overfilled", "this container holds more than its packaging profile says", "look which container the camera took the codes for, and send the pallet again")
	// ErrNoPair: two codes that cannot belong to one thing.
	ErrNoPair = errs.New(errs.Invalid, "custody.no_pair", "these two codes are not of a cap and a bottle", "the first is the code inside, of a batch that is scatter-linked and has no outer code; the second the code outside, of a unit of another batch of the same product")
	// ErrUnknownEvent: nobody recorded it.
	ErrUnknownEvent = errs.New(errs.NotFound, "custody.unknown_event", "no such custody event", "take the id from the answer to the event, or from a trail")
	// ErrNotVoidable: taking back what the line packed in no order.
	ErrNotVoidable = errs.New(errs.Conflict, "custody.not_voidable", "this event packed items that come in no order, and cannot be voided", "unpack what is in the wrong container, and pack it where it belongs")
	// ErrKeyReused: the idempotency key belongs to another event.
	ErrKeyReused = errs.New(errs.Conflict, "custody.idempotency_key_reused", "this idempotency key was used for another event", "use a new key for each event, and the same one only to retry")
)

// errAtOnce: another has packed one of these items since it was looked for.
var errAtOnce = errors.New("custody: packed at the same moment")

// errKeyTaken: an event with this idempotency key is stored already.
var errKeyTaken = errors.New("custody: idempotency key taken")
