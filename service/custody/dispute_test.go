package custody_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
	"channelrouter/service/testkit"
)

// Lines that were off-line contradict each other: one cap in two cases, one case filled twice,
// one case on two pallets. Whoever is told first, the end is the same, and the caps are where
// the paper says.
func TestContradictionsOfCapsEndTheSameWhoeverIsToldFirst(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		b := newHopper(t, e)
		cases := map[testkit.Engine]int{testkit.SQLite: 40, testkit.MySQL: 12}[e]
		if testing.Short() || raceEnabled {
			cases = 3
		}
		check(t, cases, func(t *rapid.T) {
			facts := drawFacts(t)
			homes := paperHomes(facts)
			known := map[string]bool{} // repeats others in some order, and leaves no event there
			var ends []ending
			for _, order := range orders(t, facts) {
				b.issue(t)
				b.tells(t, order, rapid.IntRange(-1, len(order)-1).Draw(t, "compacts after"), known)
				if got := b.homes(t); got != homes {
					t.Fatalf("told as %v, caps are in\n%s\nwant\n%s", order, got, homes)
				}
				ends = append(ends, ending{order, b.contents(t) + b.traces(t, facts), b.log(t)})
				b.foldsAnew(t)
			}
			for _, end := range ends[1:] {
				if first, other := ends[0].without(known), end.without(known); first != other {
					t.Fatalf("told as %v it ends as\n%s\nand as %v as\n%s", ends[0].order, first, end.order, other)
				}
			}
		})
	})
}

// ending is what telling facts in an order has led to.
type ending struct {
	order []fact
	said  string
	log   map[string]string // by who tells
}

func (e ending) without(known map[string]bool) string {
	all := e.said
	for _, by := range slices.Sorted(maps.Keys(e.log)) {
		if !known[by] {
			all += by + ": " + e.log[by] + "\n"
		}
	}
	return all
}

// The pallets of one line within a minute become parts of one event, each in the time at which
// it was closed nevertheless.
func TestContradictionsOfCapsWithinAnEventThatGrows(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		b := newHopper(t, e)
		cases := map[testkit.Engine]int{testkit.SQLite: 25, testkit.MySQL: 8}[e]
		if testing.Short() || raceEnabled {
			cases = 3
		}
		check(t, cases, func(t *rapid.T) {
			facts := drawGrowing(t)
			homes := paperHomes(facts)
			for _, order := range orders(t, facts) {
				b.issue(t)
				b.tells(t, order, -1, map[string]bool{})
				if got := b.homes(t); got != homes {
					t.Fatalf("told as %v, caps are in\n%s\nwant\n%s", order, got, homes)
				}
				b.contents(t)
				b.foldsAnew(t)
			}
		})
	})
}

const (
	hopperCaps    = 7
	hopperCases   = 4
	hopperPallets = 2
)

// hopper is a plant on whose paper facts are played, each time with batches of its own.
type hopper struct {
	*testkit.World
	play       int
	line, caps *code.Batch
	began      time.Time
	d1         model.Org
}

func newHopper(t *testing.T, e testkit.Engine) *hopper {
	b := &hopper{World: testkit.New(t, e)}
	b.d1 = b.Distributor("D1", "32")
	return b
}

func (b *hopper) issue(t *rapid.T) {
	b.play++
	issue := func(kind string, p code.Profile, linking model.Linking, n int64) *code.Batch {
		batch, err := b.Code.IssueBatch(b.Ctx, code.NewBatch{
			Ref: fmt.Sprintf("%s-%d", kind, b.play), ProductID: b.Products[0].ID, Linking: linking, Profile: p, Count: n,
		})
		if err == nil {
			err = b.Code.Activate(b.Ctx, batch.ID, code.Interval{})
		}
		if err != nil {
			t.Fatal(err)
		}
		return batch
	}
	b.line = issue("line", code.FiveInOne(6, 4), model.LineLinked, 4)
	b.caps = issue("caps", code.Profile{Name: "caps", Levels: []code.LevelSpec{{Level: model.LevelUnit, Name: "cap", Inner: true}}}, model.ScatterLinked, hopperCaps)
	b.began = b.Clock.Now()
	b.Tick(2 * time.Hour)
}

func (b *hopper) cap(n int64) model.ItemID    { return testkit.Item(b.caps, model.LevelUnit, n) }
func (b *hopper) bottle(n int64) model.ItemID { return testkit.Item(b.line, model.LevelUnit, n) }
func (b *hopper) carton(n int64) model.ItemID { return testkit.Item(b.line, model.LevelCase, n) }
func (b *hopper) pallet(n int64) model.ItemID { return testkit.Item(b.line, model.LevelPallet, n) }

// fact is something that is told of paper goods: a capture, a pair, or what was done with a cap
// or a pallet by hand.
type fact struct {
	key    int
	kind   model.CustodyKind // Pack: a capture; 0: a pair
	line   string
	minute int
	scale  time.Duration
	packs  []paperPack
	pallet int64
	cap    int64
	into   int64 // a bottle of a pair; the case of a pack by hand
	byHand bool
}

type paperPack struct {
	carton int64
	caps   []int64
}

func (f fact) at() time.Duration { return time.Duration(f.minute) * f.scale }

// drawFacts draws captures that most often get into each other's way, and some of what else
// is told of their goods.
func drawFacts(t *rapid.T) []fact {
	var facts []fact
	for n := range rapid.IntRange(2, 4).Draw(t, "captures") {
		f := fact{kind: model.Pack, line: fmt.Sprint("L", n), minute: rapid.IntRange(0, 3).Draw(t, "minute"), pallet: rapid.Int64Range(0, hopperPallets-1).Draw(t, "pallet")}
		left := rapid.Permutation([]int64{0, 1, 2, 3, 4, 5, 6}).Draw(t, "caps")
		for _, carton := range rapid.Permutation([]int64{0, 1, 2, 3}).Draw(t, "cases")[:rapid.IntRange(1, 2).Draw(t, "number of cases")] {
			some := rapid.IntRange(1, 3).Draw(t, "caps in it")
			f.packs = append(f.packs, paperPack{carton, left[:some]})
			left = left[some:]
		}
		facts = append(facts, f)
	}
	for n := range rapid.IntRange(0, 2).Draw(t, "others") {
		f := fact{minute: rapid.IntRange(0, 5).Draw(t, "minute"), byHand: true, cap: rapid.Int64Range(2, hopperCaps-1).Draw(t, "cap")}
		f.kind = rapid.SampledFrom([]model.CustodyKind{0, model.Pack, model.Unpack, model.Ship, model.Receive}).Draw(t, "kind")
		f.into, f.pallet = rapid.Int64Range(0, hopperCases-1).Draw(t, "into"), rapid.Int64Range(0, hopperPallets-1).Draw(t, "pallet")
		if f.kind == 0 { // what contradicts another pair, or was handled alone, is refused
			f.cap, f.into = int64(n), int64(n)
		}
		facts = append(facts, f)
	}
	for i := range facts {
		facts[i].key, facts[i].scale = i, time.Minute
	}
	return facts
}

// drawGrowing draws two pallets of each of two lines, which carry on where the line's first
// ends. What the second of the one packs comes after all that the other packs.
func drawGrowing(t *rapid.T) []fact {
	var facts []fact
	for n, second := range []int{0, 3, 1, 2} {
		f := fact{key: n, kind: model.Pack, line: fmt.Sprint("L", n/2), minute: second, scale: time.Second, pallet: int64(n)}
		left := rapid.Permutation([]int64{0, 1, 2, 3, 4, 5, 6}).Draw(t, "caps")
		for p := range int64(2) {
			some := rapid.IntRange(1, 2).Draw(t, "caps in it")
			f.packs = append(f.packs, paperPack{2*int64(n) + p, left[:some]})
			left = left[some:]
		}
		facts = append(facts, f)
	}
	return facts
}

// orders are the orders in which facts arrive: all of few, some of many.
func orders(t *rapid.T, facts []fact) [][]fact {
	if len(facts) > 3 {
		reversed := slices.Clone(facts)
		slices.Reverse(reversed)
		return [][]fact{facts, reversed, rapid.Permutation(facts).Draw(t, "order"), rapid.Permutation(facts).Draw(t, "order")}
	}
	var all [][]fact
	var next func(done, left []fact)
	next = func(done, left []fact) {
		if len(left) == 0 {
			all = append(all, slices.Clone(done))
		}
		for i := range left {
			next(append(slices.Clone(done), left[i]), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	next(nil, facts)
	return all
}

// paperHomes says where caps are by the rule: a case is what its earliest capture says of it,
// and a cap where the earliest of those captures says; a pair comes before all of them.
func paperHomes(facts []fact) string {
	earlier := func(a, b fact) int { return cmp.Or(cmp.Compare(a.minute, b.minute), cmp.Compare(a.line, b.line)) }
	filled := map[int64]fact{}
	for _, f := range facts {
		for _, p := range f.packs {
			if by, has := filled[p.carton]; !has || earlier(f, by) < 0 {
				filled[p.carton] = f
			}
		}
	}
	said := slices.Clone(facts)
	slices.SortStableFunc(said, earlier)
	home := map[int64]string{}
	for _, f := range said {
		if f.kind == 0 {
			home[f.cap] = fmt.Sprint("bottle ", f.into)
		}
	}
	for _, f := range said {
		for _, p := range f.packs {
			for _, c := range p.caps {
				if home[c] == "" && filled[p.carton].key == f.key {
					home[c] = fmt.Sprint("case ", p.carton)
				}
			}
		}
	}
	var all string
	for c := range int64(hopperCaps) {
		all += fmt.Sprintf("cap %d in %s\n", c, home[c])
	}
	return all
}

// tells plays facts on the batches, and brings rows into blocks after one of them.
func (b *hopper) tells(t *rapid.T, facts []fact, compacts int, known map[string]bool) {
	for i, f := range facts {
		state, err := b.tell(f)
		if err != nil {
			t.Fatalf("%+v is refused: %v", f, err)
		}
		if state == custody.CaptureKnown {
			known[f.line] = true
		}
		if i != compacts {
			continue
		}
		b.Tick(3 * time.Minute)
		if _, err := b.Custody.Compact(b.Ctx); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *hopper) tell(f fact) (custody.CaptureState, error) {
	switch {
	case f.kind == 0:
		outcomes, err := b.Custody.RecordPairs(b.Ctx, []custody.Pair{{
			Inner: b.Print(model.FaceUnitInner, b.cap(f.cap)), Outer: b.Print(model.FaceUnitOuter, b.bottle(f.into)),
		}})
		return "", cmp.Or(err, outcomes[0].Err)
	case !f.byHand:
		outcomes, err := b.Custody.Capture(b.Ctx, b.capture(f))
		if err != nil {
			return "", err
		}
		return outcomes[0].State, outcomes[0].Err
	}
	c := custody.Command{
		Key: fmt.Sprintf("play-%d-%d", b.play, f.key), Kind: f.kind, From: b.Brand.ID, At: b.began.Add(f.at()), Offline: true,
		Goods: testkit.Goods(b.cap(f.cap)),
	}
	switch f.kind {
	case model.Pack:
		c.Goods[0] = testkit.Into(c.Goods[0], b.carton(f.into), 1)
	case model.Ship:
		c.To, c.Goods = b.d1.ID, testkit.Goods(b.pallet(f.pallet))
	case model.Receive:
		c.From, c.To = 0, b.Brand.ID
	}
	_, err := b.Custody.Record(b.Ctx, c)
	return "", err
}

// capture is a fact as an off-line line tells it.
func (b *hopper) capture(f fact) custody.Capture {
	p := custody.Captured{At: b.began.Add(f.at())}
	pallet := custody.Packed{Container: b.pallet(f.pallet)}
	for _, pack := range f.packs {
		carton := custody.Packed{Container: b.carton(pack.carton)}
		for _, c := range pack.caps {
			carton.Items = append(carton.Items, b.cap(c))
		}
		p.Packs, pallet.Items = append(p.Packs, carton), append(pallet.Items, carton.Container)
	}
	p.Packs = append(p.Packs, pallet)
	return custody.Capture{Line: fmt.Sprintf("%d-%s", b.play, f.line), Org: b.Brand.ID, Offline: true, Pallets: []custody.Captured{p}}
}
