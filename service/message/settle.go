package message

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// settle writes down what the sender said of a claimed delivery.
func (s *Service) settle(ctx context.Context, b bundle, d model.MessageDelivery, reference string, said error) error {
	now := s.clock.Now()
	var refused *Refusal
	switch {
	case said == nil:
		return s.settleSent(ctx, b, d, reference, now)
	case errors.As(said, &refused):
		return s.settleRefused(ctx, d, refused, now)
	}
	slog.Warn("message unresolved", "message", d.MessageID, "attempts", d.Attempts, "error", said)
	return s.settleUnseen(ctx, d, now)
}

func (s *Service) settleSent(ctx context.Context, b bundle, d model.MessageDelivery, reference string, now time.Time) error {
	next := d
	next.State, next.Code, next.Reference, next.UpdatedAt = model.DeliverySent, "", reference, now
	return s.db.Run(ctx, func(ctx context.Context) error {
		for _, w := range []way{{appID: d.AppID}, {d.AppID, d.TemplateID}} {
			if _, rested := b.rests[w]; rested {
				if err := s.store.endRest(ctx, w); err != nil {
					return err
				}
			}
		}
		_, err := s.store.move(ctx, d, next)
		return err
	})
}

// settleUnseen is for an answer that nobody saw. The acceptance may be used up, and stays
// taken; the message is tried once more, with an app that is given time to recover.
func (s *Service) settleUnseen(ctx context.Context, d model.MessageDelivery, now time.Time) error {
	next := d
	next.State, next.Code, next.NextAt, next.UpdatedAt = model.DeliveryWaiting, unseen, now.Add(unseenPause), now
	if next.Unseen++; next.Unseen >= mostUnseen {
		next.State = model.DeliveryFailed
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		moved, err := s.store.move(ctx, d, next)
		if err != nil || !moved {
			return err
		}
		_, err = s.rest(ctx, way{appID: d.AppID}, Down, "", now)
		return err
	})
}

// settleRefused ends a delivery or lets it wait, by why it was refused, and gives back what
// was taken for it: WeChat has used nothing. An acceptance that was taken for an earlier
// try, of which nobody saw the answer, stays taken.
func (s *Service) settleRefused(ctx context.Context, d model.MessageDelivery, refused *Refusal, now time.Time) error {
	next := d
	next.Code, next.UpdatedAt, next.Held = cut(refused.Code, mostCode), now, d.Unseen > 0
	switch refused.Why {
	case NoConsent:
		next.State = model.DeliverySkipped
	case NoRecipient, BadTemplate:
		next.State = model.DeliveryFailed
	default:
		next.State = model.DeliveryWaiting
	}
	w, rests := resting(d, refused)
	return s.db.Run(ctx, func(ctx context.Context) (err error) {
		if rests {
			if next.NextAt, err = s.rest(ctx, w, refused.Why, next.Code, now); err != nil {
				return err
			}
		}
		moved, err := s.store.move(ctx, d, next)
		if err != nil || !moved {
			return err
		}
		if !next.Held {
			if err := s.giveBack(ctx, d, now); err != nil {
				return err
			}
		}
		if refused.Why == NoConsent {
			return s.store.emptyConsent(ctx, d, now)
		}
		return nil
	})
}

// resting says what is to rest after what the sender said: the template, the app, or
// nothing. Pure.
func resting(d model.MessageDelivery, said error) (w way, rests bool) {
	var refused *Refusal
	switch {
	case said == nil:
		return way{}, false
	case !errors.As(said, &refused):
		return way{appID: d.AppID}, true
	case refused.Why == NoConsent || refused.Why == NoRecipient:
		return way{}, false
	case refused.Why == BadTemplate:
		return way{d.AppID, d.TemplateID}, true
	}
	return way{appID: d.AppID}, true
}

// mostCode is how many characters a code has.
const mostCode = 64

// giveBack returns the acceptance and the day's shares of the person and the app.
func (s *Service) giveBack(ctx context.Context, d model.MessageDelivery, now time.Time) error {
	if err := s.store.giveConsent(ctx, d, now); err != nil {
		return err
	}
	claimed := clock.BizDate(d.UpdatedAt)
	if err := s.store.giveShare(ctx, claimed, personShare(d)); err != nil {
		return err
	}
	return s.store.giveShare(ctx, claimed, appShare(d))
}

// OnDelivered takes in what WeChat pushes of a message that it has carried, or not: errcode
// 0 is that it arrived. Twice, or out of order, it changes nothing. Messages of others, such
// as the brand's own by WeChat's console, are passed over.
func (s *Service) OnDelivered(ctx context.Context, appID, openID, templateID, reference string, errcode int, at time.Time) error {
	account, err := s.Identity.Account(ctx, appID, openID)
	if err != nil || account == nil {
		return err
	}
	return s.db.Run(ctx, func(ctx context.Context) error {
		d, err := s.store.carried(ctx, account.PersonID, way{appID, templateID}, reference)
		if err != nil || d == nil || d.ArrivedAt != nil {
			return err
		}
		next := *d
		next.UpdatedAt = s.clock.Now()
		if next.Reference == "" {
			next.Reference = reference
		}
		if errcode == 0 {
			arrived := clock.Normal(at)
			next.State, next.Code, next.ArrivedAt = model.DeliverySent, "", &arrived
		} else {
			next.State, next.Code = model.DeliveryFailed, strconv.Itoa(errcode)
		}
		_, err = s.store.move(ctx, *d, next)
		return err
	})
}
