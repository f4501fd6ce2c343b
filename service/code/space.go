package code

import (
	"math/bits"
	"sort"

	"channelrouter/model"
)

// entry is a batch's interval in a space, with the common answers at hand so that most
// look-ups touch nothing else.
type entry struct {
	from, to    model.ItemID
	batch       *Batch
	faces       uint8
	allActive   bool
	wideRevoked bool // a run too long for the filter is revoked
}

// singles is the length up to which a revoked run goes into the filter item by item.
const singles = 64

func newEntry(b *Batch, l *BatchLevel) entry {
	e := entry{from: l.From, to: l.To, batch: b, faces: l.Faces}
	for _, r := range b.active {
		e.allActive = e.allActive || (r.From <= l.From && l.To <= r.To)
	}
	for _, r := range b.revoked {
		e.wideRevoked = e.wideRevoked || (r.Overlaps(l.ItemRange) && r.Len() > singles)
	}
	return e
}

// space finds the batch of an item among the intervals of one epoch and level. A
// directory over equal stretches of slots narrows the search to the few intervals
// that begin in one stretch, so that the cost hardly grows with their number.
type space struct {
	entries []entry // by from
	shift   uint
	first   []int32 // first[b]: index of the first entry that ends after stretch b begins
	odd     filter  // of the items revoked one by one, and of spare labels in use
}

func newSpace(entries []entry) *space {
	sort.Slice(entries, func(i, j int) bool { return entries[i].from < entries[j].from })
	s := &space{entries: entries, odd: oddIn(entries)}
	end := uint64(entries[len(entries)-1].to-1) & (1<<model.SlotBits - 1)
	if want := bits.Len(uint(4 * len(entries))); bits.Len64(end) > want {
		s.shift = uint(bits.Len64(end) - want)
	}
	s.first = make([]int32, end>>s.shift+2)
	i := int32(0)
	for b := range s.first {
		begin := uint64(b) << s.shift
		for int(i) < len(entries) && slotEnd(&entries[i]) <= begin {
			i++
		}
		s.first[b] = i
	}
	return s
}

// slotEnd is the slot after an entry's last.
func slotEnd(e *entry) uint64 { return (e.to - 1).Slot() + 1 }

// oddIn makes the filter of a space's items that are not what they are by default.
func oddIn(entries []entry) filter {
	var items []model.ItemID
	for i := range entries {
		for _, r := range entries[i].batch.revoked {
			shared := r.Intersect(model.ItemRange{From: entries[i].from, To: entries[i].to})
			for item := shared.From; r.Len() <= singles && item < shared.To; item++ {
				items = append(items, item)
			}
		}
		for spare := range entries[i].batch.standsFor {
			if entries[i].from <= spare && spare < entries[i].to {
				items = append(items, spare)
			}
		}
	}
	return newFilter(items)
}

// find returns the entry that holds item, or nil.
func (s *space) find(item model.ItemID) *entry {
	b := item.Slot() >> s.shift
	if b+1 >= uint64(len(s.first)) {
		return nil
	}
	low, high := int(s.first[b]), min(int(s.first[b+1])+1, len(s.entries))
	for low < high { // the first entry that ends after item
		middle := int(uint(low+high) >> 1)
		if s.entries[middle].to <= item {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(s.entries) && s.entries[low].from <= item && item < s.entries[low].to {
		return &s.entries[low]
	}
	return nil
}
