package visibility

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"channelrouter/model"
	"channelrouter/service/custody"
)

// mostNames is how many identifiers an EPCIS event has at most, so that readers can hold it.
const mostNames = 1000

// run is goods that a custody event tells of in one way: by themselves, or as what went into
// containers or came out of them. It is cut into parts by arithmetic. Pure.
type run struct {
	saying saying
	items  []model.ItemRange // in the order of the containers
	into   model.ItemRange   // the containers; empty: the goods are by themselves
	per    int64             // how many items into each container in turn
	filled bool              // what is in the containers lies in no order, and has to be asked for
}

// part is what one EPCIS event names: a thousand items at most, of one container.
type part struct {
	n      int64 // its number in the run; numbers grow, with gaps
	parent model.ItemID
	items  []model.ItemRange
}

// interval is part numbers from up to, and without, to.
type interval struct{ from, to int64 }

// whole is the numbers of all parts of a run.
func (r run) whole() interval { return interval{0, r.number(r.len()-1) + 1} }

func (r run) len() (n int64) {
	for _, items := range r.items {
		n += items.Len()
	}
	return n
}

// each is how many parts a full container has.
func (r run) each() int64 { return (r.per + mostNames - 1) / mostNames }

// number is the part of the item at a position.
func (r run) number(position int64) int64 {
	return position/r.per*r.each() + position%r.per/mostNames
}

// part is the part of a number.
func (r run) part(n int64) part {
	container := n / r.each()
	from := container*r.per + n%r.each()*mostNames
	p := part{n: n, items: r.cut(from, min(from+mostNames, (container+1)*r.per))}
	if r.into.From < r.into.To {
		p.parent = r.into.From + model.ItemID(container)
	}
	return p
}

// cut is the items at positions from up to to, as far as there are any.
func (r run) cut(from, to int64) (cut []model.ItemRange) {
	for _, items := range r.items {
		mine := model.ItemRange{From: items.From + model.ItemID(max(from, 0)), To: items.From + model.ItemID(min(to, items.Len()))}
		if mine.From < mine.To {
			cut = append(cut, mine)
		}
		from, to = from-items.Len(), to-items.Len()
		if to <= 0 {
			break
		}
	}
	return cut
}

// wish is the objects that an event is to name one of.
type wish struct {
	items   []model.ItemRange // as object or child; sorted, disjoint
	parents []model.ItemRange // as container
	around  []model.ItemRange // the containers that something of it lies in, in no order
}

// granted lists the parts of a run that fulfil all wishes, which is all parts without a wish.
func (r run) granted(wishes []wish) []interval {
	all := []interval{r.whole()}
	for _, w := range wishes {
		all = shared(all, r.named(w))
	}
	return all
}

// named lists the parts of a run that name what a wish is for.
func (r run) named(w wish) []interval {
	var all []interval
	before := int64(0)
	for _, items := range r.items {
		for _, mine := range items.Within(w.items) {
			at := before + int64(mine.From-items.From)
			all = append(all, interval{r.number(at), r.number(at+mine.Len()-1) + 1})
		}
		before += items.Len()
	}
	for _, mine := range r.into.Within(w.parents) {
		all = append(all, interval{int64(mine.From-r.into.From) * r.each(), int64(mine.To-r.into.From) * r.each()})
	}
	return joined(all)
}

// parts goes through the parts, from a number on, that fulfil wishes.
func (r run) parts(first int64, wishes []wish) iter.Seq[part] {
	return func(yield func(part) bool) {
		for _, i := range r.granted(wishes) {
			for n := max(i.from, first); n < i.to; n++ {
				if !yield(r.part(n)) {
					return
				}
			}
		}
	}
}

// filledParts is how many numbers the parts of a container have whose contents lie in no order:
// it holds ten thousand items at most.
const filledParts = 16

// lookInto is the containers of a filled run in which parts may be, from a number on, that
// fulfil wishes.
func (r run) lookInto(first int64, wishes []wish) []model.ItemRange {
	wanted := []model.ItemRange{{From: r.into.From + model.ItemID(first/filledParts), To: r.into.To}}
	for _, w := range wishes {
		var left []model.ItemRange
		for _, containers := range wanted {
			left = append(left, containers.Within(w.around)...)
		}
		wanted = left
	}
	return wanted
}

// partsFilled is parts for what lies in some containers of a filled run.
func (r run) partsFilled(inside map[model.ItemID][]model.ItemID, first int64, wishes []wish) iter.Seq[part] {
	return func(yield func(part) bool) {
		for _, container := range slices.Sorted(maps.Keys(inside)) {
			one := run{into: model.One(container), per: int64(len(inside[container]))}
			for _, item := range inside[container] {
				one.items = append(one.items, model.One(item))
			}
			numbers := int64(container-r.into.From) * filledParts
			for p := range one.parts(first-numbers, wishes) {
				if p.n += numbers; !yield(p) {
					return
				}
			}
		}
	}
}

// joined sorts intervals and makes one of those that touch.
func joined(all []interval) []interval {
	slices.SortFunc(all, func(a, b interval) int { return cmp.Compare(a.from, b.from) })
	wide := all[:0]
	for _, i := range all {
		if n := len(wide); n > 0 && i.from <= wide[n-1].to {
			wide[n-1].to = max(wide[n-1].to, i.to)
			continue
		}
		wide = append(wide, i)
	}
	return wide
}

// shared is what two lists of intervals, sorted and disjoint, have in common.
func shared(a, b []interval) (both []interval) {
	for len(a) > 0 && len(b) > 0 {
		if i := (interval{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}); i.from < i.to {
			both = append(both, i)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// runsInto makes runs of contents. Contents of one container that follow each other are one run.
func runsInto(packed []custody.Contents) (runs []run) {
	for _, p := range packed {
		r := run{items: []model.ItemRange{p.Items}, into: p.Into, per: p.PerParent}
		if n := len(runs); n > 0 && runs[n-1].into.To-1 == r.into.From {
			runs = append(runs[:n-1], runs[n-1].splitLast()...)
			last, first := &runs[len(runs)-1], r.cut(0, r.per)
			last.items = append(last.items, first...)
			last.per = last.len()
			if r = r.rest(); r.into.From == r.into.To {
				continue
			}
		}
		runs = append(runs, r)
	}
	return runs
}

// splitLast makes the last container of a run a run by itself.
func (r run) splitLast() []run {
	containers := r.into.Len()
	if containers == 1 {
		return []run{r}
	}
	last := r
	r.into.To--
	last.into.From = r.into.To
	r.items, last.items = r.cut(0, (containers-1)*r.per), r.cut((containers-1)*r.per, r.len())
	return []run{r, last}
}

// rest is a run without its first container.
func (r run) rest() run {
	r.items = r.cut(r.per, r.len())
	r.into.From++
	return r
}
