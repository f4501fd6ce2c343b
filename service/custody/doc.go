// Package custody is the room of the goods' way: what is packed into what, who holds
// it, and for which distributor it is meant, each as of any time.
//
// The append-only event log is the truth; links, holders and assignments are what
// folding the log, in order of event time, leaves (state.go, pure). An event that
// arrives in order is folded onto what is stored. One that arrives late makes the
// goods it touches be folded anew from their log, so that any order of arrival ends
// in the same state; scans that happened since are told, and judged again.
//
// A designation says what use goods are meant for: for sale, as samples or as gifts. It goes
// with the assignment, through shipments, transfers and returns, until another one.
//
// Custody is evidence and assignment is intent: only the brand's shipment to a
// distributor, an approved transfer or an accepted return changes what goods are
// meant for. Whoever else receives them changes nothing but the trail.
//
// On-line commands are refused when their precondition fails. Off-line events are
// always kept: one whose precondition is missing for some of its goods is pending, has
// happened to the others, and is tried again whenever a fact about the same goods
// arrives.
//
// An event that was told in error is voided (void.go): it stays in the log, and is left out of
// every fold and of all that is told of the goods. What rested on it is pending then, what waited
// because of it takes place, and scans since are told. Nothing undoes that; what did happen is
// told as another event. Only what a line packed in no order cannot be voided, for it is kept
// without times.
//
// Caps that come in no order lie in a table that knows no time (scatter.go), so which of two
// off-line captures stands that contradict each other about them is a rule of its own
// (dispute.go), and not a matter of who is told first. A container holds what the capture says
// that filled it earliest; a cap is in the container of the earliest capture that speaks of it
// and whose container that is. Earlier is by the time at which the line closed the pallet, then
// by the line's name, then by the container. A pair of bottle and cap has no time: it comes
// before all captures, and is refused, as any on-line command, where it contradicts another pair
// that was recorded; of pairs told together that contradict each other none is recorded. What
// does not stand is kept beside the table, is pending in the cap's trail, and stands once what
// it lost to is found to be no more. An on-line capture that contradicts is refused. All this
// costs rows where something is contradicted, and nothing elsewhere.
//
// Where many goods are is answered by ranges: the spans of the goods and of what they are in
// are laid over each other in memory (chart.go, pure), so that a batch of millions costs by
// its shipments. What is inside a container, and an item's trail, are read the same way,
// without a row or a query for each unit (where.go, tree.go, trail.go).
//
// The log itself is read for others by batch, by pages in order of event time, and by the items
// that events name (tell.go, history.go, mention.go).
//
// Goods inside a container have its holder and assignment. Taking them out, by an
// unpack or by moving them alone, gives them a copy as of that moment. Putting them in
// changes whom nothing is meant for: a container comes into being meant for what its
// first goods are, and takes no others.
//
// What came to an organisation in a period, and what of what it had went back, are counted from
// the holders' spans (arrived.go, left.go), and so without what is voided or still waits.
//
// What an organisation has at a moment (stock.go) is found from the holders' spans: what is
// in no container, and level by level what was inside that, by runs and never item by item.
package custody
