// Package code is the room of printed codes. It owns packaging profiles, batches,
// activations, revocations, the keyring's fingerprints and codes printed by others.
//
// A code costs nothing until it is touched: a batch is an interval of slots on each
// level of its packaging, and a printed code is the encrypted, authenticated slot
// (docs/codes.md has the scheme to the bit). Resolve is pure: it decrypts, checks the
// MAC, finds the batch by interval in memory and looks at exceptions in memory.
//
// Each packaging in which codes were issued is a profile by its levels; those that the brand orders
// by have a title of its own (packaging.go).
//
// Codes printed by others lead to items by a table of hashes: those of an imported file,
// which make a batch of their own (foreign.go), and WeChat's of one item one code, which
// stand on a face of a batch beside or instead of ours (market.go).
//
// A spare label stands for goods whose own cannot be read any more (relabel.go).
//
// Invariants: slot intervals of one epoch and level never overlap; an interval is
// activated at most once; both faces of an item share its slot, so an item is
// epoch, level and slot; the public cannot tell a forged code from one that was
// never issued or is not active; codes are exported in numbers only while the newest tests
// on phones say that the printed host opens its app (service/link).
package code
