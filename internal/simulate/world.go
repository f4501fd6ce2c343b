package simulate

import (
	"fmt"
	"time"

	"channelrouter/internal/detect"
	"channelrouter/internal/evaluate"
)

// begin is the first moment of a world: a Monday in China.
var begin = time.Date(2026, 1, 5, 0, 0, 0, 0, time.FixedZone("CST", 8*3600)).Unix()

const daySeconds = 86400

// World is a simulated one. It is for one goroutine.
type World struct {
	parameters Parameters
	seed       uint64
	chances    chances
	delays     delays
	demand     weights
	channel    *channel
	households []int // by city
	lots       []lot

	lanes     []lane
	laneOf    []int32 // ordinary lanes by distributor and product, -1 for none
	shipments []shipment
	pallets   []pallet
	cartons   []carton
	copies    []copied
	clones    []evaluate.Clone
	plans     [][]plan // by day

	observed *evaluate.Channel
	truth    *evaluate.Truth
	dice     dice // of what is being drawn: always seeded before it is used
}

// chances are the parameters' shares, once for all.
type chances struct {
	open, openLot, damaged, destroyed, repacked, carried, missed, late, returned chance
	repeat, located, addressCity, addressNear, traveller, leak                   chance
	claims, looks, inspections, guides, guidesLot                                []chance
}

// delays are in seconds, but for the shelf's and the scan's, which are in minutes.
type delays struct{ shelf, scan, again []int32 }

// New makes a world. The same parameters and seed make the same world; the same seed with
// other rates of scanning has the same goods.
func New(p Parameters, seed uint64) (*World, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	w := &World{parameters: p, seed: seed, demand: demand(), channel: newChannel(&p, seed), plans: make([][]plan, p.days())}
	w.chances = newChances(&p)
	const minutes, seconds = 24 * 60, 86400
	w.delays = delays{
		shelf: lognormal(p.ShelfDays*minutes, 0.8), scan: lognormal(p.ScanDays*minutes, 0.7), again: lognormal(3*seconds, 1),
	}
	w.laneOf = make([]int32, len(w.channel.distributors)*len(products))
	for i := range w.laneOf {
		w.laneOf[i] = -1
	}
	w.settle()
	w.lots = w.newLots()
	w.fill()
	w.copyCodes()
	w.planStaff()
	w.observed = w.observe()
	w.truth = w.tell()
	return w, nil
}

func newChances(p *Parameters) chances {
	return chances{
		open: share(p.OpenRate), openLot: share(p.OpenRate * p.Complicit), damaged: share(p.Damaged), destroyed: share(p.Destroyed),
		repacked: share(p.Repacked), carried: share(p.Carried), missed: share(p.MissedReads), late: share(p.ReadLate), returned: share(p.Returns),
		repeat: share(1 - p.RepeatEnds), located: share(p.Located), addressCity: share(p.AddressCity),
		addressNear: share(p.AddressCity + p.AddressNear), traveller: share(p.Travellers), leak: share(p.BorderLeak),
		claims: binomial(p.CaseUnits, p.ScanRate), looks: binomial(p.CaseUnits, p.LookRate), inspections: binomial(p.CaseUnits, p.InspectRate),
		guides: binomial(p.CaseUnits, p.GuideRate), guidesLot: binomial(p.CaseUnits, p.GuideRate*p.Complicit),
	}
}

// perHousehold is how many units one that scans at all claims on average; assumed.
const perHousehold = 5

// settle says how many households of each city scan.
func (w *World) settle() {
	p := &w.parameters
	units := p.cases() * float64(p.CaseUnits) * p.ScanRate
	for city := range land() {
		w.households = append(w.households, 20+int(units*w.trade(city)/perHousehold))
	}
}

// Channel is what the brand knows of its channel.
func (w *World) Channel() *evaluate.Channel { return w.observed }

// Truth is what happened.
func (w *World) Truth() *evaluate.Truth { return w.truth }

// Cases is how many cases of goods there are.
func (w *World) Cases() int { return len(w.cartons) }

// Guesses is how many codes were guessed; none of them exists, so no goods were scanned.
func (w *World) Guesses() int { return w.parameters.Guesses * w.parameters.days() }

// observe is the channel with the shipments that were recorded, in the order of making.
func (w *World) observe() *evaluate.Channel {
	o := w.channel.observed()
	for i, s := range w.shipments {
		l := &w.lanes[s.lane]
		row := evaluate.Shipment{
			Number: int64(i + 1), At: begin + int64(s.day)*daySeconds, Distributor: l.distributor + 1, Product: int32(l.product) + 1, Flow: l.flow,
		}
		if s.cases > 0 {
			row.Recorded, row.Cases = row.At, int64(s.cases)
			o.Shipments = append(o.Shipments, row)
		}
		if s.late > 0 {
			row.Recorded, row.Cases = begin+int64(s.latest)*daySeconds, int64(s.late)
			o.Shipments = append(o.Shipments, row)
		}
	}
	return o
}

// soldOut is how many days after a terminal bought goods they count as sold; for the truth's
// spans only.
const soldOut = 30

// tell is the truth in the format's words.
func (w *World) tell() *evaluate.Truth {
	first, last := make([]int16, len(w.lots)), make([]int16, len(w.lots))
	for i := range first {
		first[i] = never
	}
	var goods []evaluate.Run
	for i, c := range w.cartons {
		if c.lot < 0 {
			continue
		}
		first[c.lot], last[c.lot] = min(first[c.lot], c.sold), max(last[c.lot], c.sold)
		goods = append(goods, evaluate.Run{
			Lot: int32(c.lot), Case: caseNumber(int32(i)),
			First: unitNumber(int32(i), 0), Last: unitNumber(int32(i), w.parameters.CaseUnits-1),
		})
	}
	var lots []evaluate.Lot
	for i, l := range w.lots {
		t := evaluate.Lot{
			Name: fmt.Sprintf("L%04d", i+1), Type: attacks[l.attack].name, Origin: l.origin + 1, Product: int32(l.product + 1),
			Cases: int64(l.cases), Units: int64(l.cases * w.parameters.CaseUnits),
			From: begin + int64(first[i])*daySeconds, To: begin + (int64(last[i])+soldOut)*daySeconds,
		}
		for _, city := range l.cities {
			t.Cities = append(t.Cities, land()[city].Code)
		}
		lots = append(lots, t)
	}
	return evaluate.NewTruth(lots, w.clones, goods)
}

// numbers is how many each case has for itself and its units, so that none is both.
const numbers = 64

func caseNumber(carton int32) int64 { return (int64(carton) + 1) * numbers }

func unitNumber(carton int32, unit int) int64 { return caseNumber(carton) + 1 + int64(unit) }

// kindOf is the kind of scan that a plan becomes.
var kindOf = [...]detect.Kind{
	planClaim: detect.Claim, planLook: detect.Look, planAgain: detect.Look, planOpen: detect.Open,
	planGuide: detect.Guide, planInspect: detect.Inspect, planStaff: detect.Look, planCopy: detect.Claim,
}
