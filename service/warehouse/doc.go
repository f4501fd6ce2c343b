// Package warehouse is the room of the work around goods: what hand-held devices tell,
// and the papers that go with moving them. What is true of goods stands in custody; this
// room decides who may say what, and has custody record it.
//
// A hand-held device tells what it did while it had no connection, in any order and as often
// as it likes. Each event is answered for itself: recorded, known from before, pending for
// lack of a fact that others have yet to tell, or refused with a reason; none keeps another
// from being recorded, and a key is recorded once. What the device tells of its own clock is
// kept beside it: a time is evidence, and is never corrected.
//
// A transfer between distributors is asked for by either and decided by the brand. Only its
// approval changes what goods are meant for, from that moment on, and only of goods that
// are still meant for the giver and with one of the two. Until then goods that surface below
// the receiver are diverted.
//
// A stock-take compares what was counted with the book as of a moment and moves nothing. What
// somebody at the brand agrees to becomes an event of custody, once, each difference for
// itself; the reason stays here.
package warehouse
