package simulate

import (
	"cmp"
	"fmt"
	"slices"

	"channelrouter/internal/evaluate"
)

// most cities that a distributor's territory has.
const widest = 4

// distributor is one of the first tier.
type distributor struct {
	cities []int
	lines  [2]bool // product lines that it sells
	online bool    // it sells on line, and has no territory
}

// terminal is a shop.
type terminal struct {
	city       int32
	county     int32 // six digits
	seller     [2]int32
	wholesaler [2]int32
	guide      bool
	bound      int32 // the distributor that it is wrongly bound to, or -1
}

// channel is who sells where.
type channel struct {
	popular      weights
	distributors []distributor
	ordinary     int        // of them, the first ones: those with a territory
	seller       [2][]int32 // by line and city
	terminals    []terminal // by city
	begin        []int      // of each city's terminals, and one more
	size         weights    // of terminals: how much they sell
}

// newChannel makes distributors with their territories, and terminals.
func newChannel(p *Parameters, seed uint64) *channel {
	popular := popularity(seed)
	c := &channel{popular: sums(popular)}
	d := seeded(seed, streamTerritories, 0)
	c.share(p, &d, popular)
	c.ordinary = len(c.distributors)
	for range p.Online {
		c.distributors = append(c.distributors, distributor{lines: [2]bool{true, true}, online: true})
	}
	c.open(p, seed, popular)
	return c
}

// share gives every city to a distributor: each big one to two, one for each product line,
// the others in groups of neighbours.
func (c *channel) share(p *Parameters, d *dice, popular []uint64) {
	byPeople := make([]int, len(popular))
	for i := range byPeople {
		byPeople[i] = i
	}
	slices.SortStableFunc(byPeople, func(a, b int) int { return cmp.Compare(popular[b], popular[a]) })
	for line := range c.seller {
		c.seller[line] = make([]int32, len(popular))
	}
	for _, city := range byPeople[:p.BigCities] {
		c.add([]int{city}, [2]bool{true, false})
		c.add([]int{city}, [2]bool{false, true})
	}
	for _, group := range groups(d, byPeople[p.BigCities:], p.Distributors-2*p.BigCities) {
		c.add(group, [2]bool{true, true})
	}
}

// add signs a distributor up.
func (c *channel) add(cities []int, lines [2]bool) {
	number := int32(len(c.distributors))
	c.distributors = append(c.distributors, distributor{cities: cities, lines: lines})
	for line, sold := range lines {
		for _, city := range cities {
			if sold {
				c.seller[line][city] = number
			}
		}
	}
}

// groups joins cities with neighbours until there are n groups of 1 to 4, or no two can be
// joined.
func groups(d *dice, cities []int, n int) (joined [][]int) {
	of := map[int]int{}
	for i, city := range cities {
		of[city] = i
		joined = append(joined, []int{city})
	}
	order := slices.Clone(cities)
	left := len(cities)
	for tries := 0; left > n && tries < 100; tries++ {
		shuffle(d, order)
		for _, city := range order {
			if left == n {
				break
			}
			mine := of[city]
			near := land()[city].near
			other, ok := of[near[d.below(len(near))]]
			if !ok || other == mine || len(joined[mine])+len(joined[other]) > widest {
				continue
			}
			for _, moved := range joined[other] {
				of[moved] = mine
			}
			joined[mine] = append(joined[mine], joined[other]...)
			joined[other] = nil
			left--
		}
	}
	return slices.DeleteFunc(joined, func(g []int) bool { return len(g) == 0 })
}

// open makes the terminals of every city, more where more people live, and ties each to a
// wholesaler of its distributor. Those of one wholesaler stand next to each other in the list.
func (c *channel) open(p *Parameters, seed uint64, popular []uint64) {
	d := seeded(seed, streamTerminals, 0)
	sales := lognormal(1000, 0.6)
	wholesalers := c.wholesalers(p, &d)
	var sizes []uint64
	for city, n := range apportion(p.Terminals, popular) {
		c.begin = append(c.begin, len(c.terminals))
		counties := land()[city].Counties
		for i := range n {
			t := terminal{city: int32(city), county: counties[d.below(len(counties))], guide: d.hit(share(p.Guides)), bound: -1}
			for line := range t.seller {
				t.seller[line] = c.seller[line][city]
				span := wholesalers[t.seller[line]+1] - wholesalers[t.seller[line]]
				t.wholesaler[line] = int32(wholesalers[t.seller[line]] + i*span/n)
			}
			if d.hit(share(p.WrongBinding)) {
				t.bound = int32(d.below(c.ordinary))
			}
			c.terminals = append(c.terminals, t)
			sizes = append(sizes, uint64(d.of(sales)))
		}
	}
	c.begin = append(c.begin, len(c.terminals))
	c.size = sums(sizes)
}

// wholesalers is the first wholesaler of each distributor, and one more: lognormal numbers
// that sum up to what is asked for.
func (c *channel) wholesalers(p *Parameters, d *dice) []int {
	wish := lognormal(1000, 0.7)
	by := make([]uint64, len(c.distributors))
	for i := range by {
		by[i] = uint64(d.of(wish)) + 1
	}
	first := []int{0}
	for _, n := range apportion(p.Wholesalers, by) {
		first = append(first, first[len(first)-1]+n)
	}
	return first
}

// observed is the channel as the brand knows it.
func (c *channel) observed() *evaluate.Channel {
	o := &evaluate.Channel{}
	for i, d := range c.distributors {
		o.Distributors = append(o.Distributors, fmt.Sprintf("D%03d", i+1))
		o.Territories = append(o.Territories, territories(int32(i+1), &d)...)
	}
	for _, p := range products {
		o.Products = append(o.Products, p.sku)
	}
	for i, t := range c.terminals {
		o.Terminals = append(o.Terminals, fmt.Sprintf("T%06d", i+1))
		o.Bindings = append(o.Bindings, bindings(int32(i+1), &t)...)
	}
	return o
}

// territories are a row for each city or, where a distributor sells but one line, for each of
// its products.
func territories(number int32, d *distributor) (rows []evaluate.Territory) {
	for _, city := range d.cities {
		row := evaluate.Territory{Distributor: number, Prefix: land()[city].territory()}
		if d.lines == [2]bool{true, true} {
			rows = append(rows, row)
			continue
		}
		for product := range products {
			if d.lines[lineOf(product)] {
				row.Product = int32(product + 1)
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// bindings are a row for each distributor of a terminal.
func bindings(number int32, t *terminal) (rows []evaluate.Binding) {
	for line, seller := range t.seller {
		row := evaluate.Binding{
			Terminal: number, Distributor: seller + 1, Wholesaler: fmt.Sprintf("W%05d", t.wholesaler[line]+1), Adcode: t.county,
		}
		switch {
		case t.bound >= 0 && line > 0, line > 0 && seller == t.seller[0]:
			continue
		case t.bound >= 0:
			row.Distributor, row.Wholesaler = t.bound+1, ""
		}
		rows = append(rows, row)
	}
	return rows
}
