package payout

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// neverSent is why a payout came back that never reached its payer.
const neverSent = "NEVER_SENT"

const (
	workBatch = 50
	// claimFor is how long a worker has a payout to itself: longer than any call of the
	// payer takes. Should it take longer still, two workers ask about one bill.
	claimFor     = 2 * time.Minute
	firstPause   = time.Second
	longestPause = 10 * time.Minute
	// WeChat takes a bill again under its number for three days, by the calendar, and
	// forgets bills after thirty.
	resendFor = 48 * time.Hour
	knownFor  = 29 * 24 * time.Hour
	// absentAfter is for how long a bill whose first answer was lost may still arrive: until
	// then no refusal of it is final.
	absentAfter = 5 * time.Minute
	// confirmPause is how often a payout is asked after that waits for its person; the
	// payer's notification is mostly first.
	confirmPause = 10 * time.Minute
)

// Work takes what is due of a merchant's payouts one step on, and says how many it took.
// Any number of workers may be at it; a merchant's wait for nobody but its own.
func (s *Service) Work(ctx context.Context, merchant string) (int, error) {
	due, err := s.store.due(ctx, merchant, s.clock.Now(), workBatch)
	if err != nil {
		return 0, err
	}
	taken := 0
	var noTransfer, noQuery bool // in this second: the next would get no turn either
	for _, p := range due {
		if ctx.Err() != nil {
			return taken, ctx.Err()
		}
		if fresh := p.State == model.PayoutOwed; fresh && noTransfer || !fresh && noQuery {
			continue
		}
		took, err := s.take(ctx, p)
		if took {
			taken++
		}
		switch {
		case errors.Is(err, errNoTransfer):
			noTransfer = true
		case errors.Is(err, errNoQuery):
			noQuery = true
		case err != nil:
			return taken, err
		}
	}
	return taken, nil
}

// take claims a payout and takes it a step on, if its merchant may pay now. errNoTransfer or
// errNoQuery when his calls of this second are used up.
func (s *Service) take(ctx context.Context, before model.Payout) (took bool, err error) {
	p := before
	claimed, err := s.claim(ctx, &p)
	if err != nil || !claimed {
		return false, err
	}
	fresh := before.State == model.PayoutOwed
	if fresh && !s.pace.spend(ctx, p) {
		return false, s.putBack(ctx, before, p, clock.NextDay(s.clock.Now()))
	}
	err = s.step(ctx, p)
	if errors.Is(err, errNotYet) {
		if fresh {
			s.pace.unspend(ctx, p)
		}
		if failed := s.putBack(ctx, before, p, nextSecond(s.clock.Now())); failed != nil {
			return false, failed
		}
		return false, err
	}
	return true, err
}

// putBack undoes a claim of which nothing came: the payout is as it was, until later.
func (s *Service) putBack(ctx context.Context, before, claimed model.Payout, until time.Time) error {
	if claimed.State == model.PayoutOwed {
		claimed.State = model.PayoutSending // as claim has stored it
	}
	now := s.clock.Now()
	before.NextAt, before.UpdatedAt = until, now
	return s.db.Run(ctx, func(ctx context.Context) error {
		_, err := s.store.move(ctx, claimed, before)
		return err
	})
}

// claim keeps other workers from a payout for a while. One that was never handed over is
// marked before it is, so that whoever finds it later asks first.
func (s *Service) claim(ctx context.Context, p *model.Payout) (claimed bool, err error) {
	now := s.clock.Now()
	next := *p
	next.NextAt, next.Attempts, next.UpdatedAt = now.Add(claimFor), p.Attempts+1, now
	if p.State == model.PayoutOwed {
		next.State, next.SentAt = model.PayoutSending, &now
	}
	err = s.db.Run(ctx, func(ctx context.Context) (err error) {
		claimed, err = s.store.move(ctx, *p, next)
		return err
	})
	fresh := p.State == model.PayoutOwed
	*p = next
	if fresh {
		p.State = model.PayoutOwed // for step, which then need not ask
	}
	return claimed, err
}

// step asks what became of a payout, or hands it over, and settles the answer.
func (s *Service) step(ctx context.Context, p model.Payout) error {
	if p.State == model.PayoutOwed {
		p.State = model.PayoutSending
		result, err := s.transfer(ctx, p)
		return s.settle(ctx, p, result, err)
	}
	result, err := s.payer.Query(ctx, p.Merchant, p.BillNo)
	age := s.clock.Now().Sub(firstSent(p))
	if errors.Is(err, ErrBillUnknown) && age > resendFor {
		if p.State == model.PayoutSending && age < knownFor {
			err = &Refusal{Code: neverSent, Message: "unknown to the payer, and too old to be sent again"}
		}
		return s.settle(ctx, p, result, err) // older still, its absence means nothing: people have to look
	}
	if s.sendsAgain(p, result, err) {
		result, err = s.transfer(ctx, p)
		var refused *Refusal
		if errors.As(err, &refused) && age < absentAfter {
			return s.wait(ctx, p, pause(p.Attempts)) // what was sent before may still be on its way
		}
	}
	return s.settle(ctx, p, result, err)
}

// firstSent is since when the payer may know of a bill. It may have waited long before.
func firstSent(p model.Payout) time.Time {
	if p.SentAt != nil {
		return *p.SentAt
	}
	return p.CreatedAt // sent before that was kept
}

// sendsAgain tells whether a bill is to be handed over once more: one that the payer does
// not know, one that is taken in and goes on when it is sent again, and one whose person
// waits for what only the answer to a transfer holds.
func (s *Service) sendsAgain(p model.Payout, r Result, err error) bool {
	switch {
	case errors.Is(err, ErrBillUnknown):
		return p.State == model.PayoutSending
	case err != nil:
		return false
	}
	return r.Standing == Processing || (r.Standing == Confirming && r.Package == "" && p.Package == "")
}

// transfer hands a bill over. It is the same however often: its words are those in force
// when it was asked for, and its name is the one that was known then.
func (s *Service) transfer(ctx context.Context, p model.Payout) (Result, error) {
	rules, err := s.Policies.At(ctx, p.CreatedAt)
	if err != nil {
		return Result{}, err
	}
	b := Bill{
		Merchant: p.Merchant, Number: p.BillNo, AppID: p.AppID, OpenID: p.OpenID, Fen: p.Net(),
		Words: rules.Body.words(p.Merchant),
	}
	if b.Name, err = s.tax.OpenName(p.PersonID, p.Name); err != nil {
		return Result{}, err
	}
	return s.payer.Transfer(ctx, b)
}

// settle writes down what the payer said.
func (s *Service) settle(ctx context.Context, p model.Payout, result Result, said error) error {
	var refused *Refusal
	switch {
	case said == nil:
		return s.stand(ctx, p, result)
	case errors.As(said, &refused):
		return s.finish(ctx, p, Result{Standing: Failed, FailCode: refused.Code})
	case errors.Is(said, errNotYet):
		return said
	case ctx.Err() != nil:
		return ctx.Err() // the claim runs out, and another asks
	}
	if !errors.Is(said, ErrPayLater) {
		slog.Warn("payout unresolved", "payout", p.ID, "attempts", p.Attempts, "error", said)
	}
	return s.wait(ctx, p, pause(p.Attempts))
}

func pause(attempts int) time.Duration { return clock.Pause(firstPause, longestPause, attempts) }

// stand brings a payout to where its bill stands.
func (s *Service) stand(ctx context.Context, p model.Payout, r Result) error {
	switch r.Standing {
	case Paid, Failed:
		return s.finish(ctx, p, r)
	case Confirming:
		next := p
		next.State, next.Reference = model.PayoutConfirming, r.Reference
		if r.Package != "" {
			next.Package = r.Package
		}
		return s.rest(ctx, p, next, confirmPause)
	default:
		return s.wait(ctx, p, pause(p.Attempts))
	}
}

func (s *Service) wait(ctx context.Context, p model.Payout, pause time.Duration) error {
	return s.rest(ctx, p, p, pause)
}

// rest gives a claimed payout back, to be looked at after a pause. Where it has been
// settled meanwhile, by a notification, that stands.
func (s *Service) rest(ctx context.Context, p, next model.Payout, pause time.Duration) error {
	now := s.clock.Now()
	next.NextAt, next.UpdatedAt = now.Add(pause), now
	return s.db.Run(ctx, func(ctx context.Context) error {
		_, err := s.store.move(ctx, p, next)
		return err
	})
}
