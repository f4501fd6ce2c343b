package custody

import "slices"

// join makes one run of neighbouring runs that say the same of their items at all times,
// by the same events: what a line packs pallet by pallet is then one row, not one a pallet.
func join[V comparable](l *timeline[V], same func(a, b V) bool) {
	joined := l.spans[:0]
	last := 0 // where the run before begins
	for i := 0; i < len(l.spans); {
		end := i + 1
		for end < len(l.spans) && l.spans[end].items == l.spans[i].items {
			end++
		}
		run := l.spans[i:end]
		if before := joined[last:]; i > 0 && continued(before, run, same) {
			for n := range before {
				before[n].items.To = run[0].items.To
			}
		} else {
			last = len(joined)
			joined = append(joined, run...)
		}
		i = end
	}
	l.spans = joined
}

// continued tells whether the run b carries on where a ends and says the same.
func continued[V comparable](a, b []span[V], same func(a, b V) bool) bool {
	if a[0].items.To != b[0].items.From {
		return false
	}
	return slices.EqualFunc(a, b, func(x, y span[V]) bool {
		return x.event == y.event && x.from.Equal(y.from) && x.to.Equal(y.to) && same(x.value, y.value)
	})
}

// join joins all three parts of a state.
func (s *state) join() {
	join(&s.links, link.continues)
	join(&s.holders, equal)
	join(&s.assignments, equal)
}

func equal[V comparable](a, b V) bool { return a == b }

// continues tells whether two links put every item into the same container.
func (l link) continues(next link) bool {
	if l.parent == 0 || next.parent == 0 {
		return l.parent == next.parent
	}
	if l.perParent != next.perParent {
		return false
	}
	ahead := int64(next.base - l.base)
	return ahead%l.perParent == 0 && int64(next.parent-l.parent) == ahead/l.perParent
}
