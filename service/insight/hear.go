package insight

import (
	"context"
	"maps"
	"slices"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/diversion"
	"channelrouter/service/scan"
)

// OnScanRecorded puts scans down that won something.
func (s *Service) OnScanRecorded(ctx context.Context, facts []event.ScanRecorded) error {
	products := make(map[model.ScanID]model.ProductID, len(facts))
	for _, f := range facts {
		products[f.ScanID] = f.ProductID
	}
	return s.hearOfScans(ctx, products)
}

// OnScansSeen puts all other scans down.
func (s *Service) OnScansSeen(ctx context.Context, facts []event.ScansSeen) error {
	products := map[model.ScanID]model.ProductID{}
	for _, f := range facts {
		for _, sc := range f.Scans {
			products[sc.ScanID] = sc.ProductID
		}
	}
	return s.hearOfScans(ctx, products)
}

func (s *Service) hearOfScans(ctx context.Context, products map[model.ScanID]model.ProductID) error {
	ids := slices.Sorted(maps.Keys(products))
	scans, err := s.store.scans(ctx, ids)
	if err != nil {
		return err
	}
	rows, err := s.scanFacts(ctx, scans, products)
	if err != nil {
		return err
	}
	return s.store.put(ctx, rows)
}

// scanFacts is what scans add to figures. They count where they happened, else where the
// shop is; for who scanned, for the shop that the goods surfaced in, and for its distributor.
func (s *Service) scanFacts(ctx context.Context, scans []model.Scan, products map[model.ScanID]model.ProductID) ([]model.InsightFact, error) {
	var orgs []model.OrgID
	ids := make([]model.ScanID, len(scans))
	for i, sc := range scans {
		ids[i] = sc.ID
		orgs = append(orgs, sc.OrgID, sc.Terminal)
	}
	known, err := s.channel.Orgs(ctx, orgs)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	rows := make([]model.InsightFact, len(scans))
	for i, sc := range scans {
		rows[i] = model.InsightFact{
			ID: int64(sc.ID), Kind: model.InsightScan, Item: sc.Item, ProductID: products[sc.ID], Day: clock.BizDate(sc.OccurredAt),
			Area: placeOf(sc, known), Orgs: joined(sc.OrgID, sc.Terminal, sc.Found), Face: sc.Face, Verdict: sc.Verdict,
			Outcome: sc.Outcome, At: sc.OccurredAt, HeardAt: now,
		}
		if sc.Outcome == scan.OutcomeClaimed {
			rows[i].Units = 1
		}
		if known[sc.OrgID].Kind == model.OrgTerminal {
			rows[i].Own = sc.OrgID
		}
	}
	return rows, nil
}

// placeOf is the area of a scan. Pure.
func placeOf(sc model.Scan, orgs map[model.OrgID]model.Org) string {
	for _, adcode := range []string{sc.Adcode, orgs[sc.OrgID].Adcode, orgs[sc.Terminal].Adcode} {
		if area := areaOf(adcode); area != "" {
			return area
		}
	}
	return ""
}

// OnSalesChanged puts down what counts as sold, and what no longer does.
func (s *Service) OnSalesChanged(ctx context.Context, facts []event.SalesChanged) error {
	var changes []event.SaleChange
	for _, f := range facts {
		changes = append(changes, f.Changes...)
	}
	rows, err := s.saleFacts(ctx, changes)
	if err != nil {
		return err
	}
	return s.store.put(ctx, rows)
}

// saleFacts is what sales add to figures. They count where their shop is.
func (s *Service) saleFacts(ctx context.Context, changes []event.SaleChange) ([]model.InsightFact, error) {
	orgs := make([]model.OrgID, len(changes))
	for i, c := range changes {
		orgs[i] = c.Terminal
	}
	known, err := s.channel.Orgs(ctx, orgs)
	now := s.clock.Now()
	rows := make([]model.InsightFact, len(changes))
	for i, c := range changes {
		rows[i] = model.InsightFact{
			ID: c.ID, Kind: model.InsightSale, Item: c.Item, ProductID: c.ProductID, Day: clock.BizDate(c.SoldAt),
			Area: areaOf(known[c.Terminal].Adcode), Orgs: c.Chain, Units: c.Units, At: c.SoldAt, HeardAt: now,
		}
	}
	return rows, err
}

// OnCaseOpened puts down cases that a scan opened.
func (s *Service) OnCaseOpened(ctx context.Context, facts []event.CaseOpened) error {
	kinds := make(map[model.CaseID]model.InsightKind, len(facts))
	for _, f := range facts {
		kinds[f.CaseID] = model.InsightCaseOpened
	}
	return s.hearOfCases(ctx, kinds)
}

// OnCaseStep puts down cases of goods that were watched before.
func (s *Service) OnCaseStep(ctx context.Context, facts []event.CaseStep) error {
	kinds := map[model.CaseID]model.InsightKind{}
	for _, f := range facts {
		if f.Action == string(diversion.ActOpen) {
			kinds[f.CaseID] = model.InsightCaseOpened
		}
	}
	return s.hearOfCases(ctx, kinds)
}

// OnCaseDecided puts verdicts down.
func (s *Service) OnCaseDecided(ctx context.Context, facts []event.CaseDecided) error {
	verdicts := map[model.CaseStatus]model.InsightKind{
		model.CaseConfirmed: model.InsightCaseConfirmed, model.CaseDismissed: model.InsightCaseDismissed, model.CaseReversed: model.InsightCaseReversed,
	}
	for _, f := range facts { // one by one: a case may be confirmed and reversed in one delivery
		kind := verdicts[diversion.ParseStatus(f.Status)]
		if kind == 0 {
			continue
		}
		if err := s.hearOfCases(ctx, map[model.CaseID]model.InsightKind{f.CaseID: kind}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) hearOfCases(ctx context.Context, kinds map[model.CaseID]model.InsightKind) error {
	cases, err := s.store.cases(ctx, kinds)
	if err != nil || len(cases) == 0 {
		return err
	}
	shops := make([]model.OrgID, len(cases))
	for i, c := range cases {
		shops[i] = c.Terminal
	}
	known, err := s.channel.Orgs(ctx, shops)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	rows := make([]model.InsightFact, len(cases))
	for i, c := range cases {
		area := areaOf(c.Adcode)
		if area == "" {
			area = areaOf(known[c.Terminal].Adcode)
		}
		rows[i] = model.InsightFact{
			ID: int64(c.ID), Kind: kinds[c.ID], ProductID: c.ProductID, Day: clock.BizDate(now), Area: area,
			Orgs: joined(c.Origin, c.Terminal), Fen: c.PenaltyFen, At: now, HeardAt: now,
		}
	}
	return s.store.put(ctx, rows)
}

// OnPayoutAsked puts down what people ask for.
func (s *Service) OnPayoutAsked(ctx context.Context, facts []event.PayoutAsked) error {
	kinds := make(map[model.PayoutID]model.InsightKind, len(facts))
	for _, f := range facts {
		kinds[f.PayoutID] = model.InsightPayoutAsked
	}
	return s.hearOfPayouts(ctx, kinds)
}

// OnPayoutSettled puts down what came of it.
func (s *Service) OnPayoutSettled(ctx context.Context, facts []event.PayoutSettled) error {
	kinds := make(map[model.PayoutID]model.InsightKind, len(facts))
	for _, f := range facts {
		kinds[f.PayoutID] = model.InsightPayoutBack
		if f.Paid {
			kinds[f.PayoutID] = model.InsightPayoutPaid
		}
	}
	return s.hearOfPayouts(ctx, kinds)
}

func (s *Service) hearOfPayouts(ctx context.Context, kinds map[model.PayoutID]model.InsightKind) error {
	payouts, err := s.store.payouts(ctx, kinds)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	rows := make([]model.InsightFact, len(payouts))
	for i, p := range payouts {
		rows[i] = model.InsightFact{
			ID: int64(p.ID), Kind: kinds[p.ID], Day: clock.BizDate(now), Orgs: ".", Fen: p.Fen, At: now, HeardAt: now,
		}
	}
	return s.store.put(ctx, rows)
}
