package evaluate

import (
	"cmp"
	"slices"
)

// Lot is goods that somebody diverted in one go.
type Lot struct {
	Name    string
	Type    string
	Origin  int32
	Cities  []int32 // where they were sold, the first one most
	Product int32
	Cases   int64
	Units   int64
	From    int64 // Unix time when the first of them reached a terminal
	To      int64 // when the last was sold to a consumer, as far as can be said
}

// Clone is a code that was copied.
type Clone struct {
	Name    string
	Unit    int64
	Product int32
	Packs   int64 // that carry the copy
	From    int64 // Unix time of the first sale
	To      int64
}

// Run is units of a case that were diverted: all numbers from First to Last.
type Run struct {
	Lot         int32 // its place in Lots
	Case        int64
	First, Last int64
}

// Truth is what happened in a world.
type Truth struct {
	Lots   []Lot
	Clones []Clone
	Goods  []Run

	byUnit, byCase []Run // sorted
	cloned         map[int64]int32
}

// NewTruth puts the facts together. It keeps the slices and sorts the goods.
func NewTruth(lots []Lot, clones []Clone, goods []Run) *Truth {
	t := &Truth{Lots: lots, Clones: clones, Goods: goods, byUnit: slices.Clone(goods), byCase: slices.Clone(goods)}
	slices.SortStableFunc(t.byUnit, func(a, b Run) int { return cmp.Compare(a.First, b.First) })
	slices.SortStableFunc(t.byCase, func(a, b Run) int { return cmp.Compare(a.Case, b.Case) })
	t.cloned = make(map[int64]int32, len(clones))
	for i, c := range clones {
		t.cloned[c.Unit] = int32(i)
	}
	return t
}

// lotOf is the lot of a unit or, where an item is no diverted unit, of a case; -1 for goods
// that were not diverted.
func (t *Truth) lotOf(item int64) int32 {
	i, found := slices.BinarySearchFunc(t.byUnit, item, func(r Run, item int64) int { return cmp.Compare(r.First, item) })
	if !found {
		i--
	}
	if i >= 0 && item <= t.byUnit[i].Last {
		return t.byUnit[i].Lot
	}
	i, found = slices.BinarySearchFunc(t.byCase, item, func(r Run, item int64) int { return cmp.Compare(r.Case, item) })
	if found {
		return t.byCase[i].Lot
	}
	return -1
}

// cloneOf is the copied code that a unit carries, -1 for none.
func (t *Truth) cloneOf(unit int64) int32 {
	if i, ok := t.cloned[unit]; ok {
		return i
	}
	return -1
}

// diverters tells of each distributor whether goods meant for it were diverted.
func (t *Truth) diverters() map[int32]bool {
	guilty := map[int32]bool{}
	for _, l := range t.Lots {
		guilty[l.Origin] = true
	}
	return guilty
}
