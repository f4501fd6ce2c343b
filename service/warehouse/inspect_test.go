package warehouse

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// A pallet of four cases of six units, as a pre-linked batch numbers them, and a second one.
const perCase, perPallet = 6, 4

func item(level model.Level, n int) model.ItemID { return model.NewItemID(1, level, uint64(n)) }

func run(level model.Level, from, to int) model.ItemRange {
	return model.ItemRange{From: item(level, from), To: item(level, to)}
}

// within is the units of an item.
func within(i model.ItemID) (from, to int) {
	n := int(i.Slot())
	per := map[model.Level]int{model.LevelUnit: 1, model.LevelCase: perCase, model.LevelPallet: perCase * perPallet}[i.Level()]
	return n * per, (n + 1) * per
}

// chainOf is an item with its containers.
func chainOf(i model.ItemID) []model.ItemID {
	first, _ := within(i)
	chain := []model.ItemID{item(model.LevelUnit, first), item(model.LevelCase, first/perCase), item(model.LevelPallet, first/perCase/perPallet)}
	return chain[slices.Index(chain, i):]
}

// contentsOf is what is right inside a container.
func contentsOf(i model.ItemID) []custody.Contents {
	n := int(i.Slot())
	if i.Level() == model.LevelPallet {
		return []custody.Contents{{Items: run(model.LevelCase, n*perPallet, (n+1)*perPallet)}}
	}
	return []custody.Contents{{Items: run(model.LevelUnit, n*perCase, (n+1)*perCase)}}
}

// whatever is found of an item is found of its units that it may be found of, and of no others.
func TestSheetFollowsUnits(t *testing.T) {
	all := []model.Finding{
		model.GoodsAccepted, model.GoodsRejected, model.GoodsScrapped, model.GoodsMissing,
		model.GoodsSentBack, model.GoodsNotShipped, model.GoodsLost,
	}
	levels := map[model.Level]int{model.LevelUnit: 48, model.LevelCase: 8, model.LevelPallet: 2}
	rapid.Check(t, func(t *rapid.T) {
		r := run(model.LevelPallet, 0, 2)
		sh := newSheet([]model.GoodsReturnLine{{FromItem: r.From, ToItem: r.To}})
		units := make([]model.Finding, 48)
		for range rapid.IntRange(1, 25).Draw(t, "findings") {
			level := rapid.SampledFrom([]model.Level{model.LevelUnit, model.LevelCase, model.LevelPallet}).Draw(t, "level")
			i := item(level, rapid.IntRange(0, levels[level]-1).Draw(t, "n"))
			finding := rapid.SampledFrom(all).Draw(t, "finding")
			may := false
			for u, to := within(i); u < to; u++ {
				if slices.Contains(follows[finding], units[u]) {
					units[u], may = finding, true
				}
			}
			if err := findOn(sh, i, finding); (err == nil) != may || err != nil && !errors.Is(err, ErrInspected) {
				t.Fatalf("%s of %s: %v, may %v", FindingName(finding), i, err, may)
			}
			agree(t, sh, units)
		}
	})
}

// findOn is what an inspection does with a sheet.
func findOn(sh *sheet, i model.ItemID, finding model.Finding) error {
	for {
		container, err := sh.closed(chainOf(i), finding)
		if err != nil {
			return err
		}
		if container == 0 {
			break
		}
		sh.open(container, contentsOf(container))
	}
	runs, err := sh.named(i, finding)
	if err != nil {
		return err
	}
	runs = model.MergeRanges(runs)
	sh.cut(runs)
	sh.mark(runs, model.GoodsInspection{Finding: finding}, 0)
	for len(sh.putAway()) > 0 {
	}
	return nil
}

// agree compares a sheet with what was found of each unit.
func agree(t *rapid.T, sh *sheet, units []model.Finding) {
	for i := 1; i < len(sh.lines); i++ {
		if sh.lines[i].FromItem < sh.lines[i-1].ToItem {
			t.Fatalf("%v and %v overlap", sh.lines[i-1], sh.lines[i])
		}
	}
	for u, want := range units {
		chain := chainOf(item(model.LevelUnit, u))
		n := slices.IndexFunc(chain, func(i model.ItemID) bool { return sh.at(i) >= 0 })
		if got := sh.lines[sh.at(chain[n])].Finding; got != want {
			t.Fatalf("unit %d is %s by %s, want %s", u, FindingName(got), chain[n], FindingName(want))
		}
	}
	for _, l := range sh.lines {
		if l.Finding != model.GoodsOpened && l.Finding != model.GoodsEmptied {
			continue
		}
		for _, container := range containers(l.items()) {
			from, to := within(container)
			gone := !slices.ContainsFunc(units[from:to], func(f model.Finding) bool { return slices.Contains(stays, f) })
			if gone != (l.Finding == model.GoodsEmptied) {
				t.Fatalf("%s is %s, and its contents gone: %v", container, FindingName(l.Finding), gone)
			}
		}
	}
	if done := !slices.Contains(units, model.GoodsAwaited); done != (sh.awaited() == 0) {
		t.Fatalf("%d awaited, done: %v", sh.awaited(), done)
	}
}
