package custody

import (
	"time"

	"channelrouter/model"
)

// link says that an item is inside container parent + (item-base)/perParent.
// Parent 0: it is loose.
type link struct {
	parent, base model.ItemID
	perParent    int64
}

// holding says who has the goods: org, or inTransit who they are on the way to, or why nobody
// knows where they are. The zero value is nobody: destroyed, or not yet come into being.
type holding struct {
	org, inTransit model.OrgID
	lost           model.Loss
}

// lostBy is how goods are held that a loss took: what is missing or stolen may be found again.
func lostBy(l model.Loss) holding {
	if l == model.LossMissing || l == model.LossStolen {
		return holding{lost: l}
	}
	return holding{}
}

// intent is whom goods are meant for, and for what use. The zero value is nobody, for sale.
type intent struct {
	org model.OrgID
	use model.Designation // never ForSale: that is 0
}

// formula answers which container a pre-linked batch packs an item into, 0 for none,
// and where the run of items ends of which the same is true.
type formula func(model.ItemID) (parent, end model.ItemID)

// rule is how items are packed from one on where nothing is told of them, and where that ends.
type rule func(model.ItemID) (l link, end model.ItemID)

// formula is a rule, item by item.
func (r rule) formula(item model.ItemID) (parent, end model.ItemID) {
	l, end := r(item)
	if l.parent == 0 {
		return 0, end
	}
	parent = l.of(item)
	return parent, min(end, l.inside(model.One(parent)).To)
}

// state is what a part of the event log amounts to. Pure: it knows no database.
type state struct {
	formula     formula
	links       timeline[link]
	holders     timeline[holding]
	assignments timeline[intent]
}

// step is one event, clipped to the goods a state is about.
type step struct {
	model.CustodyEvent
	ranges []model.CustodyEventRange
	// scattered is what a line has packed with it in no order, and is not stored yet.
	scattered []Packed
}

// forget drops everything about goods.
func (s *state) forget(goods []model.ItemRange) {
	for _, r := range goods {
		s.links.drop(r)
		s.holders.drop(r)
		s.assignments.drop(r)
	}
}

// latest is when anything of goods changed last; zero when nothing is known of them.
func (s *state) latest(goods []model.ItemRange) time.Time {
	var latest time.Time
	for _, r := range goods {
		for _, t := range []time.Time{s.links.latest(r), s.holders.latest(r), s.assignments.latest(r)} {
			if t.After(latest) {
				latest = t
			}
		}
	}
	return latest
}

// linkOf is what a range of a pack says.
func linkOf(r model.CustodyEventRange) link {
	return link{parent: r.Parent, base: r.FromItem, perParent: r.PerParent}
}

// parentAt is the container an item was in at t, or 0.
func (s *state) parentAt(item model.ItemID, t time.Time) model.ItemID {
	if l, known := s.links.at(item, t); known {
		return l.of(item)
	}
	parent, _ := s.formula(item)
	return parent
}

// of is the container of an item.
func (l link) of(item model.ItemID) model.ItemID {
	if l.parent == 0 {
		return 0
	}
	return l.parent + (item-l.base)/model.ItemID(l.perParent)
}

// inside is the items that go into a run of containers.
func (l link) inside(containers model.ItemRange) model.ItemRange {
	per := model.ItemID(l.perParent)
	return model.ItemRange{From: l.base + (containers.From-l.parent)*per, To: l.base + (containers.To-l.parent)*per}
}

// containers is what a run of items goes into.
func (l link) containers(items model.ItemRange) model.ItemRange {
	return model.ItemRange{From: l.of(items.From), To: l.of(items.To-1) + 1}
}

// outermost is the container that speaks for an item at t: its custody is theirs.
func (s *state) outermost(item model.ItemID, t time.Time) model.ItemID {
	for range model.MaxLevels {
		parent := s.parentAt(item, t)
		if parent == 0 {
			break
		}
		item = parent
	}
	return item
}

// contents is a run of items inside one container; parent 0: loose.
type contents struct {
	items  model.ItemRange
	parent model.ItemID
}

// byParent cuts r by the containers its items are in at t.
func (s *state) byParent(r model.ItemRange, t time.Time) []contents {
	var all []contents
	for _, p := range s.links.pieces(r, t) {
		for next := p.items.From; next < p.items.To; {
			c := contents{items: model.ItemRange{From: next, To: p.items.To}}
			switch {
			case !p.known:
				var end model.ItemID
				c.parent, end = s.formula(next)
				c.items.To = min(end, p.items.To)
			case p.value.parent != 0:
				c.parent = p.value.of(next)
				c.items.To = min(p.value.inside(model.One(c.parent)).To, p.items.To)
			}
			all = append(all, c)
			next = c.items.To
		}
	}
	return all
}

// held is a run of items with one holder and assignment, as of a moment.
type held struct {
	items   model.ItemRange
	holding holding
	known   bool // there is a holding at all
	meant   intent
	parent  model.ItemID // 0: loose
}

// heldAt cuts r by who holds it, and for whom it is meant, at t.
func (s *state) heldAt(r model.ItemRange, t time.Time) []held {
	var all []held
	for _, c := range s.byParent(r, t) {
		if c.parent == 0 {
			for _, p := range s.holders.pieces(c.items, t) {
				for _, a := range s.assignments.pieces(p.items, t) {
					all = append(all, held{items: a.items, holding: p.value, known: p.known, meant: a.value})
				}
			}
			continue
		}
		top := s.outermost(c.parent, t)
		h := held{items: c.items, parent: c.parent}
		h.holding, h.known = s.holders.at(top, t)
		h.meant, _ = s.assignments.at(top, t)
		all = append(all, h)
	}
	return all
}

// takeOut gives items of r that are inside a container their own copy of its holder
// and assignment, and makes them loose.
func (s *state) takeOut(r model.ItemRange, t time.Time, event model.EventID) {
	for _, h := range s.heldAt(r, t) {
		if h.parent == 0 {
			continue
		}
		s.links.set(h.items, t, link{}, event)
		if h.known {
			s.holders.set(h.items, t, h.holding, event)
		}
		s.assignments.set(h.items, t, h.meant, event)
	}
}
