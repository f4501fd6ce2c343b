package evaluate

import (
	"time"

	"channelrouter/internal/detect"
)

// tiny is a world that is made by hand.
type tiny struct {
	channel Channel
	truth   *Truth
	scans   []Scan
}

func (w *tiny) Channel() *Channel { return &w.channel }
func (w *tiny) Truth() *Truth     { return w.truth }

func (w *tiny) Scans(see func(*Scan) error) error {
	for i := range w.scans {
		s := w.scans[i]
		if err := see(&s); err != nil {
			return err
		}
	}
	return nil
}

// first is the first moment of tiny worlds: midnight in China.
var first = time.Date(2026, 1, 5, 0, 0, 0, 0, zone).Unix()

// onDay is noon of a day from 0.
func onDay(d int) int64 { return first + int64(d)*day + day/2 }

// newTiny has three distributors: A in Hangzhou (3301), B in Guangzhou (4401), C in Chengdu
// (5101), and goods of A in lots of their own.
func newTiny() *tiny {
	w := &tiny{channel: Channel{
		Distributors: []string{"A", "B", "C"}, Products: []string{"P"}, Terminals: []string{"T1", "T2"},
		Territories: []Territory{
			{Distributor: 1, Prefix: "3301"}, {Distributor: 2, Prefix: "4401"}, {Distributor: 3, Prefix: "5101"},
		},
		Bindings: []Binding{{Terminal: 1, Distributor: 1, Adcode: 330106}, {Terminal: 2, Distributor: 2, Adcode: 440106}},
		Shipments: []Shipment{
			{Number: 1, At: first, Recorded: first, Distributor: 1, Product: 1, Cases: 1000},
			{Number: 2, At: first, Recorded: first, Distributor: 2, Product: 1, Cases: 5000},
			{Number: 3, At: first, Recorded: first, Distributor: 3, Product: 1, Cases: 5000},
		},
	}}
	lots := []Lot{
		{Name: "L1", Type: "moved", Origin: 1, Cities: []int32{4401}, Product: 1, Cases: 1, Units: 24, From: first, To: first + 20*day},
		{Name: "L2", Type: "gift", Origin: 1, Cities: []int32{4401}, Product: 1, Cases: 20, Units: 480, From: first, To: first + 20*day},
		{Name: "L3", Type: "moved", Origin: 1, Cities: []int32{5101}, Product: 1, Cases: 500, Units: 12000, From: first + 50*day, To: first + 70*day},
	}
	w.truth = NewTruth(lots, []Clone{{Name: "C1", Unit: 9001, Packs: 10}, {Name: "C2", Unit: 9002, Packs: 1000}}, []Run{
		{Lot: 0, Case: 100, First: 101, Last: 124}, {Lot: 1, Case: 200, First: 201, Last: 680}, {Lot: 2, Case: 700, First: 701, Last: 900},
	})
	w.scans = []Scan{scanOn(0), scanOn(69)}
	return w
}

// scanOn is a plain scan on a day.
func scanOn(d int) Scan {
	return Scan{At: onDay(d), Kind: detect.Claim, Unit: 1, Case: 2, Origin: 2, Product: 1, Adcode: 440106, By: detect.ByPosition, Accuracy: 50}
}

// script is a detector that reports what it was told to, by day of review from 1.
type script struct {
	alerts map[int][]detect.Alert
	days   int
}

func (s *script) Observe(*detect.Sighting) {}

func (s *script) Review(int64) []detect.Alert {
	s.days++
	return s.alerts[s.days]
}

// says is an alert that A's goods are diverted, on units.
func says(score float64, units ...int64) detect.Alert {
	return detect.Alert{Kind: detect.Diverted, Origin: 1, City: 4401, Product: 1, Score: score, Units: units}
}
