package watch

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"channelrouter/internal/detect"
	"channelrouter/internal/geo"
	"channelrouter/model"
	"channelrouter/service/scan"
)

// Outcome says what a policy would have made of days that are over, beside the one in force.
type Outcome struct {
	From, To time.Time
	InForce  int   // number of the policy beside it
	Scans    int64 // gone through, with those of the windows before
	Both     int   // cases that would open under either
	Opens    int   // only under the one that was asked for
	Closes   int   // only under the one in force
	// The strongest of those that differ, and of those that do not.
	Opening, Closing, Staying []ReplayedLot
}

// Suspect is a replayed lot with the names of what it is about, and its reasons in words.
type Suspect struct {
	ReplayedLot
	Distributor, Shop model.Org // Shop of a terminal's
	Product           model.Product
	City              string
	InWords           []Reason
}

// Describe puts lots into words: one question for all their organisations.
func (s *Service) Describe(ctx context.Context, lots []ReplayedLot) ([]Suspect, error) {
	var ids []model.OrgID
	for _, l := range lots {
		ids = append(ids, l.Origin, l.Terminal)
	}
	orgs, err := s.Channel.Orgs(ctx, ids)
	if err != nil {
		return nil, err
	}
	suspects := make([]Suspect, len(lots))
	for i, l := range lots {
		product, err := s.Catalog.Get(ctx, l.Goods)
		if err != nil {
			return nil, err
		}
		city, _ := geo.Find(cmp.Or(l.Adcode, orgs[l.Terminal].Adcode))
		words := detect.Words{Origin: orgs[l.Origin].Name, Product: product.Name, City: city.FullName}
		suspects[i] = Suspect{
			ReplayedLot: l, Distributor: orgs[l.Origin], Shop: orgs[l.Terminal], Product: product, City: city.FullName,
			InWords: inWords(l.Reasons, words),
		}
	}
	return suspects, nil
}

// ReplayedLot is what would be a case: a lot that is suspected, or hard evidence at a terminal.
type ReplayedLot struct {
	Origin   model.OrgID     `json:",string"`
	Goods    model.ProductID `json:",string"`
	Adcode   string          // the city; "" of a terminal, or when it is many
	Terminal model.OrgID     `json:",string"` // 0: none
	Score    int             // by the policy that opens it
	Flags    int             // hard ones
	First    time.Time
	Reasons  []detect.Finding
}

// mostLots is how many of each kind an outcome lists.
const mostLots = 200

// place is where a lot's goods were, of whom and what. Windows are a policy's own, so that lots of
// two policies are the same by it.
type place struct {
	origin, terminal model.OrgID
	product          model.ProductID
	adcode           string
}

// suspect keeps what the detector suspects, the strongest of each place. Codes that were copied
// open no case.
func (g *side) suspect(a detect.Alert) {
	if a.Kind != detect.Diverted {
		return
	}
	l := ReplayedLot{
		Origin: g.eye.orgs.id(a.Origin), Goods: g.eye.products.id(a.Product), Adcode: adcodeOf(a.City), Score: int(math.Round(a.Score)),
		First: timeOf(a.First), Reasons: a.Reasons,
	}
	key := place{origin: l.Origin, product: l.Goods, adcode: l.Adcode}
	if before, known := g.lots[key]; !known || before.Score < l.Score {
		g.lots[key] = l
	}
}

// hard keeps a terminal's lot, which hard evidence opens at once, unless the policy has it wait. A
// repeat raises no flag.
func (g *side) hard(r *model.Scan, s detect.Sighting) {
	if g.policy.HardWaits || r.Outcome == scan.OutcomeRepeat || s.Flow != detect.Ordinary || r.Terminal == 0 || r.Found == 0 || r.Origin == 0 || r.Found == r.Origin {
		return
	}
	key := place{origin: r.Origin, terminal: r.Terminal, product: g.eye.products.id(s.Product)}
	l, known := g.lots[key]
	if !known {
		l = ReplayedLot{Origin: key.origin, Goods: key.product, Terminal: key.terminal, Score: g.policy.HardScore, First: r.OccurredAt}
	}
	l.Flags++
	g.lots[key] = l
}

// outcome compares the two sides.
func outcome(r *rerun, inForce int, from, to time.Time) Outcome {
	now, then := r.sides[0].lots, r.sides[1].lots
	o := Outcome{From: from, To: to, InForce: inForce, Scans: r.scans}
	for at, l := range then {
		if _, both := now[at]; both {
			o.Staying = append(o.Staying, l)
			continue
		}
		o.Opening = append(o.Opening, l)
	}
	for at, l := range now {
		if _, both := then[at]; !both {
			o.Closing = append(o.Closing, l)
		}
	}
	o.Both, o.Opens, o.Closes = len(o.Staying), len(o.Opening), len(o.Closing)
	for _, list := range []*[]ReplayedLot{&o.Opening, &o.Closing, &o.Staying} {
		slices.SortFunc(*list, strongest)
		*list = (*list)[:min(mostLots, len(*list))]
	}
	return o
}

func strongest(a, b ReplayedLot) int {
	return cmp.Or(-cmp.Compare(a.Score, b.Score), -cmp.Compare(a.Flags, b.Flags), a.First.Compare(b.First), cmp.Compare(a.Origin, b.Origin),
		cmp.Compare(a.Goods, b.Goods), cmp.Compare(a.Adcode, b.Adcode), cmp.Compare(a.Terminal, b.Terminal))
}
