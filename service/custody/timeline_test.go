package custody

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
)

const (
	modelItems   = 12 // items 0 to 11
	modelMinutes = 8  // minutes 0 to 7
)

func minute(n int) time.Time { return time.Date(2026, 3, 2, 8, n, 0, 0, time.UTC) }

// plain says for every item by itself from which minute on it has which value: what a
// timeline means, in the slowest way.
type plain [modelItems]map[int]int

func newPlain() *plain {
	var p plain
	for i := range p {
		p[i] = map[int]int{}
	}
	return &p
}

func (p *plain) set(r model.ItemRange, at, value int) {
	for i := r.From; i < r.To; i++ {
		p[i][at] = value
	}
}

func (p *plain) drop(r model.ItemRange) {
	for i := r.From; i < r.To; i++ {
		p[i] = map[int]int{}
	}
}

// at is the last value set by then.
func (p *plain) at(item model.ItemID, at int) (value int, known bool) {
	for m := 0; m <= at; m++ {
		if v, set := p[item][m]; set {
			value, known = v, true
		}
	}
	return value, known
}

func drawRange(t *rapid.T) model.ItemRange {
	from := rapid.IntRange(0, modelItems-1).Draw(t, "from")
	to := rapid.IntRange(from, modelItems).Draw(t, "to")
	return model.ItemRange{From: model.ItemID(from), To: model.ItemID(to)}
}

func TestTimelineIsAFunctionOfItemAndTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line, want, values := &timeline[int]{}, newPlain(), 0
		t.Repeat(map[string]func(*rapid.T){
			"set": func(t *rapid.T) {
				r, at := drawRange(t), rapid.IntRange(0, modelMinutes-1).Draw(t, "minute")
				values++
				line.set(r, minute(at), values, 0)
				want.set(r, at, values)
			},
			"cut": func(t *rapid.T) { line.cut(drawRange(t).From) },
			"drop": func(t *rapid.T) {
				r := drawRange(t)
				line.drop(r)
				want.drop(r)
			},
			"": func(t *rapid.T) {
				checkShape(t, line)
				checkAnswers(t, line, want)
			},
		})
	})
}

// checkShape holds a timeline against the promises of its type.
func checkShape[V comparable](t rapid.TB, l *timeline[V]) {
	t.Helper()
	for i, s := range l.spans {
		if s.items.From >= s.items.To || !s.from.Before(s.to) {
			t.Fatalf("span %d is empty: %+v", i, s)
		}
		last := i == len(l.spans)-1
		if !last && l.spans[i+1].items == s.items {
			if !s.to.Equal(l.spans[i+1].from) {
				t.Fatalf("spans %d and %d leave a gap in time or overlap", i, i+1)
			}
			continue
		}
		if !s.to.Equal(model.Forever) {
			t.Fatalf("span %d is the last of its items and ends at %s", i, s.to)
		}
		if !last && l.spans[i+1].items.From < s.items.To {
			t.Fatalf("spans %d and %d share some items but not all", i, i+1)
		}
	}
}

func checkAnswers(t *rapid.T, line *timeline[int], want *plain) {
	r := drawRange(t)
	for m := range modelMinutes {
		for i := range model.ItemID(modelItems) {
			value, known := line.at(i, minute(m))
			if v, k := want.at(i, m); value != v || known != k {
				t.Fatalf("item %d at %d: %d %t, want %d %t", i, m, value, known, v, k)
			}
		}
		checkPieces(t, line.pieces(r, minute(m)), r, func(i model.ItemID) (int, bool) { return want.at(i, m) })
	}
}

// checkPieces makes sure that pieces tile r and say of each item what at says.
func checkPieces(t *rapid.T, pieces []piece[int], r model.ItemRange, at func(model.ItemID) (int, bool)) {
	next := r.From
	for _, p := range pieces {
		if p.items.From != next || p.items.From >= p.items.To {
			t.Fatalf("pieces of %v do not tile it: %+v", r, pieces)
		}
		for i := p.items.From; i < p.items.To; i++ {
			if v, k := at(i); p.value != v || p.known != k {
				t.Fatalf("piece %+v holds item %d, which is %d %t", p, i, v, k)
			}
		}
		next = p.items.To
	}
	if next != max(r.From, r.To) {
		t.Fatalf("pieces of %v end at %d", r, next)
	}
}

// Rows are bounded by what was said, not by how many goods it was said of.
func TestTimelineOfManyItemsIsShort(t *testing.T) {
	line := &timeline[int]{}
	line.set(model.ItemRange{From: 0, To: 1 << 30}, minute(0), 1, 0)
	line.set(model.ItemRange{From: 5, To: 6}, minute(1), 2, 0)
	got := make([]string, 0, 4)
	for _, s := range line.spans {
		got = append(got, fmt.Sprintf("%d-%d=%d", s.items.From, s.items.To, s.value))
	}
	if want := []string{"0-5=1", "5-6=1", "5-6=2", "6-1073741824=1"}; !slices.Equal(got, want) {
		t.Fatalf("%v, want %v", got, want)
	}
}
