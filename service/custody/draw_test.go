package custody

import (
	"fmt"

	"pgregory.net/rapid"

	"channelrouter/model"
)

var allKinds = []model.CustodyKind{
	model.Commission, model.Pack, model.Unpack, model.Ship, model.Receive, model.Return, model.Transfer, model.Destroy, model.Designate,
}

// PaperEvents is the longest log that DrawLog draws; it fits into as many minutes.
const PaperEvents = 14

// DrawLog draws a log of off-line events on the paper goods, in order of time. Most of
// them could have happened, because the drawer looks at what the goods have become.
func DrawLog(t *rapid.T) []Command {
	d := drawer{t: t, now: newThings()}
	d.add(model.Commission, Goods{Items: PaperItems(true, model.LevelPallet)})
	for n := rapid.IntRange(3, PaperEvents-1).Draw(t, "events"); n > 0; n-- {
		kind := rapid.SampledFrom(allKinds).Draw(t, "kind")
		goods := []Goods{d.goods(kind)}
		if rapid.Bool().Draw(t, "two runs") {
			if more := d.goods(kind); !more.Items.Overlaps(goods[0].Items) {
				goods = append(goods, more)
			}
		}
		d.minute += rapid.IntRange(0, 1).Draw(t, "minutes")
		d.add(kind, goods...)
	}
	return d.log
}

// drawer draws events one after the other, and follows them.
type drawer struct {
	t      *rapid.T
	now    things
	minute int
	log    []Command
}

func (d *drawer) add(kind model.CustodyKind, goods ...Goods) {
	c := Command{
		Key: fmt.Sprintf("paper-%02d", len(d.log)), Kind: kind, Goods: goods,
		At: PaperMinute(d.minute), Offline: true,
	}
	if needs[kind].from {
		c.From = d.from(kind, goods[0].Items.From)
	}
	if needs[kind].to {
		c.To = d.to(kind)
	}
	if kind == model.Destroy {
		c.Loss = rapid.SampledFrom([]model.Loss{model.LossUnsaid, model.LossMissing, model.LossStolen}).Draw(d.t, "loss")
	}
	if kind == model.Designate {
		c.For = rapid.SampledFrom([]model.Designation{model.ForSale, model.ForTrial, model.ForGift}).Draw(d.t, "for")
	}
	d.now.happen(stepOf(c, 0))
	d.log = append(d.log, c)
}

// from is most often who may do it.
func (d *drawer) from(kind model.CustodyKind, item model.ItemID) model.OrgID {
	able := d.now.fate(item).holding.org
	orgs := []model.OrgID{PaperBrand, PaperD1, PaperD2, PaperShop}
	switch {
	case kind == model.Transfer:
		able, orgs = d.now.fate(item).meant.org, []model.OrgID{PaperD1, PaperD2}
	case able == 0 && kind == model.Pack:
		able = PaperBrand
	}
	if able != 0 && rapid.IntRange(0, 9).Draw(d.t, "honest") > 0 {
		return able
	}
	return rapid.SampledFrom(orgs).Draw(d.t, "from")
}

func (d *drawer) to(kind model.CustodyKind) model.OrgID {
	switch kind {
	case model.Commission, model.Return:
		return PaperBrand
	case model.Transfer:
		return rapid.SampledFrom([]model.OrgID{PaperD1, PaperD2}).Draw(d.t, "to")
	default:
		return rapid.SampledFrom([]model.OrgID{PaperD1, PaperD2, PaperShop, PaperBrand}).Draw(d.t, "to")
	}
}

// goods is a run of one level of one batch; for a pack, with the containers of another
// level, mostly empty ones of the line's batch.
func (d *drawer) goods(kind model.CustodyKind) Goods {
	top := len(PaperLevels) - 1
	if kind == model.Pack {
		top--
	}
	level := rapid.IntRange(0, top).Draw(d.t, "level")
	preLinked := rapid.IntRange(0, 2).Draw(d.t, "pre-linked") == 0
	g := Goods{Items: d.run(PaperItems(preLinked, PaperLevels[level]))}
	if kind != model.Pack {
		return g
	}
	above := PaperLevels[rapid.IntRange(level+1, len(PaperLevels)-1).Draw(d.t, "into level")]
	containers := PaperItems(rapid.IntRange(0, 4).Draw(d.t, "into pre-linked") == 0, above)
	g.PerParent = int64(rapid.IntRange(1, 3).Draw(d.t, "per parent"))
	g.Parent = d.run(containers).From
	room := (int64(containers.To) - int64(g.Parent)) * g.PerParent
	g.Items.To = min(g.Items.To, g.Items.From+model.ItemID(room))
	return g
}

func (d *drawer) run(r model.ItemRange) model.ItemRange {
	from := rapid.Int64Range(0, r.Len()-1).Draw(d.t, "first")
	n := rapid.Int64Range(1, r.Len()-from).Draw(d.t, "number")
	return model.ItemRange{From: r.From + model.ItemID(from), To: r.From + model.ItemID(from+n)}
}
