package insight

import (
	"context"

	"channelrouter/model"
	"channelrouter/service/reward"
)

// countSeal adds the transactions of the ledger's next seal to the figures.
func (s *Service) countSeal(ctx context.Context) (worked bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		state, err := s.store.hold(ctx)
		if err != nil || state.Clearing {
			return err
		}
		transactions, err := s.store.sealed(ctx, state.SealID+1)
		if worked = len(transactions) > 0; err != nil || !worked {
			return err
		}
		sum := newSums()
		if err := s.addRewards(ctx, sum, transactions); err != nil {
			return err
		}
		if err := s.addRebates(ctx, sum, transactions); err != nil {
			return err
		}
		if err := s.save(ctx, sum); err != nil {
			return err
		}
		state.SealID++
		return s.store.saveState(ctx, state)
	})
	return worked, err
}

// addRewards counts what the transactions took from the brand's rewards, where the scans were
// that they are for. Prizes have no place.
func (s *Service) addRewards(ctx context.Context, sum sums, transactions []model.LedgerTransaction) error {
	costs, err := s.store.costs(ctx, transactions, model.BrandReward)
	if err != nil || len(costs) == 0 {
		return err
	}
	var items []model.ItemID
	days := map[model.TxnID]int32{}
	for _, t := range transactions {
		days[t.ID] = t.BizDate
		if item, ok := reward.GrantOf(t.Key); ok {
			items = append(items, item)
		}
	}
	places, err := s.placesOfGrants(ctx, items)
	for _, c := range costs {
		sum.reward(days[c.TxnID], places[c.TxnID], c.Asset, -c.Amount)
	}
	return err
}

// placesOfGrants is where the scans happened that transactions reward.
func (s *Service) placesOfGrants(ctx context.Context, items []model.ItemID) (map[model.TxnID]string, error) {
	grants, err := s.store.grants(ctx, items)
	if err != nil {
		return nil, err
	}
	ids := make([]model.ScanID, len(grants))
	for i, g := range grants {
		ids[i] = g.ScanID
	}
	scans, err := s.store.scans(ctx, ids)
	if err != nil {
		return nil, err
	}
	facts, err := s.scanFacts(ctx, scans, nil)
	areas := map[int64]string{}
	for _, f := range facts {
		areas[f.ID] = f.Area
	}
	places := make(map[model.TxnID]string, len(grants))
	for _, g := range grants {
		places[g.TxnID] = areas[int64(g.ScanID)]
	}
	return places, err
}

// addRebates counts what the transactions accrued: where the goods were sold, else where who
// earned it is.
func (s *Service) addRebates(ctx context.Context, sum sums, transactions []model.LedgerTransaction) error {
	accruals, err := s.store.accruals(ctx, transactions)
	if err != nil || len(accruals) == 0 {
		return err
	}
	days := make(map[model.TxnID]int32, len(transactions))
	for _, t := range transactions {
		days[t.ID] = t.BizDate
	}
	orgs := make([]model.OrgID, len(accruals))
	for i, a := range accruals {
		if orgs[i] = a.Terminal; a.Terminal == 0 {
			orgs[i] = a.OrgID
		}
	}
	known, err := s.channel.Orgs(ctx, orgs)
	for i, a := range accruals {
		sum.rebate(days[a.TxnID], areaOf(known[orgs[i]].Adcode), a.OrgID, a.Fen)
	}
	return err
}
