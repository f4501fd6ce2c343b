package custody

import (
	"context"
	"slices"

	"channelrouter/model"
)

// EverInside returns everything that was ever packed into one of the containers, at any level and
// as runs in ascending order, without the containers.
func (s *Service) EverInside(ctx context.Context, containers []model.ItemID) ([]model.ItemRange, error) {
	if len(containers) == 0 {
		return nil, nil
	}
	own := make([]model.ItemRange, len(containers))
	for i, c := range containers {
		own[i] = model.One(c)
	}
	own = model.MergeRanges(own)
	family, err := s.family(ctx, own)
	if err != nil {
		return nil, err
	}
	current, err := s.loadLinks(ctx, family)
	if err != nil {
		return nil, err
	}
	goods := slices.Clone(own)
	for _, c := range own {
		goods = append(goods, current.everInside(c, func(r model.ItemRange) []model.ItemRange { return s.childrenByFormula(r) })...)
	}
	all, err := s.withContents(ctx, model.MergeRanges(goods))
	if err != nil {
		return nil, err
	}
	var inside []model.ItemRange
	for _, r := range all {
		inside = append(inside, r.Without(own)...)
	}
	return inside, nil
}

// everInside walks down from containers by children, the formula's, and by every link
// there ever was. Containers only hold lower levels, so it comes to an end.
func (s *state) everInside(containers model.ItemRange, children func(model.ItemRange) []model.ItemRange) []model.ItemRange {
	var found []model.ItemRange
	open := []model.ItemRange{containers}
	for len(open) > 0 {
		r := open[0]
		open = open[1:]
		inside := model.MergeRanges(append(s.everPacked(r), children(r)...))
		found, open = append(found, inside...), append(open, inside...)
	}
	return model.MergeRanges(found)
}

// everPacked is what was ever packed into a run of containers itself.
func (s *state) everPacked(containers model.ItemRange) []model.ItemRange {
	var packed []model.ItemRange
	for _, l := range s.links.spans {
		if l.value.parent == 0 {
			continue
		}
		into := l.value.containers(l.items).Intersect(containers)
		if items := l.value.inside(into).Intersect(l.items); into.From < into.To && items.From < items.To {
			packed = append(packed, items)
		}
	}
	return packed
}
