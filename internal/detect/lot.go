package detect

import "slices"

// lotKey is origin × product × city; city 0 is anywhere far away.
type lotKey struct {
	stock
	city int32
}

// lot is what was seen of an origin's product in a foreign city.
type lot struct {
	lotKey
	where       class
	first, last int64

	who     []witness
	known   map[uint64]int // index in who, once they are many
	n       [ways]float32  // by witnesses
	boxes   []part         // cases that were seen, and shipments
	ships   []part
	special [specials]few
	sellers few
	units   []int64

	quiet            int // windows since it was touched
	touched, alerted bool
}

// witness is somebody who saw goods of a lot: many scans of one account count once.
type witness struct {
	who  uint64
	by   by
	sure float32
	old  bool // not seen in this window
}

// part is how much of a lot was seen of one case, or of one shipment.
type part struct {
	id  int64
	n   [ways]uint16
	old bool
}

// What is rare enough among honest goods to need no background.
const (
	specialInspected = iota
	specialReturned
	specialGift
	specialDamaged
	specials
)

// few counts different things, up to a number that is as good as many.
type few struct {
	seen []uint64
	more int
}

const fewMost = 64

func (f *few) add(x uint64) {
	if slices.Contains(f.seen, x) {
		return
	}
	if len(f.seen) == fewMost {
		f.more++
		return
	}
	f.seen = append(f.seen, x)
}

func (f few) count() int { return len(f.seen) + f.more }

const (
	mostUnits = 256 // of a lot's evidence are kept
	mostParts = 512
	manyWho   = 32 // from which on they are found by a map
)

// see counts a sighting by who saw it: one of each account and of each unit, for a household
// scans a code more than once, and one account many codes.
func (l *lot) see(s *Sighting, w witness) {
	fresh := l.keep(s)
	i := l.find(w.who)
	if i < 0 && !fresh {
		return
	}
	if i < 0 {
		l.remember(w)
		l.n[w.by] += w.sure
		l.boxes = count(l.boxes, s.Case, w.by)
		l.ships = count(l.ships, s.Shipment, w.by)
		return
	}
	seen := &l.who[i]
	seen.old = false
	if w.sure > seen.sure && w.by == seen.by {
		l.n[w.by] += w.sure - seen.sure
		seen.sure = w.sure
	}
}

func (l *lot) find(who uint64) int {
	if l.known != nil {
		if i, found := l.known[who]; found {
			return i
		}
		return -1
	}
	return slices.IndexFunc(l.who, func(w witness) bool { return w.who == who })
}

func (l *lot) remember(w witness) {
	l.who = append(l.who, w)
	switch {
	case l.known != nil:
		l.known[w.who] = len(l.who) - 1
	case len(l.who) > manyWho:
		l.index()
	}
}

func (l *lot) index() {
	l.known = make(map[uint64]int, len(l.who))
	for i, w := range l.who {
		l.known[w.who] = i
	}
}

// keep remembers a unit as evidence, and tells whether it is a new one, as far as is known.
func (l *lot) keep(s *Sighting) (fresh bool) {
	if slices.Contains(l.units, s.Unit) {
		return false
	}
	if len(l.units) < mostUnits {
		l.units = append(l.units, s.Unit)
	}
	return true
}

func count(parts []part, id int64, b by) []part {
	if id == 0 {
		return parts
	}
	for i := range parts {
		if parts[i].id == id {
			parts[i].n[b]++
			parts[i].old = false
			return parts
		}
	}
	if len(parts) == mostParts {
		return parts
	}
	p := part{id: id}
	p.n[b] = 1
	return append(parts, p)
}

// witnesses is how many have seen the lot, each once: consumers, places of sale, inspectors.
func (l *lot) witnesses() int {
	consumers := 0
	for _, w := range l.who {
		if w.by != byTerminal {
			consumers++
		}
	}
	hard := l.special[specialInspected].count() + l.special[specialReturned].count()
	// A shop that opens several cases of another's goods saw it several times.
	for _, w := range l.who {
		if w.by == byTerminal && w.sure >= 1 {
			hard++
		}
	}
	return consumers + hard
}

// turn forgets who was last seen before the window that ends.
func (l *lot) turn() {
	l.who = slices.DeleteFunc(l.who, func(w witness) bool { return w.old })
	l.n = [ways]float32{}
	for i := range l.who {
		l.who[i].old = true
		l.n[l.who[i].by] += l.who[i].sure
	}
	l.boxes, l.ships = turnParts(l.boxes), turnParts(l.ships)
	if l.known = nil; len(l.who) > manyWho {
		l.index()
	}
	if l.quiet++; len(l.who) == 0 && l.quiet > 1 {
		l.special, l.units, l.sellers = [specials]few{}, nil, few{}
	}
}

func turnParts(parts []part) []part {
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.old })
	for i := range parts {
		parts[i].old = true
	}
	return parts
}

func (l *lot) empty() bool { return len(l.who) == 0 && l.quiet > 1 }
