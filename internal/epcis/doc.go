// Package epcis is GS1's EPCIS 2.0 and Core Business Vocabulary 2.0 in their JSON
// binding: what an event is, how documents of events are read, checked and written, and
// how an event is named by a hash. It holds what the standard says and nothing of this
// product, and imports nothing of it but internal/gs1, which reads GS1's identifiers.
//
// A document is read event by event: a Reader holds one event at a time, bounded in size
// and depth, so that a document of millions is no larger to it than one of two. It reads
// capture documents, query documents and an event that stands alone. An event that the
// standard does not allow comes with all reasons at once, each with the number of the
// event and a JSON pointer, in words for people:
//
//	event 3 (/epcisBody/eventList/2/action): "CREATE" is none of ADD, OBSERVE and DELETE
//
// # What is checked
//
// What GS1's JSON schema demands: which fields a kind of event has and must have, the
// types of their values, closed vocabularies, times with offsets, absolute URIs. And what
// only the text of the standard demands: that a parent is named when children are put in
// or taken out, that the unit of a quantity has a quantity, that an EPC URI is one of the
// Tag Data Standard's, that a field of one's own has a namespace which @context declares.
//
// A word of the vocabulary stands bare ("receiving"), as a compact URI
// ("cbv:BizStep-receiving") or as a URI; the URNs of EPCIS 1 do not stand in JSON. Any
// other absolute URI is a user's own word. A namespace may be declared by a context that
// stands elsewhere and is not GS1's; then nobody knows, and the field passes.
//
// What is not checked: check digits and company prefixes; which business steps go with
// which dispositions, where the vocabulary only recommends; and that a sensor report has
// one value, because the standard lets it have several, or none.
//
// # How it is made
//
// Each object of the standard has a table of its fields, in CBV's canonical order
// (eventshape.go, shapes.go). Reading, writing and hashing all go by these tables, so a
// field that is read is also written. Fields outside the standard are kept as they came,
// in their order, behind the standard's. Built events are checked by writing and reading
// them: one set of rules.
//
// identifier.go and link.go say what EPCIS asks of identifiers beyond internal/gs1.
package epcis
