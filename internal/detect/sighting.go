package detect

// Kind is what a scan was.
type Kind uint8

// The kinds of scans.
const (
	Claim   Kind = iota + 1 // a consumer's, of a hidden code
	Look                    // anybody's of a visible code, or of a code that was claimed before
	Open                    // a terminal's, of the case that it opens
	Guide                   // a guide's, at his terminal
	Inspect                 // an inspector's, on duty
)

// Flow is the way that goods were meant to go.
type Flow uint8

// The flows.
const (
	Ordinary  Flow = iota // through their distributor's own channel
	Gift                  // samples and gifts, not for sale
	Ecommerce             // sold on line, to anywhere
	Moved                 // a transfer that the brand approved
)

// State is what had become of goods when they were scanned.
type State uint8

// The states.
const (
	Shipped      State = iota
	NeverShipped       // no shipment to a distributor is known
	Returned           // they are believed to be back at the brand
)

// Where is a scan's place in relation to the territory of the goods' distributor.
type Where uint8

// The relations.
const (
	Unknown Where = iota // no place, or no territory is known
	Home                 // inside
	Border               // outside, in a city that touches the territory
	Away                 // outside, farther
)

// Source is how a place became known.
type Source uint8

// The sources.
const (
	NoSource Source = iota
	ByPosition
	ByAddress  // of the network: a city at best
	ByTerminal // where the terminal stands
)

// Sighting is a scan as the detector sees it. Numbers of organisations, products, people
// and goods are the caller's; 0 is "not known".
type Sighting struct {
	ID   int64
	At   int64 // Unix time in seconds
	Kind Kind

	Unit     int64 // of an Open the case
	Case     int64 // that the unit was packed in
	Shipment int64 // that brought it to its distributor
	Product  int32
	Origin   int32 // the distributor that the goods were meant for
	Flow     Flow
	State    State
	Damaged  bool // the case's code was missing, cut off or another's

	Terminal int64
	Under    int32 // the terminal's distributor for the product
	City     int32 // of GB/T 2260: four digits, or the six of a county that its province administers
	Where    Where
	By       Source
	// Sure is the probability, 0 to 1, that Where is right, as far as the place's accuracy and
	// the nearness of a border tell; 0 stands for 1.
	Sure float32

	Account, Device, Address uint64
	Staff, Test              bool // on duty, or a trial of codes: exempt
}
