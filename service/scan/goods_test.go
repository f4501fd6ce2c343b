package scan_test

import (
	"slices"
	"time"

	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// thing is one item by itself: what it is in, and what was last said of it.
type thing struct {
	parent                    model.ItemID
	holder, towards, assigned model.OrgID
	known                     bool
}

// goods follows every item of a batch by itself: what custody means, without ranges,
// spans or history.
type goods struct {
	brand        model.OrgID
	distributors []model.OrgID
	things       map[model.ItemID]thing
}

// goodsAt is the goods of a batch as the facts of a log, each about one item, left them
// at a time.
func (b *book) goodsAt(t time.Time) goods {
	g := goods{brand: b.brand, distributors: b.distributors, things: map[model.ItemID]thing{}}
	for _, l := range b.batch.Levels {
		for i := l.From; i < l.To; i++ {
			parent, _ := b.batch.Parent(i)
			g.things[i] = thing{parent: parent}
		}
	}
	log := slices.Clone(b.log)
	slices.SortStableFunc(log, func(a, b custody.Command) int { return a.At.Compare(b.At) })
	for _, fact := range log {
		if !fact.At.After(t) {
			g.happen(fact)
		}
	}
	return g
}

// in is the container of a level that an item is in, itself included, or 0.
func (g goods) in(i model.ItemID, level model.Level) model.ItemID {
	for i != 0 && i.Level() != level {
		i = g.things[i].parent
	}
	return i
}

// speaker is the outermost container, whose fate its contents share.
func (g goods) speaker(i model.ItemID) thing {
	for g.things[i].parent != 0 {
		i = g.things[i].parent
	}
	return g.things[i]
}

// unitsIn is the sellable units of an item.
func (g goods) unitsIn(i model.ItemID, b *code.Batch) []model.ItemID {
	var units []model.ItemID
	unit := b.Level(model.LevelUnit)
	for u := unit.From; u < unit.To; u++ {
		if g.in(u, i.Level()) == i {
			units = append(units, u)
		}
	}
	return units
}

// happen lets a fact happen to its item, if it can.
func (g goods) happen(c custody.Command) {
	i, into := c.Goods[0].Items.From, c.Goods[0].Parent
	fate, inside := g.speaker(i), g.things[i].parent != 0
	if !g.may(c, fate, inside, into) {
		return
	}
	if c.Kind == model.Pack {
		me := g.things[i]
		me.parent = into
		g.things[i] = me
		return
	}
	me := thing{holder: c.To, assigned: fate.assigned, known: true}
	switch {
	case c.Kind == model.Unpack:
		me.holder = c.From
	case c.Kind == model.Ship:
		me.holder, me.towards = 0, c.To
		if c.From == g.brand && slices.Contains(g.distributors, c.To) {
			me.assigned = c.To
		}
	case c.Kind == model.Transfer:
		me.assigned = c.To
	case c.Kind == model.Return && c.To == g.brand:
		me.assigned = 0
	}
	g.things[i] = me
}

func (g goods) may(c custody.Command, fate thing, inside bool, into model.ItemID) bool {
	somewhere := fate.holder != 0 || fate.towards != 0
	switch c.Kind {
	case model.Commission:
		return !inside && !fate.known
	case model.Receive: // what came down the channel
		return fate.towards != 0 || somewhere && fate.assigned != 0
	case model.Transfer:
		return somewhere && fate.assigned == c.From
	case model.Unpack:
		return inside && fate.holder == c.From
	case model.Pack:
		box := g.speaker(into)
		return !inside && fate.holder == c.From && box.holder == c.From && box.assigned == fate.assigned
	default:
		return fate.holder == c.From
	}
}
