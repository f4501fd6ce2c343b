package visibility

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// drawRun is goods by themselves, or in a few containers.
func drawRun(t *rapid.T) run {
	r := run{}
	from := model.ItemID(0)
	for range rapid.IntRange(1, 4).Draw(t, "runs of items") {
		from += model.ItemID(rapid.IntRange(1, 50).Draw(t, "gap"))
		items := model.ItemRange{From: from, To: from + model.ItemID(rapid.IntRange(1, 1500).Draw(t, "items"))}
		r.items, from = append(r.items, items), items.To
	}
	if r.per = r.len(); rapid.Bool().Draw(t, "in containers") {
		r.per = rapid.Int64Range(1, 2500).Draw(t, "per container")
		r.into = model.ItemRange{From: 1 << 20, To: 1<<20 + model.ItemID((r.len()+r.per-1)/r.per)}
	}
	return r
}

func drawWish(t *rapid.T) wish {
	w := wish{}
	for range rapid.IntRange(0, 3).Draw(t, "objects") {
		w.items = append(w.items, model.One(model.ItemID(rapid.IntRange(0, 3000).Draw(t, "object"))))
		w.parents = append(w.parents, model.One(1<<20+model.ItemID(rapid.IntRange(0, 40).Draw(t, "container"))))
	}
	w.items, w.parents = model.MergeRanges(w.items), model.MergeRanges(w.parents)
	return w
}

// names tells whether a part names what a wish is for, item by item.
func (p part) names(w wish) bool {
	return slices.ContainsFunc(w.parents, func(r model.ItemRange) bool { return p.parent != 0 && r.Contains(p.parent) }) ||
		slices.ContainsFunc(w.items, func(r model.ItemRange) bool { return slices.ContainsFunc(p.items, r.Overlaps) })
}

// The parts of a run are its items in their order, each once, of one container and a thousand at
// most; those from a number on are the last of all, and those that fulfil wishes are the ones
// that name what is wished for.
func TestParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		all := slices.Collect(r.parts(0, nil))
		var items []model.ItemID
		for i, p := range all {
			n := 0
			for _, run := range p.items {
				for item := run.From; item < run.To; item++ {
					if at := int64(len(items)); r.into.Len() > 0 && p.parent != r.into.From+model.ItemID(at/r.per) {
						t.Fatalf("item %d stands in %d", at, p.parent)
					}
					items, n = append(items, item), n+1
				}
			}
			if n == 0 || n > mostNames || i > 0 && p.n <= all[i-1].n {
				t.Fatalf("part %d, number %d, has %d items", i, p.n, n)
			}
		}
		var want []model.ItemID
		for _, run := range r.items {
			for item := run.From; item < run.To; item++ {
				want = append(want, item)
			}
		}
		if !slices.Equal(items, want) {
			t.Fatalf("%d items of %d, or in another order", len(items), len(want))
		}
		from := rapid.IntRange(0, len(all)).Draw(t, "from part")
		first := all[len(all)-1].n + 1
		if from < len(all) {
			first = all[from].n
		}
		wishes := make([]wish, rapid.IntRange(0, 2).Draw(t, "wishes"))
		for i := range wishes {
			wishes[i] = drawWish(t)
		}
		var expected []int64
		for _, p := range all[from:] {
			if !slices.ContainsFunc(wishes, func(w wish) bool { return !p.names(w) }) {
				expected = append(expected, p.n)
			}
		}
		var got []int64
		for p := range r.parts(first, wishes) {
			got = append(got, p.n)
		}
		if !slices.Equal(got, expected) {
			t.Fatalf("parts %v fulfil the wishes, not %v", got, expected)
		}
	})
}

// Contents become runs in which every item stands in its container, in the same order, and
// neighbouring contents of one container are one.
func TestRunsInto(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var packed []custody.Contents
		type placed struct{ item, container model.ItemID }
		var want []placed
		item, container := model.ItemID(0), model.ItemID(100)
		for range rapid.IntRange(1, 6).Draw(t, "contents") {
			item += model.ItemID(rapid.IntRange(0, 2).Draw(t, "gap"))
			container += model.ItemID(rapid.IntRange(0, 2).Draw(t, "next container"))
			c := custody.Contents{PerParent: rapid.Int64Range(1, 4).Draw(t, "per container")}
			n := rapid.Int64Range(1, 12).Draw(t, "items")
			c.Items = model.ItemRange{From: item, To: item + model.ItemID(n)}
			c.Into = model.ItemRange{From: container, To: container + model.ItemID((n+c.PerParent-1)/c.PerParent)}
			for i := range n {
				want = append(want, placed{c.Items.From + model.ItemID(i), c.Into.From + model.ItemID(i/c.PerParent)})
			}
			item, container = c.Items.To, c.Into.To-1
			packed = append(packed, c)
		}
		var got []placed
		var last model.ItemID
		for _, r := range runsInto(packed) {
			for p := range r.parts(0, nil) {
				if p.parent == last {
					t.Fatalf("container %d is told twice", last)
				}
				last = p.parent
				for _, run := range p.items {
					for i := run.From; i < run.To; i++ {
						got = append(got, placed{i, p.parent})
					}
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
