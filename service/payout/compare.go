package payout

import (
	"context"
	"fmt"

	"channelrouter/internal/money"
	"channelrouter/model"
)

// compareDay judges what a day's statement and books speak of: bills that moved on it,
// payouts that were settled on it, and bills that moved so long before that they should be
// settled by now.
func (s *Service) compareDay(ctx context.Context, run *model.Reconciliation) error {
	asOf, err := s.readUntil(ctx, *run)
	if err != nil {
		return err
	}
	if asOf < run.Day {
		return s.waitFor(ctx, run, addDays(asOf, 1))
	}
	bills, err := s.judgeMoved(ctx, run, run.Day, asOf)
	if err != nil {
		return err
	}
	settled, err := s.judgeSettled(ctx, run, asOf)
	if err != nil {
		return err
	}
	if _, err := s.judgeMoved(ctx, run, addDays(run.Day, -acceptDays), asOf); err != nil {
		return err
	}
	if run.Differences, err = s.store.countDifferences(ctx, run.ID); err != nil {
		return err
	}
	now := s.clock.Now()
	run.Bills, run.State, run.Fault = bills+settled, model.ReconciliationFinished, ""
	run.FinishedAt, run.UpdatedAt, run.HeldUntil = &now, now, now
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.saveRun(ctx, *run) })
}

// waitFor lets go of a run until an earlier day's statement is here: without it, what
// moved on that day would seem never to have moved.
func (s *Service) waitFor(ctx context.Context, run *model.Reconciliation, missing int32) error {
	run.Fault = fmt.Sprintf("waits for the statement of %d", missing)
	run.UpdatedAt = s.clock.Now()
	run.HeldUntil = run.UpdatedAt
	return s.db.Run(ctx, func(ctx context.Context) error { return s.store.saveRun(ctx, *run) })
}

// judgeMoved judges the bills of a day's lines.
func (s *Service) judgeMoved(ctx context.Context, run *model.Reconciliation, day, asOf int32) (judged int64, err error) {
	for after := ""; ; {
		bills, err := s.store.billsOfDay(ctx, run.Merchant, day, after, pageSize)
		if err != nil || len(bills) == 0 {
			return judged, err
		}
		after = bills[len(bills)-1]
		payouts, err := s.store.byBills(ctx, bills)
		if err != nil {
			return judged, err
		}
		ours := make(map[string]*model.Payout, len(payouts))
		for _, p := range payouts {
			if p.Merchant == run.Merchant {
				ours[p.BillNo] = &p
			}
		}
		if err := s.judgeBills(ctx, run, bills, ours, asOf); err != nil {
			return judged, err
		}
		judged += int64(len(bills))
	}
}

// judgeSettled judges the payouts that were settled on the run's day, and counts those of
// which no statement has a line.
func (s *Service) judgeSettled(ctx context.Context, run *model.Reconciliation, asOf int32) (judged int64, err error) {
	for after := model.PayoutID(0); ; {
		payouts, err := s.store.settledOn(ctx, run.Merchant, run.Day, after, pageSize)
		if err != nil || len(payouts) == 0 {
			return judged, err
		}
		after = payouts[len(payouts)-1].ID
		bills := make([]string, len(payouts))
		ours := make(map[string]*model.Payout, len(payouts))
		for i, p := range payouts {
			bills[i], ours[p.BillNo] = p.BillNo, &payouts[i]
		}
		if err := s.judgeBills(ctx, run, bills, ours, asOf); err != nil {
			return judged, err
		}
		unmoved, err := s.store.unmoved(ctx, run.Merchant, run.Day, bills)
		if err != nil {
			return judged, err
		}
		judged += unmoved
	}
}

// judgeBills judges some bills by all their lines, and writes down what is found and what
// has been put right since.
func (s *Service) judgeBills(ctx context.Context, run *model.Reconciliation, bills []string, ours map[string]*model.Payout, asOf int32) error {
	sums, err := s.store.sums(ctx, run.Merchant, bills)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	found := map[string]model.DifferenceKind{}
	var differences []model.PayoutDifference
	for _, bill := range bills {
		m := sums[bill]
		kind := judge(ours[bill], m.moved, asOf, m.FirstDay != 0 && m.FirstDay <= addDays(asOf, -acceptDays))
		if found[bill] = kind; kind == "" {
			continue
		}
		differences = append(differences, model.PayoutDifference{
			ID: model.DifferenceID(s.ids.Next()), ReconciliationID: run.ID, Merchant: run.Merchant, BillNo: bill, Kind: kind,
			Day: run.Day, OursFen: due(ours[bill]), TheirsFen: m.left(), FoundAt: now,
		})
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		if err := s.store.insertDifferences(ctx, differences); err != nil {
			return err
		}
		if err := s.putRight(ctx, run.Merchant, bills, found); err != nil {
			return err
		}
		return s.renew(ctx, run)
	})
}

// agreed is the note of what no person has settled.
const agreed = "statements and payouts agree by now"

// putRight settles what later statements have put right, and opens again what they have
// not after all. What a person has settled stays settled.
func (s *Service) putRight(ctx context.Context, merchant string, bills []string, found map[string]model.DifferenceKind) error {
	known, err := s.store.differencesOf(ctx, merchant, bills)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for _, d := range known {
		stands := found[d.BillNo] == d.Kind
		switch {
		case !stands && d.SettledAt == nil:
			_, err = s.store.settleDifference(ctx, d.ID, now, 0, agreed)
		case stands && d.SettledAt != nil && d.SettledBy == 0:
			err = s.store.openDifference(ctx, d.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// billSum is what a bill's lines sum to, and the day of the first.
type billSum struct {
	moved
	FirstDay int32
}

func newBillSum(out, in money.Fen, first int32) billSum {
	return billSum{moved: moved{Out: out, In: in}, FirstDay: first}
}
