package history

import (
	"time"

	"channelrouter/model"
)

// divert has lots of several sizes turn up in cities of other distributors: some at shops, which
// is hard evidence and makes a case at once, and some only under the eyes of consumers, which the
// detector has to find.
func (w *world) divert(d draw) {
	for n := range w.Size.Lots {
		from := d.IntN(len(w.distributors))
		to := w.terminals[w.busy.pick(d)]
		if to.distributor == from || w.land[to.city].code[:2] == w.land[w.distributors[from].cities[0]].code[:2] {
			from = (from + 1 + d.IntN(len(w.distributors)-1)) % len(w.distributors)
		}
		if to.distributor == from {
			continue
		}
		l := w.stock[from][d.IntN(len(w.stock[from]))]
		begins := w.moment(d, min(l.day+5, days-3), days-2)
		size := int64(d.between(2, 14)) // cases
		hard := n%3 != 2
		for range size {
			if l.sold == l.cases() {
				break
			}
			box := l.sold
			l.sold++
			w.surface(d, l, box, &to, begins, hard && d.hit(40))
		}
	}
}

// surface are the scans of a case of diverted goods in a foreign city.
func (w *world) surface(d draw, l *load, box int64, there *terminal, begins time.Duration, atShop bool) {
	at := begins + time.Duration(d.between(0, 10*24*60))*time.Minute
	if atShop {
		shops := w.distributors[there.distributor].shops
		t := &w.terminals[pick(d, shops)]
		w.plan(planned{at: at, role: model.RoleTerminal, face: model.FaceCaseInner, load: l, box: box, person: &t.owner})
	}
	for unit := range int64(unitsPerCase) {
		if !d.hit(60) {
			continue
		}
		c := w.buyer(d, there.city)
		w.plan(planned{
			at: at + time.Duration(d.between(60, 4*24*60))*time.Minute, role: model.RoleConsumer, face: model.FaceUnitInner,
			load: l, box: box, unit: unit, person: &c.id, device: c.device, adcode: pick(d, w.land[there.city].counties),
		})
	}
}
