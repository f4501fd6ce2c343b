// Package codeorder is the room of orders of codes: who asks for codes, who allows them,
// how they reach who prints them, and when they become live. The codes themselves are the
// room code's, below it.
//
// An order names a product, a packaging, a quantity, and the plant and line that print. It
// is asked, then refused with a reason, or approved by somebody else than who asked (four
// eyes; an owner may publish a policy that allows the same person). Approval issues the
// batch in the same transaction: an order that is approved has its codes, and one that has
// not been approved has none.
//
// An activation makes an interval of the order's batch live, contents included, at once or
// at a time that is to come. A leased job carries out what is due; until then it may be
// withdrawn. It and the codes that it makes live are one transaction.
//
// An export is codes of a face of a batch in files: lines of CSV, plain or packed, both
// sides of an item on one line, or label sheets as PDF (internal/label). Its files are
// stored nowhere, so that no code lies about in clear and replicas share no folder: they
// are made anew, the same bytes each time, for whoever fetches them. A leased job makes
// them once before that, to write the manifest: sizes and SHA-256. The manifest keeps the
// name of its generator (edition, compressor, printed hosts, a label's GTIN); where another
// would make other bytes, it is computed anew first.
//
// Files are fetched without a session, by signed addresses that end (sign.go). A fetch
// reserves the bytes that it asks for and gives back what was not sent: the bytes of a
// file go out so many times over as the policy allows, however often the line breaks. What
// is before a part of a packed file is made for few at a time (skip.go). Each
// fetch is kept with who got the link (who must still have the right to export), from
// where, and what went out. An order is exported once as many bytes of each file went out
// as it has.
//
// What must always hold: nothing is exported, linked or fetched while the printed host is
// locked (service/link); a revoked export is fetched by nobody; an order is decided once;
// it issues one batch, and a batch is one order's; an activation is either carried out or
// withdrawn.
package codeorder
