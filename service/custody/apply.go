package custody

import "channelrouter/model"

// apply folds one event into the state, item by item: where its precondition holds it
// takes effect, and the first reason why it does not elsewhere is returned. Events must
// come in order of event time. That it works by item makes folding a part of the goods
// the same as folding all of them.
func (s *state) apply(e step) error {
	var refused error
	for _, r := range e.ranges {
		for _, h := range s.heldAt(model.ItemRange{From: r.FromItem, To: r.ToItem}, e.EventTime) {
			err := precondition(e, h)
			switch {
			case err != nil:
			case e.Kind == model.Pack && r.Parent == 0:
				s.fill(e, h)
			case e.Kind == model.Pack:
				err = s.pack(e, linkOf(r), h)
			default:
				s.effect(e, h)
			}
			if refused == nil {
				refused = err
			}
		}
	}
	return refused
}

// takes folds one event into the state, and tells whether it takes effect for all its goods.
func (s *state) takes(e step) bool { return s.apply(e) == nil }

// precondition is the rule of each kind of event for goods as they are. Pure.
func precondition(e step, h held) error {
	switch e.Kind {
	case model.Commission:
		if h.known || h.parent != 0 {
			return ErrAlreadyCommissioned.With("%s", h.items.From)
		}
	case model.Pack:
		if h.parent != 0 {
			return ErrAlreadyPacked.With("%s is in %s", h.items.From, h.parent)
		}
		if h.known && h.holding.org != e.FromOrg {
			return ErrNotHeld.With("%s", h.items.From)
		}
	case model.Unpack:
		if h.parent == 0 {
			return ErrNotPacked.With("%s", h.items.From)
		}
		if h.holding.org != e.FromOrg {
			return ErrNotHeld.With("%s", h.items.From)
		}
	case model.Ship, model.Return, model.Destroy, model.Designate:
		if h.holding.org != e.FromOrg {
			return ErrNotHeld.With("%s", h.items.From)
		}
	case model.Receive:
		if !receivable(h.holding, h.meant) {
			return ErrNotShipped.With("%s", h.items.From)
		}
	case model.Transfer:
		if h.holding == lostBy(h.holding.lost) || h.meant.org != e.FromOrg {
			return ErrNotAssigned.With("%s", h.items.From)
		}
	}
	return nil
}

// receivable: whoever has goods in hand that came down the channel may say so, expected or
// not: it is evidence; and so may who finds what was lost. What nobody was ever sent has not
// come from anywhere.
func receivable(h holding, meant intent) bool {
	return h != (holding{}) && (h.inTransit != 0 || meant.org != 0 || h.lost != 0)
}

// mayHold is the rule for the container that goods are packed into. Packing changes
// what nothing is meant for, so a container holds the goods of one distributor and one use.
func mayHold(e step, container, goods held) error {
	switch {
	case container.known && container.holding.org != e.FromOrg, !container.known && container.parent != 0:
		return ErrNotHeld.With("container %s", container.items.From)
	case container.known && container.meant != goods.meant:
		return ErrMixed.With("%s into %s", goods.items.From, container.items.From)
	}
	return nil
}

// pack puts loose goods that are alike into containers, which come into being when
// they are filled.
func (s *state) pack(e step, l link, goods held) error {
	var refused error
	for _, c := range s.heldAt(l.containers(goods.items), e.EventTime) {
		if err := mayHold(e, c, goods); err != nil {
			if refused == nil {
				refused = err
			}
			continue
		}
		s.links.set(l.inside(c.items).Intersect(goods.items), e.EventTime, l, e.ID)
		if !c.known {
			s.holders.set(c.items, e.EventTime, holding{org: e.FromOrg}, e.ID)
			if goods.meant != (intent{}) {
				s.assignments.set(c.items, e.EventTime, goods.meant, e.ID)
			}
		}
	}
	return refused
}

// fill has containers come into being that hold scattered items.
func (s *state) fill(e step, containers held) {
	if !containers.known {
		s.holders.set(containers.items, e.EventTime, holding{org: e.FromOrg}, e.ID)
	}
}

// effect is what an event other than a pack changes for items.
func (s *state) effect(e step, goods held) {
	t, items, meant := e.EventTime, goods.items, goods.meant
	s.takeOut(items, t, e.ID)
	switch e.Kind {
	case model.Ship:
		s.holders.set(items, t, holding{inTransit: e.ToOrg}, e.ID)
	case model.Commission, model.Receive, model.Return, model.Transfer:
		s.holders.set(items, t, holding{org: e.ToOrg}, e.ID)
	case model.Destroy:
		s.holders.set(items, t, lostBy(e.Loss), e.ID)
	}
	if e.Reassigns {
		meant.org = e.Assignee
	}
	if e.Kind == model.Designate {
		meant.use = use(e.For)
	}
	if e.Reassigns || e.Kind == model.Designate {
		s.assignments.set(items, t, meant, e.ID)
	}
}

// use is a designation as an intent holds it.
func use(d model.Designation) model.Designation {
	if d == model.ForSale {
		return 0
	}
	return d
}
