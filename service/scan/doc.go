// Package scan is the room where a code that was read becomes what the reader gets:
// resolve → route → match → reward → post → outbox, in one transaction.
//
// The use case takes a batch: it loads the set, decides purely, writes the set, and
// reads back who won where another was first. Record is a batch of one; Queue gathers
// concurrent requests into one transaction. A page that WeChat opened by a printed URL
// brings the URL and when it was scanned; how to reach the answer's routes is added when
// it is told (service/link), and never stored.
//
// Invariants: an (item, purpose) is won once, whichever face was scanned, and also where a
// cap was scanned before the line told which bottle it closes. The same
// person asking again gets the stored answer, also when he was known as another then;
// another gets "repeat", never the winner's answer. A retry with the same key writes nothing. A refused scan writes nothing. The
// limiter of guesses is asked before success is looked at, so that a blocked guesser's
// lucky hit gains nothing.
package scan
