package custody

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
)

func fold(steps []step) *state {
	s := &state{formula: paperFormula}
	for _, e := range steps {
		_ = s.apply(e) // what is refused leaves its items as they are
	}
	return s
}

// fateOf is what a state says of one item.
func fateOf(t rapid.TB, s *state, i model.ItemID, at time.Time) (model.ItemID, fate) {
	t.Helper()
	held := s.heldAt(model.One(i), at)
	if len(held) != 1 || held[0].items != model.One(i) {
		t.Fatalf("one item is %d runs: %+v", len(held), held)
	}
	return held[0].parent, fate{holding: held[0].holding, known: held[0].known, meant: held[0].meant}
}

func TestFoldingIsWhatHappensToEachItem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := stepsOf(DrawLog(t))
		s, want := &state{formula: paperFormula}, newThings()
		for n, e := range steps {
			if applied, all := s.apply(e) == nil, want.happen(e); applied != all {
				t.Fatalf("event %s: applied %t, but it could happen to all items: %t", e.Key, applied, all)
			}
			if n+1 < len(steps) && steps[n+1].EventTime.Equal(e.EventTime) {
				continue
			}
			for _, i := range allPaper() {
				parent, f := fateOf(t, s, i, e.EventTime)
				if parent != want[i].parent || f != want.fate(i) {
					t.Fatalf("after %s, %s is in %s, %+v; want in %s, %+v", e.Key, i, parent, f, want[i].parent, want.fate(i))
				}
			}
		}
		checkShape(t, &s.links)
		checkShape(t, &s.holders)
		checkShape(t, &s.assignments)
	})
}

// kin finds by brute force what was ever packed together with an item.
func kin(steps []step, item model.ItemID) map[model.ItemID]bool {
	kin := map[model.ItemID]bool{item: true}
	join := func(a, b model.ItemID) (grown bool) {
		grown = b != 0 && kin[a] != kin[b]
		if grown {
			kin[a], kin[b] = true, true
		}
		return grown
	}
	for grown := true; grown; {
		grown = false
		for _, i := range allPaper() {
			parent, _ := paperFormula(i)
			grown = join(i, parent) || grown
		}
		for _, e := range steps {
			for _, r := range e.ranges {
				for i := r.FromItem; i < r.ToItem; i++ {
					grown = join(i, linkOf(r).of(i)) || grown
				}
			}
		}
	}
	return kin
}

func TestFoldingAPartIsAPartOfFoldingTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := stepsOf(DrawLog(t))
		part := kin(steps, rapid.SampledFrom(allPaper()).Draw(t, "item"))
		var runs []model.ItemRange
		for i := range part {
			runs = append(runs, model.One(i))
		}
		runs = model.MergeRanges(runs)
		var clipped []step
		for _, e := range steps {
			var ranges []model.CustodyEventRange
			for _, run := range runs {
				for _, r := range e.ranges {
					if run.Overlaps(model.ItemRange{From: r.FromItem, To: r.ToItem}) {
						ranges = append(ranges, clip(r, run))
					}
				}
			}
			e.ranges = ranges
			clipped = append(clipped, e)
		}
		whole, some := fold(steps), fold(clipped)
		for _, i := range allPaper() {
			for m := range PaperEvents {
				if part[i] {
					parent, f := fateOf(t, some, i, PaperMinute(m))
					if p, want := fateOf(t, whole, i, PaperMinute(m)); parent != p || f != want {
						t.Fatalf("%s at %d: in %s, %+v; whole: in %s, %+v", i, m, parent, f, p, want)
					}
				}
			}
		}
	})
}

func TestOnlyAShipmentTransferReturnOrDesignationChangesWhatGoodsAreMeantFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newThings()
		for _, e := range stepsOf(DrawLog(t)) {
			before := map[model.ItemID]intent{}
			for _, i := range allPaper() {
				before[i] = w.fate(i).meant
			}
			w.happen(e)
			for _, i := range allPaper() {
				// A container that is filled takes over what its first goods are meant for.
				if now := w.fate(i).meant; now != before[i] && !e.Reassigns && e.Kind != model.Designate && (i.Level() == model.LevelUnit || e.Kind != model.Pack) {
					t.Fatalf("%s of kind %d turned %s from %v to %v", e.Key, e.Kind, i, before[i], now)
				}
			}
		}
	})
}

func TestAClippedPackPutsEveryItemWhereTheWholeDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawer{t: t, now: newThings()}
		g := d.goods(model.Pack)
		whole := model.CustodyEventRange{FromItem: g.Items.From, ToItem: g.Items.To, Parent: g.Parent, PerParent: g.PerParent}
		r := d.run(g.Items)
		clipped := clip(whole, r)
		for i := r.From; i < r.To; i++ {
			if got, want := linkOf(clipped).of(i), linkOf(whole).of(i); got != want || i < clipped.FromItem || i >= clipped.ToItem {
				t.Fatalf("%s goes into %s, not %s, by %+v", i, got, want, clipped)
			}
		}
	})
}
