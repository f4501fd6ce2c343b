package watch

import (
	"cmp"
	"math"
	"slices"

	"channelrouter/internal/detect"
	"channelrouter/model"
)

// oddity is what single scans of a day say about an account, or about goods that were never
// shipped: signals that are in no lot's score.
type oddity struct {
	row    model.DiversionAlert
	nats   float64
	counts map[detect.Reason]int
	places map[int32]bool
	items  []model.ItemID
}

// worth is how many nats a signal is, before the policy's weight: an account that scans too fast
// may be a child's, one that is in two places at once is no person's.
var worth = map[detect.Reason]float64{detect.ReasonVelocity: .2, detect.ReasonPlaces: 5, detect.ReasonNeverShipped: 2}

// mostItems is how many items an oddity remembers.
const mostItems = 256

// note takes in what the detector said of one scan. What it says again of the same goods, that
// they were never shipped, is nothing new.
func (w *watcher) note(s detect.Sighting, signals []detect.Signal) {
	for _, signal := range signals {
		if _, single := worth[signal.Reason]; !single {
			continue
		}
		o := w.oddityOf(s, signal.Reason)
		item, known := model.ItemID(s.Unit), slices.Contains(o.items, model.ItemID(s.Unit))
		if (known || len(o.items) == mostItems) && signal.Reason == detect.ReasonNeverShipped {
			continue
		}
		if !known && len(o.items) < mostItems {
			o.items = append(o.items, item)
		}
		o.counts[signal.Reason]++
		o.nats += signal.Weight * worth[signal.Reason]
		o.row.LastAt = timeOf(s.At)
		if s.City != 0 {
			o.places[s.City] = true
		}
	}
}

// oddityOf is the account's, or the product's of goods that were never shipped.
func (w *watcher) oddityOf(s detect.Sighting, reason detect.Reason) *oddity {
	row := model.DiversionAlert{Kind: model.AlertAccount, PersonID: model.PersonID(s.Account), FirstAt: timeOf(s.At)} // #nosec G115 -- an id
	if reason == detect.ReasonNeverShipped {
		row = model.DiversionAlert{Kind: model.AlertUnshipped, ProductID: w.eye.products.id(s.Product), FirstAt: timeOf(s.At)}
	}
	key := lotOf(row)
	o := w.odd[key]
	if o == nil {
		o = &oddity{row: row, counts: map[detect.Reason]int{}, places: map[int32]bool{}}
		w.odd[key] = o
	}
	return o
}

// score is on the scale of lots.
func (o *oddity) score() int { return int(math.Round(100 * o.nats / (o.nats + 10))) }

// findings explain an oddity.
func (o *oddity) findings() (list []detect.Finding) {
	for reason, n := range o.counts {
		list = append(list, detect.Finding{Reason: reason, Count: n, Places: len(o.places), Certainty: worth[reason] * float64(n)})
	}
	slices.SortFunc(list, func(a, b detect.Finding) int { return cmp.Compare(a.Reason, b.Reason) })
	return list
}

// oddities are the rows of a day's that are as strong as an alert must be, the strongest first.
func (w *watcher) oddities(open float64) (due []*oddity) {
	for _, o := range w.odd {
		if float64(o.score()) >= open {
			due = append(due, o)
		}
	}
	slices.SortFunc(due, func(a, b *oddity) int {
		return cmp.Or(-cmp.Compare(a.score(), b.score()), cmp.Compare(lotOf(a.row), lotOf(b.row)))
	})
	clear(w.odd)
	return due
}
