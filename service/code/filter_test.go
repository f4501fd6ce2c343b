package code

import (
	"math/rand/v2"
	"testing"

	"channelrouter/model"
)

func TestFilterHoldsWhatWentInAndLittleElse(t *testing.T) {
	for _, n := range []int{0, 1, 3, 1000, 100_000} {
		random := rand.New(rand.NewPCG(1, uint64(n)))
		in := make(map[model.ItemID]bool, n)
		var items []model.ItemID
		for range n {
			item := model.NewItemID(1, model.LevelUnit, random.Uint64N(1<<36))
			in[item], items = true, append(items, item)
		}
		f := newFilter(items)
		for _, item := range items {
			if !f.mayHold(item) {
				t.Fatalf("of %d items, %s is lost", n, item)
			}
		}
		passed := 0
		const probes = 100_000
		for range probes {
			if item := model.NewItemID(1, model.LevelUnit, random.Uint64N(1<<36)); !in[item] && f.mayHold(item) {
				passed++
			}
		}
		if n >= 1000 && passed > probes/20 {
			t.Errorf("of %d items, %d of %d others pass", n, passed, probes)
		}
	}
}
