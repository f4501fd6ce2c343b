package custody

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"channelrouter/model"
)

// Lines that were off-line tell in any order, and may contradict each other: two cases are said
// to hold one cap, or one case is said to be filled twice. What stands is a matter of when it
// was packed, and not of who told first: a container holds what its earliest capture says, and
// an item is in the container of the earliest capture that speaks of it and whose container
// that is. What a line says and does not stand is kept: it may stand yet, once what it lost to
// turns out to be no more. Pairs have no time, and come before all captures.

// source is who says where items are, as far as it decides whether that stands.
type source struct {
	at   time.Time // zero of a pair
	line string
}

// compare orders sources; none but captures of one line at one moment, and pairs, are equal.
func (s source) compare(o source) int {
	return cmp.Or(s.at.Compare(o.at), cmp.Compare(s.line, o.line))
}

// pair tells that it is about bottles and their caps.
func (s source) pair() bool { return s.at.IsZero() }

// said is that an item went into a container. New is what is being told; else, by which event
// it was.
type said struct {
	item, container model.ItemID
	source
	event model.EventID
	new   bool
}

// owner is who has filled a container.
type owner struct {
	source
	event model.EventID
	later int32 // as its row of contents says
	new   bool
	base  model.ItemID // that of one of its items' batch
}

// says tells whether it is this one that says something.
func (o owner) says(s said) bool { return o.compare(s.source) == 0 }

// dispute is what is being told, and all that was told before of the same items and containers.
type dispute struct {
	source
	packs  []Packed
	owners map[model.ItemID]owner
	holds  map[model.ItemID][]model.ItemID
	homes  map[model.ItemID]model.ItemID
	rivals map[model.ItemID][]said // by item
	rows   []model.ScatteredContents
}

func newDispute(from source, packs []Packed) *dispute {
	return &dispute{source: from, packs: packs, owners: map[model.ItemID]owner{}, holds: map[model.ItemID][]model.ItemID{}}
}

// refusesPairs refuses pairs that contradict a pair: nothing says which of them is true, and
// what was won of a bottle is not to be won of another by the same cap.
func (d *dispute) refusesPairs() error {
	for _, pack := range d.packs {
		cap := pack.Items[0]
		if home := d.homes[cap]; home != 0 && home != pack.Container && d.owners[home].pair() {
			return ErrAlreadyPacked.With("%s closes %s", cap, home)
		}
		if o, filled := d.owners[pack.Container]; filled && o.pair() && d.homes[cap] != pack.Container {
			return ErrAlreadyPacked.With("%s is closed by another cap", pack.Container)
		}
	}
	return nil
}

// settled is what follows from a dispute, as far as it is new.
type settled struct {
	owners  map[model.ItemID]owner          // of containers whose row changes
	holds   map[model.ItemID][]model.ItemID // what they hold from now on
	homes   map[model.ItemID]model.ItemID   // of items that have moved; 0 of what is in none
	rivals  []said                          // what does not stand
	dropped []said                          // what stands after all, or is said by an earlier one
	lost    int                             // items of what is being told that are not where it says
}

// changes tells whether there is anything new in it.
func (s settled) changes() bool {
	return len(s.owners)+len(s.homes)+len(s.rivals)+len(s.dropped) > 0
}

// settle decides what stands. It is pure, and the same whatever was told first.
func (d *dispute) settle() settled {
	owners := d.newOwners()
	result := settled{owners: map[model.ItemID]owner{}, holds: map[model.ItemID][]model.ItemID{}, homes: map[model.ItemID]model.ItemID{}}
	for container, o := range owners {
		if o.new {
			result.owners[container] = o
		}
	}
	all := d.all()
	for _, item := range slices.Sorted(maps.Keys(all)) {
		stands := winner(all[item], owners)
		if before := d.homes[item]; before != stands.container {
			result.homes[item] = stands.container
			for _, container := range []model.ItemID{before, stands.container} {
				if container != 0 {
					result.owners[container] = owners[container]
				}
			}
		}
		d.keep(all[item], stands, &result)
	}
	d.refill(&result)
	return result
}

// newOwners is who has filled containers once what is being told is told.
func (d *dispute) newOwners() map[model.ItemID]owner {
	owners := maps.Clone(d.owners)
	for _, pack := range d.packs {
		if o, filled := owners[pack.Container]; !filled || d.compare(o.source) < 0 {
			owners[pack.Container] = owner{source: d.source, new: true, base: pack.base}
		}
	}
	return owners
}

// all is what is said of each item that may move, of each container by the earliest who says so.
func (d *dispute) all() map[model.ItemID][]said {
	all := map[model.ItemID][]said{}
	add := func(s said) {
		at := slices.IndexFunc(all[s.item], func(o said) bool { return o.container == s.container })
		switch {
		case at < 0:
			all[s.item] = append(all[s.item], s)
		case s.compare(all[s.item][at].source) < 0:
			all[s.item][at] = s
		}
	}
	for item, home := range d.homes {
		if home != 0 {
			o := d.owners[home]
			add(said{item: item, container: home, source: o.source, event: o.event})
		}
	}
	for _, rivals := range d.rivals {
		for _, r := range rivals {
			add(r)
		}
	}
	for _, pack := range d.packs {
		for _, item := range pack.Items {
			add(said{item: item, container: pack.Container, source: d.source, new: true})
		}
	}
	return all
}

// winner is what stands of what is said of an item: by who fills the container, the earliest.
// The zero said when nothing does.
func winner(all []said, owners map[model.ItemID]owner) said {
	var stands said
	for _, s := range all {
		if !owners[s.container].says(s) {
			continue
		}
		if stands.container == 0 || cmp.Or(s.compare(stands.source), cmp.Compare(s.container, stands.container)) < 0 {
			stands = s
		}
	}
	return stands
}

// keep notes what of the things said of an item is to be kept besides what stands, and counts
// what is lost.
func (d *dispute) keep(all []said, stands said, result *settled) {
	for _, s := range all {
		stored := slices.IndexFunc(d.rivals[s.item], func(r said) bool { return r.container == s.container })
		switch {
		case s.container == stands.container:
			if stored >= 0 {
				result.dropped = append(result.dropped, d.rivals[s.item][stored])
			}
			continue
		case stored < 0:
			result.rivals = append(result.rivals, s)
		case s.compare(d.rivals[s.item][stored].source) < 0:
			result.dropped = append(result.dropped, d.rivals[s.item][stored])
			result.rivals = append(result.rivals, s)
		}
		if d.tells(s) {
			result.lost++
		}
	}
}

// tells tells whether what is being told says so, too.
func (d *dispute) tells(s said) bool {
	return slices.ContainsFunc(d.packs, func(p Packed) bool {
		return p.Container == s.container && slices.Contains(p.Items, s.item)
	})
}

// refill says what the containers hold whose row changes.
func (d *dispute) refill(result *settled) {
	for container := range result.owners {
		for _, item := range d.holds[container] {
			if _, moved := result.homes[item]; !moved {
				result.holds[container] = append(result.holds[container], item)
			}
		}
	}
	for _, item := range slices.Sorted(maps.Keys(result.homes)) {
		if home := result.homes[item]; home != 0 {
			result.holds[home] = append(result.holds[home], item)
		}
	}
}
