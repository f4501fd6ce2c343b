package simulate

import "math"

// plan is a scan that will be made: in one word, so that millions of them are sorted quickly
// and take little room. From the top: the second of the day (17 bits), what will be scanned
// (carton 24, unit 5), the planKind (3) and its turn (4).
type plan uint64

type planKind uint8

const (
	planClaim   planKind = iota // the consumer's first scan
	planLook                    // somebody's, before he buys
	planAgain                   // the household's, after the first
	planOpen                    // the terminal's, of the case
	planGuide                   // a guide's, when he sells
	planInspect                 // an inspector's, in the shop
	planStaff                   // of staff, or a trial
	planCopy                    // of a pack with a copied code; the carton is its place in copies
)

func newPlan(second int, carton int32, unit int, kind planKind, turn int) plan {
	return plan(second)<<36 | plan(carton)<<12 | plan(unit)<<7 | plan(kind)<<4 | plan(turn)
}

func (p plan) second() int    { return int(p >> 36) }
func (p plan) carton() int32  { return int32(p >> 12 & (1<<24 - 1)) }
func (p plan) unit() int      { return int(p >> 7 & 31) }
func (p plan) kind() planKind { return planKind(p >> 4 & 7) }
func (p plan) turn() int      { return int(p & 15) }

// mostTurns is the last turn that a plan's word holds.
const mostTurns = 15

// put plans a scan at a second of the world; what is after its end is left out.
func (w *World) put(second int, carton int32, unit int, kind planKind, turn int) {
	if day := second / daySeconds; day < len(w.plans) {
		w.plans[day] = append(w.plans[day], newPlan(second%daySeconds, carton, unit, kind, turn))
	}
}

// Shops are open from 8 to 22 o'clock.
const (
	opens = 8 * 3600
	open  = 14 * 3600
)

// inDay moves a time of so many minutes after a day's begin into the hours of its day in which
// people shop and scan.
func (w *World) inDay(day, minutes int) int {
	return (day+minutes/(24*60))*daySeconds + opens + w.dice.below(open)
}

// plan plans all scans of a carton and its units.
func (w *World) plan(number int32) {
	c := &w.cartons[number]
	w.dice.reseed(w.seed, streamPlan, uint64(number))
	sold := int(c.sold)
	if c.place >= 0 {
		w.planShop(c, number)
	}
	units := w.parameters.CaseUnits
	w.dice.some(w.dice.hits(w.chances.looks), units, func(unit int) {
		w.put(w.inDay(sold, w.dice.of(w.delays.shelf)), number, unit, planLook, 0)
	})
	w.dice.some(w.dice.hits(w.chances.inspections), units, func(unit int) {
		w.put(w.inDay(sold, w.dice.of(w.delays.shelf)), number, unit, planInspect, 0)
	})
	w.dice.some(w.dice.hits(w.chances.claims), units, func(unit int) {
		at := w.inDay(sold, w.dice.of(w.delays.shelf)+w.dice.of(w.delays.scan))
		w.put(at, number, unit, planClaim, 0)
		w.planRepeats(at, number, unit)
	})
}

// soon is the seconds within which most repeated scans follow the first, and soonShare how
// many of 100 do; assumed.
const (
	soon      = 3600
	soonShare = 60
)

// planRepeats plans the scans that a household makes of a code that it has claimed.
func (w *World) planRepeats(at int, number int32, unit int) {
	for turn := 1; turn <= mostTurns && w.dice.hit(w.chances.repeat); turn++ {
		if w.dice.below(100) < soonShare {
			at += 1 + w.dice.below(soon)
		} else {
			at += w.dice.of(w.delays.again)
		}
		if at > math.MaxInt32 {
			return
		}
		w.put(at, number, unit, planAgain, turn)
	}
}

// planShop plans the scans of the terminal that buys a carton, and of its guide. Who buys
// diverted goods scans less; a case whose code is destroyed, or whose units came in others'
// cases, is not opened by its code.
func (w *World) planShop(c *carton, number int32) {
	opening, guides, split := w.chances.open, w.chances.guides, false
	if c.lot >= 0 {
		opening, guides = w.chances.openLot, w.chances.guidesLot
		split = w.lots[c.lot].attack == splitCases
	}
	const week = 7 * 24 * 60
	if w.dice.hit(opening) && !split && c.marks&destroyed == 0 {
		w.put(w.inDay(int(c.sold), w.dice.below(week)), number, 0, planOpen, 0)
	}
	if w.channel.terminals[c.place].guide {
		w.dice.some(w.dice.hits(guides), w.parameters.CaseUnits, func(unit int) {
			w.put(w.inDay(int(c.sold), w.dice.of(w.delays.shelf)), number, unit, planGuide, 0)
		})
	}
}

// planStaff plans the scans of staff: of any goods, on any day.
func (w *World) planStaff() {
	if len(w.cartons) == 0 {
		return
	}
	d := seeded(w.seed, streamStaff, 0)
	for day := range w.plans {
		for range whole(&d, w.parameters.Staff) {
			number := int32(d.below(len(w.cartons)))
			w.put(day*daySeconds+opens+d.below(open), number, d.below(w.parameters.CaseUnits), planStaff, d.below(2))
		}
	}
}
