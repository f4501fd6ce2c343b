package detect

import "math"

// by is how a sighting's place became known, as an index.
type by uint8

const (
	byPosition by = iota
	byAddress
	byTerminal
	ways
)

// class is how far a foreign place is from an origin's own: who is honest is seen near by more
// often than far away.
type class uint8

const (
	far class = iota
	near
	border
	classes
)

// two is a sum over the current and the last window.
type two [2]float32

func (t two) sum() float64 { return float64(t[0]) + float64(t[1]) }
func (t *two) turn()       { t[0], t[1] = 0, t[0] }

// exposure counts what was seen, and where honest goods turn up: the background that evidence
// has to stand out from. Rates are worked out over all origins, and no lot counts for more than
// a few times what was expected of it, so that diverted goods hardly raise them.
type exposure struct {
	stocks  map[stock]*[ways]two
	total   [ways]two
	cities  map[int32]*two // consumers seen there, of any origin's goods
	located two
	origins map[int32]*origin

	calibrated int64
	foreign    [classes][ways]float64 // the share of an origin's sightings that is honestly foreign
	attraction map[int32]float64      // a city's part of what is far from home
	provinces  map[int32]int          // cities known in a province
	pairs      map[pair]*[ways]fixed
	of         map[int32]*[ways]float64 // sightings of an origin, of all products
}

// pair is an origin and a foreign city: some send more people there than others, with whatever
// product they have bought.
type pair struct{ origin, city int32 }

// origin is what is known of where an origin is at home.
type origin struct {
	provinces [2]uint64
	borders   map[int32]bool
}

func (o *origin) home(province int32) bool {
	return o.provinces[province/64&1]&(1<<(province%64)) != 0
}

func newExposure() exposure {
	e := exposure{stocks: map[stock]*[ways]two{}, cities: map[int32]*two{}, origins: map[int32]*origin{}, attraction: map[int32]float64{}, provinces: map[int32]int{}, pairs: map[pair]*[ways]fixed{}, of: map[int32]*[ways]float64{}}
	for c := range classes {
		e.foreign[c] = startRates[c]
	}
	return e
}

// startRates are believed before anything was seen, and weigh as much as priorWeight sightings
// afterwards: a traveller in fifty far away, a network's address in ten in another city of the
// province, a terminal in a thousand under another distributor than it is told to be.
var startRates = [classes][ways]float64{
	far:    {byPosition: .02, byAddress: .04, byTerminal: .001},
	near:   {byPosition: .01, byAddress: .1, byTerminal: .002},
	border: {byPosition: .015, byAddress: .1, byTerminal: .003},
}

const priorWeight = 2000

func (e *exposure) add(s stock, b by) {
	n := e.stocks[s]
	if n == nil {
		n = new([ways]two)
		e.stocks[s] = n
	}
	n[b][0]++
	e.total[b][0]++
}

// place learns of cities and of where an origin is at home.
func (e *exposure) place(s *Sighting) {
	n := e.cities[s.City]
	if n == nil {
		n = new(two)
		e.cities[s.City] = n
		e.provinces[province(s.City)]++
	}
	n[0]++
	e.located[0]++
	o := e.originOf(s.Origin)
	switch s.Where {
	case Home:
		p := province(s.City)
		o.provinces[p/64&1] |= 1 << (p % 64)
	case Border:
		if len(o.borders) < maxBorders {
			o.borders[s.City] = true
		}
	}
}

const maxBorders = 64

// province is the two digits that a city begins with.
func province(city int32) int32 {
	for city >= 100 {
		city /= 100
	}
	return city
}

func (e *exposure) originOf(id int32) *origin {
	o := e.origins[id]
	if o == nil {
		o = &origin{borders: map[int32]bool{}}
		e.origins[id] = o
	}
	return o
}

func (e *exposure) classOf(s *Sighting) class {
	switch {
	case s.Where == Border:
		return border
	case e.originOf(s.Origin).home(province(s.City)):
		return near
	}
	return far
}

func (e *exposure) turn() {
	for key, n := range e.stocks {
		for b := range n {
			n[b].turn()
		}
		if n[byPosition].sum()+n[byAddress].sum()+n[byTerminal].sum() == 0 {
			delete(e.stocks, key)
		}
	}
	for b := range e.total {
		e.total[b].turn()
	}
	for _, n := range e.cities {
		n.turn()
	}
	e.located.turn()
}

// fixed is a sum that is the same in whatever order it is made: lots come in none.
type fixed int64

const fixedOne = 1 << 20

func fix(x float64) fixed      { return fixed(math.Round(x * fixedOne)) }
func (f fixed) float() float64 { return float64(f) / fixedOne }

// calibrateEvery is how often the background is worked out anew.
const calibrateEvery = 7 * day

// calibrate works out how often honest goods are seen abroad.
func (e *exposure) calibrate(lots map[lotKey]*lot, at int64) {
	if at-e.calibrated < calibrateEvery {
		return
	}
	e.calibrated = at
	var seen [classes][ways]fixed
	farIn := map[int32]fixed{}
	sum := fixed(0)
	clear(e.pairs)
	clear(e.of)
	for key, n := range e.stocks {
		of := entry(e.of, key.origin)
		for b := range ways {
			of[b] += n[b].sum()
		}
	}
	for _, l := range lots {
		if l.city == anywhere {
			continue
		}
		for b := range ways {
			if l.n[b] == 0 {
				continue
			}
			usual := e.classShare(l, b) * e.seen(l.stock, b)
			some := min(float64(l.n[b]), 1+3*usual)
			seen[l.where][b] += fix(some)
			entry(e.pairs, pair{l.origin, l.city})[b] += fix(e.habit(l, b, usual))
			if l.where == far && b == byPosition {
				farIn[l.city] += fix(some)
				sum += fix(some)
			}
		}
	}
	for c := range classes {
		for b := range ways {
			e.foreign[c][b] = (seen[c][b].float() + priorWeight*startRates[c][b]) / (e.total[b].sum() + priorWeight)
		}
	}
	const smooth = 500
	for city, n := range e.cities {
		e.attraction[city] = (farIn[city].float() + smooth*n.sum()/max(1, e.located.sum())) / (sum.float() + smooth)
	}
}

// least is the smallest number of sightings that is expected anywhere: rarer things happen.
const least = 0.02

// classShare is the probability that a sighting of an honest stock is in a lot's city, as far
// as cities of its class go.
func (e *exposure) classShare(l *lot, b by) float64 {
	rate := e.foreign[l.where][b]
	switch l.where {
	case border:
		return rate / float64(max(4, len(e.originOf(l.origin).borders)))
	case near:
		return rate / float64(max(4, e.provinces[province(l.city)]-1))
	}
	attraction := e.attraction[l.city]
	if attraction == 0 {
		attraction = 1 / float64(max(100, len(e.cities)))
	}
	return rate * attraction
}

// habit is how much of a lot is taken for a habit of the origin's consumers.
func (e *exposure) habit(l *lot, b by, usual float64) float64 {
	return min(float64(l.n[b]), 1+mostHabit*usual)
}

const (
	mostHabit = 8   // times what is usual in its class
	faith     = 400 // sightings that the class weighs as much as
)

// share is the probability that a sighting of an honest stock is in a lot's city: that of the
// class, and what the origin's other products show there.
func (e *exposure) share(l *lot, b by) float64 {
	if l.city == anywhere {
		return min(.5, 1.5*(e.foreign[far][b]+e.foreign[near][b]))
	}
	class := e.classShare(l, b)
	there, of := e.pairs[pair{l.origin, l.city}], e.of[l.origin]
	if there == nil || of == nil {
		return class
	}
	own := e.seen(l.stock, b)
	others, all := there[b].float()-e.habit(l, b, class*own), of[b]-own
	return (faith*class + max(0, others)) / (faith + max(0, all))
}

// seen is how many sightings there were of a stock.
func (e *exposure) seen(s stock, b by) float64 {
	if n := e.stocks[s]; n != nil {
		return n[b].sum()
	}
	return 0
}

// expected is how many sightings of an honest lot there would be.
func (e *exposure) expected(l *lot, b by) float64 {
	return max(least, e.seen(l.stock, b)*max(e.share(l, b), e.classShare(l, b)))
}

// entry is the value of a key, which is made when it is missing.
func entry[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}
