package rebate

import (
	"context"

	"channelrouter/model"
)

// factsOf sums up what the amounts of organisations for a period are functions of, each at its
// level, by organisation: of all of them at once.
func (s *Service) factsOf(ctx context.Context, v *version, who []model.RebateStanding, period int32) (map[model.OrgID]Facts, error) {
	switch {
	case v.terms.NewTerminal != nil, v.terms.Display != nil:
		return s.store.countTerminals(ctx, v.ID, orgsOf(who), period)
	case v.terms.Target != nil:
		return s.targetFacts(ctx, v, who, period)
	}
	facts, err := s.soldIn(ctx, v, who, period)
	if err != nil || v.terms.Growth == nil {
		return facts, err
	}
	before, err := s.soldIn(ctx, v, who, v.earlier(period))
	for org, f := range facts {
		f.Before = before[org].Units
		facts[org] = f
	}
	return facts, err
}

func orgsOf(who []model.RebateStanding) []model.OrgID {
	orgs := make([]model.OrgID, len(who))
	for i, st := range who {
		orgs[i] = st.OrgID
	}
	return orgs
}

// soldIn is how many units of the scope counted for organisations in a period, and of how
// many products of a mix enough did.
func (s *Service) soldIn(ctx context.Context, v *version, who []model.RebateStanding, period int32) (map[model.OrgID]Facts, error) {
	volumes, err := s.store.volumes(ctx, orgsOf(who), period, lastMonth(v.terms.Every, period))
	if err != nil {
		return nil, err
	}
	facts := make(map[model.OrgID]Facts, len(who))
	for _, st := range who {
		if facts[st.OrgID], err = s.sumOf(ctx, v, st, volumes[st.OrgID]); err != nil {
			return nil, err
		}
	}
	return facts, nil
}

// sumOf adds up an organisation's volumes.
func (s *Service) sumOf(ctx context.Context, v *version, st model.RebateStanding, volumes []model.RebateVolume) (f Facts, err error) {
	bySKU := map[string]int64{}
	for _, row := range volumes {
		if !v.pays(st.Tier, st.OrgID, row.Chain, row.Matched) {
			continue
		}
		product, err := s.catalog.Get(ctx, row.ProductID)
		if err != nil {
			return f, err
		}
		bySKU[product.SKU] += row.Units
		if v.scope.sells(product) {
			f.Units += row.Units
		}
	}
	if v.terms.Mix != nil {
		for _, sku := range v.terms.Mix.Products {
			if bySKU[sku] >= v.terms.Mix.Units {
				f.Products++
			}
		}
	}
	return f, nil
}

// targetFacts is the targets of organisations, and what they have done for them.
func (s *Service) targetFacts(ctx context.Context, v *version, who []model.RebateStanding, period int32) (facts map[model.OrgID]Facts, err error) {
	if v.terms.Target.Measure == measureSellIn {
		facts = make(map[model.OrgID]Facts, len(who))
		for _, st := range who {
			units, err := s.receivedIn(ctx, v, st.OrgID, period)
			if err != nil {
				return nil, err
			}
			facts[st.OrgID] = Facts{Units: units}
		}
	} else if facts, err = s.soldIn(ctx, v, who, period); err != nil {
		return nil, err
	}
	targets, err := s.store.targetsOf(ctx, v.ID, orgsOf(who), period)
	for _, target := range targets {
		f := facts[target.OrgID]
		f.Target = target.Units
		facts[target.OrgID] = f
	}
	return facts, err
}
