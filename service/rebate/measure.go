package rebate

import (
	"context"

	"channelrouter/model"
)

// factsOf sums up what an organisation's amount for a period is a function of.
func (s *Service) factsOf(ctx context.Context, v *version, org model.OrgID, tier model.OrgKind, period int32) (f Facts, err error) {
	switch {
	case v.terms.NewTerminal != nil, v.terms.Display != nil:
		f.Terminals, err = s.store.countTerminals(ctx, v.ID, org, period)
		return f, err
	case v.terms.Target != nil:
		return s.targetFacts(ctx, v, org, tier, period)
	case v.terms.Growth != nil:
		if f.Before, _, err = s.soldIn(ctx, v, org, tier, v.earlier(period)); err != nil {
			return f, err
		}
	}
	f.Units, f.Products, err = s.soldIn(ctx, v, org, tier, period)
	return f, err
}

// soldIn is how many units of the scope counted for an organisation in a period, and of how
// many products of a mix enough did.
func (s *Service) soldIn(ctx context.Context, v *version, org model.OrgID, tier model.OrgKind, period int32) (units int64, products int, err error) {
	volumes, err := s.store.volumes(ctx, org, period, lastMonth(v.terms.Every, period))
	if err != nil {
		return 0, 0, err
	}
	bySKU := map[string]int64{}
	for _, row := range volumes {
		if !v.pays(tier, org, row.Chain, row.Matched) {
			continue
		}
		product, err := s.catalog.Get(ctx, row.ProductID)
		if err != nil {
			return 0, 0, err
		}
		bySKU[product.SKU] += row.Units
		if v.scope.sells(product) {
			units += row.Units
		}
	}
	if v.terms.Mix != nil {
		for _, sku := range v.terms.Mix.Products {
			if bySKU[sku] >= v.terms.Mix.Units {
				products++
			}
		}
	}
	return units, products, nil
}

// targetFacts is an organisation's target, and what it has done for it.
func (s *Service) targetFacts(ctx context.Context, v *version, org model.OrgID, tier model.OrgKind, period int32) (f Facts, err error) {
	target, err := s.store.target(ctx, v.ID, org, period)
	if err != nil {
		return f, err
	}
	if target != nil {
		f.Target = target.Units
	}
	if v.terms.Target.Measure == measureSellIn {
		f.Units, err = s.receivedIn(ctx, v, org, period)
		return f, err
	}
	f.Units, _, err = s.soldIn(ctx, v, org, tier, period)
	return f, err
}
