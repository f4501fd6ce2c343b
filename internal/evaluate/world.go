package evaluate

import "channelrouter/internal/detect"

// Scan is a scan as the brand's system recorded it, with what it knew of the goods then.
// Distributors, products and terminals are numbers from 1 in the order of the Channel's
// lists; 0 is "not known" everywhere.
type Scan struct {
	At   int64 // Unix time in seconds
	Kind detect.Kind

	Unit     int64 // of an Open the case
	Case     int64
	Shipment int64
	Origin   int32
	Product  int32
	Flow     detect.Flow
	State    detect.State
	Damaged  bool

	Terminal int32
	Adcode   int32 // six digits, or four; of a scan by terminal the terminal's
	By       detect.Source
	Accuracy int32 // of the place, in metres

	Account, Device, Address uint64
	Staff, Test              bool
}

// Territory is where a distributor may sell a product.
type Territory struct {
	Distributor int32
	Product     int32  // 0: any
	Prefix      string // of GB/T 2260 codes, as geo.Prefix makes it
	From, To    int64  // Unix times, To not included; 0 is without bound
}

// Binding says which distributor a terminal buys from. One that buys product lines from
// several has a binding to each.
type Binding struct {
	Terminal    int32
	Distributor int32
	Wholesaler  string
	Adcode      int32 // six digits, or four
	From, To    int64 // as of a Territory
}

// Shipment is goods that the brand recorded as gone to a distributor.
type Shipment struct {
	Number       int64
	At, Recorded int64
	Distributor  int32
	Product      int32
	Flow         detect.Flow
	Cases        int64
}

// Channel is what the brand knows of its channel. The slices of names begin with the name of
// number 1.
type Channel struct {
	Distributors, Products, Terminals []string
	Territories                       []Territory
	Bindings                          []Binding
	Shipments                         []Shipment
}

// World is a channel, the scans of its goods, and what truly happened.
type World interface {
	Channel() *Channel
	Truth() *Truth
	// Scans shows every scan in the order of time, and stops at the first error. The scan is
	// the callee's only until it returns.
	Scans(see func(*Scan) error) error
}
