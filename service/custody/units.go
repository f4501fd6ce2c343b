package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

// Units returns the sellable units that an item was made of at t: itself when it is a
// unit, its contents, and theirs, when it is a container.
func (s *Service) Units(ctx context.Context, item model.ItemID, at time.Time) ([]model.ItemRange, error) {
	if item.Level() == model.LevelUnit {
		return []model.ItemRange{model.One(item)}, nil
	}
	family, err := s.family(ctx, []model.ItemRange{model.One(item)})
	if err != nil {
		return nil, err
	}
	current, err := s.load(ctx, family)
	if err != nil {
		return nil, err
	}
	return mergeRanges(current.units(family, item, at)), nil
}

// units walks down from a container through what was inside it at t.
func (s *state) units(family []model.ItemRange, item model.ItemID, t time.Time) []model.ItemRange {
	inside := map[model.ItemID][]model.ItemRange{}
	for _, r := range family {
		if r.From.Level() >= item.Level() {
			continue
		}
		for _, c := range s.byParent(r, t) {
			if c.parent != 0 {
				inside[c.parent] = append(inside[c.parent], c.items)
			}
		}
	}
	var units []model.ItemRange
	open := []model.ItemID{item}
	for len(open) > 0 {
		container := open[0]
		open = open[1:]
		for _, items := range inside[container] {
			if items.From.Level() == model.LevelUnit {
				units = append(units, items)
				continue
			}
			for i := items.From; i < items.To; i++ {
				open = append(open, i)
			}
		}
	}
	return units
}
