package detect

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

const start = int64(1_700_000_000)

// town is a channel of twenty origins, each at home in its own city, whose consumers scan and
// sometimes travel.
type town struct {
	*Detector
	dice *rand.Rand
	id   int64
	at   int64
}

func newTown(p Policy) *town {
	centre := func(city int32) (float64, float64, bool) { return 100 + float64(city%100), 30, city != 0 }
	return &town{Detector: New(p, Ground{Centre: centre}), dice: rand.New(rand.NewPCG(1, 2)), at: start}
}

func home(origin int32) int32 { return 3300 + origin }

// claim is a consumer's scan of a unit of a case of an origin, in a city.
func (w *town) claim(origin, city int32, box int64) *Sighting {
	w.id++
	s := &Sighting{
		ID: w.id, At: w.at, Kind: Claim, Unit: box*24 + w.id%24, Case: box, Shipment: box / 100, Product: 1, Origin: origin,
		City: city, Where: Away, By: ByPosition, Account: uint64(w.id) + 1<<40,
	}
	if city == home(origin) {
		s.Where = Home
	}
	return s
}

// live lets honest consumers scan for days: a traveller in fifty.
func (w *town) live(days int) (alerts []Alert) {
	for range days {
		for range 400 {
			w.at += day / 400
			origin := 1 + w.dice.Int32N(20)
			city := home(origin)
			if w.dice.IntN(50) == 0 {
				city = home(1 + w.dice.Int32N(20))
			}
			w.Observe(w.claim(origin, city, int64(origin)*10_000+w.dice.Int64N(2000)))
		}
		alerts = append(alerts, w.Review(w.at)...)
	}
	return alerts
}

func TestHonestTravellersAreNoLot(t *testing.T) {
	w := newTown(DefaultPolicy())
	if alerts := w.live(60); len(alerts) > 0 {
		t.Errorf("%d alerts, the first %+v", len(alerts), alerts[0])
	}
}

func TestCasesOfOneShipmentInAForeignCity(t *testing.T) {
	w := newTown(DefaultPolicy())
	w.live(30)
	for n := range int64(12) {
		w.Observe(w.claim(5, home(9), 59_900+n/3))
	}
	alerts := w.Review(w.at)
	if len(alerts) != 1 {
		t.Fatalf("%d alerts", len(alerts))
	}
	a := alerts[0]
	if a.Kind != Diverted || a.Origin != 5 || a.City != home(9) || a.Product != 1 || len(a.Cases) < 4 || !slices.Contains(a.Shipments, 599) {
		t.Errorf("%+v", a)
	}
	if !slices.ContainsFunc(a.Reasons, func(f Finding) bool { return f.Reason == ReasonCase }) {
		t.Errorf("reasons %+v", a.Reasons)
	}
	w.Observe(w.claim(5, home(9), 59_905))
	if again := w.Review(w.at); len(again) > 0 {
		t.Errorf("alerted again: %+v", again)
	}
}

func TestAHouseholdCountsOnce(t *testing.T) {
	w := newTown(DefaultPolicy())
	w.live(30)
	for range 24 { // one who took a case home
		s := w.claim(5, home(9), 59_900)
		s.Account = 7
		w.Observe(s)
	}
	one := w.claim(5, home(9), 59_901)
	for n := range uint64(10) { // one code that a family looks at
		s := *one
		s.Account = 100 + n%2
		w.Observe(&s)
	}
	if alerts := w.Review(w.at); len(alerts) > 0 {
		t.Errorf("%+v", alerts)
	}
}

func TestWhatIsExemptIsNoEvidence(t *testing.T) {
	for what, exempt := range map[string]func(*Sighting){
		"":               func(*Sighting) {},
		"staff":          func(s *Sighting) { s.Staff = true },
		"tests of codes": func(s *Sighting) { s.Test = true },
		"on line":        func(s *Sighting) { s.Flow = Ecommerce },
		"moved":          func(s *Sighting) { s.Flow = Moved },
		"no place":       func(s *Sighting) { s.Where, s.By = Unknown, NoSource },
		"no distributor": func(s *Sighting) { s.Origin = 0 },
	} {
		w := newTown(DefaultPolicy())
		for n := range int64(50) {
			s := w.claim(5, home(9), 59_900+n/10)
			exempt(s)
			w.Observe(s)
		}
		if alerts := w.Review(w.at); (len(alerts) == 0) != (what != "") {
			t.Errorf("%q: %+v", what, alerts)
		}
	}
}

func TestTerminalsOfAnotherDistributor(t *testing.T) {
	w := newTown(DefaultPolicy())
	w.live(10)
	var signals []Signal
	for n := range int64(4) {
		s := w.claim(5, home(9), 59_900+n)
		s.Kind, s.Unit, s.Terminal, s.Under, s.By = Open, s.Case, 70+n, 9, ByTerminal
		signals = slices.Clone(w.Observe(s))
	}
	if len(signals) != 1 || signals[0] != (Signal{ReasonTerminal, 1}) {
		t.Errorf("signals %v", signals)
	}
	if alerts := w.Review(w.at); len(alerts) != 1 || alerts[0].Origin != 5 {
		t.Errorf("%+v", alerts)
	}
}

func TestGoodsThatWereReturned(t *testing.T) {
	for cases, want := range map[int64]int{1: 0, 5: 1} {
		w := newTown(DefaultPolicy())
		w.live(10)
		for n := range cases {
			s := w.claim(5, home(9), 59_900+n)
			s.State = Returned
			w.Observe(s)
		}
		if alerts := w.Review(w.at); len(alerts) != want {
			t.Errorf("%d cases: %+v", cases, alerts)
		}
	}
}

func TestACopiedCode(t *testing.T) {
	w := newTown(DefaultPolicy())
	one := w.claim(5, home(5), 50_001)
	for n := range int32(12) {
		s := *one
		s.At += int64(n) * 60
		s.Account, s.City = uint64(n)+1, home(1+n%6)
		w.Observe(&s)
	}
	alerts := slices.DeleteFunc(w.Review(w.at), func(a Alert) bool { return a.Kind != Cloned })
	if len(alerts) != 1 || !slices.Equal(alerts[0].Units, []int64{one.Unit}) || alerts[0].Reasons[0].Count != 12 {
		t.Fatalf("%+v", alerts)
	}
}

// What was seen long ago is forgotten, and what nobody saw for two windows takes no room.
func TestForgetting(t *testing.T) {
	w := newTown(DefaultPolicy())
	w.Observe(w.claim(5, home(9), 59_900))
	for range 3 {
		w.at += int64(DefaultPolicy().WindowDays) * day
		w.Observe(w.claim(6, home(6), 60_000))
	}
	if len(w.lots) > 0 {
		t.Errorf("%d lots are left", len(w.lots))
	}
}

// What happens once a window does not add up for ever, and what goes on is told again.
func TestEvidenceAges(t *testing.T) {
	p := DefaultPolicy()
	w := newTown(p)
	find := func(n int64) []Alert {
		s := w.claim(5, home(9), 59_900+n)
		s.Kind, s.Under = Inspect, 9
		w.Observe(s)
		return w.Review(w.at)
	}
	for n := range int64(6) {
		if alerts := find(n); len(alerts) > 0 {
			t.Fatalf("after %d windows: %+v", n, alerts[0])
		}
		w.at += int64(p.WindowDays) * day
	}
	told := 0
	for n := range int64(40) {
		told += len(find(100 + n))
		w.at += 10 * day
	}
	if told < 3 || told > 8 {
		t.Errorf("told %d times in 400 days", told)
	}
}

func TestTheSameScansLeaveTheSameState(t *testing.T) {
	var scores []float64
	for range 3 {
		w := newTown(DefaultPolicy())
		w.live(60)
		for n := range int64(12) {
			w.Observe(w.claim(5, home(9), 59_900+n/3))
		}
		alerts := w.Review(w.at)
		if len(alerts) != 1 {
			t.Fatalf("%d alerts", len(alerts))
		}
		scores = append(scores, alerts[0].Score)
	}
	if scores[0] != scores[1] || scores[1] != scores[2] {
		t.Errorf("scores %v", scores)
	}
}

// Households do not keep a copied code from being seen.
func TestRoomForCopiedCodes(t *testing.T) {
	w := newTown(DefaultPolicy())
	for n := range int64(mostClones) {
		w.codes.clones[-n-1] = &clone{unit: -n - 1, who: []uint64{1, 2}, last: w.at}
	}
	one := w.claim(5, home(5), 50_001)
	for n := range int32(12) {
		s := *one
		s.Account, s.City = uint64(n)+1, home(1+n%6)
		w.Observe(&s)
	}
	if alerts := w.Review(w.at); len(alerts) != 1 || alerts[0].Kind != Cloned {
		t.Errorf("%+v", alerts)
	}
}

func TestWeightsOfThePolicy(t *testing.T) {
	p := DefaultPolicy()
	p.Weights = map[Reason]float64{ReasonOutside: 0, ReasonCase: 0, ReasonShipment: 0, ReasonSpread: 0}
	w := newTown(p)
	w.live(30)
	for n := range int64(12) {
		w.Observe(w.claim(5, home(9), 59_900+n/3))
	}
	if alerts := w.Review(w.at); len(alerts) > 0 {
		t.Errorf("%+v", alerts)
	}
}

func TestPoliciesThatContradictThemselves(t *testing.T) {
	if err := DefaultPolicy().Check(); err != nil {
		t.Error(err)
	}
	for what, change := range map[string]func(*Policy){
		"score":   func(p *Policy) { p.OpenScore = 100 },
		"nobody":  func(p *Policy) { p.Witnesses = 0 },
		"window":  func(p *Policy) { p.WindowDays = 6 },
		"clone":   func(p *Policy) { p.CloneAccounts = 1 },
		"travel":  func(p *Policy) { p.TravelKmh = 10 },
		"scans":   func(p *Policy) { p.ScansPerHour = 1 },
		"reason":  func(p *Policy) { p.Weights = map[Reason]float64{"price": 1} },
		"weights": func(p *Policy) { p.Weights = map[Reason]float64{ReasonCase: 5} },
	} {
		p := DefaultPolicy()
		change(&p)
		if err := p.Check(); !errors.Is(err, ErrPolicy) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
