package insight

import (
	"context"
	"encoding/json"
	"fmt"

	"channelrouter/model"
	"channelrouter/model/event"
)

// clearSize is how many areas or organisations lose their figures in one transaction.
const clearSize = 50

// pageSize is how many scans or sales are counted in one transaction.
var pageSize = 1000

// Progress is how far a rebuild is.
type Progress struct {
	Clearing bool
	Counted  int64 // scans and sales so far
	Done     bool
}

// StartRebuild has the figures counted anew. One that is under way begins again.
func (s *Service) StartRebuild(ctx context.Context) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		state, err := s.store.hold(ctx)
		if err != nil {
			return err
		}
		state.Clearing, state.Scans, state.Sales, state.SealID, state.Counted, state.RebuiltAt = true, 0, 0, 0, 0, nil
		return s.store.saveState(ctx, state)
	})
}

// Progress tells how far the figures are.
func (s *Service) Progress(ctx context.Context) (Progress, error) {
	state, err := s.store.state(ctx)
	return Progress{Clearing: state.Clearing, Counted: state.Counted, Done: state.RebuiltAt != nil}, err
}

// Rebuild goes on with a rebuild until it is done or the context ends, whoever works beside
// it, and tells how far it is.
func (s *Service) Rebuild(ctx context.Context, tell func(Progress)) error {
	for ctx.Err() == nil {
		if _, err := s.rebuildSome(ctx); err != nil {
			return err
		}
		if _, err := s.countSeal(ctx); err != nil {
			return err
		}
		p, err := s.Progress(ctx)
		if err != nil {
			return err
		}
		if tell(p); p.Done {
			return nil
		}
	}
	return ctx.Err()
}

// rebuildSome takes the next step of a rebuild, if there is one.
func (s *Service) rebuildSome(ctx context.Context) (worked bool, err error) {
	if state, err := s.store.state(ctx); err != nil || state.RebuiltAt != nil {
		return false, err
	}
	err = s.db.Run(ctx, func(run context.Context) error {
		state, err := s.store.hold(run)
		if err != nil || state.RebuiltAt != nil {
			return err
		}
		worked = true
		switch {
		case state.Clearing:
			state.Clearing, err = s.store.clear(run, clearSize)
		case state.Scans < all:
			err = s.rebuildPage(ctx, run, &state, s.scanPage)
		case state.Sales < all:
			err = s.rebuildPage(ctx, run, &state, s.salePage)
		default:
			var behind bool
			if behind, err = s.store.sealedSince(run, state.SealID); !behind {
				now := s.clock.Now()
				state.RebuiltAt = &now
			}
			worked = !behind
		}
		if err != nil {
			return err
		}
		return s.store.saveState(run, state)
	})
	return worked, err
}

// page reads the next facts of a rebuild, and moves the state behind them.
type page func(ctx context.Context, state *model.InsightState) ([]model.InsightFact, error)

// rebuildPage counts a page. It is read in one state of the database, as of which what is still
// on its way is left out: that counts when it arrives. Nobody numbers facts meanwhile, since the
// state is held.
func (s *Service) rebuildPage(ctx, run context.Context, state *model.InsightState, next page) error {
	var facts []model.InsightFact
	err := s.db.Snapshot(ctx, func(ctx context.Context) (err error) {
		facts, err = next(ctx, state)
		return err
	})
	if err != nil {
		return err
	}
	sum := newSums()
	for _, f := range facts {
		sum.add(f)
	}
	state.Counted += int64(len(facts))
	return s.save(run, sum)
}

func (s *Service) scanPage(ctx context.Context, state *model.InsightState) ([]model.InsightFact, error) {
	scans, err := s.store.scansAfter(ctx, state.Scans, pageSize)
	if err != nil {
		return nil, err
	}
	from := state.Scans
	if state.Scans = all; len(scans) == pageSize {
		state.Scans = scans[len(scans)-1].ID
	}
	waiting, err := s.store.waitingScans(ctx, from, state.Scans)
	if err != nil {
		return nil, err
	}
	err = s.onTheirWay(ctx, event.ScanRecorded{}.EventType(), func(payload []byte) error {
		var f event.ScanRecorded
		err := json.Unmarshal(payload, &f)
		waiting[f.ScanID] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	err = s.onTheirWay(ctx, event.ScansSeen{}.EventType(), func(payload []byte) error {
		var f event.ScansSeen
		err := json.Unmarshal(payload, &f)
		for _, sc := range f.Scans {
			waiting[sc.ScanID] = true
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	left := scans[:0]
	for _, sc := range scans {
		if !waiting[sc.ID] {
			left = append(left, sc)
		}
	}
	return s.scanFacts(ctx, left, nil)
}

// salePage takes back from the sales what is still to be added to them.
func (s *Service) salePage(ctx context.Context, state *model.InsightState) ([]model.InsightFact, error) {
	sales, err := s.store.salesAfter(ctx, state.Sales, pageSize)
	if err != nil {
		return nil, err
	}
	from := state.Sales
	if state.Sales = all; len(sales) == pageSize {
		state.Sales = sales[len(sales)-1].Item
	}
	changes := make([]event.SaleChange, len(sales))
	for i, sale := range sales {
		changes[i] = event.SaleChange{Item: sale.Item, Terminal: sale.Terminal, Chain: sale.Chain, SoldAt: sale.SoldAt, Units: 1}
	}
	err = s.onTheirWay(ctx, event.SalesChanged{}.EventType(), func(payload []byte) error {
		var f event.SalesChanged
		err := json.Unmarshal(payload, &f)
		for _, c := range f.Changes {
			if c.Item > from && c.Item <= state.Sales {
				c.Units = -c.Units
				changes = append(changes, c)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	facts, err := s.saleFacts(ctx, changes)
	if err != nil {
		return nil, err
	}
	waiting, err := s.store.waitingSales(ctx, from, state.Sales)
	for _, f := range waiting {
		f.Units = -f.Units
		facts = append(facts, f)
	}
	return facts, err
}

// onTheirWay reads what the outbox has not delivered, dead letters too: they may be replayed.
func (s *Service) onTheirWay(ctx context.Context, kind string, read func(payload []byte) error) error {
	for after := int64(0); ; {
		messages, err := s.store.undelivered(ctx, kind, after, pageSize)
		if err != nil {
			return err
		}
		for _, m := range messages {
			if err := read(m.Payload); err != nil {
				return fmt.Errorf("insight: message %d: %w", m.ID, err)
			}
			after = m.ID
		}
		if len(messages) < pageSize {
			return nil
		}
	}
}
