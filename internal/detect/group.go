package detect

// groups counts what was seen of each case and of each shipment, wherever.
type groups struct {
	ships map[int64]*seen
	boxes [2]map[int64]uint16 // of this window, and of the last
	of    map[stock]*[2]int   // how many shipments and cases an origin's product came in
}

type seen struct {
	n         [ways]uint32
	old       bool
	explained bool // by a place that an alert names
}

func newGroups() groups {
	return groups{ships: map[int64]*seen{}, boxes: [2]map[int64]uint16{{}, {}}, of: map[stock]*[2]int{}}
}

func (g *groups) add(s *Sighting, b by) {
	of := g.of[s.stock()]
	if of == nil {
		of = new([2]int)
		g.of[s.stock()] = of
	}
	if s.Shipment != 0 {
		n := g.ships[s.Shipment]
		if n == nil {
			n = new(seen)
			g.ships[s.Shipment] = n
			of[0]++
		}
		n.n[b]++
		n.old = false
	}
	if s.Case != 0 && b != byTerminal {
		n := g.boxes[0][s.Case]
		if n == 0 {
			of[1]++
		}
		if n < 1<<16-1 {
			g.boxes[0][s.Case] = n + 1
		}
	}
}

// ship is how often a shipment's goods were seen.
func (g *groups) ship(id int64) [ways]uint32 {
	if n := g.ships[id]; n != nil {
		return n.n
	}
	return [ways]uint32{}
}

// explain notes that an alert says where a shipment's goods went.
func (g *groups) explain(parts []part) {
	for _, p := range parts {
		if n := g.ships[p.id]; n != nil && p.sum() > 1 {
			n.explained = true
		}
	}
}

func (g *groups) explained(id int64) bool { return g.ships[id] != nil && g.ships[id].explained }

// box is how often a case's units were seen with consumers.
func (g *groups) box(id int64) int { return int(g.boxes[0][id]) + int(g.boxes[1][id]) }

func (g *groups) turn() {
	for id, n := range g.ships {
		if n.old {
			delete(g.ships, id)
		}
		n.old = true
	}
	g.boxes[1], g.boxes[0] = g.boxes[0], make(map[int64]uint16, len(g.boxes[0]))
	for _, of := range g.of {
		of[0], of[1] = of[0]/2, of[1]/2
	}
}
