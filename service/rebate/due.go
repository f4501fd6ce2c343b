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
	sale      sale
	shares    []share
	diverted  bool
	programme int
	digest    string // "" while nothing is due
}

// due works out a unit by the programme, the graph and the goods' way at its sell-out.
// Of the cases it was in, the one at sell-out speaks.
func (s *Service) due(ctx context.Context, u *model.RebateUnit) (result, error) {
	at, sold, err := s.sellOut(ctx, *u)
	if err != nil || !sold {
		return result{}, err
	}
	trace, err := s.custody.TraceAt(ctx, u.Item, at)
	if err != nil {
		return result{}, err
	}
	if err := s.joinOpener(ctx, u, trace.In(model.LevelCase), at); err != nil {
		return result{}, err
	}
	sale, known := saleOf(*u, at)
	if !known {
		return result{}, nil
	}
	programme, err := s.Programmes.At(ctx, at)
	if err != nil {
		return result{}, err
	}
	product, err := s.catalog.Get(ctx, u.ProductID)
	if err != nil {
		return result{}, err
	}
	place := channel.Place{Org: sale.terminal, Line: product.Line, At: at}
	upstreams, err := s.channel.Upstreams(ctx, []channel.Place{place})
	if err != nil {
		return result{}, err
	}
	r := result{sale: sale, diverted: isDiverted(trace, upstreams[place]), programme: programme.Number}
	r.shares = split(programme.Body.rates(product.SKU), sale.terminal, upstreams[place], r.diverted)
	r.digest = digest(sale, r.shares, r.diverted)
	return r, nil
}

// sellOut is when a unit sold. Whether a guide's scan counts is for the programme to say
// that was in force then.
func (s *Service) sellOut(ctx context.Context, u model.RebateUnit) (time.Time, bool, error) {
	guideSells := false
	if u.GuidedAt != nil {
		programme, err := s.Programmes.At(ctx, *u.GuidedAt)
		if err != nil {
			return time.Time{}, false, err
		}
		guideSells = programme.Body.GuideScanSells
	}
	at, sold := soldAt(u, guideSells)
	return at, sold, nil
}

// joinOpener puts down which case a unit was in when it sold, and who opened that.
func (s *Service) joinOpener(ctx context.Context, u *model.RebateUnit, box model.ItemID, at time.Time) error {
	u.CaseItem, u.OpenedAt, u.OpenerOrg = box, nil, 0
	if box == 0 {
		return nil
	}
	opened, err := s.store.takeCase(ctx, box, at)
	if err == nil && opened.Org != 0 {
		u.OpenedAt, u.OpenerOrg = &opened.At, opened.Org
	}
	return err
}

// isDiverted: the goods were meant for a distributor who is not the terminal's.
func isDiverted(t custody.Trace, up channel.Upstream) bool {
	return t.Assigned != 0 && up.Distributor != 0 && t.Assigned != up.Distributor
}
