package ledger

import "channelrouter/internal/errs"

var (
	// ErrUnbalanced: entries that do not sum to zero.
	ErrUnbalanced = errs.New(errs.Internal, "ledger.unbalanced", "the entries of a transaction do not sum to zero", "this is a fault of the program")
	// ErrKeyReused: the idempotency key belongs to another posting.
	ErrKeyReused = errs.New(errs.Conflict, "ledger.idempotency_key_reused", "this posting's key was used for another content", "use one key for one posting")
	// ErrUnknownTransaction: no transaction of that id.
	ErrUnknownTransaction = errs.New(errs.NotFound, "ledger.unknown_transaction", "no such transaction", "check the transaction's id")
	// ErrNotCovered: an account has less than is to be taken from it.
	ErrNotCovered = errs.New(errs.Conflict, "ledger.not_covered", "the account does not hold that much", "look at the balance and take no more than it holds")
)
