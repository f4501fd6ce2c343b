package payout

import "channelrouter/internal/errs"

var (
	// ErrClosed: the policy pays nothing out at present.
	ErrClosed = errs.New(errs.Unavailable, "payout.closed", "payouts are closed at present", "the money stays in the wallet; try again later")
	// ErrAmount: outside of what one payout may be.
	ErrAmount = errs.New(errs.Invalid, "payout.amount", "this amount cannot be paid out at once", "ask for an amount between the least and the most of one payout")
	// ErrOverLimit: more than WeChat lets the merchant transfer.
	ErrOverLimit = errs.New(errs.Invalid, "payout.over_limit", "WeChat pays no such amount at once", "ask for less; an operator can have WeChat raise the merchant's limit")
	// ErrNameNeeded: WeChat compares the name from 2,000 yuan on.
	ErrNameNeeded = errs.New(errs.Conflict, "payout.name_needed", "WeChat wants your real name for this amount", "enter it with PUT /me/taxpayer, then ask again; or ask for less than 2,000 yuan")
	// ErrNotCancellable: it is not waiting for its person.
	ErrNotCancellable = errs.New(errs.Conflict, "payout.not_cancellable", "this payout can no longer be cancelled", "look at its state: only one that waits to be accepted can be")
	// ErrDailyLimit: the person has had as much, or as many, today.
	ErrDailyLimit = errs.New(errs.TooMany, "payout.daily_limit", "no more can be paid out to you today", "ask again tomorrow; the day begins at midnight in Shanghai")
	// ErrNoMerchant: nobody pays this wallet out.
	ErrNoMerchant = errs.New(errs.Unavailable, "payout.no_merchant", "cash payouts are not set up for this app", "an operator has to configure the merchant that pays this role")
	// ErrNoAccount: WeChat has not told us who the person is in the app that pays.
	ErrNoAccount = errs.New(errs.Conflict, "payout.no_account", "you have no account in the app that the money is paid through", "log in to the app of this role once, then ask again")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errs.New(errs.Conflict, "payout.idempotency_key_reused", "this idempotency key was used for another payout", "use a new key for each payout, and the same one only to retry")
	// ErrUnknown: the caller has no such payout.
	ErrUnknown = errs.New(errs.NotFound, "payout.unknown", "no such payout", "list your payouts")
	// ErrBadPolicy: limits that make no sense.
	ErrBadPolicy = errs.New(errs.Invalid, "payout.bad_policy", "this payout policy makes no sense", "the least is 30 fen or more, the most at most 2,000,000 fen, WeChat's own for a person and day; daily limits are positive; texts have at most 32 characters")
)
