package payout_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"channelrouter/internal/money"
	"channelrouter/model"
	"channelrouter/service/payout"
	"channelrouter/service/testkit"
)

// 5,000 payouts, of whose calls every fifth goes wrong in one way or another, by workers
// that are killed at random: the payer's book is the ledger's to the fen, nobody is paid
// twice, and nothing is lost.
func TestPayoutsUnderFaults(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Engine) {
		payouts := map[testkit.Engine]int{testkit.SQLite: 5_000, testkit.MySQL: 1_000}[e]
		if testing.Short() {
			payouts = 200
		}
		o := newOffice(t, e)
		chance := rand.New(rand.NewPCG(7, 11)) // asked under the bank's lock
		o.bank.fault = func(string) fault {
			if chance.IntN(5) > 0 {
				return fine
			}
			return fault(1 + chance.IntN(4))
		}
		o.bank.stands = func(string) payout.Standing {
			return []payout.Standing{payout.Paid, payout.Paid, payout.Processing, payout.Confirming, payout.Failed}[chance.IntN(5)]
		}
		wanted := o.everyoneAsks(t, payouts)
		for round := 0; ; round++ {
			o.shift(t, uint64(round))
			if left := o.left(t); left == 0 {
				break
			} else if round > 2_000 {
				t.Fatalf("%d payouts are not settled", left)
			}
			o.bank.everyoneDecides(chance)
			o.Tick(time.Minute)
		}
		o.compareBooks(t, wanted)
	})
}

// everyoneAsks has people ask for all they have, ten times each.
func (o *office) everyoneAsks(t *testing.T, payouts int) map[string]model.Payout {
	t.Helper()
	wanted := make(map[string]model.Payout, payouts)
	for n := 0; len(wanted) < payouts; n++ {
		person := o.guide(fmt.Sprint("p", n), 10*15_000)
		for i := range 10 {
			p, err := o.wants(person, money.Fen(14_991+i*2)) // 1,500 yuan in all, of which the later ones are taxed
			if err != nil {
				t.Fatal(err)
			}
			wanted[p.BillNo] = p
		}
	}
	return wanted
}

// shift is four workers, each of which may be killed at any call.
func (o *office) shift(t *testing.T, seed uint64) {
	t.Helper()
	var workers sync.WaitGroup
	failures := make([]error, 4)
	for w := range failures {
		workers.Go(func() {
			life, die := context.WithCancel(o.Ctx)
			defer die()
			if (seed+uint64(w))%7 == 0 {
				time.AfterFunc(time.Duration(seed%5+1)*time.Millisecond, die)
			}
			for {
				n, err := o.Work(life, "commission")
				if err != nil && life.Err() == nil {
					failures[w] = err
				}
				if n == 0 || err != nil {
					return
				}
			}
		})
	}
	workers.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
}

// everyoneDecides settles bills that are under way, half of those that wait.
func (b *bank) everyoneDecides(chance *rand.Rand) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for number, r := range b.bills {
		if (r.Standing == payout.Processing || r.Standing == payout.Confirming) && chance.IntN(2) == 0 {
			r.Standing = []payout.Standing{payout.Paid, payout.Failed}[chance.IntN(2)]
			b.book(number)
		}
	}
}

func (o *office) left(t *testing.T) (n int64) {
	t.Helper()
	err := o.DB.Conn(o.Ctx).Model(&model.Payout{}).Where("final_txn = 0").Count(&n).Error
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// compareBooks holds the payer's book against the ledger.
func (o *office) compareBooks(t *testing.T, wanted map[string]model.Payout) {
	t.Helper()
	var paidOut, back, taxed money.Fen
	for number, p := range wanted {
		settled := o.now(p)
		switch paid := o.bank.paid[number]; {
		case settled.State == model.PayoutPaid && paid == p.Net():
			paidOut, taxed = paidOut+paid, taxed+p.TaxFen
		case settled.State == model.PayoutReturned && paid == 0:
			back += p.Fen
		default:
			t.Fatalf("payout %d of %d fen is in state %d, and the payer has paid %d", p.ID, p.Fen, settled.State, paid)
		}
	}
	sums := map[model.AccountKind]int64{}
	var rows []struct {
		AccountKind model.AccountKind
		Amount      int64
	}
	err := o.DB.Conn(o.Ctx).Table("ledger_entries").Select("account_kind, SUM(amount) AS amount").Group("account_kind").Scan(&rows).Error
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		sums[r.AccountKind] = r.Amount
	}
	if sums[model.BrandPaidOut] != int64(paidOut) || sums[model.InFlight] != 0 || sums[model.WalletGuide] != int64(back) || sums[model.BrandTax] != int64(taxed) || taxed == 0 {
		t.Fatalf("the ledger says %v; %d fen were paid and %d returned", sums, paidOut, back)
	}
	var month struct{ Gross, Tax money.Fen }
	err = o.DB.Conn(o.Ctx).Model(&model.TaxMonth{}).Select("SUM(gross) AS gross, SUM(tax) AS tax").Scan(&month).Error
	if err != nil || month.Tax != taxed || month.Gross != paidOut+taxed {
		t.Fatalf("the months have %+v; %d were withheld of %d, %v", month, taxed, paidOut+taxed, err)
	}
	t.Logf("%d fen paid, %d withheld, %d returned", paidOut, taxed, back)
	report, err := o.Ledger.Verify(o.Ctx)
	if err != nil || !report.OK() {
		t.Fatalf("the ledger does not verify: %+v, %v", report, err)
	}
}
