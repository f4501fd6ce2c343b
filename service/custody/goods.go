package custody

import (
	"cmp"
	"context"
	"slices"

	"channelrouter/model"
)

// Goods is a run of items of one level. For a pack, Parent is the first container and
// PerParent how many items each takes in turn.
type Goods struct {
	Items     model.ItemRange `json:"items"`
	Parent    model.ItemID    `json:"parent,omitempty"`
	PerParent int64           `json:"per_parent,omitempty"`
	// Filled: for a pack, they are containers that were filled with scattered items.
	Filled bool `json:"filled,omitempty"`
}

// maxPerParent is how many items a container takes at most: as many as a range.
const maxPerParent = longestRange

// checkAll makes sure that the goods exist, and makes as few runs of them as it can.
func (s *Service) checkAll(ctx context.Context, c Command) ([]Goods, error) {
	// Another replica may have issued the goods' batch a moment ago.
	if err := s.codes.Refresh(ctx); err != nil {
		return nil, err
	}
	for _, g := range c.Goods {
		if err := s.checkGoods(c.Kind, g); err != nil {
			return nil, err
		}
	}
	merged := mergeGoods(c.Goods, func(a, b model.ItemID) bool { return s.codes.BatchOf(a) == s.codes.BatchOf(b) })
	for i := 1; i < len(merged); i++ {
		if merged[i-1].Items.Overlaps(merged[i].Items) {
			return nil, ErrBadEvent.With("%s goes into two containers", merged[i].Items.From)
		}
	}
	return merged, nil
}

// checkGoods makes sure that a run lies on one level of one batch, and its parents too.
func (s *Service) checkGoods(kind model.CustodyKind, g Goods) error {
	if err := s.checkRun(g.Items); err != nil {
		return err
	}
	if s.scattered(g.Items.From) && g.Items.Len() > mostScattered {
		return ErrBadEvent.With("%d scattered items, which are named one by one", g.Items.Len())
	}
	if (kind == model.Pack) != (g.Parent != 0 || g.Filled) {
		return ErrBadEvent.With("only a pack names containers")
	}
	if g.Parent == 0 {
		return nil
	}
	if g.PerParent < 1 || g.PerParent > maxPerParent || g.Parent.Level() <= g.Items.From.Level() {
		return ErrBadEvent.With("%d %ss into each %s", g.PerParent, g.Items.From.Level(), g.Parent.Level())
	}
	n := (g.Items.Len() + g.PerParent - 1) / g.PerParent
	return s.checkRun(model.ItemRange{From: g.Parent, To: g.Parent + model.ItemID(n)})
}

func (s *Service) checkRun(r model.ItemRange) error {
	if r.From < r.To {
		if b := s.codes.BatchOf(r.From); b != nil && r.To <= b.Level(r.From.Level()).To {
			if spare := b.SpareIn(r); spare != 0 { // since a moment, or the code had led to its goods
				return ErrRelabelled.With("%s", spare)
			}
			return nil
		}
	}
	return ErrBadEvent.With("items %s to %s are not on one level of one batch", r.From, r.To-1)
}

// mergeGoods sorts runs and joins neighbours of one batch, so that scanning a pallet's
// cases one by one stores one range.
func mergeGoods(goods []Goods, sameBatch func(a, b model.ItemID) bool) []Goods {
	sorted := slices.Clone(goods)
	slices.SortFunc(sorted, func(a, b Goods) int { return cmp.Compare(a.Items.From, b.Items.From) })
	merged := sorted[:0]
	for _, g := range sorted {
		if n := len(merged); n > 0 && continues(merged[n-1], g) &&
			sameBatch(merged[n-1].Items.From, g.Items.From) && (g.Parent == 0 || sameBatch(merged[n-1].Parent, g.Parent)) {
			merged[n-1].Items.To = max(merged[n-1].Items.To, g.Items.To)
			continue
		}
		merged = append(merged, g)
	}
	return merged
}

// continues tells whether b carries on where a ends, containers included.
func continues(a, b Goods) bool {
	if a.Parent == 0 {
		return b.Parent == 0 && b.Items.From <= a.Items.To && b.Items.From.Level() == a.Items.From.Level()
	}
	return b.Items.From == a.Items.To && b.PerParent == a.PerParent &&
		a.Items.Len()%a.PerParent == 0 && b.Parent == a.Parent+model.ItemID(a.Items.Len()/a.PerParent)
}

// split cuts a run into ranges that are not too long, between containers where it can.
func (g Goods) split() []Goods {
	most := int64(longestRange)
	if g.Parent != 0 {
		most -= most % g.PerParent
	}
	var parts []Goods
	for ; g.Items.Len() > most; g.Items.From += model.ItemID(most) {
		part := g
		part.Items.To = part.Items.From + model.ItemID(most)
		parts = append(parts, part)
		if g.Parent != 0 {
			g.Parent += model.ItemID(most / g.PerParent)
		}
	}
	return append(parts, g)
}

// goodsOf is what an event is about, containers included.
func goodsOf(ranges []model.CustodyEventRange) []model.ItemRange {
	goods := make([]model.ItemRange, 0, 2*len(ranges))
	for _, r := range ranges {
		items := model.ItemRange{From: r.FromItem, To: r.ToItem}
		goods = append(goods, items)
		if r.Parent != 0 {
			goods = append(goods, linkOf(r).containers(items))
		}
	}
	return goods
}
