package simulate

import (
	"cmp"
	"slices"

	"channelrouter/internal/detect"
)

// never is a day that does not come.
const never = 1 << 14

// Places where a case is sold that are no terminal: everywhere, or a city (cityPlace).
const everywhere int32 = -1

// cityPlace is the place of goods that are given away in a city.
func cityPlace(city int32) int32 { return -2 - city }

// The marks of a case.
const (
	destroyed uint8 = 1 << iota // its code cannot be read
	repacked                    // half of its units are in another case
	carriedOf                   // one person took it to another city
)

// carton is a case of goods: which is a word that diversion needs for something else.
type carton struct {
	pallet int32
	place  int32 // the terminal that bought it, or as above
	sold   int16 // the day when it did
	lot    int16 // -1 for honest goods
	marks  uint8
}

// pallet is what is read, or missed, when goods go to a distributor.
type pallet struct {
	shipment int32
	lane     int32
	known    int16 // the day when the brand knows that they went there
	again    bool  // they had been returned to the brand before
}

// lane is goods of one product that go one way to one distributor.
type lane struct {
	distributor int32
	product     uint8
	flow        detect.Flow
	first, last int32 // cartons
}

// key is a lane's place among the ordinary ones.
func (l *lane) key() int { return int(l.distributor)*len(products) + int(l.product) }

// shipment is pallets that went together.
type shipment struct {
	lane   int32
	day    int16
	cases  int32 // on pallets that were read
	late   int32 // on those whose read came to light later
	latest int16 // when
}

// wish is a carton that will be sold, before it is on a pallet.
type wish struct {
	order int32 // in which goods leave the brand
	place int32
	sold  int16
	lot   int16
	marks uint8
}

// fill makes all goods, lane after lane, and plans their scans.
func (w *World) fill() {
	lots := map[[3]int][]int{}
	for i, l := range w.lots {
		key := [3]int{int(l.origin), l.product, int(l.flow())}
		lots[key] = append(lots[key], i)
	}
	for number := range w.channel.distributors {
		for product := range products {
			if !w.channel.distributors[number].lines[lineOf(product)] {
				continue
			}
			for _, flow := range []detect.Flow{detect.Ordinary, detect.Gift, detect.Ecommerce, detect.Moved} {
				d := seeded(w.seed, streamLane, uint64(number<<16|product<<8|int(flow)))
				wishes := w.honest(&d, number, product, flow)
				for _, i := range lots[[3]int{number, product, int(flow)}] {
					wishes = w.diverted(&d, wishes, i)
				}
				w.ship(&d, lane{distributor: int32(number), product: uint8(product), flow: flow}, wishes)
			}
		}
	}
}

// flow is the way that a lot's goods were meant to go.
func (l *lot) flow() detect.Flow {
	if l.attack == giftSold {
		return detect.Gift
	}
	return detect.Ordinary
}

// honest are the cartons that a lane's distributor sells as he should.
func (w *World) honest(d *dice, number, product int, flow detect.Flow) (wishes []wish) {
	p := &w.parameters
	who := &w.channel.distributors[number]
	total := p.cases() * float64(products[product].demand) / float64(w.demand[len(w.demand)-1])
	if who.online {
		if flow == detect.Ecommerce {
			for range whole(d, total*p.Ecommerce*(1-p.EcomLeak)/float64(p.Online)) {
				wishes = w.add(d, wishes, everywhere)
			}
		}
		return wishes
	}
	for _, city := range who.cities {
		here := total * w.trade(city)
		switch flow {
		case detect.Ordinary:
			for range whole(d, here*(1-p.Ecommerce-p.Gifts-p.Moved-p.Diverted)) {
				wishes = w.add(d, wishes, w.shopIn(d, city))
			}
			for range whole(d, here*p.Ecommerce*p.EcomLeak) {
				wishes = w.add(d, wishes, everywhere)
			}
		case detect.Gift:
			for range whole(d, here*p.Gifts) {
				wishes = w.add(d, wishes, cityPlace(int32(city)))
			}
		case detect.Moved:
			for range whole(d, here*p.Moved) {
				wishes = w.add(d, wishes, w.shopIn(d, city))
			}
		}
	}
	return wishes
}

// whole rounds up or down, so that the mean stays.
func whole(d *dice, n float64) int {
	floor := int(n)
	if d.hit(share(n - float64(floor))) {
		floor++
	}
	return floor
}

// trade is a city's share of what all terminals sell.
func (w *World) trade(city int) float64 {
	c := w.channel
	before := uint64(0)
	if city > 0 {
		before = c.size[c.begin[city]-1]
	}
	return float64(c.size[c.begin[city+1]-1]-before) / float64(c.size[len(c.size)-1])
}

// shopIn draws a terminal of a city by what they sell.
func (w *World) shopIn(d *dice, city int) int32 {
	return int32(d.pickFrom(w.channel.size, w.channel.begin[city], w.channel.begin[city+1]))
}

// add is one more honest carton, sold on any day.
func (w *World) add(d *dice, wishes []wish, place int32) []wish {
	marks := uint8(0)
	sold := d.below(w.parameters.days())
	if d.hit(w.chances.damaged) {
		marks |= destroyed
	}
	if d.hit(w.chances.repacked) {
		marks |= repacked
	}
	if place >= 0 && d.hit(w.chances.carried) {
		marks |= carriedOf
	}
	return append(wishes, wish{order: int32(sold), place: place, sold: int16(sold), lot: -1, marks: marks})
}

// diverted are the cartons of a lot: they left the brand one after the other, on few pallets.
func (w *World) diverted(d *dice, wishes []wish, number int) []wish {
	l := &w.lots[number]
	for range l.cases {
		sold := l.begin + d.below(l.span+1)
		u := wish{order: int32(l.begin), place: l.buyers[d.below(len(l.buyers))], sold: int16(sold), lot: int16(number)}
		if l.attack == belowThreshold {
			u.order = int32(sold)
		}
		if l.attack == codeCut || d.hit(w.chances.destroyed) {
			u.marks |= destroyed
		}
		wishes = append(wishes, u)
	}
	return wishes
}

// ship puts cartons on pallets and those on the road, in the order of their going, and plans
// what will be scanned of them.
func (w *World) ship(d *dice, l lane, wishes []wish) {
	if len(wishes) == 0 {
		return
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(a.order, b.order) })
	l.first = int32(len(w.cartons))
	number := int32(len(w.lanes))
	if l.flow == detect.Ordinary {
		w.laneOf[l.key()] = number
	}
	monthly := len(wishes) / w.parameters.Months
	for len(wishes) > 0 {
		s := shipment{lane: number, day: int16(int(wishes[0].order) - 3 - d.below(12))}
		for range palletsOf(d, monthly) {
			size := w.parameters.PalletCases[d.below(len(w.parameters.PalletCases))]
			load := wishes[:min(size, len(wishes))]
			wishes = wishes[len(load):]
			w.load(d, &s, &l, load)
			if len(wishes) == 0 {
				break
			}
		}
		w.shipments = append(w.shipments, s)
	}
	l.last = int32(len(w.cartons))
	w.lanes = append(w.lanes, l)
}

// palletsOf is how many pallets go together: about what sells in a month, 1 to 10.
func palletsOf(d *dice, monthly int) int {
	return min(10, 1+d.below(2+monthly/40))
}

// load puts a pallet on the road. One that holds less than it could was mixed with others.
func (w *World) load(d *dice, s *shipment, l *lane, load []wish) {
	p := pallet{shipment: int32(len(w.shipments)), lane: s.lane, known: s.day}
	p.again = l.flow == detect.Ordinary && d.hit(w.chances.returned)
	switch {
	case !d.hit(w.chances.missed):
		s.cases += int32(len(load))
	case d.hit(w.chances.late):
		p.known = s.day + 10 + int16(d.below(50))
		s.late += int32(len(load))
		s.latest = max(s.latest, p.known)
	default:
		p.known = never
	}
	number := int32(len(w.pallets))
	w.pallets = append(w.pallets, p)
	for _, u := range load {
		w.cartons = append(w.cartons, carton{pallet: number, place: u.place, sold: u.sold, lot: u.lot, marks: u.marks})
		w.plan(int32(len(w.cartons) - 1))
	}
}
