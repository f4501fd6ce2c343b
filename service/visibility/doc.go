// Package visibility is the room of what is told to others about goods, and heard from them,
// in GS1's EPCIS 2.0 (internal/epcis).
//
// # Out
//
// A custody event about many goods is several EPCIS events, of at most a thousand identifiers
// each: one for the goods of a batch, a pack and an unpack one for each container. Which they
// are is arithmetic over runs (parts.go, telling.go); only those that are written are named. They
// have their hash as id, so that telling them again names them the same. Pending events are
// left out: they have not taken place.
//
// A pre-linked batch is commissioned by its outermost containers and never packed by anyone;
// what is told of it says both of all that is inside them, for its reader does not know the
// formula.
//
// Export writes the custody log of a batch as a document, event by event: nothing grows with
// the batch but the list of its custody events and that of what it was packed into. Events
// answers a query by pages, of both what is in custody's log and what was captured, in one order:
// by event time, captured before ours, number, and part. A page's token is a place in that order,
// inside of a custody event, too. A page reads so much of the log and no more (custody.History),
// or what names the objects that are asked for (custody.Mentions). What custody has of captured
// events is not told again.
//
// # In
//
// Capture takes what others tell, and makes custody of it: the same table backwards
// (saying.go). It is recorded as off-line, so that what does not fit yet waits. An event is
// known by its hash id and taken once. Captured events are kept as they came, for queries.
//
// An error declaration (declare.go) repeats the event that it takes back: the custody event
// that was made of that is voided, once, and the declaration is kept beside it. It takes back
// what says the same and, if it has an eventID that is not the hash id, has that one.
//
// # Identifiers
//
// A unit is the GS1 Digital Link of its GTIN and, as serial number, the code on its visible
// face. A container is the address that is printed on it. What has no visible code, or one
// that others printed, is a private address, https://HOST/i/EPOCH.LEVEL.SLOT: a hidden code is
// worth money and never leaves. An organisation is https://HOST/org/CODE.
package visibility
