package model_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
)

type parts struct {
	epoch uint8
	level model.Level
	slot  uint64
}

func (p parts) item() model.ItemID { return model.NewItemID(p.epoch, p.level, p.slot) }

var items = rapid.Custom(func(t *rapid.T) parts {
	return parts{
		epoch: rapid.Uint8().Draw(t, "epoch"),
		level: model.Level(rapid.IntRange(0, model.MaxLevels-1).Draw(t, "level")),
		slot:  rapid.Uint64Range(0, 1<<model.SlotBits-1).Draw(t, "slot"),
	}
})

// An item id is its epoch, level and slot in 48 bits, ordered by them.
func TestItemIDsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := items.Draw(t, "a"), items.Draw(t, "b")
		id := a.item()
		if got := (parts{id.Epoch(), id.Level(), id.Slot()}); got != a {
			t.Fatalf("%+v came back as %+v", a, got)
		}
		if id < 0 || id >= 1<<48 {
			t.Fatalf("%d does not fit 48 bits", id)
		}
		if (id == b.item()) != (a == b) {
			t.Fatalf("%+v and %+v are not told apart", a, b)
		}
		if a.epoch == b.epoch && a.level == b.level && (id < b.item()) != (a.slot < b.slot) {
			t.Fatalf("%+v and %+v are ordered by something else than their slots", a, b)
		}
	})
}

func TestItemIDForPeople(t *testing.T) {
	if got := model.NewItemID(3, model.LevelCase, 1234).String(); got != "3/case/1234" {
		t.Error(got)
	}
}

// What people read of an item is read back, and nothing else.
func TestItemIDsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := items.Draw(t, "item").item()
		if got, ok := model.ParseItemID(id.String()); !ok || got != id {
			t.Fatalf("%s came back as %s", id, got)
		}
	})
	for _, text := range []string{"", "1/unit", "1/unit/42/7", "256/unit/42", "1/crate/42", "1/unit/-1", "1/unit/68719476736", "ABCDEFGHJKMNPQ"} {
		if got, ok := model.ParseItemID(text); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

// Intervals of items agree with sets of items.
func TestItemRanges(t *testing.T) {
	small := rapid.Custom(func(t *rapid.T) model.ItemRange {
		from := model.ItemID(rapid.IntRange(0, 12).Draw(t, "from"))
		return model.ItemRange{From: from, To: from + model.ItemID(rapid.IntRange(0, 8).Draw(t, "len"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := small.Draw(t, "a"), small.Draw(t, "b")
		both := a.Intersect(b)
		var inA, inBoth int64
		for i := model.ItemID(-1); i < 25; i++ {
			isInA, isInB := a.From <= i && i < a.To, b.From <= i && i < b.To
			if a.Contains(i) != isInA {
				t.Fatalf("%v contains %d: %v", a, i, !isInA)
			}
			if both.Contains(i) != (isInA && isInB) {
				t.Fatalf("%d is in the intersection of %v and %v: %v", i, a, b, !isInA || !isInB)
			}
			if isInA {
				inA++
			}
			if isInA && isInB {
				inBoth++
			}
		}
		if a.Len() != inA {
			t.Fatalf("%v has %d items, counts %d", a, inA, a.Len())
		}
		if inA > 0 && b.Len() > 0 && a.Overlaps(b) != (inBoth > 0) {
			t.Fatalf("%v and %v overlap: %v", a, b, inBoth == 0)
		}
	})
	one := model.One(7)
	if one.Len() != 1 || !one.Contains(7) {
		t.Errorf("One(7) is %v", one)
	}
}

// What others cover of an interval, and what is left of it, agree with sets of items, the latter
// in as few runs as can be.
func TestItemRangeAmongOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var taken []model.ItemRange
		for range rapid.IntRange(0, 5).Draw(t, "others") {
			from := model.ItemID(rapid.IntRange(0, 30).Draw(t, "from"))
			taken = append(taken, model.ItemRange{From: from, To: from + model.ItemID(rapid.IntRange(1, 6).Draw(t, "len"))})
		}
		taken = model.MergeRanges(taken)
		r := model.ItemRange{From: model.ItemID(rapid.IntRange(0, 20).Draw(t, "r"))}
		r.To = r.From + model.ItemID(rapid.IntRange(0, 20).Draw(t, "length"))
		var covered, left []model.ItemID
		for i := r.From; i < r.To; i++ {
			if slices.ContainsFunc(taken, func(o model.ItemRange) bool { return o.Contains(i) }) {
				covered = append(covered, i)
			} else {
				left = append(left, i)
			}
		}
		if got, want := r.Without(taken), model.RangesOf(left); !slices.Equal(got, want) {
			t.Fatalf("%v without %v is %v, not %v", r, taken, got, want)
		}
		if got, want := r.Within(taken), model.RangesOf(covered); r.Len() > 0 && !slices.Equal(got, want) {
			t.Fatalf("%v within %v is %v, not %v", r, taken, got, want)
		}
	})
}

// Ranges of items hold each item once and no other, and none touches the next.
func TestRangesOfItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items, held []model.ItemID
		for range rapid.IntRange(0, 20).Draw(t, "items") {
			items = append(items, model.ItemID(rapid.IntRange(0, 20).Draw(t, "item")))
		}
		ranges := model.RangesOf(items)
		for i, r := range ranges {
			if i > 0 && r.From <= ranges[i-1].To {
				t.Fatalf("%v of %v", ranges, items)
			}
			for item := r.From; item < r.To; item++ {
				held = append(held, item)
			}
		}
		slices.Sort(items)
		if !slices.Equal(held, slices.Compact(items)) {
			t.Fatalf("%v of %v", ranges, items)
		}
	})
}
