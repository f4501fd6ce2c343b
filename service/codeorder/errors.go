package codeorder

import "channelrouter/internal/errs"

var (
	// ErrUnknown: no order of that id.
	ErrUnknown = errs.New(errs.NotFound, "codeorder.unknown", "no such order of codes", "list the orders")
	// ErrBadOrder: an order that cannot be carried out.
	ErrBadOrder = errs.New(errs.Invalid, "codeorder.bad_order", "this order of codes cannot be taken", "keep plant and line within 60 characters and the note within 200, and name a day that is to come")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errs.New(errs.Conflict, "codeorder.idempotency_key_reused", "this idempotency key was used for another order, activation or export", "use a new key for each, and the same one only to retry")
	// ErrFourEyes: who asked cannot approve.
	ErrFourEyes = errs.New(errs.Forbidden, "codeorder.four_eyes", "an order is approved by somebody else than who asked for it", "have another owner or manager approve it; an owner may publish a policy that allows the same person")
	// ErrDecided: the order was decided otherwise before.
	ErrDecided = errs.New(errs.Conflict, "codeorder.decided", "this order has been decided already", "look at the order; ask anew if codes are still wanted")
	// ErrNumberTaken: the batch's number is another order's.
	ErrNumberTaken = errs.New(errs.Conflict, "codeorder.number_taken", "another order was issued under this batch number", "refuse this order and ask anew with a number of its own")
	// ErrNotIssued: what needs a batch comes before there is one.
	ErrNotIssued = errs.New(errs.Conflict, "codeorder.not_issued", "this order has no batch yet", "have it approved first")
	// ErrUnknownActivation: the order has no activation of that id.
	ErrUnknownActivation = errs.New(errs.NotFound, "codeorder.unknown_activation", "no such activation", "list the order's activations")
	// ErrActivated: it is too late to withdraw.
	ErrActivated = errs.New(errs.Conflict, "codeorder.activated", "these codes are live already", "revoke the codes if they must not be used")
)
