package detect

import (
	"cmp"
	"maps"
	"slices"

	"channelrouter/internal/geo"
)

// codes remembers who scanned a code last, in as much room as there is: an older code makes way
// for a newer one of its place.
type codes struct {
	last   []lastScan
	clones map[int64]*clone
	swept  int64 // when room was made among them
}

type lastScan struct {
	unit int64
	at   int64
	who  uint64
	city int32
	by   Source
}

// clone is a code that several have scanned.
type clone struct {
	unit            int64
	origin, product int32
	who             []uint64
	cities          []int32
	first, last     int64
	travelled       bool
	due             bool  // is in the next review
	alerted         int64 // when it last was an alert; 0: never
}

const (
	codeBits   = 21 // two million codes, 64 MiB
	mostClones = 100_000
	mostPlaces = 64
)

func newCodes() codes {
	return codes{last: make([]lastScan, 1<<codeBits), clones: map[int64]*clone{}}
}

func (c *codes) turn(before int64) {
	for unit, clone := range c.clones {
		if clone.last < before {
			delete(c.clones, unit)
		}
	}
}

// room tells whether there is any for one more clone. Codes that two have scanned are mostly a
// household's, and make way once a day when there are too many.
func (c *codes) room(at int64) bool {
	if len(c.clones) >= mostClones && at-c.swept >= day {
		c.swept = at
		maps.DeleteFunc(c.clones, func(_ int64, c *clone) bool { return len(c.who) < 3 && !c.travelled })
	}
	return len(c.clones) < mostClones
}

// watchCode looks for one code in many hands, and faster than anybody travels.
func (d *Detector) watchCode(s *Sighting) {
	who := cmp.Or(s.Account, s.Device)
	if s.Kind != Claim && s.Kind != Look || s.Unit == 0 || who == 0 {
		return
	}
	place := &d.codes.last[mix(uint64(s.Unit), 0)>>(64-codeBits)]
	before := *place
	*place = lastScan{unit: s.Unit, at: s.At, who: who, city: s.City, by: s.By}
	if before.unit != s.Unit || before.who == who {
		return
	}
	c := d.codes.clones[s.Unit]
	if c == nil {
		if !d.codes.room(s.At) {
			return
		}
		c = &clone{unit: s.Unit, origin: s.Origin, product: s.Product, first: before.at}
		c.meet(before.who, before.city)
		d.codes.clones[s.Unit] = c
	}
	c.last = s.At
	c.meet(who, s.City)
	if before.by == ByPosition && s.By == ByPosition && d.tooFast(before.city, s.City, s.At-before.at) {
		c.travelled = true
		d.signal(ReasonTravel)
	}
	if len(c.who) >= d.policy.CloneAccounts {
		d.signal(ReasonClone)
	}
	if !c.due && (c.alerted == 0 || s.At-c.alerted >= d.quiet()) && c.score(d.policy) >= d.policy.OpenScore {
		c.due = true
		d.cloned = append(d.cloned, c)
	}
}

func (c *clone) meet(who uint64, city int32) {
	if len(c.who) < mostPlaces && !slices.Contains(c.who, who) {
		c.who = append(c.who, who)
	}
	if city != 0 && len(c.cities) < mostPlaces && !slices.Contains(c.cities, city) {
		c.cities = append(c.cities, city)
	}
}

// score is 0 to 100: accounts beyond a household's, in places beyond where it lives.
func (c *clone) score(p Policy) float64 {
	nats := p.weight(ReasonClone)*3*max(0, float64(len(c.who)-p.CloneAccounts+2)) + 2*float64(len(c.cities)-1)
	if len(c.who) < p.CloneAccounts && !c.travelled {
		return 0
	}
	if c.travelled {
		nats += p.weight(ReasonTravel) * 4
	}
	if len(c.cities) < 3 && len(c.who) < 2*p.CloneAccounts {
		return 0
	}
	return 100 * nats / (nats + halfway)
}

// tooFast tells whether nobody travels from one city to another in some seconds. Neighbouring
// cities are left out: their centres say little of how far it was.
func (d *Detector) tooFast(from, to int32, seconds int64) bool {
	if from == to || from == 0 || to == 0 || d.ground.Centre == nil {
		return false
	}
	km := d.distance(from, to)
	return km > neighbourly && (km-neighbourly) > d.policy.TravelKmh*float64(seconds)/3600
}

// neighbourly is how far from each other, in km, two cities' centres are whose people meet.
const neighbourly = 200

// distance is that of two cities' centres in km; 0 where one is not known.
func (d *Detector) distance(from, to int32) float64 {
	a, b := d.centre(from), d.centre(to)
	if !a.known || !b.known {
		return 0
	}
	return geo.Kilometres(a.lng, a.lat, b.lng, b.lat)
}

// centre is a city's, as the ground once said.
type centre struct {
	lng, lat float64
	known    bool
}

func (d *Detector) centre(city int32) centre {
	c, asked := d.centres[city]
	if !asked {
		c.lng, c.lat, c.known = d.ground.Centre(city)
		d.centres[city] = c
	}
	return c
}
