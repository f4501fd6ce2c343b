// Package ledger is the room of value: an append-only double-entry ledger of money
// (fen) and points.
//
// A transaction is a set of entries whose sum is zero for each asset. Positive amounts
// are what an account gains. Entries are never edited; a mistake is reversed by a
// transaction of opposite entries. Every posting has an idempotency key with a hash of
// its content: the same content again is the first answer, other content is refused.
//
// Balances of persons are kept in the posting transaction. Those of organisations and
// of the brand are netted later by the sealer, so that no row is contended by all.
//
// The sealer, one at a time, takes committed transactions in id order, hashes them onto
// the chain and signs the head. What it has not reached yet is the unsealed tail.
// Verify recomputes everything, the tail included.
package ledger
