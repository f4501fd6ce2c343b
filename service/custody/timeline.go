package custody

import (
	"slices"
	"time"

	"channelrouter/model"
)

// span is a value that held for items in a period. Times are half-open.
type span[V comparable] struct {
	items    model.ItemRange
	from, to time.Time
	value    V
	event    model.EventID
}

// timeline is a function of (item, time), kept as spans ordered by item and time.
// Two spans have either the same items or none in common, and those of the same items
// follow each other without a gap up to Forever.
type timeline[V comparable] struct{ spans []span[V] }

// at returns the value for an item at t, and whether there is any.
func (l *timeline[V]) at(item model.ItemID, t time.Time) (V, bool) {
	s, known := l.spanAt(item, t)
	return s.value, known
}

// spanAt returns the span that covers an item at t, and whether there is any.
func (l *timeline[V]) spanAt(item model.ItemID, t time.Time) (span[V], bool) {
	for i := l.firstEndingAfter(item); i < len(l.spans) && l.spans[i].items.From <= item; i++ {
		if s := l.spans[i]; !s.from.After(t) && s.to.After(t) {
			return s, true
		}
	}
	return span[V]{}, false
}

// piece is a run of items with one value; known is false where there is none.
type piece[V comparable] struct {
	items model.ItemRange
	value V
	known bool
}

// pieces cuts r by the values its items have at t.
func (l *timeline[V]) pieces(r model.ItemRange, t time.Time) []piece[V] {
	var all []piece[V]
	next := r.From
	for i := l.firstEndingAfter(r.From); next < r.To && i < len(l.spans) && l.spans[i].items.From < r.To; i++ {
		s := &l.spans[i]
		if s.from.After(t) || !s.to.After(t) {
			continue
		}
		shared := s.items.Intersect(r)
		if shared.From > next {
			all = append(all, piece[V]{items: model.ItemRange{From: next, To: shared.From}})
		}
		all = append(all, piece[V]{items: shared, value: s.value, known: true})
		next = shared.To
	}
	if next < r.To {
		all = append(all, piece[V]{items: model.ItemRange{From: next, To: r.To}})
	}
	return all
}

// latest is when a value of items of r began last.
func (l *timeline[V]) latest(r model.ItemRange) (latest time.Time) {
	for i := l.firstEndingAfter(r.From); i < len(l.spans) && l.spans[i].items.From < r.To; i++ {
		if l.spans[i].from.After(latest) {
			latest = l.spans[i].from
		}
	}
	return latest
}

// set makes the items of r have value v from t until their next change after t.
func (l *timeline[V]) set(r model.ItemRange, t time.Time, v V, event model.EventID) {
	l.cut(r.From)
	l.cut(r.To)
	i := l.firstEndingAfter(r.From)
	next := r.From
	for next < r.To {
		if i == len(l.spans) || l.spans[i].items.From > next {
			gap := model.ItemRange{From: next, To: r.To}
			if i < len(l.spans) {
				gap.To = min(gap.To, l.spans[i].items.From)
			}
			l.spans = slices.Insert(l.spans, i, span[V]{items: gap, from: t, to: model.Forever, value: v, event: event})
			i, next = i+1, gap.To
			continue
		}
		items := l.spans[i].items
		i = l.setRun(i, t, v, event)
		next = items.To
	}
}

// setRun sets the value in the run of spans of the same items that begins at i, and
// returns the index after the run.
func (l *timeline[V]) setRun(i int, t time.Time, v V, event model.EventID) int {
	items := l.spans[i].items
	fresh := span[V]{items: items, from: t, value: v, event: event}
	if t.Before(l.spans[i].from) { // before anything known of them
		fresh.to = l.spans[i].from
		l.spans = slices.Insert(l.spans, i, fresh)
	} else {
		for !l.spans[i].to.After(t) {
			i++
		}
		fresh.to = l.spans[i].to
		if l.spans[i].from.Equal(t) {
			l.spans[i] = fresh
		} else {
			l.spans[i].to = t
			i++
			l.spans = slices.Insert(l.spans, i, fresh)
		}
	}
	for i < len(l.spans) && l.spans[i].items == items {
		i++
	}
	return i
}

// cut splits the run that holds item in its middle, so that a run begins at item.
func (l *timeline[V]) cut(item model.ItemID) {
	i := l.firstEndingAfter(item)
	if i == len(l.spans) || l.spans[i].items.From >= item {
		return
	}
	end := i
	for end < len(l.spans) && l.spans[end].items == l.spans[i].items {
		end++
	}
	right := slices.Clone(l.spans[i:end])
	for n := range right {
		l.spans[i+n].items.To = item
		right[n].items.From = item
	}
	l.spans = slices.Insert(l.spans, end, right...)
}

// drop forgets everything about r.
func (l *timeline[V]) drop(r model.ItemRange) {
	l.cut(r.From)
	l.cut(r.To)
	l.spans = slices.DeleteFunc(l.spans, func(s span[V]) bool { return s.items.Overlaps(r) })
}

// firstEndingAfter is the index of the first span whose items end after item.
func (l *timeline[V]) firstEndingAfter(item model.ItemID) int {
	i, _ := slices.BinarySearchFunc(l.spans, item, func(s span[V], item model.ItemID) int {
		if s.items.To <= item {
			return -1
		}
		return 1
	})
	return i
}
