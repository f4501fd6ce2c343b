package detect

import "slices"

// lotKey is origin × product × city.
type lotKey struct {
	stock
	city int32
}

// anywhere is the city of a lot that is far away, wherever.
const anywhere int32 = -1

// lot is what was seen of an origin's product in a foreign city.
type lot struct {
	lotKey
	where       class
	first, last int64

	who         []witness
	known       map[uint64]int // index in who, once they are many
	n           [ways]float32  // by witnesses
	boxes       []part         // cases that were seen, and shipments
	ships       []part
	now, before rare       // of this window, and of the last
	units       [2][]int64 // likewise

	quiet   int // windows since it was touched
	touched bool
}

// rare is what most lots have nothing of.
type rare struct{ *rareThings }

type rareThings struct {
	special [specials]few
	sellers few
}

// add counts a thing, once, of those in this window.
func (r *rare) add(which int, thing uint64) {
	if r.rareThings == nil {
		r.rareThings = new(rareThings)
	}
	if which == sellers {
		r.sellers.add(thing)
		return
	}
	r.special[which].add(thing)
}

// special is how many different things of a kind there are, up to what is as good as many.
func (l *lot) special(which int) int {
	var all few
	for _, r := range []rare{l.now, l.before} {
		if r.rareThings == nil {
			continue
		}
		list := r.sellers
		if which != sellers {
			list = r.special[which]
		}
		for _, thing := range list {
			all.add(thing)
		}
	}
	return len(all)
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
	sellers = specials // terminals, which are counted in the same way and prove nothing
)

// few is different things, up to a number that is as good as many.
type few []uint64

const fewMost = 64

func (f *few) add(x uint64) {
	if len(*f) < fewMost && !slices.Contains(*f, x) {
		*f = append(*f, x)
	}
}

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

// keep remembers a unit as evidence, and tells whether it is a new one; of the largest lots it
// forgets the oldest of a window.
func (l *lot) keep(s *Sighting) (fresh bool) {
	now, before := l.units[0], l.units[1]
	if slices.Contains(now, s.Unit) {
		return false
	}
	if len(now) == mostUnits {
		now = slices.Delete(now, 0, 1)
	}
	l.units[0] = append(now, s.Unit)
	return !slices.Contains(before, s.Unit)
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

// witnesses is how many have seen the lot, each once: consumers, places of sale, which have
// seen it once for each case, and inspectors. Goods that were returned, and gifts, need none.
func (l *lot) witnesses() int {
	n := l.special(specialInspected) + l.special(specialReturned)
	for _, w := range l.who {
		if w.by != byTerminal || w.sure >= 1 {
			n++
		}
	}
	return n
}

// turn forgets who was last seen before the window that ends, which began about a time.
func (l *lot) turn(began int64) {
	l.first = max(l.first, min(began, l.last))
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
	l.before, l.now = l.now, rare{}
	l.units[1], l.units[0] = l.units[0], nil
	l.quiet++
}

func turnParts(parts []part) []part {
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.old })
	for i := range parts {
		parts[i].old = true
	}
	return parts
}

func (l *lot) empty() bool { return len(l.who) == 0 && l.quiet > 1 }
