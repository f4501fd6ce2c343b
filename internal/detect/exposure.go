package detect

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
}

// origin is what is known of where an origin is at home.
type origin struct {
	provinces [2]uint64
	borders   map[int32]bool
}

func (o *origin) home(province int32) bool {
	return o.provinces[province/64&1]&(1<<(province%64)) != 0
}

func newExposure() exposure {
	e := exposure{stocks: map[stock]*[ways]two{}, cities: map[int32]*two{}, origins: map[int32]*origin{}, attraction: map[int32]float64{}, provinces: map[int32]int{}}
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
		e.provinces[s.City/100]++
	}
	n[0]++
	e.located[0]++
	o := e.originOf(s.Origin)
	switch s.Where {
	case Home:
		o.provinces[s.City/100/64&1] |= 1 << (s.City / 100 % 64)
	case Border:
		if len(o.borders) < maxBorders {
			o.borders[s.City] = true
		}
	}
}

const maxBorders = 64

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
	case e.originOf(s.Origin).home(s.City / 100):
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

// calibrateEvery is how often the background is worked out anew.
const calibrateEvery = 7 * day

// calibrate works out how often honest goods are seen abroad.
func (e *exposure) calibrate(lots map[lotKey]*lot, at int64) {
	if at-e.calibrated < calibrateEvery {
		return
	}
	e.calibrated = at
	var seen [classes][ways]float64
	farIn := map[int32]float64{}
	sum := 0.0
	for _, l := range lots {
		if l.city == 0 {
			continue
		}
		for b := range ways {
			if l.n[b] == 0 {
				continue
			}
			some := min(float64(l.n[b]), 1+3*e.expected(l, b))
			seen[l.where][b] += some
			if l.where == far && b == byPosition {
				farIn[l.city] += some
				sum += some
			}
		}
	}
	for c := range classes {
		for b := range ways {
			e.foreign[c][b] = (seen[c][b] + priorWeight*startRates[c][b]) / (e.total[b].sum() + priorWeight)
		}
	}
	const smooth = 500
	for city, n := range e.cities {
		e.attraction[city] = (farIn[city] + smooth*n.sum()/max(1, e.located.sum())) / (sum + smooth)
	}
}

// least is the smallest number of sightings that is expected anywhere: rarer things happen.
const least = 0.02

// share is the probability that a sighting of an honest lot's stock is in the lot's city.
func (e *exposure) share(l *lot, b by) float64 {
	rate := e.foreign[l.where][b]
	if l.city == 0 {
		return min(.5, 1.5*(e.foreign[far][b]+e.foreign[near][b]))
	}
	switch l.where {
	case border:
		return rate / float64(max(4, len(e.originOf(l.origin).borders)))
	case near:
		return rate / float64(max(4, e.provinces[l.city/100]-1))
	}
	attraction := e.attraction[l.city]
	if attraction == 0 {
		attraction = 1 / float64(max(100, len(e.cities)))
	}
	return rate * attraction
}

// expected is how many sightings of an honest lot there would be.
func (e *exposure) expected(l *lot, b by) float64 {
	n := e.stocks[l.stock]
	if n == nil {
		return least
	}
	return max(least, n[b].sum()*e.share(l, b))
}
