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

// contents are the rows of what an event packed into containers.
func (s *Service) contents(event model.EventID, packs []Packed) []model.ScatteredContents {
	type part struct {
		container, base model.ItemID
		items           []model.ItemID
	}
	var parts []part
	for _, pack := range packs {
		byBase := map[model.ItemID][]model.ItemID{}
		for _, item := range pack.Items {
			base := s.codes.BatchOf(item).Level(item.Level()).From
			byBase[base] = append(byBase[base], item)
		}
		for base, items := range byBase {
			parts = append(parts, part{pack.Container, base, items})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.container, b.container)) })
	var rows []model.ScatteredContents
	next, containers, items := model.ItemID(-1), 0, 0
	for i, p := range parts {
		if p.container != next || p.base != parts[i-1].base || containers == contentsContainers || items+len(p.items) > contentsItems {
			rows = append(rows, model.ScatteredContents{First: p.container, Base: p.base, EventID: event})
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

// readContents adds what a row says of the wanted containers to what they hold.
func readContents(row model.ScatteredContents, wanted model.ItemRange, holds map[model.ItemID][]model.ItemID) {
	eachContents(row, func(container model.ItemID, items []byte) {
		for ; wanted.Contains(container) && len(items) > 0; items = items[contentsWidth:] {
			holds[container] = append(holds[container], row.Base+model.ItemID(binary.BigEndian.Uint32(items)))
		}
	})
}
