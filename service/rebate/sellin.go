package rebate

import (
	"context"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
	"channelrouter/service/channel"
	"channelrouter/service/custody"
)

// receivedIn is how many units of the scope came to an organisation in a period, less those
// that it gave back in it, on days on which it earned: never less than none.
func (s *Service) receivedIn(ctx context.Context, v *version, org model.OrgID, period int32) (units int64, err error) {
	spans, err := s.earningSpans(ctx, v, org, period)
	if err != nil {
		return 0, err
	}
	for _, span := range spans {
		came, err := s.countIn(ctx, v, org, span, s.custody.Arrived)
		if err != nil {
			return 0, err
		}
		left, err := s.countIn(ctx, v, org, span, s.custody.Left)
		if err != nil {
			return 0, err
		}
		units += came - left
	}
	return max(units, 0), nil
}

// span is from a moment until before another.
type span struct{ from, to time.Time }

// earningSpans are the days of a period on which an organisation earned, as each began: its
// distributor worked with the logistics system, or nothing followed if not. Days in a row
// are one span.
func (s *Service) earningSpans(ctx context.Context, v *version, org model.OrgID, period int32) (spans []span, err error) {
	end := clock.StartOf(firstDay(addMonths(lastMonth(v.terms.Every, period), 1)))
	var days []channel.Place
	for at := clock.StartOf(firstDay(period)); at.Before(end); at = at.AddDate(0, 0, 1) {
		days = append(days, channel.Place{Org: org, At: at})
	}
	barred, err := s.channel.EarnsNothing(ctx, days)
	if err != nil {
		return nil, err
	}
	for _, day := range days {
		next := span{day.At, day.At.AddDate(0, 0, 1)}
		switch last := len(spans) - 1; {
		case barred[day]:
		case last >= 0 && spans[last].to.Equal(next.from):
			spans[last].to = next.to
		default:
			spans = append(spans, next)
		}
	}
	return spans, nil
}

// movement is what of goods custody says an organisation did from a moment until before another.
type movement func(ctx context.Context, org model.OrgID, from, to time.Time) ([]custody.StockLine, error)

// countIn counts units of the scope by the batches that they are of.
func (s *Service) countIn(ctx context.Context, v *version, org model.OrgID, at span, told movement) (units int64, err error) {
	lines, err := told(ctx, org, at.from, at.to)
	if err != nil {
		return 0, err
	}
	for _, line := range lines {
		if line.Level != model.LevelUnit {
			continue
		}
		product, err := s.catalog.Get(ctx, line.Batch.ProductID)
		if err != nil {
			return 0, err
		}
		if v.scope.sells(product) {
			units += line.Count
		}
	}
	return units, nil
}

// FollowSellIn makes standings due whose targets are measured on what organisations receive,
// of the periods that it is now and was a month ago: nobody tells of receipts and returns. It
// returns how many.
func (s *Service) FollowSellIn(ctx context.Context) (int, error) {
	all, err := s.published(ctx)
	if err != nil {
		return 0, err
	}
	now := s.clock.Now()
	followed := 0
	for _, v := range all {
		if v.terms.Target == nil || v.terms.Target.Measure != measureSellIn {
			continue
		}
		last := int32(0)
		for _, at := range []time.Time{now.AddDate(0, 0, -31), now} {
			period := periodOf(v.terms.Every, monthOf(clock.BizDate(at)))
			if period == last || !v.covers(firstDay(period)) {
				continue
			}
			last = period
			n, err := s.followTargets(ctx, v, period)
			if followed += n; err != nil {
				return followed, err
			}
		}
	}
	return followed, nil
}

// followTargets makes the standings of a period's targets due, a page in a transaction.
func (s *Service) followTargets(ctx context.Context, v *version, period int32) (followed int, err error) {
	for after := model.OrgID(0); ; {
		page, err := s.withTargets(ctx, v, period, after)
		if err != nil || len(page) == 0 {
			return followed, err
		}
		marks := map[mark]bool{}
		for _, st := range page {
			marks[mark{v.ID, st.OrgID, period, st.Tier}] = true
		}
		err = s.db.Run(ctx, func(ctx context.Context) error { return s.store.mark(ctx, marks, s.clock.Now()) })
		if err != nil {
			return followed, err
		}
		followed, after = followed+len(page), page[len(page)-1].OrgID
	}
}

// withTargets pages through organisations with targets for a period, by their ids.
func (s *Service) withTargets(ctx context.Context, v *version, period int32, after model.OrgID) ([]model.RebateStanding, error) {
	rows, err := s.store.targets(ctx, v.ID, period, after, storeChunk)
	if err != nil {
		return nil, err
	}
	page := make([]model.RebateStanding, len(rows))
	for i, row := range rows {
		page[i].OrgID = row.OrgID
	}
	orgs, err := s.channel.Orgs(ctx, orgsOf(page))
	for i := range page {
		page[i].Tier = orgs[page[i].OrgID].Kind
	}
	return page, err
}
