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
	mostFailures  = 10  // that a pass tells of
)

// Work counts what has sold since, and brings the standings that it touches to what their
// facts amount to, until nothing is left or the context ends. Two who work at once do
// nothing twice. It returns how many standings it worked out: what cannot be counted holds
// up none that is due.
func (s *Service) Work(ctx context.Context) (int, error) {
	failure := s.countAllSold(ctx)
	done, err := s.settleAll(ctx)
	return done, errors.Join(failure, err)
}

// countAllSold counts until nothing is left, or another is at it.
func (s *Service) countAllSold(ctx context.Context) error {
	for ctx.Err() == nil {
		counted, err := s.countSome(ctx)
		if errors.Is(err, errCounted) {
			return nil
		}
		if err != nil || counted == 0 {
			return err
		}
	}
	return nil
}

// settleAll settles what is due, pass by pass, until a pass finds nothing to do: nothing is
// due then, or others are at it, or it fails. Settling makes others due.
func (s *Service) settleAll(ctx context.Context) (done int, err error) {
	for ctx.Err() == nil {
		settled, failure := s.settlePass(ctx)
		done, err = done+settled, failure
		if settled == 0 {
			break
		}
	}
	return done, err
}

// settlePass settles each standing that is due: those that fail do not hold up the others.
func (s *Service) settlePass(ctx context.Context) (done int, err error) {
	var failures []error
	for after := (model.RebateStanding{}); ctx.Err() == nil; {
		due, err := s.store.dueStandings(ctx, after, standingBatch)
		if err != nil {
			return done, errors.Join(append(failures, err)...)
		}
		if len(due) == 0 {
			break
		}
		for _, st := range due {
			worked, err := s.settle(ctx, st)
			switch {
			case err == nil && worked:
				done++
			case err != nil && len(failures) < mostFailures:
				failures = append(failures, fmt.Errorf("rebate programme %d, organisation %d, period %d: %w", st.ProgrammeID, st.OrgID, st.Period, err))
			}
		}
		after = due[len(due)-1]
	}
	return done, errors.Join(failures...)
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
