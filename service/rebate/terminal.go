package rebate

import (
	"context"
	"maps"
	"slices"

	"channelrouter/model"
)

// launch is a version that pays for new terminals, with the products whose sales count.
type launch struct {
	*version
	products []model.ProductID // nil: all
}

// counts tells whether a sale of one of some products may change whom a terminal counts for.
func (l launch) counts(sold map[model.ProductID]bool) bool {
	return l.products == nil || slices.ContainsFunc(l.products, func(p model.ProductID) bool { return sold[p] })
}

// launchOf finds a version's products.
func (s *Service) launchOf(ctx context.Context, v *version) (launch, error) {
	products, err := s.productsOf(ctx, v.scope)
	return launch{v, products}, err
}

// recountTerminals finds anew by which units terminals that sold something first did, for
// programmes that pay for it: those whose products sold.
func (s *Service) recountTerminals(ctx context.Context, all []*version, sums map[model.RebateBucket]int64, marks map[mark]bool) error {
	sold := map[model.OrgID]map[model.ProductID]bool{}
	for bucket := range sums {
		if bucket.Tier != model.OrgTerminal {
			continue
		}
		if sold[bucket.OrgID] == nil {
			sold[bucket.OrgID] = map[model.ProductID]bool{}
		}
		sold[bucket.OrgID][bucket.ProductID] = true
	}
	programmes := map[model.ProgrammeID][]launch{}
	for _, v := range all {
		if v.terms.NewTerminal == nil {
			continue
		}
		l, err := s.launchOf(ctx, v)
		if err != nil {
			return err
		}
		programmes[v.ID] = append(programmes[v.ID], l)
	}
	for _, id := range slices.Sorted(maps.Keys(programmes)) {
		var touched []model.OrgID
		for _, terminal := range slices.Sorted(maps.Keys(sold)) {
			if slices.ContainsFunc(programmes[id], func(l launch) bool { return l.counts(sold[terminal]) }) {
				touched = append(touched, terminal)
			}
		}
		if err := s.recountProgramme(ctx, id, programmes[id], touched, marks); err != nil {
			return err
		}
	}
	return nil
}

// recountProgramme finds anew whom terminals count for by all versions of a programme.
func (s *Service) recountProgramme(ctx context.Context, id model.ProgrammeID, versions []launch, terminals []model.OrgID, marks map[mark]bool) error {
	if len(terminals) == 0 {
		return nil
	}
	if _, err := s.store.holdProgramme(ctx, id); err != nil { // or two would each add what the other did not see
		return err
	}
	for _, terminal := range terminals {
		var rows []model.RebateTerminal
		for _, v := range versions {
			some, err := s.firstSold(ctx, v, terminal)
			if err != nil {
				return err
			}
			rows = append(rows, some...)
		}
		if err := s.replaceTerminal(ctx, id, terminal, rows, marks); err != nil {
			return err
		}
	}
	return nil
}

// firstSold is whom a terminal counts for as a new one: those above it when it sold the last
// of its first units, if the version was in force then.
func (s *Service) firstSold(ctx context.Context, v launch, terminal model.OrgID) ([]model.RebateTerminal, error) {
	last, err := s.completing(ctx, v, terminal)
	if err != nil || last == nil {
		return nil, err
	}
	return s.newFor(ctx, v, *last)
}

// completing is a terminal's sale of the last of its first units; nil where it has sold less,
// or the version was not in force then.
func (s *Service) completing(ctx context.Context, v launch, terminal model.OrgID) (*model.RebateSale, error) {
	last, err := s.store.nthSale(ctx, terminal, v.products, v.terms.NewTerminal.Units)
	if err != nil || last == nil || !v.covers(last.BizDate) {
		return nil, err
	}
	return last, nil
}

// newFor is whom a terminal counts for by the sale of the last of its first units.
func (s *Service) newFor(ctx context.Context, v launch, last model.RebateSale) ([]model.RebateTerminal, error) {
	sales, err := s.store.salesOf(ctx, last.Item)
	if err != nil {
		return nil, err
	}
	var rows []model.RebateTerminal
	for _, sale := range sales {
		if v.pays(sale.Tier, sale.OrgID, sale.Chain, sale.Matched) {
			rows = append(rows, model.RebateTerminal{
				ProgrammeID: v.ID, OrgID: sale.OrgID, Period: v.periodOn(sale.BizDate), Terminal: last.OrgID, Tier: sale.Tier,
			})
		}
	}
	return rows, nil
}

// productsOf are the ids of a scope's products; nil when it has all.
func (s *Service) productsOf(ctx context.Context, sc scope) ([]model.ProductID, error) {
	if len(sc.SKUs) == 0 && len(sc.Lines) == 0 {
		return nil, nil
	}
	all, err := s.catalog.All(ctx)
	ids := []model.ProductID{}
	for _, p := range all {
		if sc.sells(p) {
			ids = append(ids, p.ID)
		}
	}
	return ids, err
}

// replaceTerminal puts whom a terminal counts for in place of what stood there, and marks
// those that gain or lose it.
func (s *Service) replaceTerminal(ctx context.Context, id model.ProgrammeID, terminal model.OrgID, rows []model.RebateTerminal, marks map[mark]bool) error {
	old, err := s.store.terminalRows(ctx, id, terminal)
	if err != nil {
		return err
	}
	stays := map[model.RebateTerminal]bool{}
	for _, row := range rows {
		stays[row] = true
	}
	var gone, added []model.RebateTerminal
	for _, row := range old {
		if stays[row] {
			delete(stays, row)
			continue
		}
		gone = append(gone, row)
	}
	for row := range stays {
		added = append(added, row)
	}
	for _, row := range append(gone, added...) {
		marks[mark{id, row.OrgID, row.Period, row.Tier}] = true
	}
	return s.store.replaceTerminal(ctx, gone, added)
}
