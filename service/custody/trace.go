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
	// Held asks for the holder, too, which matching does without.
	Held bool
	// Cleared asks by which event goods are meant for nobody: in whatever order facts came, it is
	// one of those that say so.
	Cleared bool
}

// Trace is the answer: the containers it was in, from the item outwards, for which
// distributor and use it was meant and, if that was asked, who held it, who it was on the way
// to or that it was lost.
type Trace struct {
	Chain     []model.ItemID
	Known     bool // goods of this kind had come into being
	Assigned  model.OrgID
	By        model.EventID     // by which they were assigned: a shipment, mostly; of who went back, where that is asked, the return
	For       model.Designation // 0: for sale
	Holder    model.OrgID
	InTransit model.OrgID
	Lost      model.Loss // why nobody knows where it is: missing or stolen
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

// NotForSale says what use goods are for that nothing is earned with, and nobody is blamed for:
// "sample" or "gift"; "" when they are for sale. It is stored and shown as a reason.
func (t Trace) NotForSale() string {
	if t.For == 0 {
		return ""
	}
	return DesignationName(t.For)
}

// Traces answers for a set of points with two queries where the goods are packed as their
// batch says, of which the second is for goods that are not remembered (remember.go), and
// two more for each level at which they are packed otherwise, however many points and
// however long their history.
func (s *Service) Traces(ctx context.Context, points []Point) (map[Point]Trace, error) {
	traces, remembered := ctx.Value(memoryKey{}).(map[Point]Trace)
	if !remembered {
		traces = make(map[Point]Trace, len(points))
	}
	climbers := make([]*climber, 0, len(points))
	for _, p := range points {
		if _, known := traces[p]; !known {
			traces[p] = Trace{}
			climbers = append(climbers, &climber{
				from: p, held: p.Held, at: Point{Item: p.Item, At: p.At}, chain: []model.ItemID{p.Item},
			})
		}
	}
	from := make([]model.ItemRange, len(climbers))
	for i, c := range climbers {
		from[i] = model.One(c.from.Item)
	}
	homes, err := s.homes(ctx, from)
	if err != nil {
		return nil, err
	}
	packed := s.formula(homes)
	for len(climbers) > 0 {
		asked := newQuestions()
		for _, c := range climbers {
			c.path = c.by(packed)
			for _, p := range c.path {
				asked.add(linkPart, p)
			}
			top := c.path[len(c.path)-1]
			asked.add(assignmentPart, top)
			if c.held {
				asked.add(holderPart, top)
			}
		}
		answers, err := s.seek(ctx, asked)
		if err != nil {
			return nil, err
		}
		var climbing []*climber
		for _, c := range climbers {
			if !c.climb(answers) {
				climbing = append(climbing, c)
				continue
			}
			t := c.trace(answers)
			if !t.Known && !c.held { // meant for nobody: have they come into being at all?
				c.held = true
				climbing = append(climbing, c)
			}
			traces[c.from] = t
		}
		climbers = climbing
	}
	return traces, nil
}

type memoryKey struct{}

// Remember makes Traces below ctx ask for each point once, for a few rooms that look at
// the same goods one after the other.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoryKey{}, map[Point]Trace{})
}

// climber goes from an item outwards, as far at a time as the batch's packing reaches.
type climber struct {
	from  Point
	held  bool // the holder is asked for
	chain []model.ItemID
	at    Point   // where it stands
	loose bool    // what it stands on is in nothing
	path  []Point // from there, as the batch says
}

// by is where a climber's goods are by a formula.
func (c *climber) by(packed formula) []Point {
	path := []Point{c.at}
	for at := c.at; !c.loose && len(path) < model.MaxLevels; {
		parent, _ := packed(at.Item)
		if parent == 0 {
			break
		}
		at.Item = parent
		path = append(path, at)
	}
	return path
}

// climb follows the path as long as what is stored agrees with it, and tells whether
// its end is the outermost container.
func (c *climber) climb(answers answers) bool {
	for i, p := range c.path {
		var expected, parent model.ItemID
		if i+1 < len(c.path) {
			expected = c.path[i+1].Item
		}
		parent = expected
		if l, known := answers.links[p]; known && !c.loose {
			parent = l.of(p.Item)
		}
		c.at = p
		if parent == 0 {
			c.loose = true
			return expected == 0
		}
		c.chain = append(c.chain, parent)
		if parent != expected {
			c.at.Item = parent
			// Packing in a circle is refused; a broken table must not hang us.
			return len(c.chain) > model.MaxLevels
		}
	}
	return true
}

// trace is what the outermost container says of its contents.
func (c *climber) trace(answers answers) Trace {
	t := Trace{Chain: c.chain}
	meant := answers.assignments[c.at]
	if t.Assigned, t.For = meant.org, meant.use; t.Assigned != 0 || c.from.Cleared {
		t.By = meant.by
	}
	t.Known = t.Assigned != 0 // by the brand, who had them
	if h, known := answers.holders[c.at]; known {
		t.Known = true
		if c.from.Held {
			t.Holder, t.InTransit, t.Lost = h.org, h.inTransit, h.lost
		}
	}
	return t
}

// TraceAt answers for one item, in full.
func (s *Service) TraceAt(ctx context.Context, item model.ItemID, at time.Time) (Trace, error) {
	p := Point{Item: item, At: at, Held: true}
	traces, err := s.Traces(ctx, []Point{p})
	return traces[p], err
}
