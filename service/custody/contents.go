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

// contents are the rows of what was packed into containers.
func (s *Service) contents(packs []Packed) []model.ScatteredContents {
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
			rows = append(rows, model.ScatteredContents{First: p.container, Base: p.base})
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

// readContents adds what a row says of the wanted containers to what they hold.
func readContents(row model.ScatteredContents, wanted model.ItemRange, holds map[model.ItemID][]model.ItemID) {
	rest := row.Items
	for container := row.First; len(rest) >= 2; container++ {
		n := int(binary.BigEndian.Uint16(rest))
		rest = rest[2:]
		if len(rest) < 4*n {
			return
		}
		for i := range n {
			if wanted.Contains(container) {
				holds[container] = append(holds[container], row.Base+model.ItemID(binary.BigEndian.Uint32(rest[4*i:])))
			}
		}
		rest = rest[4*n:]
	}
}
