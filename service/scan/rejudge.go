package scan

import (
	"context"
	"slices"
	"strings"
	"time"

	"channelrouter/internal/outbox"
	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/custody"
	"channelrouter/service/diversion"
)

const (
	rejudgePage  = 200 // scans at a time
	rejudgeChunk = 100 // ranges of goods at a time
)

// anyTime is before every scan.
var anyTime = time.Unix(0, 0)

// OnCustodyRewritten judges again the scans of goods whose past has changed. Rebates
// hear of every scan that won something: they rest on more than its verdict, such as
// the case that the unit was in. A second delivery finds nothing to change.
func (s *Service) OnCustodyRewritten(ctx context.Context, facts []event.CustodyRewritten) error {
	for _, f := range facts {
		if err := s.rejudge(ctx, f.Goods, f.Since, true); err != nil {
			return err
		}
	}
	return nil
}

// OnScanRecorded judges again the scans that were judged before the terminal of their
// goods was known: by a guide's scan, or by the opening of their case. A claim looks
// after itself: what else happened at the same instant, to its unit or to what was
// believed of its goods, it did not see, nor was it seen.
func (s *Service) OnScanRecorded(ctx context.Context, facts []event.ScanRecorded) error {
	complete, err := s.judgedInFull(ctx, facts)
	if err != nil {
		return err
	}
	var goods []model.ItemRange
	var opened []model.ItemID
	for _, f := range facts {
		if complete[f.ScanID] {
			continue
		}
		goods = append(goods, model.One(f.Item))
		if f.Purpose == model.PurposeCaseOpen {
			// A scan is of the case that the goods were in then, whenever that was opened.
			opened = append(opened, f.Item)
		}
	}
	contents, err := s.Custody.EverInside(ctx, opened)
	if err != nil {
		return err
	}
	goods = append(goods, contents...)
	return s.rejudge(ctx, goods, anyTime, false)
}

// judgedInFull finds the claims whose first judgement knew who guided, who opened and
// where the goods had come from.
func (s *Service) judgedInFull(ctx context.Context, facts []event.ScanRecorded) (map[model.ScanID]bool, error) {
	var claims []model.ScanID
	var items []model.ItemID
	var points []custody.Point
	for _, f := range facts {
		if f.Purpose == model.PurposeConsumerClaim {
			claims, items = append(claims, f.ScanID), append(items, f.Item, f.CaseItem)
			points = append(points, custody.Point{Item: f.Item, At: f.OccurredAt})
		}
	}
	if len(claims) == 0 {
		return nil, nil
	}
	once, err := s.store.once(ctx, items)
	if err != nil {
		return nil, err
	}
	traces, err := s.Custody.Traces(ctx, points)
	if err != nil {
		return nil, err
	}
	stored, err := s.store.scans(ctx, claims)
	complete := make(map[model.ScanID]bool, len(claims))
	for _, f := range facts {
		if scan, claim := stored[f.ScanID]; claim {
			t := traces[custody.Point{Item: f.Item, At: f.OccurredAt}]
			complete[f.ScanID] = t.In(model.LevelCase) == f.CaseItem && restsOn(scan, sightingOf(scan, "", t, once))
		}
	}
	return complete, err
}

// restsOn tells whether a scan's first judgement was made of a sighting.
func restsOn(scan model.Scan, g diversion.Sighting) bool {
	disagree := g.Opener != 0 && g.Opener != g.Terminal
	exempt := g.Staff || g.NotForSale != ""
	return exempt == (scan.Verdict == model.VerdictExempt) && scan.Origin == g.Assigned && scan.Terminal == g.Terminal &&
		g.Shipped != strings.Contains(scan.Reasons, diversion.ReasonNeverShipped) &&
		disagree == strings.Contains(scan.Reasons, diversion.ReasonGuideOpenerDisagree)
}

// rejudge brings the judgements of goods' scans since a time to what is known now: one
// that differs is stored as a new version, and its flag is raised, moved or withdrawn.
func (s *Service) rejudge(ctx context.Context, goods []model.ItemRange, since time.Time, tellOfWinners bool) error {
	for chunk := range slices.Chunk(goods, rejudgeChunk) {
		for after := model.ScanID(0); ; {
			scans, err := s.store.scansOf(ctx, chunk, since, after, rejudgePage)
			if err != nil {
				return err
			}
			if err := s.rejudgePage(ctx, scans, tellOfWinners); err != nil {
				return err
			}
			if len(scans) < rejudgePage {
				break
			}
			after = scans[len(scans)-1].ID
		}
	}
	return nil
}

func (s *Service) rejudgePage(ctx context.Context, scans []model.Scan, tellOfWinners bool) error {
	if len(scans) == 0 {
		return nil
	}
	revisions, err := s.revise(ctx, scans)
	if err != nil {
		return err
	}
	if err := s.keepRevisions(ctx, revisions); err != nil {
		return err
	}
	var facts []outbox.Event
	for _, r := range revisions {
		if r.changed || (tellOfWinners && purposes[r.scan.Action] != 0 && r.scan.Outcome != OutcomeRepeat) {
			facts = append(facts, event.ScanRejudged{
				ScanID: r.scan.ID, Item: r.scan.Item, Version: r.version, Verdict: r.fresh.Verdict, Origin: r.fresh.Origin,
			})
		}
	}
	return s.outbox.Add(ctx, facts...)
}
