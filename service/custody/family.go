package custody

import (
	"context"
	"slices"
	"time"

	"channelrouter/model"
)

// take locks all goods whose state may change when e is recorded, and returns them. They
// are looked for again until all are locked, for they may become more meanwhile. What is
// beside them is locked too.
func (s *Service) take(ctx context.Context, e step, beside ...model.ItemRange) ([]model.ItemRange, error) {
	goods := model.MergeRanges(goodsOf(e.ranges))
	// Without a query, and mostly all there is.
	wanted := append(s.formulaClosure(goods), beside...)
	var taken []int64
	for {
		missing := without(blocksOf(wanted), taken)
		if err := s.store.lockBlocks(ctx, missing); err != nil {
			return nil, err
		}
		taken = slices.Sorted(slices.Values(append(taken, missing...)))
		family, err := s.concerned(ctx, goods, e.EventTime)
		if err != nil {
			return nil, err
		}
		if len(without(blocksOf(family), taken)) == 0 {
			return family, nil
		}
		wanted = family
	}
}

// concerned is the family of goods, and of all goods of events that may take place once
// something happens to the family: pending ones since then.
func (s *Service) concerned(ctx context.Context, goods []model.ItemRange, since time.Time) ([]model.ItemRange, error) {
	for {
		family, err := s.family(ctx, goods)
		if err != nil {
			return nil, err
		}
		waiting, err := s.store.pendingOver(ctx, family, since)
		if err != nil {
			return nil, err
		}
		goods = model.MergeRanges(append(waiting, family...))
		if slices.Equal(goods, family) {
			return family, nil
		}
	}
}

// family is the closure of goods under "was ever packed with": their containers and
// contents, by the formula and by what the line reported. What happens to one member
// may change what is believed of the others, and of nothing else. Scattered items to which
// nothing has happened alone are left out of their containers': they have nothing to change.
func (s *Service) family(ctx context.Context, goods []model.ItemRange) ([]model.ItemRange, error) {
	all := s.formulaClosure(goods)
	for {
		linked, err := s.store.linkedWith(ctx, s.bounds(all))
		if err != nil {
			return nil, err
		}
		homes, err := s.homes(ctx, all)
		if err != nil {
			return nil, err
		}
		for _, home := range homes {
			linked = append(linked, model.One(home))
		}
		wider := s.formulaClosure(append(linked, all...))
		if slices.Equal(wider, all) {
			return all, nil
		}
		all = wider
	}
}

// formulaClosure adds the containers and the contents of goods in pre-linked batches.
func (s *Service) formulaClosure(goods []model.ItemRange) []model.ItemRange {
	all := model.MergeRanges(goods)
	for {
		wider := model.MergeRanges(append(s.byFormula(all), all...))
		if slices.Equal(wider, all) {
			return all
		}
		all = wider
	}
}

// byFormula is the containers and the contents of goods in pre-linked batches.
func (s *Service) byFormula(goods []model.ItemRange) []model.ItemRange {
	related := s.childrenByFormula(goods...)
	for _, r := range s.codes.ByBatch(goods) {
		b := s.codes.BatchOf(r.From)
		if b == nil {
			continue
		}
		if first, ok := b.Parent(r.From); ok {
			last, _ := b.Parent(r.To - 1)
			related = append(related, model.ItemRange{From: first, To: last + 1})
		}
	}
	return related
}

// longestRange is how many items a range of an event has at most, so that those which
// overlap some goods begin not far before them.
const longestRange = 1 << blockBits

// bounded is a run with the item from which on the ranges begin that may reach into it.
type bounded struct {
	model.ItemRange
	floor model.ItemID
}

func (s *Service) bounds(ranges []model.ItemRange) []bounded {
	all := make([]bounded, len(ranges))
	for i, r := range ranges {
		all[i] = bounded{ItemRange: r, floor: r.From}
		if b := s.codes.BatchOf(r.From); b != nil {
			all[i].floor = max(b.Level(r.From.Level()).From, r.From-longestRange)
		}
	}
	return all
}

// ancestry narrows a family to what an event in order can touch: its goods and what
// stands above them.
func ancestry(family []model.ItemRange, e step) []model.ItemRange {
	lowest := model.Level(model.MaxLevels)
	for _, r := range e.ranges {
		lowest = min(lowest, r.FromItem.Level())
	}
	return slices.DeleteFunc(slices.Clone(family), func(r model.ItemRange) bool { return r.From.Level() < lowest })
}

// blocksOf lists the slot blocks that goods lie in, in order.
func blocksOf(goods []model.ItemRange) []int64 {
	var blocks []int64
	for _, r := range goods {
		for b := int64(r.From) >> blockBits; b <= int64(r.To-1)>>blockBits; b++ {
			blocks = append(blocks, b)
		}
	}
	slices.Sort(blocks)
	return slices.Compact(blocks)
}

// without is the blocks that are not among taken, which is sorted.
func without(blocks, taken []int64) []int64 {
	return slices.DeleteFunc(blocks, func(b int64) bool {
		_, found := slices.BinarySearch(taken, b)
		return found
	})
}
