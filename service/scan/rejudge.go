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

const rejudgePage = 200

// anyTime is before every scan.
var anyTime = time.Unix(0, 0)

// OnCustodyRewritten judges again the scans of goods whose past has changed. Rebates
// hear of every scan that won something: they rest on more than its verdict, such as
// the case that the unit was in. A second delivery finds nothing to change.
func (s *Service) OnCustodyRewritten(ctx context.Context, e event.CustodyRewritten) error {
	for _, goods := range e.Goods {
		if err := s.rejudge(ctx, goods, e.Since, true); err != nil {
			return err
		}
	}
	return nil
}

// OnScanRecorded judges again the scans that were judged before the terminal of their
// goods was known: by a guide's scan, or by the opening of their case. A claim looks
// after itself, because two scans at the same instant do not see each other.
func (s *Service) OnScanRecorded(ctx context.Context, e event.ScanRecorded) error {
	if e.Purpose == model.PurposeConsumerClaim {
		if complete, err := s.judgedInFull(ctx, e); complete || err != nil {
			return err
		}
	}
	goods := []model.ItemRange{model.One(e.Item)}
	if e.Purpose == model.PurposeCaseOpen {
		contents, err := s.contents(ctx, e.Item, e.OccurredAt)
		if err != nil {
			return err
		}
		goods = append(goods, contents...)
	}
	for _, g := range goods {
		if err := s.rejudge(ctx, g, anyTime, false); err != nil {
			return err
		}
	}
	return nil
}

// contents is the goods that a case is made of, or was when it was opened, or is now.
func (s *Service) contents(ctx context.Context, box model.ItemID, opened time.Time) ([]model.ItemRange, error) {
	var goods []model.ItemRange
	for r, packed := s.Code.BatchOf(box).Children(model.One(box)); packed; r, packed = s.Code.BatchOf(box).Children(r) {
		goods = append(goods, r)
	}
	for _, at := range []time.Time{opened, s.clock.Now()} {
		units, err := s.Custody.Units(ctx, box, at)
		if err != nil {
			return nil, err
		}
		for _, r := range units {
			if !slices.ContainsFunc(goods, func(g model.ItemRange) bool { return g.Intersect(r) == r }) {
				goods = append(goods, r)
			}
		}
	}
	return goods, nil
}

// judgedInFull tells whether a claim's first judgement knew who guided and who opened.
func (s *Service) judgedInFull(ctx context.Context, e event.ScanRecorded) (bool, error) {
	once, err := s.store.once(ctx, []model.ItemID{e.Item, e.CaseItem})
	if err != nil {
		return false, err
	}
	stored, err := s.store.scans(ctx, []model.ScanID{e.ScanID})
	scan := stored[e.ScanID]
	g := sightingOf(scan, "", custody.Trace{Chain: []model.ItemID{e.Item, e.CaseItem}}, once)
	disagree := g.Opener != 0 && g.Opener != g.Terminal
	return scan.Terminal == g.Terminal && disagree == strings.Contains(scan.Reasons, diversion.ReasonGuideOpenerDisagree), err
}

// rejudge brings the judgements of goods' scans since a time to what is known now: one
// that differs is stored as a new version, and its flag is raised, moved or withdrawn.
func (s *Service) rejudge(ctx context.Context, goods model.ItemRange, since time.Time, tellOfWinners bool) error {
	for after := model.ScanID(0); ; {
		scans, err := s.store.scansOf(ctx, goods, since, after, rejudgePage)
		if err != nil || len(scans) == 0 {
			return err
		}
		after = scans[len(scans)-1].ID
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
				facts = append(facts, event.ScanRejudged{ScanID: r.scan.ID, Item: r.scan.Item, Version: r.version})
			}
		}
		if err := s.outbox.Add(ctx, facts...); err != nil {
			return err
		}
	}
}
