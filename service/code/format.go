package code

import "channelrouter/model"

// format is one of the two layouts of a code: header (1 symbol), body, check
// (1 symbol). The body is slot ‖ MAC, encrypted; its two FF1 halves fall on
// symbol boundaries.
type format struct {
	symbols int  // header, body and check together
	half    uint // bits of half a body
	macBits uint // bits of MAC behind the slot: 2·half − model.SlotBits
}

var (
	shortFormat = format{symbols: 14, half: 30, macBits: 24}
	longFormat  = format{symbols: maxSymbols, half: 40, macBits: 44}
)

// lastSlot is the highest slot number a code can carry.
const lastSlot = 1<<model.SlotBits - 1

const (
	// headerCount is how many headers each length has.
	headerCount = 1 << symbolBits
	// reservedHeader of each length announces a future format; it is never allocated.
	reservedHeader = headerCount - 1
)

// formatOf is the layout with that many symbols; false when there is none.
func formatOf(symbols int) (format, bool) {
	switch symbols {
	case shortFormat.symbols:
		return shortFormat, true
	case longFormat.symbols:
		return longFormat, true
	default:
		return format{}, false
	}
}

// join packs slot ‖ mac into the halves of a body. The body has up to 80 bits
// and is held in hi:lo on the way.
func (f format) join(slot, mac uint64) (a, b uint64) {
	hi, lo := slot>>(64-f.macBits), slot<<f.macBits|mac
	return hi<<(64-f.half) | lo>>f.half, lo & (1<<f.half - 1)
}

// split undoes join.
func (f format) split(a, b uint64) (slot, mac uint64) {
	hi, lo := a>>(64-f.half), a<<f.half|b
	return hi<<(64-f.macBits) | lo>>f.macBits, lo & (1<<f.macBits - 1)
}

// halves are the symbols of a code's body, cut in two.
func (f format) halves(code []byte) (a, b []byte) {
	middle := 1 + int(f.half)/symbolBits
	return code[1:middle], code[middle : f.symbols-1]
}
