package custody

import "channelrouter/model"

// thing is one item on its own: what it is in, and what was last said of it.
type thing struct {
	parent model.ItemID
	own    fate
}

// fate is what an item's outermost container says of it.
type fate struct {
	holding holding
	known   bool
	meant   intent
}

// things follows every item by itself through a log: what the rules of custody mean,
// without ranges, spans or history.
type things map[model.ItemID]thing

func newThings() things {
	all := things{}
	for _, i := range allPaper() {
		parent, _ := paperFormula(i)
		all[i] = thing{parent: parent}
	}
	return all
}

func (w things) fate(i model.ItemID) fate {
	for w[i].parent != 0 {
		i = w[i].parent
	}
	return w[i].own
}

// happen lets an event happen to each of its items where it can, and tells whether it
// could everywhere.
func (w things) happen(e step) bool {
	everywhere := true
	for _, r := range e.ranges {
		for i := r.FromItem; i < r.ToItem; i++ {
			into := linkOf(r).of(i)
			if !w.may(e, i, into) {
				everywhere = false
				continue
			}
			w.do(e, i, into)
		}
	}
	return everywhere
}

func (w things) may(e step, i, into model.ItemID) bool {
	f, loose := w.fate(i), w[i].parent == 0
	exists := f.holding != holding{}
	switch e.Kind {
	case model.Commission:
		return loose && !f.known
	case model.Pack:
		c, standsAlone := w.fate(into), w[into].parent == 0
		hasGoods := !f.known || f.holding.org == e.FromOrg
		hasContainer := c.holding.org == e.FromOrg && c.meant == f.meant
		return loose && hasGoods && (hasContainer || !c.known && standsAlone)
	case model.Unpack:
		return !loose && f.holding.org == e.FromOrg
	case model.Receive:
		return exists && (f.holding.inTransit != 0 || f.meant.org != 0 || f.holding.lost != 0)
	case model.Transfer:
		return exists && f.holding.lost == 0 && f.meant.org == e.FromOrg
	default:
		return f.holding.org == e.FromOrg
	}
}

func (w things) do(e step, i, into model.ItemID) {
	f := w.fate(i)
	if e.Kind == model.Pack {
		if c := w.fate(into); !c.known {
			w[into] = thing{own: fate{holding: holding{org: e.FromOrg}, known: true, meant: f.meant}}
		}
		w[i] = thing{parent: into, own: w[i].own}
		return
	}
	f.known = true
	switch e.Kind {
	case model.Ship:
		f.holding = holding{inTransit: e.ToOrg}
	case model.Destroy:
		f.holding = lostBy(e.Loss)
	case model.Unpack:
	case model.Designate:
		f.meant.use = use(e.For)
	default:
		f.holding = holding{org: e.ToOrg}
	}
	if e.Reassigns {
		f.meant.org = e.Assignee
	}
	w[i] = thing{own: f}
}
