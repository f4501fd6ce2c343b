package custody

import (
	"cmp"
	"encoding/binary"
	"slices"

	"channelrouter/model"
)

const (
	// contentsContainers and contentsItems bound a row of contents, so that a page of the
	// database holds several of them without waste.
	contentsContainers = 256
	contentsItems      = 800
)

// filling is what a container holds of one batch.
type filling struct {
	container, base model.ItemID
	items           []model.ItemID
}

// fillings are what goes into a container, by batches.
func (s *Service) fillings(container model.ItemID, items []model.ItemID) []filling {
	byBase := map[model.ItemID][]model.ItemID{}
	for _, item := range items {
		base := s.baseOf(item)
		byBase[base] = append(byBase[base], item)
	}
	parts := make([]filling, 0, len(byBase))
	for base, items := range byBase {
		parts = append(parts, filling{container, base, items})
	}
	return parts
}

// baseOf is the first item of an item's level in its batch.
func (s *Service) baseOf(item model.ItemID) model.ItemID {
	return s.codes.BatchOf(item).Level(item.Level()).From
}

// contentsOf are the rows of what an event packed into containers, so many microseconds later.
func contentsOf(event model.EventID, later int32, parts []filling) []model.ScatteredContents {
	slices.SortFunc(parts, func(a, b filling) int {
		return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.container, b.container))
	})
	var rows []model.ScatteredContents
	next, containers, items := model.ItemID(-1), 0, 0
	for i, p := range parts {
		if p.container != next || p.base != parts[i-1].base || containers == contentsContainers || items+len(p.items) > contentsItems {
			rows = append(rows, model.ScatteredContents{First: p.container, Base: p.base, EventID: event, LaterBy: later})
			containers, items = 0, 0
		}
		row := &rows[len(rows)-1]
		row.Items = binary.BigEndian.AppendUint16(row.Items, uint16(len(p.items)))
		for _, item := range p.items {
			row.Items = binary.BigEndian.AppendUint32(row.Items, uint32(item-p.base))
		}
		next, containers, items = p.container+1, containers+1, items+len(p.items)
	}
	return rows
}

// contentsWidth is the bytes of an item in contents.
const contentsWidth = 4

// eachContents calls do with every container of a row and the bytes of its items.
func eachContents(row model.ScatteredContents, do func(container model.ItemID, items []byte)) {
	rest := row.Items
	for container := row.First; len(rest) >= 2; container++ {
		end := 2 + contentsWidth*int(binary.BigEndian.Uint16(rest))
		if len(rest) < end {
			return
		}
		do(container, rest[2:end])
		rest = rest[end:]
	}
}

// itemsIn reads the items of a container.
func itemsIn(bytes []byte, base model.ItemID) []model.ItemID {
	items := make([]model.ItemID, 0, len(bytes)/contentsWidth)
	for ; len(bytes) > 0; bytes = bytes[contentsWidth:] {
		items = append(items, base+model.ItemID(binary.BigEndian.Uint32(bytes)))
	}
	return items
}

// readContents adds what a row says of the wanted containers to what they hold.
func readContents(row model.ScatteredContents, wanted model.ItemRange, holds map[model.ItemID][]model.ItemID) {
	eachContents(row, func(container model.ItemID, items []byte) {
		if wanted.Contains(container) && len(items) > 0 {
			holds[container] = append(holds[container], itemsIn(items, row.Base)...)
		}
	})
}

// eachOnce sorts rows and leaves out those that are there already.
func eachOnce(rows []model.ScatteredContents) []model.ScatteredContents {
	compare := func(a, b model.ScatteredContents) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Base, b.Base))
	}
	slices.SortFunc(rows, compare)
	return slices.CompactFunc(rows, func(a, b model.ScatteredContents) bool { return compare(a, b) == 0 })
}

// speaksOf tells whether a row speaks of one of some containers.
func speaksOf(row model.ScatteredContents, wanted func(model.ItemID) bool) bool {
	speaks := false
	eachContents(row, func(container model.ItemID, _ []byte) { speaks = speaks || wanted(container) })
	return speaks
}
