package custody

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
)

// paperCapture is what one paper capture says, of containers 100 and up and items from 1 on.
type paperCapture struct {
	source
	packs []Packed
}

func drawCaptures(t *rapid.T) []paperCapture {
	var all []paperCapture
	for n := range rapid.IntRange(1, 6).Draw(t, "captures") {
		c := paperCapture{source: source{at: PaperMinute(rapid.IntRange(0, 3).Draw(t, "minute")), line: string(rune('a' + n))}}
		items := rapid.Permutation([]model.ItemID{1, 2, 3, 4, 5, 6}).Draw(t, "items")
		for _, container := range rapid.Permutation([]model.ItemID{100, 101, 102}).Draw(t, "containers")[:rapid.IntRange(1, 3).Draw(t, "number")] {
			some := rapid.IntRange(1, 2).Draw(t, "items in it")
			c.packs = append(c.packs, Packed{Container: container, Items: items[:some]})
			items = items[some:]
		}
		all = append(all, c)
	}
	return all
}

// toldSoFar is what is stored once captures were told one after the other.
type toldSoFar struct {
	owners map[model.ItemID]source
	holds  map[model.ItemID][]model.ItemID
	homes  map[model.ItemID]model.ItemID
	rivals map[model.ItemID]map[model.ItemID]source // item → container → who says so
}

// tell settles one more capture as the room does, with all that is stored.
func (w *toldSoFar) tell(c paperCapture) {
	d := newDispute(c.source, c.packs)
	d.homes, d.rivals = maps.Clone(w.homes), map[model.ItemID][]said{}
	for container, by := range w.owners {
		d.owners[container] = owner{source: by}
		d.holds[container] = w.holds[container]
	}
	for item, by := range w.rivals {
		for container, who := range by {
			d.rivals[item] = append(d.rivals[item], said{item: item, container: container, source: who})
		}
	}
	result := d.settle()
	for container, o := range result.owners {
		w.owners[container] = o.source
		w.holds[container] = result.holds[container]
		slices.Sort(w.holds[container])
	}
	for item, home := range result.homes {
		if w.homes[item] = home; home == 0 {
			delete(w.homes, item)
		}
	}
	for _, r := range result.dropped {
		delete(w.rivals[r.item], r.container)
	}
	for _, r := range result.rivals {
		if w.rivals[r.item] == nil {
			w.rivals[r.item] = map[model.ItemID]source{}
		}
		w.rivals[r.item][r.container] = r.source
	}
	maps.DeleteFunc(w.rivals, func(_ model.ItemID, by map[model.ItemID]source) bool { return len(by) == 0 })
}

// byRule is what is stored at the end by the rule: of all that was said of an item and a
// container the earliest counts; a container is its earliest capture's; an item is where the
// earliest says whose container it is; what is left does not stand.
func byRule(captures []paperCapture) toldSoFar {
	w := newToldSoFar()
	captures = slices.Clone(captures)
	slices.SortFunc(captures, func(a, b paperCapture) int { return a.compare(b.source) })
	for _, c := range captures {
		for _, p := range c.packs {
			if _, filled := w.owners[p.Container]; !filled {
				w.owners[p.Container] = c.source
				w.holds[p.Container] = nil
			}
		}
	}
	for _, c := range captures {
		for _, p := range c.packs {
			for _, item := range p.Items {
				switch {
				case w.homes[item] == p.Container:
				case w.homes[item] == 0 && w.owners[p.Container].compare(c.source) == 0:
					w.homes[item] = p.Container
					w.holds[p.Container] = append(w.holds[p.Container], item)
					delete(w.rivals[item], p.Container)
				default:
					if w.rivals[item] == nil {
						w.rivals[item] = map[model.ItemID]source{}
					}
					if _, earlier := w.rivals[item][p.Container]; !earlier {
						w.rivals[item][p.Container] = c.source
					}
				}
			}
		}
	}
	for container := range w.holds {
		slices.Sort(w.holds[container])
	}
	maps.DeleteFunc(w.rivals, func(_ model.ItemID, by map[model.ItemID]source) bool { return len(by) == 0 })
	return w
}

func newToldSoFar() toldSoFar {
	return toldSoFar{
		owners: map[model.ItemID]source{}, holds: map[model.ItemID][]model.ItemID{},
		homes: map[model.ItemID]model.ItemID{}, rivals: map[model.ItemID]map[model.ItemID]source{},
	}
}

func TestDisputesAreSettledByTimeWhateverIsToldFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		captures := drawCaptures(t)
		got, want := newToldSoFar(), byRule(captures)
		for _, c := range rapid.Permutation(captures).Draw(t, "arrival") {
			got.tell(c)
		}
		same := maps.Equal(got.owners, want.owners) && maps.Equal(got.homes, want.homes) &&
			maps.EqualFunc(got.holds, want.holds, slices.Equal[[]model.ItemID]) &&
			maps.EqualFunc(got.rivals, want.rivals, maps.Equal[map[model.ItemID]source, map[model.ItemID]source])
		if !same {
			t.Fatalf("told in this order it ends as\n%+v\nwant\n%+v", got, want)
		}
		for _, c := range captures { // told again, nothing changes
			before := len(got.homes)
			got.tell(c)
			if len(got.homes) != before || !maps.Equal(got.homes, want.homes) {
				t.Fatalf("%+v told again changes where items are", c)
			}
		}
	})
}

func TestPairsComeBeforeAllCapturesAndRefuseOtherPairs(t *testing.T) {
	const bottle, other, cap model.ItemID = 100, 101, 1
	d := newDispute(source{}, []Packed{{Container: bottle, Items: []model.ItemID{cap}}})
	if d.compare(source{at: time.Unix(0, 0), line: ""}) >= 0 || !d.pair() {
		t.Error("a pair comes after a capture")
	}
	for _, c := range []struct {
		name   string
		homes  map[model.ItemID]model.ItemID
		owners map[model.ItemID]owner
		refuse bool
	}{
		{"nothing is known", nil, nil, false},
		{"a capture has the cap", map[model.ItemID]model.ItemID{cap: other}, map[model.ItemID]owner{other: {source: source{at: PaperMinute(0)}}}, false},
		{"a pair has the cap", map[model.ItemID]model.ItemID{cap: other}, map[model.ItemID]owner{other: {}}, true},
		{"a pair has the bottle", nil, map[model.ItemID]owner{bottle: {}}, true},
		{"it is this pair", map[model.ItemID]model.ItemID{cap: bottle}, map[model.ItemID]owner{bottle: {}}, false},
	} {
		d.homes, d.owners = c.homes, c.owners
		if refused := d.refusesPairs() != nil; refused != c.refuse {
			t.Errorf("%s: refused is %t", c.name, refused)
		}
	}
}
