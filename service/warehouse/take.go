package warehouse

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/id"
	"channelrouter/model"
	"channelrouter/service/code"
	"channelrouter/service/custody"
)

// NewTake is what somebody counted in his organisation's warehouse: the codes of what stands
// there, containers by their own code and not by what is inside. Zero At is now.
type NewTake struct {
	Key   string         `json:"-"`
	By    model.PersonID `json:"by"`
	Org   model.OrgID    `json:"org"`
	At    time.Time      `json:"at"`
	Codes []string       `json:"codes"`
}

// TakeStock compares a count with the book as of its moment and keeps what they disagree in.
// Nothing moves. A retry with the same key gets the first answer.
func (s *Service) TakeStock(ctx context.Context, n NewTake) (model.StockTake, error) {
	now := s.clock.Now()
	hash, err := id.Hash(n)
	if err != nil {
		return model.StockTake{}, err
	}
	take := model.StockTake{
		ID: model.StockTakeID(s.ids.Next()), Key: personKey(n.By, n.Key), InputHash: hash,
		OrgID: n.Org, At: clock.Normal(n.At), TakenBy: n.By, TakenAt: now,
	}
	if n.At.IsZero() {
		take.At = now
	}
	if take.At.After(now) {
		return model.StockTake{}, ErrFuture.With("counted at %s", take.At.Format(time.RFC3339))
	}
	err = s.db.Run(ctx, func(ctx context.Context) error {
		earlier, err := s.store.takeByKey(ctx, take.Key)
		if err != nil {
			return err
		}
		if earlier == nil {
			differences, err := s.compare(ctx, &take, n.Codes)
			if err != nil {
				return err
			}
			first, err := s.store.insertTake(ctx, take, differences)
			if err != nil || first {
				return err
			}
			if earlier, err = s.store.takeByKey(ctx, take.Key); err != nil {
				return err
			}
		}
		if earlier.InputHash != take.InputHash {
			return ErrKeyReused.With("key %q", n.Key)
		}
		take = *earlier
		return nil
	})
	return take, err
}

// compare finds what a count and the book disagree in.
func (s *Service) compare(ctx context.Context, take *model.StockTake, codes []string) ([]model.StockDifference, error) {
	counted, err := s.goodsOf(ctx, codes, code.Withdrawn) // they stand there
	if err != nil {
		return nil, err
	}
	book, err := s.Custody.Loose(ctx, take.OrgID, take.At, false)
	if err != nil {
		return nil, err
	}
	standing, err := s.Custody.Standing(ctx, counted, take.At)
	if err != nil {
		return nil, err
	}
	opened, err := s.opened(ctx, *take, standing)
	if err != nil {
		return nil, err
	}
	differences := differ(take.OrgID, book, counted, standing, opened)
	for i := range differences {
		d := &differences[i]
		d.TakeID, d.N = take.ID, int64(i+1)
		*map[model.StockDifferenceKind]*int64{model.StockMissing: &take.Missing, model.StockSurplus: &take.Surplus, model.StockOpened: &take.Opened}[d.Kind] +=
			int64(d.ToItem - d.FromItem)
	}
	for _, r := range counted {
		take.Counted += r.Len()
	}
	return differences, nil
}

// opened is the outermost containers of an organisation that something counted is inside of.
func (s *Service) opened(ctx context.Context, take model.StockTake, counted []custody.Standing) (map[model.ItemID]bool, error) {
	var points []custody.Point
	for _, g := range counted {
		if g.Parent != 0 && g.Holder == take.OrgID {
			points = append(points, custody.Point{Item: g.Items.From, At: take.At}) // a run has one parent
		}
	}
	traces, err := s.Custody.Traces(ctx, points)
	containers := make(map[model.ItemID]bool, len(traces))
	for _, t := range traces {
		containers[t.Chain[len(t.Chain)-1]] = true
	}
	return containers, err
}

// differ compares the book's loose goods with what was counted, and where that stands by
// the book; opened are containers that something counted is inside of. Pure.
func differ(org model.OrgID, book, counted []model.ItemRange, standing []custody.Standing, opened map[model.ItemID]bool) []model.StockDifference {
	var all []model.StockDifference
	var missing []model.ItemRange
	for _, r := range book {
		missing = append(missing, r.Without(counted)...)
	}
	for _, r := range missing {
		for from := r.From; from < r.To; {
			to := from + 1
			for to < r.To && opened[to] == opened[from] {
				to++
			}
			d := model.StockDifference{Kind: model.StockMissing, FromItem: from, ToItem: to}
			if opened[from] {
				d.Kind = model.StockOpened
			}
			all, from = append(all, d), to
		}
	}
	for _, g := range standing {
		if g.Holder != org {
			all = append(all, model.StockDifference{Kind: model.StockSurplus, FromItem: g.Items.From, ToItem: g.Items.To, Holder: g.Holder + g.InTransit})
		}
	}
	return all
}
