package code

import (
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

// drawEntries is intervals of one space as they come about: batches of very different
// sizes one after the other, with holes where other epochs' batches were left out.
func drawEntries(t *rapid.T) []entry {
	var entries []entry
	next := rapid.Uint64Range(0, 1<<20).Draw(t, "first slot")
	for range rapid.IntRange(1, 60).Draw(t, "batches") {
		n := uint64(1) << rapid.IntRange(0, 30).Draw(t, "magnitude")
		n += rapid.Uint64Range(0, n-1).Draw(t, "more")
		if next+n > uint64(slotsPerLevel) {
			break
		}
		from := model.NewItemID(3, model.LevelCase, next)
		entries = append(entries, entry{from: from, to: from + model.ItemID(n), batch: &Batch{}})
		next += n
		if rapid.IntRange(0, 2).Draw(t, "hole") == 0 {
			next += rapid.Uint64Range(1, 1<<24).Draw(t, "hole of")
		}
	}
	return entries
}

func linear(entries []entry, item model.ItemID) *Batch {
	for _, e := range entries {
		if e.from <= item && item < e.to {
			return e.batch
		}
	}
	return nil
}

func TestSpaceFindsWhatALinearSearchFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawEntries(t)
		if len(entries) == 0 {
			return
		}
		s := newSpace(rapid.Permutation(entries).Draw(t, "order"))
		edges := []model.ItemID{model.NewItemID(3, model.LevelCase, 0), model.NewItemID(3, model.LevelCase, lastSlot)}
		for _, e := range entries {
			edges = append(edges, e.from-1, e.from, e.from+(e.to-e.from)/2, e.to-1, e.to)
		}
		for range 50 {
			edges = append(edges, model.NewItemID(3, model.LevelCase, rapid.Uint64Range(0, lastSlot).Draw(t, "slot")))
		}
		for _, item := range edges {
			if item.Level() != model.LevelCase { // beyond the last or before the first slot
				continue
			}
			var got *Batch
			if e := s.find(item); e != nil {
				got = e.batch
			}
			if want := linear(entries, item); got != want {
				t.Fatalf("slot %d: found %t, want %t", item.Slot(), got != nil, want != nil)
			}
		}
	})
}

// The directory stays in proportion to the batches, and a look-up touches few of them.
func TestSpaceOfManyBatches(t *testing.T) {
	const n = 100_000
	entries := make([]entry, n)
	for i := range entries {
		from := model.NewItemID(1, model.LevelUnit, uint64(i)*1000)
		entries[i] = entry{from: from, to: from + 1000, batch: &Batch{}}
	}
	s := newSpace(entries)
	if len(s.first) > 16*n {
		t.Errorf("%d directory entries for %d batches", len(s.first), n)
	}
	for b := range len(s.first) - 1 {
		if span := s.first[b+1] - s.first[b]; span > 4 {
			t.Fatalf("stretch %d holds the ends of %d batches", b, span)
		}
	}
}

func TestMergedRangesHoldTheSameItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ranges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.ItemRange {
			from := model.ItemID(rapid.Int64Range(0, 40).Draw(t, "from"))
			return model.ItemRange{From: from, To: from + model.ItemID(rapid.Int64Range(1, 8).Draw(t, "n"))}
		}), 0, 12).Draw(t, "ranges")
		want := map[model.ItemID]bool{}
		for _, r := range ranges {
			for i := r.From; i < r.To; i++ {
				want[i] = true
			}
		}
		merged := merge(ranges)
		for i := range model.ItemID(50) {
			if holds(merged, i) != want[i] {
				t.Fatalf("item %d: %t, want %t, in %v", i, holds(merged, i), want[i], merged)
			}
		}
		for i := 1; i < len(merged); i++ {
			if merged[i].From <= merged[i-1].To {
				t.Fatalf("neighbours are not merged: %v", merged)
			}
		}
	})
}

// What the formula packs into a container are the items whose container it is.
func TestParentAndChildrenAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := FiveInOne(rapid.Int64Range(1, 30).Draw(t, "units"), rapid.Int64Range(1, 30).Draw(t, "cases"))
		n := rapid.Int64Range(1, 20).Draw(t, "pallets")
		b := &Batch{Linking: model.PreLinked}
		for i, count := range p.counts(n) {
			from := model.NewItemID(1, p.Levels[i].Level, rapid.Uint64Range(0, 1<<30).Draw(t, "slot"))
			b.Levels = append(b.Levels, BatchLevel{
				ItemRange: model.ItemRange{From: from, To: from + model.ItemID(count)}, Level: p.Levels[i].Level, PerParent: p.Levels[i].PerParent,
			})
		}
		for i, l := range b.Levels {
			item := l.From + model.ItemID(rapid.Int64Range(0, l.Len()-1).Draw(t, "item"))
			parent, ok := b.Parent(item)
			if top := i == len(b.Levels)-1; ok == top {
				t.Fatalf("%s of level %s has a container: %t", item, l.Level, ok)
			}
			if !ok {
				continue
			}
			siblings, _ := b.Children(model.One(parent))
			if !siblings.Contains(item) || siblings.Len() != l.PerParent {
				t.Fatalf("%s is in %s, which holds %v", item, parent, siblings)
			}
		}
		whole, ok := b.Children(b.Levels[1].ItemRange)
		if !ok || whole != b.Levels[0].ItemRange {
			t.Fatalf("all cases hold %v of %v", whole, b.Levels[0].ItemRange)
		}
		if _, ok := b.Children(b.Levels[0].ItemRange); ok {
			t.Fatal("units hold something")
		}
	})
}
