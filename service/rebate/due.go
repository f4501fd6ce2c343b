package rebate

import (
	"context"
	"time"

	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// result is what the facts of a unit amount to.
type result struct {
	sale     sale
	product  model.Product
	chain    []seat // who it counts for
	shares   []share
	matched  bool
	diverted bool
	policy   int
	digest   string // "" while nothing is due
}

// sold is a unit whose sell-out is known, with the goods' way then.
type sold struct {
	unit    *model.RebateUnit
	at      time.Time
	trace   custody.Trace
	product model.Product
}

// place is the question to the channel graph who supplied a terminal then.
func (u sold) place(terminal model.OrgID) channel.Place {
	return channel.Place{Org: terminal, Line: u.product.Line, At: u.at}
}

// due works out units by policy and programmes, the graph and the goods' way at their sell-out,
// each of which is asked once for the set. Of the cases a unit was in, the one at
// sell-out speaks. Units for which nothing is due are left out.
func (s *Service) due(ctx context.Context, units map[model.ItemID]*model.RebateUnit) (map[model.ItemID]result, error) {
	sales, err := s.sellOuts(ctx, units)
	if err != nil {
		return nil, err
	}
	if err := s.joinOpeners(ctx, sales); err != nil {
		return nil, err
	}
	var places []channel.Place
	for _, u := range sales {
		if sale, known := saleOf(*u.unit, u.at); known {
			places = append(places, u.place(sale.terminal))
		}
	}
	known, err := s.askChannel(ctx, places)
	if err != nil {
		return nil, err
	}
	results := make(map[model.ItemID]result, len(places))
	for _, u := range sales {
		if sale, placed := saleOf(*u.unit, u.at); placed {
			if results[u.unit.Item], err = s.resultOf(ctx, u, sale, known); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// channelSays is what the channel graph and the programmes say of places.
type channelSays struct {
	upstreams map[channel.Place]channel.Upstream
	regionals map[channel.Place][]model.OrgID // by the place of the distributor
	barred    map[channel.Place]bool
	versions  []*version
}

func (s *Service) askChannel(ctx context.Context, places []channel.Place) (k channelSays, err error) {
	if k.upstreams, err = s.channel.Upstreams(ctx, places); err != nil {
		return k, err
	}
	var distributors []channel.Place
	for _, p := range places {
		distributors = append(distributors, k.above(p))
	}
	if k.regionals, err = s.channel.Regionals(ctx, distributors); err != nil {
		return k, err
	}
	if k.barred, err = s.channel.EarnsNothing(ctx, places); err != nil {
		return k, err
	}
	k.versions, err = s.published(ctx)
	return k, err
}

// above is the place of a place's distributor.
func (k channelSays) above(p channel.Place) channel.Place {
	p.Org = k.upstreams[p].Distributor
	return p
}

// resultOf is what one unit that has sold at a terminal amounts to.
func (s *Service) resultOf(ctx context.Context, u sold, sale sale, k channelSays) (result, error) {
	policy, err := s.Policies.At(ctx, u.at)
	if err != nil {
		return result{}, err
	}
	place := u.place(sale.terminal)
	upstream := k.upstreams[place]
	r := result{
		sale: sale, product: u.product, policy: policy.Number,
		matched: isMatched(u.trace, upstream), diverted: isDiverted(u.trace, upstream),
		chain: chainOf(sale.terminal, upstream.Distributor, k.regionals[k.above(place)], upstream.Wholesalers),
	}
	if !isLimit(u.unit.Withheld) { // post decides anew whether a limit withholds it
		u.unit.Withheld = ""
	}
	if k.barred[place] {
		r.chain, u.unit.Withheld = nil, channel.ReasonWithoutLogistics
	}
	if reason := u.trace.NotForSale(); reason != "" {
		r.chain, r.diverted, u.unit.Withheld = nil, false, reason
	}
	r.shares = splitAll(policy.Body.rates(u.product.SKU), unitVersions(k.versions, u.at), u.product, r.chain, r.matched)
	r.digest = digest(sale, r.shares, r.diverted)
	return r, nil
}

// sellOuts finds the units that have sold, when, and how their goods had come there.
// Whether a guide's scan counts is for the policy to say that was in force then.
func (s *Service) sellOuts(ctx context.Context, units map[model.ItemID]*model.RebateUnit) ([]sold, error) {
	var sales []sold
	var points []custody.Point
	for _, item := range sortedItems(units) {
		u := units[item]
		guideSells := false
		if u.GuidedAt != nil {
			policy, err := s.Policies.At(ctx, *u.GuidedAt)
			if err != nil {
				return nil, err
			}
			guideSells = policy.Body.GuideScanSells
		}
		at, ok := soldAt(*u, guideSells)
		if !ok {
			continue
		}
		product, err := s.catalog.Get(ctx, u.ProductID)
		if err != nil {
			return nil, err
		}
		sales = append(sales, sold{unit: u, at: at, product: product})
		points = append(points, custody.Point{Item: item, At: at})
	}
	traces, err := s.custody.Traces(ctx, points)
	for i := range sales {
		sales[i].trace = traces[points[i]]
	}
	return sales, err
}

// joinOpeners puts down which case each unit was in when it sold, and who opened that.
func (s *Service) joinOpeners(ctx context.Context, sales []sold) error {
	var boxes []model.ItemID
	for _, u := range sales {
		u.unit.CaseItem, u.unit.OpenedAt, u.unit.OpenerOrg = u.trace.In(model.LevelCase), nil, 0
		if u.unit.CaseItem != 0 {
			boxes = append(boxes, u.unit.CaseItem)
		}
	}
	cases, err := s.store.takeCases(ctx, boxes)
	for _, u := range sales {
		if opened := cases[u.unit.CaseItem]; opened.Org != 0 {
			u.unit.OpenedAt, u.unit.OpenerOrg = &opened.At, opened.Org
		}
	}
	return err
}

// isDiverted: the goods were meant for a distributor who is not the terminal's.
func isDiverted(t custody.Trace, up channel.Upstream) bool {
	return t.Assigned != 0 && up.Distributor != 0 && t.Assigned != up.Distributor
}

// isMatched: the goods were meant for the terminal's distributor.
func isMatched(t custody.Trace, up channel.Upstream) bool {
	return t.Assigned != 0 && t.Assigned == up.Distributor
}
