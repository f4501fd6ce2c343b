package custody

import "channelrouter/model"

// pallet is what a line has told of one, sorted by how it is stored.
type pallet struct {
	outermost model.ItemID
	goods     []Goods  // as runs
	scattered []Packed // containers of items that come in no order
	short     int      // containers that hold less than their profile says
}

// packed sorts what a line tells of a pallet. ErrOverfilled where a container holds more
// than its profile says; ErrBadCapture where one is empty, where something is told twice, or
// where they are not all inside one.
func (s *Service) packed(c Captured) (p pallet, err error) {
	inside := map[model.ItemID]bool{}
	for _, pack := range c.Packs {
		if len(pack.Items) == 0 {
			return p, ErrBadCapture.With("nothing in %s", pack.Container)
		}
		switch most := s.holdsAtMost(pack.Container); {
		case len(pack.Items) > mostScattered:
			return p, ErrBadCapture.With("%d in %s", len(pack.Items), pack.Container)
		case most > 0 && len(pack.Items) > most:
			return p, ErrOverfilled.With("%d in %s, of %d", len(pack.Items), pack.Container, most)
		case len(pack.Items) < most:
			p.short++
		}
		ordered := Packed{Container: pack.Container}
		loose := Packed{Container: pack.Container}
		for _, item := range pack.Items {
			if inside[item] {
				return p, ErrBadCapture.With("%s is told twice", item)
			}
			inside[item] = true
			if s.scattered(item) {
				loose.Items = append(loose.Items, item)
				continue
			}
			ordered.Items = append(ordered.Items, item)
		}
		p.goods = append(p.goods, s.packInto(ordered.Items, ordered.Container)...)
		if len(loose.Items) > 0 {
			p.scattered = append(p.scattered, loose)
		}
	}
	for _, pack := range c.Packs {
		if inside[pack.Container] {
			continue
		}
		if p.outermost != 0 {
			return p, ErrBadCapture.With("%s is not inside %s", pack.Container, p.outermost)
		}
		p.outermost = pack.Container
	}
	if p.outermost == 0 {
		return p, ErrBadCapture.With("no container is the outermost")
	}
	if len(p.goods) == 0 { // nothing else says that it has come into being
		p.goods = []Goods{{Items: model.One(p.outermost), Filled: true}}
	}
	return p, nil
}

// holdsAtMost is how many items of the level below a container holds by its profile; 0
// when that says nothing.
func (s *Service) holdsAtMost(container model.ItemID) int {
	b := s.codes.BatchOf(container)
	if b == nil {
		return 0
	}
	for i := 1; i < len(b.Levels); i++ {
		if b.Levels[i].Contains(container) {
			return int(b.Levels[i-1].PerParent)
		}
	}
	return 0
}
