package custody

import (
	"context"
	"time"

	"channelrouter/model"
)

// Point is a question: an item at a moment.
type Point struct {
	Item model.ItemID
	At   time.Time
}

// Trace is the answer: the containers it was in, from the item outwards, who held it
// (or who it was on the way to), and for which distributor it was meant.
type Trace struct {
	Chain     []model.ItemID
	Holder    model.OrgID
	InTransit model.OrgID
	Known     bool // goods of this kind had come into being
	Assigned  model.OrgID
}

// In returns the container of a level, or 0.
func (t Trace) In(level model.Level) model.ItemID {
	for _, i := range t.Chain {
		if i.Level() == level {
			return i
		}
	}
	return 0
}

// Traces answers for a set of points: one query for each level of packaging, one for
// holders and one for assignments, however many points and however long their history.
func (s *Service) Traces(ctx context.Context, points []Point) (map[Point]Trace, error) {
	traces := make(map[Point]Trace, len(points))
	tops := make(map[Point]Point, len(points))
	current := map[Point][]Point{} // where the climb stands → who climbs
	for _, p := range points {
		if _, known := tops[p]; !known {
			traces[p] = Trace{Chain: []model.ItemID{p.Item}}
			tops[p] = p
			current[p] = append(current[p], p)
		}
	}
	for round := 0; round < model.MaxLevels && len(current) > 0; round++ {
		links, err := seek(ctx, s.store, "link_spans", keys(current), linkSpan)
		if err != nil {
			return nil, err
		}
		next := map[Point][]Point{}
		for at, climbers := range current {
			parent := s.parent(links, at)
			if parent == 0 {
				continue
			}
			up := Point{Item: parent, At: at.At}
			for _, p := range climbers {
				t := traces[p]
				t.Chain = append(t.Chain, parent)
				traces[p], tops[p] = t, up
			}
			next[up] = append(next[up], climbers...)
		}
		current = next
	}
	return traces, s.speak(ctx, traces, tops)
}

func (s *Service) parent(links map[Point]span[link], at Point) model.ItemID {
	if l, known := links[at]; known {
		return l.value.of(at.Item)
	}
	parent, _ := s.formula(at.Item)
	return parent
}

// speak fills in what the outermost containers say of their contents.
func (s *Service) speak(ctx context.Context, traces map[Point]Trace, tops map[Point]Point) error {
	asked := make(map[Point]bool, len(tops))
	for _, top := range tops {
		asked[top] = true
	}
	holders, err := seek(ctx, s.store, "holder_spans", keys(asked), holderSpan)
	if err != nil {
		return err
	}
	assignments, err := seek(ctx, s.store, "assignment_spans", keys(asked), assignmentSpan)
	if err != nil {
		return err
	}
	for p, top := range tops {
		t := traces[p]
		if h, known := holders[top]; known {
			t.Known, t.Holder, t.InTransit = true, h.value.org, h.value.inTransit
		}
		t.Assigned = assignments[top].value
		traces[p] = t
	}
	return nil
}

// TraceAt answers for one item.
func (s *Service) TraceAt(ctx context.Context, item model.ItemID, at time.Time) (Trace, error) {
	p := Point{Item: item, At: at}
	traces, err := s.Traces(ctx, []Point{p})
	return traces[p], err
}

func keys[V any](m map[Point]V) []Point {
	all := make([]Point, 0, len(m))
	for p := range m {
		all = append(all, p)
	}
	return all
}
