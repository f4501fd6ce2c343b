package payout

import (
	"context"
	"fmt"
	"log/slog"

	"channelrouter/internal/clock"
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
	if p == nil || p.Merchant != merchant || (r.Fen != 0 && r.Fen != p.Net()) {
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
	done.SettledOn = clock.BizDate(done.UpdatedAt)
	if r.Standing == Paid {
		done.State, done.FailCode = model.PayoutPaid, ""
	}
	first := false
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		first, err = s.store.takeFinal(ctx, done)
		if err != nil {
			return err
		}
		if !first {
			return s.compare(ctx, done)
		}
		if err := s.untax(ctx, done); err != nil {
			return err
		}
		person, err := s.identity.Current(ctx, p.PersonID) // who he is by now
		if err != nil {
			return err
		}
		ids, err := s.ledger.Post(ctx, final(done, person))
		if err != nil {
			return err
		}
		if err := s.store.setFinalTxn(ctx, p.ID, ids[0]); err != nil {
			return err
		}
		return s.outbox.Add(ctx, event.PayoutSettled{PayoutID: p.ID, PersonID: person, Paid: done.State == model.PayoutPaid})
	})
	if err == nil && first && done.State == model.PayoutReturned {
		s.pace.unspend(ctx, done)
	}
	return err
}

// final is the posting that ends a payout: what is paid has left the brand; what comes
// back belongs to who the person is by now.
func final(p model.Payout, person model.PersonID) ledger.Posting {
	if p.State == model.PayoutPaid {
		brand := model.Account{Kind: model.BrandPaidOut, Asset: model.CNY}
		return ledger.Move(finalKey(p), "payout.paid", p.UpdatedAt, inFlight(p), brand, int64(p.Net()))
	}
	to := p
	to.PersonID = person
	return posting(p, finalKey(p), "payout.returned", p.UpdatedAt, inFlight(p), wallet(to))
}

func finalKey(p model.Payout) string { return fmt.Sprintf("payout/%d/final", p.ID) }

// compare looks whether a payout that is final ended as the payer says. If not, people
// have to look: money left for a payout that was returned, or the other way round.
func (s *Service) compare(ctx context.Context, said model.Payout) error {
	stored, err := s.store.get(ctx, said.ID)
	if err == nil && stored != nil && stored.State != said.State {
		slog.Error("the payer contradicts a settled payout", "payout", said.ID, "bill", said.BillNo, "stored", stored.State, "said", said.State)
	}
	return err
}
