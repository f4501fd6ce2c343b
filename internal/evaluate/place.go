package evaluate

import (
	"slices"
	"strconv"
	"strings"

	"channelrouter/internal/detect"
	"channelrouter/internal/geo"
)

// How sure a place is, by its source: the network's address is right about the city in 70 of
// 100 cases (shared parameters); a position errs by 50 m, and rarely across a border.
const (
	sureAddress  = 0.7
	surePosition = 0.99
	// coarse is an accuracy in metres from which a position is no better than an address.
	coarse = 5000
)

// Placer makes sightings of scans: it works out the scan's relation to the goods' territory
// and the terminal's distributor, by the channel as it was at the scan. It is for one
// goroutine, and scans come in the order of time.
type Placer struct {
	channel  *Channel
	division []int16 // of a six-digit code, 1 + its place among divisions
	codes    []string
	cities   []int32                   // of the same divisions
	bindings [][]Binding               // by terminal
	grounds  [][]detect.Where          // by distributor and product, as far as asked for
	known    map[string][]detect.Where // the same by territory, which products share
	owned    [][]Territory             // by distributor
	changes  []int64                   // times when a territory begins or ends
	next     int                       // of changes, the first that is ahead
	seen     int64
}

// NewPlacer prepares for the scans of a channel.
func NewPlacer(c *Channel) *Placer {
	p := &Placer{channel: c, division: make([]int16, 1000000)}
	for _, d := range geo.All() {
		p.codes = append(p.codes, d.Code)
		p.division[adcode(d.Code)] = int16(len(p.codes))
		p.cities = append(p.cities, cityOf(d.Code))
	}
	p.bindings = make([][]Binding, len(c.Terminals)+1)
	for _, b := range c.Bindings {
		p.bindings[b.Terminal] = append(p.bindings[b.Terminal], b)
	}
	p.owned = make([][]Territory, len(c.Distributors)+1)
	for _, t := range c.Territories {
		p.owned[t.Distributor] = append(p.owned[t.Distributor], t)
	}
	p.changes = changes(c.Territories)
	p.known = map[string][]detect.Where{}
	p.grounds = make([][]detect.Where, (len(c.Distributors)+1)*(len(c.Products)+1))
	return p
}

// Place fills a sighting with a scan.
func (p *Placer) Place(s *Scan, out *detect.Sighting) {
	p.advance(s.At)
	p.seen++
	*out = detect.Sighting{
		ID: p.seen, At: s.At, Kind: s.Kind, Unit: s.Unit, Case: s.Case, Shipment: s.Shipment, Product: s.Product, Origin: s.Origin,
		Flow: s.Flow, State: s.State, Damaged: s.Damaged, Terminal: int64(s.Terminal), By: s.By,
		Account: s.Account, Device: s.Device, Address: s.Address, Staff: s.Staff, Test: s.Test,
	}
	code := s.Adcode
	if s.Terminal > 0 {
		standing := int32(0)
		out.Under, standing = p.under(s.Terminal, s.Product, s.At)
		if s.By == detect.ByTerminal && code == 0 {
			code = standing
		}
	}
	if s.By == detect.NoSource || code == 0 {
		return
	}
	if code < 10000 {
		code *= 100
	}
	i := p.find(code)
	if i < 0 {
		out.City = cityOf(strconv.Itoa(int(code)))
		return
	}
	out.City = p.cities[i]
	if s.Origin > 0 {
		out.Where = p.where(s.Origin, s.Product, i)
	}
	switch {
	case s.By == detect.ByAddress || s.By == detect.ByPosition && s.Accuracy > coarse:
		out.Sure = sureAddress
	case s.By == detect.ByPosition:
		out.Sure = surePosition
	}
}

// advance forgets the grounds when a territory has changed.
func (p *Placer) advance(at int64) {
	if p.next >= len(p.changes) || at < p.changes[p.next] {
		return
	}
	for p.next < len(p.changes) && at >= p.changes[p.next] {
		p.next++
	}
	clear(p.grounds)
}

// find is a division's place by a six-digit code, or its city's where the county is not in the
// table; -1 for neither.
func (p *Placer) find(code int32) int {
	if i := p.division[code]; i > 0 {
		return int(i) - 1
	}
	return int(p.division[code/100*100]) - 1
}

// where is the relation of a division to the territory of a distributor's product.
func (p *Placer) where(distributor, product int32, division int) detect.Where {
	at := int(distributor)*(len(p.channel.Products)+1) + int(product)
	if p.grounds[at] == nil {
		p.grounds[at] = p.ground(distributor, product)
	}
	return p.grounds[at][division]
}

// ground is the relation of every division to a territory, as it is now: without one, unknown.
// A city that is only partly in it is home, when no more is known than the city; its other
// counties are at the border.
func (p *Placer) ground(distributor, product int32) []detect.Where {
	prefixes := p.territory(distributor, product)
	key := strings.Join(prefixes, " ")
	if p.known[key] == nil {
		p.known[key] = p.survey(prefixes)
	}
	return p.known[key]
}

func (p *Placer) survey(prefixes []string) []detect.Where {
	ground := make([]detect.Where, len(p.codes))
	if len(prefixes) == 0 {
		return ground
	}
	touched := map[int32]bool{}
	for i, code := range p.codes {
		city := p.cities[i]
		if _, asked := touched[city]; !asked {
			touched[city] = slices.ContainsFunc(prefixes, func(prefix string) bool { return geo.Touches(code, prefix) })
		}
		switch {
		case slices.ContainsFunc(prefixes, func(prefix string) bool { return geo.Reaches(code, prefix) }):
			ground[i] = detect.Home
		case touched[city]:
			ground[i] = detect.Border
		default:
			ground[i] = detect.Away
		}
	}
	return ground
}

// changes are the times when a territory begins or ends, in order.
func changes(territories []Territory) (times []int64) {
	for _, t := range territories {
		for _, at := range []int64{t.From, t.To} {
			if at != 0 {
				times = append(times, at)
			}
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

// territory lists the prefixes that are in force after the changes so far.
func (p *Placer) territory(distributor, product int32) (prefixes []string) {
	for _, t := range p.owned[distributor] {
		if p.inForce(t) && (t.Product == 0 || t.Product == product) {
			prefixes = append(prefixes, t.Prefix)
		}
	}
	return prefixes
}

// inForce tells whether a territory is, after the changes so far.
func (p *Placer) inForce(t Territory) bool {
	begun := t.From == 0 || p.next > 0 && p.changes[p.next-1] >= t.From
	ended := t.To != 0 && p.next > 0 && p.changes[p.next-1] >= t.To
	return begun && !ended
}

// under is the distributor of a terminal for a product, and where the terminal stands. Of
// several the one that has a territory for just this product is right, then the one that has
// one for any.
func (p *Placer) under(terminal, product int32, at int64) (distributor, code int32) {
	best := -1
	for _, b := range p.bindings[terminal] {
		if at < b.From || b.To != 0 && at >= b.To {
			continue
		}
		fit := 0
		for _, t := range p.owned[b.Distributor] {
			switch {
			case !p.inForce(t):
			case t.Product == product:
				fit = 2
			case t.Product == 0:
				fit = max(fit, 1)
			}
		}
		if fit > best {
			best, distributor, code = fit, b.Distributor, b.Adcode
		}
	}
	return distributor, code
}

// cityOf is the number of the city of a code, 0 where it has none.
func cityOf(code string) int32 {
	if city := geo.City(code); city != "" {
		return adcode(city)
	}
	return 0
}
