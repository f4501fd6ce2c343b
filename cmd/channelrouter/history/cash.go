package history

import (
	"context"
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/miniprogram/fake"
	"channelrouter/model"
	"channelrouter/service/identity"
	"channelrouter/service/payout"
)

// Bank is the stand-in for WeChat Pay, on whose clock the past is made, too.
type Bank struct {
	*fake.Pay
	LiveBy func(c clock.Clock) // turns its clock
}

// Days on which guides ask for what they have earned. On the last one things go wrong; one of them
// has gone wrong since the one before, which can only be told three days later.
const (
	payday     = 60
	stuckDay   = 83
	troubleDay = 86
)

// cash is the money of a day: who asks for it, and what WeChat Pay says of the day before.
func (w *world) cash(ctx context.Context, day int) error {
	if w.Bank == nil || len(w.Payout.Merchants()) == 0 || day < payday {
		return nil
	}
	w.Bank.LiveBy(w.Clock)
	w.Bank.AutoConfirm(false)
	if err := w.Payout.ReconcileDue(ctx); err != nil {
		return err
	}
	switch day {
	case payday:
		return w.payOut(ctx, day, 8, nil)
	case stuckDay:
		return w.payOut(ctx, day, 4, []trouble{stuck})
	case troubleDay:
		return w.payOut(ctx, day, 9, []trouble{
			{booked: fake.BookedNever}, {booked: fake.BookedMore}, {booked: fake.BookedKept, fails: true}, {booked: fake.BookedBack}, {byHand: true},
		})
	}
	return nil
}

// trouble is what goes wrong with a payout.
type trouble struct {
	booked fake.Misbooking
	fails  bool // it does not reach the person
	byHand bool // somebody pays it once more, on the merchant's own page
}

// stuck waits for its person for ever.
var stuck = trouble{booked: fake.BookedOpen}

// payOut has guides ask for their money, who accept it a quarter of an hour later; the last ones
// meet troubles.
func (w *world) payOut(ctx context.Context, day, n int, troubles []trouble) error {
	asked, err := w.ask(ctx, day, n)
	if err != nil {
		return err
	}
	w.Clock.Advance(15 * time.Minute)
	mch := w.Payout.MchID(model.WalletGuide)
	for i, p := range asked {
		var t trouble
		if left := len(asked) - i; left <= len(troubles) {
			t = troubles[len(troubles)-left]
		}
		if t.booked != 0 {
			w.Bank.Misbook(mch, p.BillNo, t.booked)
		}
		switch {
		case t == stuck:
			w.Bank.Hesitate(p.OpenID)
		case t.fails:
			w.Bank.Reject(mch, p.BillNo, "PAYEE_ACCOUNT_ABNORMAL")
		default:
			w.Bank.Confirm(mch, p.BillNo)
		}
		if t.byHand {
			w.Bank.PayByHand(mch, "HAND"+p.BillNo, p.OpenID, int64(p.Net()))
		}
	}
	return w.send(ctx)
}

// lastWishes are payouts that guides ask for at the end, and have not accepted yet. From then on
// the bank lives by the clock of who serves.
func (w *world) lastWishes(ctx context.Context) error {
	if w.Bank == nil || len(w.Payout.Merchants()) == 0 {
		return nil
	}
	asked, err := w.ask(ctx, days, 5)
	for _, p := range asked {
		w.Bank.Hesitate(p.OpenID)
	}
	w.Bank.AutoConfirm(true)
	w.Bank.LiveBy(clock.System{})
	return err
}

// ask has up to n guides ask for all that they have, and WeChat Pay for it.
func (w *world) ask(ctx context.Context, day, n int) (asked []model.Payout, err error) {
	for i := range w.terminals {
		t := &w.terminals[i]
		if t.guide == 0 || len(asked) == n {
			continue
		}
		fen, err := w.Ledger.Balance(ctx, model.Account{Kind: model.WalletGuide, Owner: int64(t.guide), Asset: model.CNY})
		if err != nil {
			return nil, err
		}
		if fen < 100 {
			continue
		}
		if err := w.bind(ctx, t.guide, i); err != nil {
			return nil, err
		}
		p, err := w.Payout.Request(ctx, payout.Request{
			Person: t.guide, Wallet: model.WalletGuide, Key: w.key("cash", day, i), Fen: min(money.Fen(fen), payout.DefaultPolicy.MostFen),
		})
		if err != nil {
			return nil, fmt.Errorf("cash of guide %d: %w", i, err)
		}
		asked = append(asked, p)
	}
	return asked, w.send(ctx)
}

// send has each merchant do what is due.
func (w *world) send(ctx context.Context) error {
	for _, m := range w.Payout.Merchants() {
		if err := all(ctx, func(ctx context.Context) (int, error) { return w.Payout.Work(ctx, m) }); err != nil {
			return err
		}
	}
	return nil
}

// bind gives a guide the telephone that who is paid must have.
func (w *world) bind(ctx context.Context, person model.PersonID, n int) error {
	bound, err := w.Identity.Bound(ctx, person)
	if err != nil || bound {
		return err
	}
	phone, err := identity.ParsePhone(fmt.Sprintf("+86138%08d", n))
	if err != nil {
		return err
	}
	_, err = w.Identity.BindPhone(ctx, "guide", person, phone, "1")
	return err
}
