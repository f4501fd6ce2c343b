package simulate

import (
	"slices"

	"channelrouter/internal/detect"
	"channelrouter/internal/evaluate"
)

// Scans plays the world: it shows every scan, in the order of time.
func (w *World) Scans(see func(*evaluate.Scan) error) error {
	var s evaluate.Scan
	claimed := map[int64]bool{} // copied codes
	for _, c := range w.clones {
		claimed[c.Unit] = false
	}
	for day, plans := range w.plans {
		slices.Sort(plans)
		for _, p := range plans {
			if !w.play(&s, day, p) {
				continue
			}
			s.At = begin + int64(day)*daySeconds + int64(p.second())
			if s.Kind == detect.Claim {
				w.once(&s, claimed)
			}
			if err := see(&s); err != nil {
				return err
			}
		}
	}
	return nil
}

// once makes a look of every claim of a copied code but the first.
func (w *World) once(s *evaluate.Scan, claimed map[int64]bool) {
	before, copied := claimed[s.Unit]
	switch {
	case before:
		s.Kind = detect.Look
	case copied:
		claimed[s.Unit] = true
	}
}

// play works out a plan; false: it comes to nothing.
func (w *World) play(s *evaluate.Scan, day int, p plan) bool {
	*s = evaluate.Scan{Kind: kindOf[p.kind()]}
	number, unit := p.carton(), p.unit()
	switch p.kind() {
	case planCopy:
		c := &w.copies[number]
		w.dice.reseed(w.seed, streamClones, uint64(number))
		b := w.householdIn(&w.dice, int(c.city))
		number, unit = c.carton, int(c.unit)
		w.goods(s, number, unit, day)
		w.consumer(s, b, b.member, day, p)
	case planOpen:
		return w.opens(s, day, number)
	case planStaff:
		w.goods(s, number, unit, day)
		w.onDuty(s, p)
	case planGuide, planInspect:
		w.goods(s, number, unit, day)
		return w.inShop(s, number, unit, p)
	case planLook:
		w.goods(s, number, unit, day)
		w.dice.reseed(w.seed, streamBuyer, uint64(number)<<5|uint64(unit))
		city, _ := w.saleOf(&w.dice, number, unit)
		b := w.householdIn(&w.dice, city)
		w.consumer(s, b, b.member, day, p)
	default:
		w.goods(s, number, unit, day)
		b := w.buyerOf(number, unit)
		member := b.member
		if p.turn() > 0 {
			w.dice.reseed(w.seed, streamScan, uint64(p)<<1)
			member = uint64(w.dice.below(members))
		}
		w.consumer(s, b, member, day, p)
	}
	return true
}

// goods is what the brand knows of a unit on a day. A pallet whose read was missed came from
// nowhere, unless it had been returned before: then it is still believed to be at the brand,
// back from whom it had gone to first.
func (w *World) goods(s *evaluate.Scan, number int32, unit, day int) {
	c := &w.cartons[number]
	p := &w.pallets[c.pallet]
	l := &w.lanes[p.lane]
	s.Unit, s.Case, s.Product = unitNumber(number, unit), caseNumber(number), int32(l.product)+1
	switch {
	case day >= int(p.known):
		s.Origin, s.Shipment, s.Flow = l.distributor+1, int64(p.shipment)+1, l.flow
		if c.lot >= 0 && w.lots[c.lot].attack == falseReturn {
			s.State = detect.Returned
		}
	case p.again:
		s.State = detect.Returned
		former := w.former(number, int(l.product))
		s.Origin, s.Shipment = w.lanes[former.lane].distributor+1, int64(former.shipment)+1
	default:
		s.State = detect.NeverShipped
	}
}

// former is the pallet on which a returned carton first left the brand: one of another
// distributor, if somebody sells the product.
func (w *World) former(number int32, product int) *pallet {
	w.dice.reseed(w.seed, streamCase, uint64(number))
	own := &w.pallets[w.cartons[number].pallet]
	for range 100 {
		i := w.laneOf[w.dice.below(w.channel.ordinary)*len(products)+product]
		if i < 0 || i == own.lane {
			continue
		}
		l := &w.lanes[i]
		return &w.pallets[w.cartons[l.first+int32(w.dice.below(int(l.last-l.first)))].pallet]
	}
	return own
}

// Accounts of people who are no consumers.
const (
	guideAccount uint64 = (iota + 1) << 56
	terminalAccount
	inspectorAccount
	staffAccount
)

// opens is a terminal's scan of a case that it opens. Of swapped codes it is another case's:
// one of those which the terminal's own distributor has.
func (w *World) opens(s *evaluate.Scan, day int, number int32) bool {
	place := w.cartons[number].place
	if lot := w.cartons[number].lot; lot >= 0 && w.lots[lot].attack == codeSwapped {
		other, ok := w.decoy(number)
		if !ok {
			return false
		}
		number = other
	}
	w.goods(s, number, 0, day)
	s.Unit = s.Case
	w.atTerminal(s, place)
	s.Account = terminalAccount | uint64(place)
	s.Device, s.Address = s.Account, mixed(s.Account)
	return true
}

// decoy is the carton whose code is on a diverted one.
func (w *World) decoy(number int32) (int32, bool) {
	c := &w.cartons[number]
	product := int(w.lanes[w.pallets[c.pallet].lane].product)
	seller := w.channel.terminals[c.place].seller[lineOf(product)]
	i := w.laneOf[int(seller)*len(products)+product]
	if i < 0 {
		return 0, false
	}
	w.dice.reseed(w.seed, streamCase, uint64(number))
	l := &w.lanes[i]
	return l.first + int32(w.dice.below(int(l.last-l.first))), true
}

// atTerminal places a scan at a terminal.
func (w *World) atTerminal(s *evaluate.Scan, terminal int32) {
	s.Terminal, s.By, s.Adcode = terminal+1, detect.ByTerminal, w.channel.terminals[terminal].county
}

// inShop is a guide's or an inspector's scan where a unit is sold. He tells of a case whose
// code is missing or another's, half of the time; assumed. What is not sold in shops he does
// not see.
func (w *World) inShop(s *evaluate.Scan, number int32, unit int, p plan) bool {
	w.dice.reseed(w.seed, streamBuyer, uint64(number)<<5|uint64(unit))
	_, terminal := w.saleOf(&w.dice, number, unit)
	if terminal < 0 {
		return false
	}
	w.dice.reseed(w.seed, streamScan, uint64(p))
	c := &w.cartons[number]
	wrong := c.marks&destroyed != 0 || c.lot >= 0 && w.lots[c.lot].attack == codeSwapped
	s.Damaged = wrong && w.dice.below(2) == 0
	w.atTerminal(s, terminal)
	s.Account = guideAccount | uint64(terminal)
	if p.kind() == planInspect {
		s.Account = inspectorAccount | uint64(w.channel.terminals[terminal].city)
	}
	s.Device, s.Address = s.Account, mixed(s.Account)
	return true
}

// home is where the brand's staff tries codes: Pudong.
const home = 310115

// onDuty is a scan of staff in any shop, or a trial at the brand.
func (w *World) onDuty(s *evaluate.Scan, p plan) {
	w.dice.reseed(w.seed, streamScan, uint64(p))
	s.Account = staffAccount | uint64(w.dice.below(100))
	s.Device, s.Address = s.Account, mixed(staffAccount)
	s.By, s.Accuracy, s.Adcode = detect.ByPosition, 30, home
	if s.Test = p.turn() == 0; !s.Test {
		s.Staff = true
		s.Adcode = w.channel.terminals[w.dice.below(len(w.channel.terminals))].county
	}
}

// network is the accuracy of a network's address in metres, as far as it says one.
const network = 40000

// consumer places the scan of a household's member: by position, or by what the network's
// address says, which may be another city of the province, or any.
func (w *World) consumer(s *evaluate.Scan, b buyer, member uint64, day int, p plan) {
	city := w.travels(b, day)
	d := &w.dice
	d.reseed(w.seed, streamScan, uint64(p))
	s.Account = b.account(member)
	s.Device, s.Address = mixed(s.Account), mixed(b.household)
	if city != b.city {
		s.Address = mixed(b.household + uint64(day))
	}
	counties := land()[city].Counties
	if d.hit(w.chances.located) {
		s.By, s.Accuracy = detect.ByPosition, int32(20+d.below(80))
		s.Adcode = counties[b.household%uint64(len(counties))]
		return
	}
	s.By, s.Accuracy = detect.ByAddress, network
	switch drawn := chance(d.pcg.Uint64() >> 32); {
	case drawn < w.chances.addressCity:
	case drawn < w.chances.addressNear && len(land()[city].province) > 0:
		city = land()[city].province[d.below(len(land()[city].province))]
	case drawn >= w.chances.addressNear:
		city = d.pick(w.channel.popular)
	}
	s.Adcode = land()[city].Code
}

// mixed is a number of 48 bits that tells nothing of the one it is made of.
func mixed(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return (n ^ n>>31) >> 16
}
