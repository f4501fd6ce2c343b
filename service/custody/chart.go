package custody

import (
	"cmp"
	"slices"
	"time"

	"channelrouter/model"
)

// chart is what held of goods at one moment, and of all that they were in. Pure.
type chart struct {
	at          time.Time
	known       []model.ItemRange // whose spans have been read: sorted, disjoint
	homes       map[model.ItemID]model.ItemID
	rule        rule // of these homes, too
	links       timeline[link]
	holders     timeline[holding]
	assignments timeline[intent]
}

// add brings spans of other items that hold at the same moment into a timeline.
func (l *timeline[V]) add(spans []span[V]) {
	l.spans = append(l.spans, spans...)
	slices.SortFunc(l.spans, func(a, b span[V]) int { return cmp.Compare(a.items.From, b.items.From) })
	l.spans = slices.CompactFunc(l.spans, func(a, b span[V]) bool { return a.items.From == b.items.From })
}

// packing is a run of items with what one link says of them; loose ones have no parent.
type packing struct {
	items model.ItemRange
	link  link
}

// packings cuts a run by how its items are packed: as was told of them, or else as their
// batch's formula says.
func (c *chart) packings(r model.ItemRange) []packing {
	var all []packing
	for _, p := range c.links.pieces(r, c.at) {
		if p.known {
			all = append(all, packing{p.items, p.value})
			continue
		}
		for next := p.items; next.From < next.To; {
			l, end := c.rule(next.From)
			part := model.ItemRange{From: next.From, To: min(end, next.To)}
			all = append(all, packing{part, l})
			next.From = part.To
		}
	}
	return all
}

// walk cuts a run by the places of its items, which are those of their outermost containers.
// A container is of a higher level than what is in it, so the walk ends.
func (c *chart) walk(r model.ItemRange, found func(model.ItemRange, Place)) {
	for _, p := range c.packings(r) {
		if p.link.parent == 0 {
			c.places(p.items, found)
			continue
		}
		c.walk(p.link.containers(p.items), func(containers model.ItemRange, place Place) {
			found(p.link.inside(containers).Intersect(p.items), place)
		})
	}
}

// places cuts a run of loose items by who holds them and for whom they are meant.
func (c *chart) places(r model.ItemRange, found func(model.ItemRange, Place)) {
	for _, h := range c.holders.pieces(r, c.at) {
		p := Place{Standing: Held, Org: h.value.org}
		switch {
		case !h.known:
			p.Standing = Untold
		case h.value.inTransit != 0:
			p = Place{Standing: OnTheWay, Org: h.value.inTransit}
		case h.value.lost != 0:
			p.Standing = Lost
		case h.value.org == 0:
			p.Standing = Destroyed
		}
		for _, a := range c.assignments.pieces(h.items, c.at) {
			p.Assigned = a.value.org
			found(a.items, p)
		}
	}
}

// nearby is how many items may lie between two runs that are read as one.
const nearby = 1 << 12

// coalesce sorts runs and makes one of those of a level that lie near each other.
func coalesce(runs []model.ItemRange) []model.ItemRange {
	merged := model.MergeRanges(runs)
	wide := merged[:0] // MergeRanges made a copy
	for _, r := range merged {
		if n := len(wide); n > 0 && r.From-wide[n-1].To <= nearby && r.From>>model.SlotBits == wide[n-1].From>>model.SlotBits {
			wide[n-1].To = r.To
			continue
		}
		wide = append(wide, r)
	}
	return wide
}
