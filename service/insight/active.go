package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"channelrouter/model"
)

// save adds to the figures. It joins the transaction that holds the state.
func (s *Service) save(ctx context.Context, sum sums) error {
	days := slices.SortedFunc(maps.Values(sum.days), func(a, b *model.InsightDay) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Day, b.Day))
	})
	if err := s.store.addDays(ctx, days); err != nil {
		return err
	}
	if err := s.store.addOrgScans(ctx, *sum.scans); err != nil {
		return err
	}
	byDay := map[int32][]*model.InsightOrgDay{}
	for key, row := range sum.orgs {
		byDay[key.day] = append(byDay[key.day], row)
	}
	for _, day := range slices.Sorted(maps.Keys(byDay)) { // a day finds the one before in its place
		rows := byDay[day]
		slices.SortFunc(rows, func(a, b *model.InsightOrgDay) int { return cmp.Compare(a.OrgID, b.OrgID) })
		if err := s.activate(ctx, day, rows); err != nil {
			return err
		}
		if err := s.store.addOrgDays(ctx, rows); err != nil {
			return err
		}
	}
	return nil
}

// activate counts the terminals that are active on a day for the first time, in the areas
// where they are, and places them there.
func (s *Service) activate(ctx context.Context, day int32, rows []*model.InsightOrgDay) error {
	var orgs []model.OrgID
	for _, r := range rows {
		if r.Own > 0 {
			orgs = append(orgs, r.OrgID)
		}
	}
	fresh, err := s.store.inactive(ctx, day, orgs)
	if err != nil || len(fresh) == 0 {
		return err
	}
	known, err := s.channel.Orgs(ctx, fresh)
	if err != nil {
		return err
	}
	beside, err := s.store.neighbours(ctx, day, fresh)
	if err != nil {
		return err
	}
	change := map[model.InsightActive]int64{}
	add := func(area string, day, previous int32, n int64) {
		for _, a := range levels(area) {
			change[model.InsightActive{Area: a, Day: day, Previous: previous}] += n
		}
	}
	for _, r := range rows {
		b, first := beside[r.OrgID]
		if !first {
			continue
		}
		r.Area = cmp.Or(areaOf(known[r.OrgID].Adcode), nowhere)
		add(placed(r.Area), day, b.Previous, 1)
		if b.Next != 0 { // the day before that one is this one now
			add(placed(b.NextArea), b.Next, b.Previous, -1)
			add(placed(b.NextArea), b.Next, day, 1)
		}
	}
	return s.store.addActives(ctx, change)
}

// placed is an area as levels takes it.
func placed(area string) string {
	if area == nowhere {
		return ""
	}
	return area
}

// beside is when a terminal was active before and after a day; 0: it was not.
type beside struct {
	OrgID    model.OrgID
	Previous int32
	Next     int32
	NextArea string
}
