package payout_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	. "github.com/smartystreets/goconvey/convey"

	"channelrouter/internal/clock"
	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/ledger"
	"channelrouter/service/payout"
	"channelrouter/service/risk"
	"channelrouter/service/testkit"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // failures are part of the story
	os.Exit(m.Run())
}

// bank is a payer as WeChat Pay is one: a bill's number is the bill. What it has paid is
// its own book, for tests to hold against ours.
type bank struct {
	mu    sync.Mutex
	bills map[string]*payout.Result
	paid  map[string]money.Fen
	last  payout.Bill // that was handed over
	sent  int
	asked int // calls of any kind
	// statements are a merchant's by business day; broken breaks the next one off.
	statements map[int32][]payout.Movement
	broken     bool
	downloads  int
	// fault plays a way to fail, or nothing, for a call of a bill.
	fault func(number string) fault
	// hang is called before a bill of a merchant is taken in, outside of the lock.
	hang func(merchant string)
	// stands is where a new bill comes to stand; Paid when nil.
	stands func(number string) payout.Standing
}

type fault int

const (
	fine        fault = iota
	lostBefore        // the request never arrived
	lostAfter         // the answer never arrived
	wantsLater        // a limit
	refusesBill       // a final no
)

func newBank() *bank {
	return &bank{
		bills: map[string]*payout.Result{}, paid: map[string]money.Fen{}, statements: map[int32][]payout.Movement{},
		fault: func(string) fault { return fine },
	}
}

var errLost = errors.New("bank: connection lost")

func (b *bank) Transfer(ctx context.Context, bill payout.Bill) (payout.Result, error) {
	if b.hang != nil {
		b.hang(bill.Merchant)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if db.Inside(ctx) {
		return payout.Result{}, errors.New("a network call inside a transaction")
	}
	b.sent++
	b.asked++
	b.last = bill
	f := b.fault(bill.Number)
	known := b.bills[bill.Number]
	switch {
	case f == lostBefore:
		return payout.Result{}, errLost
	case f == wantsLater && known == nil:
		return payout.Result{}, payout.ErrPayLater
	case f == refusesBill && known == nil:
		return payout.Result{}, &payout.Refusal{Code: "USER_ACCOUNT_ABNORMAL", Message: "the person cannot be paid"}
	case known == nil:
		known = &payout.Result{Standing: payout.Paid, Reference: "ref-" + bill.Number, Fen: bill.Fen}
		if b.stands != nil {
			known.Standing = b.stands(bill.Number)
		}
		b.bills[bill.Number] = known
		b.book(bill.Number)
	}
	if f == lostAfter {
		return payout.Result{}, errLost
	}
	return *known, nil
}

func (b *bank) Query(ctx context.Context, _, number string) (payout.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if db.Inside(ctx) {
		return payout.Result{}, errors.New("a network call inside a transaction")
	}
	b.asked++
	if b.fault(number) != fine {
		return payout.Result{}, errLost
	}
	if known := b.bills[number]; known != nil {
		return *known, nil
	}
	return payout.Result{}, payout.ErrBillUnknown
}

// Cancel closes a bill that waits, at the next look.
func (b *bank) Cancel(ctx context.Context, _, number string) (payout.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if db.Inside(ctx) {
		return payout.Result{}, errors.New("a network call inside a transaction")
	}
	b.asked++
	known := b.bills[number]
	switch f := b.fault(number); {
	case known == nil:
		return payout.Result{}, payout.ErrBillUnknown
	case f == lostBefore:
		return payout.Result{}, errLost
	case known.Standing != payout.Confirming:
		return payout.Result{}, payout.ErrTooLate
	case f == lostAfter:
		known.Standing, known.FailCode = payout.Failed, "CANCELLED"
		return payout.Result{}, errLost
	}
	known.Standing, known.FailCode = payout.Failed, "CANCELLED"
	return payout.Result{Standing: payout.Closing}, nil
}

// Statement gives the commissions' statement of a day; the prizes' merchant has none.
func (b *bank) Statement(ctx context.Context, merchant string, day time.Time) iter.Seq2[payout.Movement, error] {
	return func(yield func(payout.Movement, error) bool) {
		b.mu.Lock()
		lines, broken := b.statements[clock.BizDate(day)], b.broken
		b.broken = false
		b.downloads++
		b.mu.Unlock()
		if db.Inside(ctx) {
			yield(payout.Movement{}, errors.New("a network call inside a transaction"))
			return
		}
		if len(lines) == 0 || merchant != "commission" {
			yield(payout.Movement{}, payout.ErrNoStatement)
			return
		}
		for _, line := range lines {
			if !yield(line, nil) {
				return
			}
		}
		if broken {
			yield(payout.Movement{}, errLost)
		}
	}
}

// moves puts a line onto a day's statement.
func (b *bank) moves(day int32, bill string, out, in money.Fen) {
	m := payout.Movement{FlowNo: fmt.Sprint("flow-", day, "-", len(b.statements[day])), BillNo: bill, Out: out > 0, Fen: out + in, Transfer: true}
	b.statements[day] = append(b.statements[day], m)
}

// book pays a bill that stands as paid, each time it is called: once, if all is well.
func (b *bank) book(number string) {
	if r := b.bills[number]; r.Standing == payout.Paid {
		b.paid[number] += r.Fen
	}
}

// forget is what a payer does with old bills.
func (b *bank) forget(number string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.bills, number)
}

// settle brings a bill to where it stands from now on.
func (b *bank) settle(number string, s payout.Standing) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bills[number].Standing = s
	b.book(number)
}

// office is a world with people who have earned something, and a payout room.
type office struct {
	*testkit.World
	*payout.Service
	bank *bank
	risk *risk.Service // asked by rooms that are made from now on
}

const guideApp, consumerApp = "wx-guide", "wx-consumer"

func newOffice(t testing.TB, e testkit.Engine) *office {
	o := &office{World: testkit.New(t, e), bank: newBank()}
	o.open()
	return o
}

// open makes the room anew, as it is without limits.
func (o *office) open() {
	o.Service = o.serviceWith(payout.Till{Merchant: "commission", AppID: guideApp})
}

// serviceWith is the room as a replica has it, whose guides are paid by a till.
func (o *office) serviceWith(till payout.Till) *payout.Service {
	rooms := payout.Rooms{Identity: o.Identity, Ledger: o.Ledger, Tax: o.Tax, Risk: o.risk}
	return payout.New(o.DB, o.Clock, o.IDs, o.Outbox, rooms, o.KV, o.bank, map[model.AccountKind]payout.Till{
		model.WalletGuide: till, model.WalletConsumer: {Merchant: "prize", AppID: consumerApp},
	})
}

// guide is a person with an account in the guide's app and some earnings.
func (o *office) guide(name string, fen int64) model.PersonID {
	tokens, err := o.Identity.Login(o.Ctx, "guide", "union-"+name)
	o.must(err)
	actor, err := o.Identity.Authenticate(o.Ctx, "guide", tokens.Access)
	o.must(err)
	if fen > 0 {
		o.gives(actor.PersonID, fen)
	}
	return actor.PersonID
}

// consumer is a person with an account in the consumer's app and some winnings.
func (o *office) consumer(name string, fen int64) model.PersonID {
	tokens, err := o.Identity.Login(o.Ctx, "consumer", "union-"+name)
	o.must(err)
	actor, err := o.Identity.Authenticate(o.Ctx, "consumer", tokens.Access)
	o.must(err)
	_, err = o.Ledger.Post(o.Ctx, ledger.Move(fmt.Sprint("won/", o.IDs.Next()), "reward", o.Clock.Now(),
		model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletConsumer, Owner: int64(actor.PersonID), Asset: model.CNY}, fen))
	o.must(err)
	return actor.PersonID
}

// gives has a guide earn something.
func (o *office) gives(guide model.PersonID, fen int64) {
	_, err := o.Ledger.Post(o.Ctx, ledger.Move(fmt.Sprint("earned/", o.IDs.Next()), "reward", o.Clock.Now(),
		model.Account{Kind: model.BrandReward, Asset: model.CNY},
		model.Account{Kind: model.WalletGuide, Owner: int64(guide), Asset: model.CNY}, fen))
	o.must(err)
}

func (o *office) must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}

// wants asks for cash, each time anew.
func (o *office) wants(person model.PersonID, fen money.Fen) (model.Payout, error) {
	return o.Request(o.Ctx, payout.Request{
		Person: person, Wallet: model.WalletGuide, Key: fmt.Sprint("key-", o.IDs.Next()), Fen: fen,
	})
}

// work lets a worker go on until nothing is due.
func (o *office) work() {
	for _, merchant := range o.Merchants() {
		for n := 1; n > 0; {
			var err error
			n, err = o.Work(o.Ctx, merchant)
			o.must(err)
		}
	}
}

// later lets time pass, and workers work.
func (o *office) later(d time.Duration) {
	o.Tick(d)
	o.work()
}

func (o *office) now(p model.Payout) model.Payout {
	fresh, err := o.Get(o.Ctx, p.PersonID, p.ID)
	o.must(err)
	return fresh
}

func (o *office) balance(kind model.AccountKind, owner model.PersonID) int64 {
	n, err := o.Ledger.Balance(o.Ctx, model.Account{Kind: kind, Owner: int64(owner), Asset: model.CNY})
	So(err, ShouldBeNil)
	return n
}

// withheld is what the tax office is owed.
func (o *office) withheld() int64 { return o.balance(model.BrandTax, 0) }

// purse is where a person's money is: wallet, in flight, and what the brand has paid out.
func (o *office) purse(person model.PersonID) [3]int64 {
	return [3]int64{o.balance(model.WalletGuide, person), o.balance(model.InFlight, person), o.balance(model.BrandPaidOut, 0)}
}
