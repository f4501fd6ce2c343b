package payout

import (
	"context"
	"fmt"
	"log/slog"

	"channelrouter/model"
	"channelrouter/model/event"
	"channelrouter/service/ledger"
)

// Notice takes in what a payer tells unasked: that a bill of a merchant has come to
// stand somewhere. Twice, late, or out of order, it changes nothing that is final.
// ErrUnknown when the bill is none of ours.
func (s *Service) Notice(ctx context.Context, merchant, number string, r Result) error {
	p, err := s.store.byBill(ctx, number)
	if err != nil {
		return err
	}
	if p == nil || p.Merchant != merchant || (r.Fen != 0 && r.Fen != p.Fen) {
		return ErrUnknown.With("bill %s of %s", number, merchant)
	}
	if r.Standing != Paid && r.Standing != Failed {
		return nil // the next look tells
	}
	return s.finish(ctx, *p, r)
}

// finish takes the final state, once, together with the posting that it means.
func (s *Service) finish(ctx context.Context, p model.Payout, r Result) error {
	done := p
	done.State, done.Reference, done.FailCode, done.UpdatedAt = model.PayoutReturned, r.Reference, r.FailCode, s.clock.Now()
	kind := "payout.returned"
	if r.Standing == Paid {
		done.State, done.FailCode, kind = model.PayoutPaid, "", "payout.paid"
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		first, err := s.store.takeFinal(ctx, done)
		if err != nil {
			return err
		}
		if !first {
			return s.compare(ctx, done)
		}
		to, err := s.destination(ctx, done)
		if err != nil {
			return err
		}
		ids, err := s.ledger.Post(ctx, ledger.Move(fmt.Sprintf("payout/%d/final", p.ID), kind, done.UpdatedAt, inFlight(p), to, int64(p.Fen)))
		if err != nil {
			return err
		}
		if err := s.store.setFinalTxn(ctx, p.ID, ids[0]); err != nil {
			return err
		}
		return s.outbox.Add(ctx, event.PayoutSettled{PayoutID: p.ID, PersonID: p.PersonID, Paid: done.State == model.PayoutPaid})
	})
}

// destination is where the money of a settled payout goes: what comes back belongs to who
// the person is by now.
func (s *Service) destination(ctx context.Context, p model.Payout) (model.Account, error) {
	if p.State == model.PayoutPaid {
		return model.Account{Kind: model.BrandPaidOut, Asset: model.CNY}, nil
	}
	person, err := s.identity.Current(ctx, p.PersonID)
	p.PersonID = person
	return wallet(p), err
}

// compare looks whether a payout that is final ended as the payer says. If not, people
// have to look: money left for a payout that was returned, or the other way round.
func (s *Service) compare(ctx context.Context, said model.Payout) error {
	stored, err := s.store.get(ctx, said.ID)
	if err == nil && stored != nil && stored.State != said.State {
		slog.Error("the payer contradicts a settled payout", "payout", said.ID, "bill", said.BillNo, "stored", stored.State, "said", said.State)
	}
	return err
}
