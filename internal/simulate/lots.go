package simulate

import (
	"cmp"
	"slices"
)

// attack is how goods are diverted.
type attack int

const (
	movedCases     attack = iota // whole cases go to another distributor's terminals
	splitCases                   // their units go into others' cases
	giftSold                     // gift stock is sold
	codeCut                      // the cases' codes are cut off
	codeSwapped                  // local cases' codes are stuck on
	falseReturn                  // they were sent back, on paper
	belowThreshold               // a few at a time, over weeks and cities
)

// attacks describe each: its name in the truth, how many of 100 lots are such where their
// size allows it, and the sizes that do. The mix is assumed; file says that gifts were 40 %
// of one firm's diversion.
var attacks = []struct {
	name           string
	weight         uint64
	fewest, most   int // cases
	sparse, spread int // days from first to last sale: of lots under 500 cases, and of others
}{
	movedCases:     {"moved", 30, 1, 5000, 6, 30},
	splitCases:     {"split", 10, 1, 500, 6, 30},
	giftSold:       {"gift", 20, 1, 5000, 6, 30},
	codeCut:        {"cut", 10, 1, 5000, 6, 30},
	codeSwapped:    {"swapped", 5, 1, 500, 6, 30},
	falseReturn:    {"false return", 10, 5, 5000, 6, 30},
	belowThreshold: {"below threshold", 15, 20, 500, 60, 60},
}

// lotSizes are the sizes in cases (file) with how many of 100 lots have each (assumed): 101
// cases on average, so at 2 % of 1.2 million cases there are 238 lots.
var lotSizes = []struct{ cases, weight int }{{5000, 1}, {500, 9}, {20, 20}, {5, 30}, {1, 40}}

// lot is goods that are diverted in one go.
type lot struct {
	attack      attack
	origin      int32
	product     int
	cases       int
	cities      []int
	buyers      []int32 // terminals
	begin, span int     // days
}

// fillers are the sizes that fill what rounding leaves of a volume.
var fillers = []int{500, 20}

// sizesOf are the sizes of lots that make up a volume of cases, but for less than 20: each
// size has its share of the lots, rounded, as long as it fits. The largest is rounded down: one
// lot of it too many may be all of a small volume.
func sizesOf(volume int) (sizes []int) {
	average := 0
	for _, s := range lotSizes {
		average += s.cases * s.weight
	}
	left, half := volume, 0
	for _, s := range lotSizes {
		n := min((volume*s.weight+half)/average, left/s.cases)
		half = average / 2
		for range n {
			sizes = append(sizes, s.cases)
			left -= s.cases
		}
	}
	for _, cases := range fillers {
		for ; left >= cases; left -= cases {
			sizes = append(sizes, cases)
		}
	}
	return sizes
}

// newLots plans the diversion of a share of the volume.
func (w *World) newLots() (lots []lot) {
	p, d := &w.parameters, seeded(w.seed, streamLots, 0)
	people := make([]int32, w.channel.ordinary)
	for i := range people {
		people[i] = int32(i)
	}
	shuffle(&d, people)
	diverters := people[:max(1, int(p.Diverters*float64(len(people))+0.5))]
	for _, cases := range sizesOf(int(p.cases()*p.Diverted + 0.5)) {
		lots = append(lots, w.newLot(&d, diverters, cases))
	}
	slices.SortStableFunc(lots, func(a, b lot) int { return cmp.Compare(a.begin, b.begin) })
	return lots
}

func (w *World) newLot(d *dice, diverters []int32, cases int) lot {
	l := lot{cases: cases, origin: diverters[d.below(len(diverters))], attack: w.attackOn(d, cases)}
	lines := w.channel.distributors[l.origin].lines
	for l.product = d.pick(w.demand); !lines[lineOf(l.product)]; {
		l.product = d.pick(w.demand)
	}
	kind := attacks[l.attack]
	l.span = kind.sparse
	if cases >= 500 {
		l.span = kind.spread
	}
	l.begin = 5 + d.below(max(1, w.parameters.days()-5-20))
	l.cities = w.targets(d, &l)
	for _, city := range l.cities {
		l.buyers = append(l.buyers, w.buyers(d, city, cases/len(l.cities))...)
	}
	return l
}

// attackOn draws an attack for which the lot is neither too small nor too large.
func (w *World) attackOn(d *dice, cases int) attack {
	single := make([]uint64, len(attacks))
	for i, a := range attacks {
		if cases >= a.fewest && cases <= a.most {
			single[i] = a.weight
		}
	}
	return attack(d.pick(sums(single)))
}

// targets are the cities where a lot is sold, the main one first: for some a neighbour of the
// territory, for most anywhere else. The largest lots and the patient ones go to several.
func (w *World) targets(d *dice, l *lot) []int {
	seller := w.channel.seller[lineOf(l.product)]
	var border, others []int
	var borderSize, size []uint64
	home := w.channel.distributors[l.origin].cities
	for city := range seller {
		if seller[city] == l.origin {
			continue
		}
		if touches(city, home) {
			border, borderSize = append(border, city), append(borderSize, w.weightOf(city))
			continue
		}
		others, size = append(others, city), append(size, w.weightOf(city))
	}
	main := others[d.pick(sums(size))]
	if len(border) > 0 && d.hit(share(w.parameters.Adjacent)) {
		main = border[d.pick(sums(borderSize))]
	}
	n := 1
	switch {
	case l.cases >= 5000:
		n = 4
	case l.attack == belowThreshold:
		n = 4 + d.below(5)
	}
	cities := []int{main}
	for _, city := range land()[main].near {
		if len(cities) < n && seller[city] != l.origin {
			cities = append(cities, city)
		}
	}
	return cities
}

func (w *World) weightOf(city int) uint64 {
	if city == 0 {
		return w.channel.popular[0]
	}
	return w.channel.popular[city] - w.channel.popular[city-1]
}

func touches(city int, home []int) bool {
	return slices.ContainsFunc(land()[city].near, func(near int) bool { return slices.Contains(home, near) })
}

// buyers are the terminals of a city that buy cases of a lot, some three each: neighbours in
// the list, so that they mostly belong to one wholesaler.
func (w *World) buyers(d *dice, city, cases int) (terminals []int32) {
	first, n := w.channel.begin[city], w.channel.begin[city+1]-w.channel.begin[city]
	start := d.below(n)
	for i := range min(n, 1+cases/3) {
		terminals = append(terminals, int32(first+(start+i)%n))
	}
	return terminals
}
