// Package codeorder is the room of orders of codes: who asks for codes, who allows them,
// and when they become live. The codes themselves are the room code's, below it.
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
// What must always hold: an order is decided once; it issues one batch, and a batch is one
// order's; an activation is either carried out or withdrawn.
package codeorder
