package warehouse

import (
	"cmp"
	"slices"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// sheet is the goods of a return as they are inspected: runs in order that do not overlap.
// Pure: it knows no database.
type sheet struct{ lines []sheetLine }

// sheetLine is a run with how it is stored; nil when it is not.
type sheetLine struct {
	model.GoodsReturnLine
	stored *model.GoodsReturnLine
}

func (l sheetLine) items() model.ItemRange { return model.ItemRange{From: l.FromItem, To: l.ToItem} }

func newSheet(stored []model.GoodsReturnLine) *sheet {
	sh := &sheet{lines: make([]sheetLine, len(stored))}
	for i := range stored {
		sh.lines[i] = sheetLine{stored[i], &stored[i]}
	}
	return sh
}

// at is the place of the run that an item is in, or -1.
func (sh *sheet) at(item model.ItemID) int {
	n, found := sh.place(item)
	if found {
		return n
	}
	return -1
}

func (sh *sheet) place(item model.ItemID) (n int, found bool) {
	return slices.BinarySearchFunc(sh.lines, item, func(l sheetLine, item model.ItemID) int { return place(l.items(), item) })
}

// cut makes runs end where any of some others begin or end.
func (sh *sheet) cut(others []model.ItemRange) {
	for _, r := range others {
		for _, edge := range []model.ItemID{r.From, r.To} {
			n := sh.at(edge)
			if n < 0 || sh.lines[n].FromItem == edge {
				continue
			}
			rest := sh.lines[n]
			sh.lines[n].ToItem, rest.FromItem, rest.stored = edge, edge, nil
			sh.lines = slices.Insert(sh.lines, n+1, rest)
		}
	}
}

// closed is the container that is to be opened next for an item to be found for itself, 0 when
// there is none; chain is the item and its containers.
func (sh *sheet) closed(chain []model.ItemID, finding model.Finding) (model.ItemID, error) {
	n := slices.IndexFunc(chain, func(item model.ItemID) bool { return sh.at(item) >= 0 })
	if n < 0 {
		return 0, ErrNotOfReturn.With("%s", chain[0])
	}
	if n == 0 {
		return 0, nil
	}
	line := sh.lines[sh.at(chain[n])]
	if line.Finding == model.GoodsOpened || line.Finding == model.GoodsEmptied { // without the item
		return 0, ErrNotOfReturn.With("%s", chain[0])
	}
	if !slices.Contains(follows[finding], line.Finding) {
		return 0, ErrInspected.With("%s is %s", chain[n], FindingName(line.Finding))
	}
	return chain[n], nil
}

// open puts what was inside a container beside it; of that is found what was found of it.
func (sh *sheet) open(container model.ItemID, inside []custody.Contents) {
	sh.cut([]model.ItemRange{model.One(container)})
	n := sh.at(container)
	line := sh.lines[n]
	sh.lines[n].Finding = model.GoodsOpened
	known := make([]model.ItemRange, len(sh.lines))
	for i, l := range sh.lines {
		known[i] = l.items()
	}
	for _, c := range inside {
		for _, r := range c.Items.Without(known) { // what had been taken out is there for itself
			fresh := sheetLine{GoodsReturnLine: line.GoodsReturnLine}
			fresh.FromItem, fresh.ToItem, fresh.Container = r.From, r.To, container
			sh.lines = append(sh.lines, fresh)
		}
	}
	slices.SortFunc(sh.lines, func(a, b sheetLine) int { return cmp.Compare(a.FromItem, b.FromItem) })
}

// named is the runs that a finding about an item is about: the item or, once it is opened, what
// of its contents may be found so.
func (sh *sheet) named(item model.ItemID, finding model.Finding) ([]model.ItemRange, error) {
	line := sh.lines[sh.at(item)]
	if line.Finding != model.GoodsOpened {
		if !slices.Contains(follows[finding], line.Finding) {
			return nil, ErrInspected.With("%s is %s", item, FindingName(line.Finding))
		}
		return []model.ItemRange{model.One(item)}, nil
	}
	var runs []model.ItemRange
	for open := []model.ItemID{item}; len(open) > 0; open = open[1:] {
		for _, l := range sh.lines {
			switch {
			case l.Container != open[0]:
			case l.Finding == model.GoodsOpened:
				open = append(open, containers(l.items())...)
			case slices.Contains(follows[finding], l.Finding):
				runs = append(runs, l.items())
			}
		}
	}
	if len(runs) == 0 {
		return nil, ErrInspected.With("all that was in %s", item)
	}
	return runs, nil
}

// containers lists the items of a run.
func containers(r model.ItemRange) []model.ItemID {
	list := make([]model.ItemID, 0, r.Len())
	for item := r.From; item < r.To; item++ {
		list = append(list, item)
	}
	return list
}

// having is the runs of which something was found.
func (sh *sheet) having(finding model.Finding) (runs []model.ItemRange) {
	for _, l := range sh.lines {
		if l.Finding == finding {
			runs = append(runs, l.items())
		}
	}
	return runs
}

// mark writes a finding down of whole runs.
func (sh *sheet) mark(found []model.ItemRange, row model.GoodsInspection, event model.EventID) {
	for i := range sh.lines {
		l := &sh.lines[i]
		if overlapping(found, l.items()) {
			l.Finding, l.InspectionID = row.Finding, row.ID
			if event != 0 {
				l.EventID = event
			}
		}
	}
}

// overlapping tells whether any of some runs shares an item with r.
func overlapping(runs []model.ItemRange, r model.ItemRange) bool {
	return slices.ContainsFunc(runs, r.Overlaps)
}

// awaited counts the items and containers of which nothing was found yet.
func (sh *sheet) awaited() (n int64) {
	for _, r := range sh.having(model.GoodsAwaited) {
		n += r.Len()
	}
	return n
}

// stays are the findings after which goods are, or are believed to be, where their container is.
var stays = []model.Finding{model.GoodsAwaited, model.GoodsRejected, model.GoodsMissing, model.GoodsOpened}

// putAway marks the opened containers all of whose contents are gone, and answers them. Called
// again it answers those that they were in.
func (sh *sheet) putAway() (empty []model.ItemRange) {
	full := map[model.ItemID]bool{}
	for _, l := range sh.lines {
		full[l.Container] = full[l.Container] || slices.Contains(stays, l.Finding)
	}
	for _, r := range sh.having(model.GoodsOpened) {
		for _, container := range containers(r) {
			if !full[container] {
				empty = append(empty, model.One(container))
			}
		}
	}
	sh.cut(empty)
	for _, one := range empty {
		sh.lines[sh.at(one.From)].Finding = model.GoodsEmptied
	}
	return empty
}
