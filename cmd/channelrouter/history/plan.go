package history

import (
	"cmp"
	"slices"
	"time"

	"channelrouter/model"
)

// planned is a scan that will be made: who, what, where and when.
type planned struct {
	at     time.Duration // since the history began
	role   model.Role
	face   model.Face
	load   *load
	box    int64 // case of the load, from 0
	unit   int64 // of the case
	person *model.PersonID
	adcode string
	device string
}

// item is what is scanned.
func (p *planned) item() model.ItemID {
	box := p.load.pallet*casesPerPallet + p.box
	if p.face.Level() == model.LevelCase {
		return p.load.batch.Level(model.LevelCase).From + model.ItemID(box)
	}
	return p.load.batch.Level(model.LevelUnit).From + model.ItemID(box*unitsPerCase+p.unit)
}

// planSales says which cases sell where, and who scans them: the shop that opens a case, guides
// who sell, consumers who look and claim.
func (w *world) planSales() {
	d := newDraw(w.Seed, partSales)
	for range w.Size.Cases {
		t := &w.terminals[w.busy.pick(d)]
		w.sell(d, t)
	}
	w.divert(newDraw(w.Seed, partDiverted))
	slices.SortStableFunc(w.plans, func(a, b planned) int { return cmp.Compare(a.at, b.at) })
}

// sell takes a case of the shop's distributor and lets it be opened and bought.
func (w *world) sell(d draw, t *terminal) {
	loads := w.stock[t.distributor]
	l := loads[d.IntN(len(loads))]
	if l.sold == l.cases() {
		return
	}
	box := l.sold
	l.sold++
	opened := w.moment(d, l.day+3, days)
	w.bought(d, t, l, box, opened)
}

// bought are the scans of a case that is opened in a shop.
func (w *world) bought(d draw, t *terminal, l *load, box int64, opened time.Duration) {
	if d.hit(55) {
		w.plan(planned{at: opened, role: model.RoleTerminal, face: model.FaceCaseInner, load: l, box: box, person: &t.owner})
	}
	for unit := range int64(unitsPerCase) {
		at := opened + time.Duration(d.between(30, 12*24*60))*time.Minute
		if t.guided {
			if d.hit(55) {
				w.plan(planned{at: at - 5*time.Minute, role: model.RoleGuide, face: model.FaceUnitOuter, load: l, box: box, unit: unit, person: &t.guide})
			}
		}
		if !d.hit(48) {
			continue
		}
		c := w.buyer(d, t.city)
		p := planned{at: at, role: model.RoleConsumer, face: model.FaceUnitInner, load: l, box: box, unit: unit, person: &c.id, device: c.device}
		if d.hit(75) {
			p.adcode = w.place(d, t, c)
		}
		w.plan(p)
		if d.hit(8) { // somebody else looks at it, or tries it again
			p.at, p.face = at+time.Duration(d.between(1, 5_000))*time.Minute, model.FaceUnitOuter
			w.plan(p)
		}
	}
}

// place is where a buyer scans: at home, in the shop's district or, as a traveller, anywhere.
func (w *world) place(d draw, t *terminal, c *consumer) string {
	switch {
	case d.hit(1):
		return pick(d, pick(d, w.land).counties)
	case d.hit(30):
		return t.adcode
	}
	return pick(d, w.land[t.city].counties)
}

// buyer is somebody of a city; anybody where none is known.
func (w *world) buyer(d draw, city int) *consumer {
	if there := w.near[city]; len(there) > 0 {
		return &w.consumers[pick(d, there)]
	}
	return &w.consumers[d.IntN(len(w.consumers))]
}

// plan keeps a scan that falls into the history.
func (w *world) plan(p planned) {
	if p.at < w.length {
		w.plans = append(w.plans, p)
	}
}

// moment is a time of a day between two, when shops are open; there is more of it as the brand
// grows.
func (w *world) moment(d draw, from, to int) time.Duration {
	span := max(1, to-from)
	day := from + int(float64(span)*(1-d.Float64()*d.Float64()*0.999))
	if d.hit(60) {
		day = from + d.IntN(span)
	}
	minute := 9*60 + d.IntN(12*60)
	return time.Duration(min(day, to-1))*24*time.Hour + time.Duration(minute)*time.Minute + time.Duration(d.IntN(60))*time.Second
}
