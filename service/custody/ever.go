package custody

import (
	"context"
	"slices"

	"channelrouter/model"
)

// EverInside returns everything that was ever packed into a container, at any level and
// at any time, by its batch's formula or by what the line reported.
func (s *Service) EverInside(ctx context.Context, container model.ItemID) ([]model.ItemRange, error) {
	family, err := s.family(ctx, []model.ItemRange{model.One(container)})
	if err != nil {
		return nil, err
	}
	current, err := s.load(ctx, family)
	if err != nil {
		return nil, err
	}
	found := current.everInside(container, func(r model.ItemRange) []model.ItemRange { return s.childrenByFormula(r) })
	all, err := s.withContents(ctx, append(found, model.One(container)))
	return slices.DeleteFunc(all, func(r model.ItemRange) bool { return r == model.One(container) }), err
}

// everInside walks down from a container by children, the formula's, and by every link
// there ever was. Containers only hold lower levels, so it comes to an end.
func (s *state) everInside(container model.ItemID, children func(model.ItemRange) []model.ItemRange) []model.ItemRange {
	var found []model.ItemRange
	open := []model.ItemRange{model.One(container)}
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
