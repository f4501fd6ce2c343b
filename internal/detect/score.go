package detect

import "math"

// Evidence is what speaks for a diversion, in nats: how much more likely is what was seen if
// goods were diverted than if they were not, as a logarithm, less what a thing so rare must
// overcome.
type Evidence struct {
	Pool     float64 // more sightings in the place than honest goods leave there
	Shipment float64 // they are of few shipments
	Case     float64 // they are of few cases
	Special  float64 // inspectors, goods that were returned, gifts at shops, codes cut off
}

// nats is the evidence as a whole: how sightings are spread is told in three ways, of which the
// strongest counts.
func (e Evidence) nats() float64 {
	return max(e.Pool, e.Shipment, e.Case, -prior) + e.Special
}

// halfway is the evidence that scores 50.
const halfway = 10

// Score is 0 to 100: 50 for ten nats, that is, e^10 to one.
func (e Evidence) Score() float64 {
	n := max(0, e.nats())
	return 100 * n / (n + halfway)
}

// prior is how unlikely it is that a stock is diverted at all; beside it stands to how many
// cities it might have gone. Goods that are all over the country have mostly been sold on line.
const (
	prior       = 3
	priorAbroad = 25
)

// score weighs what was seen of a lot.
func (d *Detector) score(l *lot) Evidence {
	against := prior + math.Log(float64(max(100, len(d.exposure.cities))))
	if l.city == anywhere {
		against = priorAbroad
	}
	weights := d.weightsOf(l)
	e := Evidence{Pool: -against, Shipment: -against, Case: -against, Special: d.special(l)}
	if l.city != anywhere {
		for b := range ways {
			e.Pool += weights[b] * d.pool(l, b)
		}
	}
	var shares [ways]float64
	for b := range ways {
		shares[b] = d.exposure.share(l, b)
	}
	of := d.groups.of[l.stock]
	if of == nil {
		return e
	}
	choose := math.Log(float64(max(2, of[0])))
	reason := ReasonShipment
	if l.city == anywhere {
		reason = ReasonSpread
	}
	for _, p := range l.ships {
		all := d.groups.ship(p.id)
		if l.city == anywhere && (d.groups.explained(p.id) || float64(p.sum()) < widespread*expectedOf(all, shares)) {
			continue // a part of every shipment is far away, most of it sold on line
		}
		e.Shipment += d.policy.weight(reason) * max(0, d.concentration(p, all, shares, weights)-choose)
	}
	if l.city == anywhere {
		return e
	}
	choose = math.Log(float64(max(2, of[1])))
	for _, p := range l.boxes {
		all := [ways]uint32{byPosition: uint32(d.groups.box(p.id))}
		e.Case += d.policy.weight(ReasonCase) * max(0, d.concentration(p, all, shares, weights)-choose)
	}
	return e
}

// widespread is how many times more of a shipment than is normal must be far away, in whatever
// places, for that to be suspicious.
const widespread = 4

func expectedOf(all [ways]uint32, shares [ways]float64) (n float64) {
	for b := range ways {
		n += shares[b] * float64(all[b])
	}
	return n
}

// pool is how much a lot's sightings of one way stand out from what honest stocks leave.
func (d *Detector) pool(l *lot, b by) float64 {
	return excess(float64(l.n[b]), d.exposure.expected(l, b), shapes[l.where])
}

func (d *Detector) weightsOf(l *lot) (w [ways]float64) {
	soft := ReasonOutside
	if l.where == border {
		soft = ReasonBorder
	}
	w[byPosition], w[byAddress], w[byTerminal] = d.policy.weight(soft), d.policy.weight(soft), d.policy.weight(ReasonTerminal)
	return w
}

// shapes say how differently honest stocks behave: the shape of the gamma distribution of their
// rates. Small is very differently.
var shapes = [classes]float64{far: 3, near: 2, border: 1.5}

// excess is the logarithm of how much more likely n sightings are at a rate of their own than of
// an honest stock, where m are expected and rates are gamma distributed with a shape: of a
// Poisson over a negative binomial distribution.
func excess(n, m, shape float64) float64 {
	if n <= m {
		return 0
	}
	own := n*math.Log(n) - n
	a, _ := math.Lgamma(n + shape)
	b, _ := math.Lgamma(shape)
	honest := a - b + shape*math.Log(shape/(shape+m)) + n*math.Log(m/(shape+m))
	return max(0, own-honest)
}

// concentration is the same for how many of a group's sightings are in one place: at a share of
// its own over that of an honest stock.
func (d *Detector) concentration(p part, all [ways]uint32, share, weights [ways]float64) float64 {
	var here, total, rare float64
	for b := range ways {
		k := float64(p.n[b])
		here += k
		total += float64(all[b])
		if k > 0 {
			rare += weights[b] * k * -math.Log(share[b])
		}
	}
	total = max(total, here)
	if here == 0 {
		return 0
	}
	theta := min(.98, (here+.5)/(total+1))
	honest := expectedOf(all, share) / max(1, total)
	return rare + here*math.Log(theta) + (total-here)*math.Log((1-theta)/(1-min(.5, honest)))
}

// What single things are worth, in nats, and how many of them happen to everybody.
var (
	worth = [specials]float64{specialInspected: 12, specialReturned: 4, specialGift: 3, specialDamaged: 2}
	usual = [specials]int{specialReturned: 1}
)

var specialReasons = [specials]Reason{
	specialInspected: ReasonInspector, specialReturned: ReasonReturned, specialGift: ReasonGift, specialDamaged: ReasonDamaged,
}

// mostSpecial is how much evidence single things can be.
const mostSpecial = 60

func (d *Detector) special(l *lot) (nats float64) {
	for which := range specials {
		nats += d.specialOf(l, which)
	}
	return min(mostSpecial, nats)
}

// specialOf is what the things of one kind are worth.
func (d *Detector) specialOf(l *lot, which int) float64 {
	return d.policy.weight(specialReasons[which]) * worth[which] * float64(max(0, l.special(which)-usual[which]))
}
