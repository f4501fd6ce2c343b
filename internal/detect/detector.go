package detect

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"channelrouter/internal/geo"
)

// Ground is what the detector knows of the world.
type Ground struct {
	// Centre is a city's, in degrees; false where it is not known.
	Centre func(city int32) (lng, lat float64, known bool)
}

// China is the ground of the product: cities by the table of divisions.
func China() Ground {
	return Ground{Centre: func(city int32) (lng, lat float64, known bool) {
		d, known := geo.Find(strconv.Itoa(int(city)))
		return d.Lng, d.Lat, known
	}}
}

// Signal is what one sighting says by itself.
type Signal struct {
	Reason Reason
	Weight float64 // by policy
}

// stock is an origin's goods of one product.
type stock struct{ origin, product int32 }

// Detector gathers evidence. It is for one goroutine.
type Detector struct {
	policy  Policy
	ground  Ground
	centres map[int32]centre // that the ground was asked for

	window   int64 // number of the current window
	exposure exposure
	lots     map[lotKey]*lot
	groups   groups
	codes    codes
	accounts accounts

	alerted   map[lotKey]int64 // when lots were last alerts, for two windows
	continued []Alert          // of the last review: alerts that are still seen
	touched   []*lot           // since the last review
	cloned    []*clone
	signals   []Signal
}

// New makes a detector that has seen nothing.
func New(p Policy, g Ground) *Detector {
	return &Detector{
		policy: p, ground: g, centres: map[int32]centre{}, exposure: newExposure(), lots: map[lotKey]*lot{}, groups: newGroups(),
		codes: newCodes(), accounts: newAccounts(), alerted: map[lotKey]int64{},
	}
}

const day = 24 * 60 * 60

// Observe takes a sighting in, which is not before those that were, and returns what it says by
// itself; the slice is valid until the next one.
func (d *Detector) Observe(s *Sighting) []Signal {
	d.signals = d.signals[:0]
	d.turn(s.At)
	if s.Staff || s.Test {
		return nil
	}
	d.watchCode(s)
	hasty := d.watchAccount(s)
	if s.Flow == Ecommerce || s.Flow == Moved {
		return d.signals
	}
	if s.State == NeverShipped {
		d.signal(ReasonNeverShipped)
	}
	if s.Origin == 0 {
		return d.signals
	}
	sure := s.Sure
	if sure == 0 {
		sure = 1
	}
	if hasty {
		sure /= 4
	}
	switch s.Kind {
	case Open, Guide:
		d.atTerminal(s, sure)
	case Inspect:
		d.inspected(s)
	case Claim, Look:
		d.atConsumer(s, sure)
	}
	return d.signals
}

func (d *Detector) signal(r Reason) {
	d.signals = append(d.signals, Signal{r, d.policy.weight(r)})
}

// turn begins a new window when it is time, and forgets what is two windows old.
func (d *Detector) turn(at int64) {
	window := at / (int64(d.policy.WindowDays) * day)
	if window <= d.window {
		return
	}
	for range min(2, window-d.window) { // what was before is gone after two
		if d.window == 0 {
			break
		}
		d.exposure.turn()
		d.groups.turn()
		for key, l := range d.lots {
			if l.turn(at - int64(d.policy.WindowDays)*day); l.empty() {
				delete(d.lots, key)
			}
		}
		d.codes.turn(at - d.quiet())
		maps.DeleteFunc(d.alerted, func(_ lotKey, alerted int64) bool { return at-alerted >= d.quiet() })
	}
	d.window = window
}

// atTerminal is a case that a terminal opens, or a unit that its guide sells.
func (d *Detector) atTerminal(s *Sighting, sure float32) {
	if s.State == Returned {
		d.returned(s)
		return
	}
	if s.Terminal == 0 || s.Under == 0 {
		return
	}
	box := cmp.Or(s.Case, s.Unit)
	d.exposure.add(s.stock(), byTerminal)
	d.groups.add(s, byTerminal)
	if s.Flow == Gift {
		d.signal(ReasonGift)
	}
	if s.Under == s.Origin || s.City == 0 {
		return
	}
	reason := ReasonTerminal
	if s.Kind == Guide {
		reason = ReasonGuide
	}
	d.signal(reason)
	if s.Where == Home {
		sure /= 4 // where it stands, it should be the origin's: its binding is doubtful
	}
	l := d.lot(s)
	l.see(s, witness{who: mix(uint64(s.Terminal), uint64(box)), by: byTerminal, sure: sure})
	l.now.add(sellers, uint64(s.Terminal))
	if s.Flow == Gift {
		l.now.add(specialGift, uint64(box))
	}
	if s.Damaged {
		d.signal(ReasonDamaged)
		l.now.add(specialDamaged, uint64(box))
	}
}

// inspected is goods that an inspector found on duty: where they are is certain.
func (d *Detector) inspected(s *Sighting) {
	elsewhere := s.Under != 0 && s.Under != s.Origin || s.Under == 0 && (s.Where == Away || s.Where == Border)
	if !elsewhere {
		return
	}
	d.signal(ReasonInspector)
	if s.City == 0 {
		return
	}
	l := d.lot(s)
	l.now.add(specialInspected, uint64(s.Unit))
	l.keep(s)
	if s.Damaged {
		d.signal(ReasonDamaged)
		l.now.add(specialDamaged, uint64(cmp.Or(s.Case, s.Unit)))
	}
}

// atConsumer is a unit in a consumer's hands, somewhere.
func (d *Detector) atConsumer(s *Sighting, sure float32) {
	if s.State == Returned {
		d.returned(s)
		return
	}
	if s.Where == Unknown || s.By == NoSource || s.City == 0 || s.Flow == Gift && !d.policy.WatchGifts {
		return
	}
	by := byPosition
	if s.By == ByAddress {
		by = byAddress
	}
	d.exposure.add(s.stock(), by)
	d.exposure.place(s)
	d.groups.add(s, by)
	switch s.Where {
	case Home:
		return
	case Border:
		d.signal(ReasonBorder)
	default:
		d.signal(ReasonOutside)
	}
	w := witness{who: cmp.Or(s.Account, s.Device, s.Address, uint64(s.Unit)), by: by, sure: sure}
	d.lot(s).see(s, w)
	if s.Where == Away {
		d.abroad(s).see(s, w)
	}
}

// returned is goods on the market that are believed to be back at the brand. Whom they were
// meant for last says little of where they should be: they may have gone out again unread.
func (d *Detector) returned(s *Sighting) {
	d.signal(ReasonReturned)
	if s.City == 0 {
		return
	}
	l := d.lot(s)
	l.now.add(specialReturned, uint64(cmp.Or(s.Case, s.Unit)))
	l.keep(s)
}

// lot is that of a sighting: origin, product and city.
func (d *Detector) lot(s *Sighting) *lot {
	return d.lotOf(lotKey{stock: s.stock(), city: s.City}, s)
}

// abroad is the lot of what is far away, wherever.
func (d *Detector) abroad(s *Sighting) *lot {
	return d.lotOf(lotKey{stock: s.stock(), city: anywhere}, s)
}

func (d *Detector) lotOf(key lotKey, s *Sighting) *lot {
	l := d.lots[key]
	if l == nil {
		l = &lot{lotKey: key, first: s.At, where: d.exposure.classOf(s)}
		d.lots[key] = l
	}
	l.last, l.quiet = s.At, 0
	if !l.touched {
		l.touched = true
		d.touched = append(d.touched, l)
	}
	return l
}

// quiet is for how long, in seconds, a lot or a code stays the alert that it was.
func (d *Detector) quiet() int64 { return 2 * int64(d.policy.WindowDays) * day }

// Alerted says that a lot was an alert at a time, to a detector that is built anew. City is that
// of the alert.
func (d *Detector) Alerted(origin, product, city int32, at int64) {
	key := lotKey{stock: stock{origin, product}, city: city}
	if city == 0 {
		key.city = anywhere
	}
	d.alerted[key] = max(at, d.alerted[key])
}

// Learn works the background out anew, as a review does, and raises nothing: for days that were
// reviewed before.
func (d *Detector) Learn(at int64) { d.exposure.calibrate(d.lots, at) }

// Forget drops what would be looked at in the next review: it was, in another at a time.
func (d *Detector) Forget(at int64) {
	for _, l := range d.touched {
		l.touched = false
	}
	for _, c := range d.cloned {
		c.due, c.alerted = false, at
	}
	d.touched, d.cloned = d.touched[:0], d.cloned[:0]
}

// Review returns the alerts that are due since the last one, the strongest first: lots whose
// score has reached the policy's, unless they were alerts within two windows, and cloned codes.
// Cities come first: what is spread abroad is suspicious beyond them. Call it once a day.
func (d *Detector) Review(at int64) []Alert {
	d.Learn(at)
	d.continued = d.continued[:0]
	alerts := d.review(at, func(l *lot) bool { return l.city != anywhere })
	alerts = append(alerts, d.review(at, func(l *lot) bool { return l.city == anywhere })...)
	d.touched = d.touched[:0]
	for _, c := range d.cloned {
		c.due, c.alerted = false, at
		alerts = append(alerts, d.cloneAlert(c))
	}
	d.cloned = d.cloned[:0]
	slices.SortFunc(alerts, stronger)
	slices.SortFunc(d.continued, stronger)
	return alerts
}

// Continued are the lots that were alerts within two windows, and of which more was seen before
// the last review; valid until the next one.
func (d *Detector) Continued() []Alert { return d.continued }

func stronger(a, b Alert) int {
	return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Product, b.Product), cmp.Compare(a.City, b.City))
}

// review returns the alerts among the lots of a kind that were touched.
func (d *Detector) review(at int64, of func(*lot) bool) (alerts []Alert) {
	for _, l := range d.touched {
		if !of(l) {
			continue
		}
		l.touched = false
		score := d.score(l)
		if score.Score() < d.policy.OpenScore || l.witnesses() < d.policy.Witnesses {
			continue
		}
		d.groups.explain(l.ships)
		before, again := d.alerted[l.lotKey]
		if again && at-before < d.quiet() {
			d.continued = append(d.continued, d.alert(l, score))
			continue
		}
		d.alerted[l.lotKey] = at
		alerts = append(alerts, d.alert(l, score))
	}
	return alerts
}

func (s *Sighting) stock() stock { return stock{s.Origin, s.Product} }

// mix makes one number of two.
func mix(a, b uint64) uint64 {
	x := a*0x9e3779b97f4a7c15 ^ b
	x ^= x >> 29
	x *= 0xbf58476d1ce4e5b9
	return x ^ x>>32
}
