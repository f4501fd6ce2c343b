package channel

import (
	"context"
	"time"

	"channelrouter/internal/errs"
	"channelrouter/model"
)

// LogisticsPolicy is what follows for distributors who are marked as working without the
// logistics system, so that nobody knows where their goods are.
type LogisticsPolicy struct {
	// WithoutEarnNothing: neither they nor whoever they supply earns rewards or rebates.
	// Consumers are not touched.
	WithoutEarnNothing bool `json:"without_earn_nothing"`
}

// ReasonWithoutLogistics says why somebody earned nothing. It is stored and shown.
const ReasonWithoutLogistics = "distributor_without_logistics"

// ErrBadLogistics: only distributors have a logistics system to turn on.
var ErrBadLogistics = errs.New(errs.Invalid, "channel.bad_logistics", "only distributors are marked as working without the logistics system", "mark the distributor that supplies this organisation")

// SetLogistics says whether a distributor works with the logistics system from a moment on.
// One of whom nothing was ever said does. A moment in the past corrects the record: what was
// decided of scans before stays, and rebates that are worked out anew follow it.
func (s *Service) SetLogistics(ctx context.Context, org model.OrgID, with bool, from time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		marked, err := s.GetOrg(ctx, org)
		if err != nil {
			return err
		}
		if marked.Kind != model.OrgDistributor {
			return ErrBadLogistics.With("%s is a %s", marked.Code, KindName(marked.Kind))
		}
		if err := s.store.lockOrgs(ctx, []model.OrgID{org}); err != nil {
			return err
		}
		current, err := s.store.logisticsOf(ctx, []model.OrgID{org})
		if err != nil {
			return err
		}
		row := model.OrgLogistics{ID: s.ids.Next(), OrgID: org, Equipped: with, Period: newPeriod(from, s.clock.Now())}
		if err := endRows(ctx, s, since(current, row.ValidFrom), func(l *model.OrgLogistics) *int64 { return &l.ID }, row.ValidFrom); err != nil {
			return err
		}
		return insert(ctx, s.store, []model.OrgLogistics{row})
	})
}

// LogisticsOf returns what is believed of a distributor's logistics system, oldest first.
func (s *Service) LogisticsOf(ctx context.Context, org model.OrgID) ([]model.OrgLogistics, error) {
	return s.store.logisticsOf(ctx, []model.OrgID{org})
}

// EarnsNothing tells for each place whether its distributor then worked without the
// logistics system, under a policy in force then by which that earns nothing. It asks the
// graph only where there is such a policy.
func (s *Service) EarnsNothing(ctx context.Context, places []Place) (map[Place]bool, error) {
	var strict []Place
	for _, p := range places {
		policy, err := s.Logistics.At(ctx, p.At)
		if err != nil {
			return nil, err
		}
		if policy.Body.WithoutEarnNothing {
			strict = append(strict, p)
		}
	}
	if len(strict) == 0 {
		return nil, nil
	}
	upstreams, err := s.Upstreams(ctx, strict)
	if err != nil {
		return nil, err
	}
	distributors := make([]model.OrgID, 0, len(strict))
	for _, up := range upstreams {
		distributors = append(distributors, up.Distributor)
	}
	rows, err := s.store.logisticsOf(ctx, distributors)
	if err != nil {
		return nil, err
	}
	nothing := make(map[Place]bool, len(strict))
	for _, p := range strict {
		for _, row := range rows {
			if row.OrgID == upstreams[p].Distributor && validAt(row.Period, p.At) && !row.Equipped {
				nothing[p] = true
			}
		}
	}
	return nothing, nil
}
