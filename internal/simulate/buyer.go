package simulate

// buyer is who buys a unit and scans it: the same whenever it is asked.
type buyer struct {
	city      int
	household uint64
	member    uint64
}

// account is the buyer's, or another one of his household.
func (b buyer) account(member uint64) uint64 { return b.household<<2 | member }

// members of a household with accounts of their own, at most.
const members = 4

// saleOf is where a unit is sold: a city and, if it is known, a terminal (else -1). Half of
// the units of a repacked carton are in one that another terminal bought, mostly in the same
// city; those of a split one are in cartons that any of the lot's terminals bought.
func (w *World) saleOf(d *dice, number int32, unit int) (city int, terminal int32) {
	c := &w.cartons[number]
	switch {
	case c.place == everywhere:
		return d.pick(w.channel.popular), -1
	case c.place < 0:
		return int(-2 - c.place), -1
	}
	terminal = c.place
	switch {
	case c.lot >= 0 && w.lots[c.lot].attack == splitCases:
		buyers := w.lots[c.lot].buyers
		terminal = buyers[d.below(len(buyers))]
	case c.marks&repacked != 0 && 2*unit >= w.parameters.CaseUnits:
		const nearOf10 = 9 // assumed
		if d.below(10) < nearOf10 {
			terminal = w.shopIn(d, int(w.channel.terminals[terminal].city))
		} else {
			terminal = int32(d.pick(w.channel.size))
		}
	}
	return int(w.channel.terminals[terminal].city), terminal
}

// buyerOf is who buys a unit: somebody of the city where it is sold or, rarely, of one beside
// it; who carries a whole carton away lives anywhere.
func (w *World) buyerOf(number int32, unit int) buyer {
	d := &w.dice
	if w.cartons[number].marks&carriedOf != 0 {
		d.reseed(w.seed, streamCase, uint64(number))
		city := d.pick(w.channel.popular)
		return w.householdIn(d, city)
	}
	d.reseed(w.seed, streamBuyer, uint64(number)<<5|uint64(unit))
	city, _ := w.saleOf(d, number, unit)
	if d.hit(w.chances.leak) {
		near := land()[city].near
		city = near[d.below(len(near))]
	}
	return w.householdIn(d, city)
}

// householdIn draws a household of a city: half of the units go to a fifth of them, so that
// most claim a few units and some thirty; assumed.
func (w *World) householdIn(d *dice, city int) buyer {
	n := w.households[city]
	if d.below(2) == 0 {
		n = max(1, n/5)
	}
	return buyer{city: city, household: uint64(city+1)<<32 | uint64(d.below(n)), member: uint64(d.below(members) / 3)}
}

// travels is the city where a household is on a day: mostly at home. All of it travels
// together, for the whole day.
func (w *World) travels(b buyer, day int) int {
	d := seeded(w.seed, streamTravel, b.household<<11|uint64(day))
	if d.hit(w.chances.traveller) {
		return d.pick(w.channel.popular)
	}
	return b.city
}
