package rebate

import (
	"context"
	"errors"
	"fmt"

	"channelrouter/model"
)

// mark is a standing that facts have touched.
type mark struct {
	programme model.ProgrammeID
	org       model.OrgID
	period    int32
	tier      model.OrgKind
}

const (
	countBatch    = 500 // changes of volumes in a transaction
	standingBatch = 100 // read at once; each is a transaction of its own
)

// Work counts what has sold since, and brings the standings that it touches to what their
// facts amount to, until nothing is left or the context ends. Two who work at once do
// nothing twice. It returns how many standings it worked out.
func (s *Service) Work(ctx context.Context) (int, error) {
	for ctx.Err() == nil {
		counted, err := s.countSome(ctx)
		if errors.Is(err, errCounted) || err == nil && counted == 0 {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	return s.settleAll(ctx)
}

// settleAll settles what is due, standing by standing: one that fails does not hold up the
// others.
func (s *Service) settleAll(ctx context.Context) (done int, err error) {
	for ctx.Err() == nil {
		due, readErr := s.store.dueStandings(ctx, standingBatch)
		if readErr != nil {
			return done, readErr
		}
		before := done
		for _, st := range due {
			worked, failure := s.settle(ctx, st)
			if failure != nil {
				err = fmt.Errorf("rebate programme %d, organisation %d, period %d: %w", st.ProgrammeID, st.OrgID, st.Period, failure)
			}
			if worked && failure == nil {
				done++
			}
		}
		if done == before { // nothing is due, or others are at it
			break
		}
	}
	return done, err
}

// countSome adds changes to volumes, marks the standings that they touch, and takes the
// changes away: all of them or none.
func (s *Service) countSome(ctx context.Context) (counted int, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		changes, err := s.store.counts(ctx, countBatch)
		if counted = len(changes); err != nil || counted == 0 {
			return err
		}
		all, err := s.published(ctx)
		if err != nil {
			return err
		}
		if err := s.store.dropCounts(ctx, changes); err != nil {
			return err
		}
		sums := map[model.RebateBucket]int64{}
		for _, c := range changes {
			sums[c.RebateBucket] += c.Units
		}
		if err := s.store.addVolumes(ctx, sums); err != nil {
			return err
		}
		marks := map[mark]bool{}
		for bucket := range sums {
			product, err := s.catalog.Get(ctx, bucket.ProductID)
			if err != nil {
				return err
			}
			touched(all, bucket, product, marks)
		}
		if err := s.recountTerminals(ctx, all, sums, marks); err != nil {
			return err
		}
		return s.store.mark(ctx, marks, s.clock.Now())
	})
	return counted, err
}

// touched marks the standings whose amounts are a function of what a bucket counts.
func touched(all []*version, b model.RebateBucket, p model.Product, marks map[mark]bool) {
	for _, v := range all {
		if !v.counts() || !v.scope.sells(p) && v.terms.Mix == nil || !v.pays(b.Tier, b.OrgID, b.Chain, b.Matched) {
			continue
		}
		periods := []int32{periodOf(v.terms.Every, b.Month)}
		if v.terms.Growth != nil {
			periods = append(periods, v.after(periods[0]))
		}
		for _, period := range periods {
			if v.covers(firstDay(period)) {
				marks[mark{v.ID, b.OrgID, period, b.Tier}] = true
			}
		}
	}
}

// counts tells whether a version's amounts are a function of the units of a period.
func (v *version) counts() bool {
	t := v.terms
	return t.Tiered != nil || t.Retrospective != nil || t.Growth != nil || t.Mix != nil || t.Target != nil && t.Target.Measure == measureSellOut
}

// earlier is the period that growth in a period is over, and after the one that is over it.
func (v *version) earlier(period int32) int32 { return addMonths(period, -v.growsOver()) }
func (v *version) after(period int32) int32   { return addMonths(period, v.growsOver()) }

func (v *version) growsOver() int {
	if v.terms.Growth.Over == overYear {
		return 12
	}
	return monthsIn[v.terms.Every]
}
