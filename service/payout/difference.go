package payout

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// ReconciliationQuery narrows runs; the zero value is all of them.
type ReconciliationQuery struct {
	Merchant  string // "" for all
	Differing bool   // only those that found differences
}

// Reconciliations pages through the runs, newest first, before an id (0: from the newest).
func (s *Service) Reconciliations(ctx context.Context, q ReconciliationQuery, before model.ReconciliationID, limit int) ([]model.Reconciliation, error) {
	return s.store.runs(ctx, q, before, limit)
}

// Differences pages through what a reconciliation found, in the order of finding.
// ErrUnknownReconciliation.
func (s *Service) Differences(ctx context.Context, run model.ReconciliationID, after model.DifferenceID, limit int) ([]model.PayoutDifference, error) {
	known, err := s.store.run(ctx, run)
	if err != nil {
		return nil, err
	}
	if known == nil {
		return nil, ErrUnknownReconciliation.With("id %d", run)
	}
	return s.store.differences(ctx, run, after, limit)
}

// Settlement is what a person decided about a difference.
type Settlement struct {
	Reconciliation model.ReconciliationID
	Difference     model.DifferenceID
	By             model.UserID
	Note           string
}

// SettleDifference closes a difference with a note, once. It moves no money: what has to be moved is
// moved elsewhere, and the note says where. Errors: ErrUnknownDifference,
// ErrDifferenceSettled.
func (s *Service) SettleDifference(ctx context.Context, d Settlement) (settled model.PayoutDifference, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		first, err := s.store.settleDifference(ctx, d.Difference, s.clock.Now(), d.By, d.Note)
		if err != nil {
			return err
		}
		row, err := s.store.difference(ctx, d.Difference)
		switch {
		case err != nil:
			return err
		case row == nil || row.ReconciliationID != d.Reconciliation:
			return ErrUnknownDifference.With("id %d", d.Difference)
		case !first:
			return ErrDifferenceSettled.With("id %d", d.Difference)
		}
		settled = *row
		db.Note(ctx, "%s of bill %s", row.Kind, row.BillNo)
		return nil
	})
	return settled, err
}
