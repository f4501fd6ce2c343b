package recall

import "channelrouter/internal/errs"

var (
	// ErrBadRecall: a recall that makes no sense by itself.
	ErrBadRecall = errs.New(errs.Invalid, "recall.bad_recall", "this recall is not complete", "give a key, the level stop_sale or consumer, and a reason of at most 200 characters")
	// ErrNothing: an interval in which there is nothing.
	ErrNothing = errs.New(errs.Conflict, "recall.nothing_to_recall", "there are no goods in this interval", "look which batch and which containers are meant")
	// ErrUnknown: no such recall.
	ErrUnknown = errs.New(errs.NotFound, "recall.unknown", "no such recall", "look it up in the list of recalls")
	// ErrKeyReused: the idempotency key belongs to another recall.
	ErrKeyReused = errs.New(errs.Conflict, "recall.idempotency_key_reused", "this idempotency key was used for another recall", "use a new key for each recall, and the same one only to retry")
)
