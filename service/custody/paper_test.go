package custody

import (
	"cmp"
	"slices"
	"time"

	"channelrouter/model"
)

// Two small batches on paper, whose items lie side by side: one pre-linked, one linked by
// the line. Each is two pallets of two cases of two units. Tests on a database put real
// goods and organisations in their place.
const (
	PaperPallets   = 2
	PaperPerParent = 2

	PaperBrand model.OrgID = 1
	PaperD1    model.OrgID = 2
	PaperD2    model.OrgID = 3
	PaperShop  model.OrgID = 4
)

// PaperLevels are the levels of both batches, from the unit up.
var PaperLevels = []model.Level{model.LevelUnit, model.LevelCase, model.LevelPallet}

// PaperItems is a level of the pre-linked batch, or of the other.
func PaperItems(preLinked bool, level model.Level) model.ItemRange {
	n := uint64(PaperPallets)
	for l := len(PaperLevels) - 1; PaperLevels[l] != level; l-- {
		n *= PaperPerParent
	}
	first := uint64(0)
	if !preLinked {
		first = n
	}
	return model.ItemRange{From: model.NewItemID(1, level, first), To: model.NewItemID(1, level, first+n)}
}

// allPaper is every item there is.
func allPaper() []model.ItemID {
	var all []model.ItemID
	for _, level := range PaperLevels {
		for i := PaperItems(true, level).From; i < PaperItems(false, level).To; i++ {
			all = append(all, i)
		}
	}
	return all
}

func paperFormula(item model.ItemID) (parent, end model.ItemID) {
	for l, level := range PaperLevels[:len(PaperLevels)-1] {
		if r := PaperItems(true, level); r.Contains(item) {
			n := (item - r.From) / PaperPerParent
			return PaperItems(true, PaperLevels[l+1]).From + n, r.From + (n+1)*PaperPerParent
		}
	}
	if r := PaperItems(true, item.Level()); r.Contains(item) {
		return 0, r.To
	}
	return 0, PaperItems(false, item.Level()).To
}

// PaperMinute is when things happen on paper.
func PaperMinute(n int) time.Time { return time.Date(2026, 3, 2, 8, n, 0, 0, time.UTC) }

// stepOf makes an event of a command as plan does, without looking anything up.
func stepOf(c Command, id model.EventID) step {
	e := step{CustodyEvent: model.CustodyEvent{
		ID: id, Key: c.Key, Kind: c.Kind, FromOrg: c.From, ToOrg: c.To, For: c.For, Loss: c.Loss, EventTime: c.At,
	}}
	distributor := c.To == PaperD1 || c.To == PaperD2
	switch {
	case c.Kind == model.Ship && c.From == PaperBrand && distributor, c.Kind == model.Transfer:
		e.Reassigns, e.Assignee = true, c.To
	case c.Kind == model.Return && c.To == PaperBrand:
		e.Reassigns = true
	}
	sorted := slices.SortedFunc(slices.Values(c.Goods), func(a, b Goods) int { return cmp.Compare(a.Items.From, b.Items.From) })
	for n, g := range sorted {
		e.ranges = append(e.ranges, model.CustodyEventRange{
			EventID: id, N: n, FromItem: g.Items.From, ToItem: g.Items.To, Parent: g.Parent, PerParent: g.PerParent,
		})
	}
	return e
}

func stepsOf(commands []Command) []step {
	steps := make([]step, len(commands))
	for i, c := range commands {
		steps[i] = stepOf(c, model.EventID(i+1))
	}
	return inOrder(steps)
}
