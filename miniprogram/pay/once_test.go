package pay_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"channelrouter/miniprogram/fake"
	"channelrouter/miniprogram/pay"
)

// started is a stand-in whose people confirm at once, and a client, without Convey:
// its goroutines must not assert.
func started(t *testing.T) (*fake.Pay, *pay.Client) {
	t.Helper()
	wechat := fake.New()
	keys := wechat.Pay().AddMerchant(mchID)
	wechat.Pay().AutoConfirm(true)
	if err := wechat.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wechat.Close() })
	m, err := pay.NewMerchant(pay.Credentials(keys))
	if err != nil {
		t.Fatal(err)
	}
	client, err := pay.NewClient(m, pay.Options{BaseURL: wechat.URL(), Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return wechat.Pay(), client
}

func prize(number string) pay.Bill {
	bill := (&world{}).bill(number)
	bill.OpenID = liID
	return bill
}

func TestOneNumberSentByManyPaysOnce(t *testing.T) {
	bank, client := started(t)
	bank.Chance(0.3, fake.PayCutAfter, fake.PayErrorAfter, fake.PayCutBefore, fake.PayBroken, fake.PayRateLimited)
	start := make(chan struct{})
	var done sync.WaitGroup
	for range 20 {
		done.Go(func() {
			<-start
			_, _ = client.Transfer(ctx, prize("R1"))
		})
	}
	close(start)
	done.Wait()
	bank.Recover()
	receipt, err := client.Query(ctx, "R1")
	if err != nil || receipt.State != pay.StateSuccess {
		t.Fatalf("%v, %v", receipt.State, err)
	}
	if paid := bank.Paid(); len(paid) != 1 || paid[0].AmountFen != 88_88 {
		t.Errorf("paid %v", paid)
	}
}

// settle sends a bill the way that doc.go tells callers to, until its fate is known.
func settle(client *pay.Client, number string) (paid bool, err error) {
	ask := false
	for range 200 {
		var receipt pay.Receipt
		if ask {
			receipt, err = client.Query(ctx, number)
		} else {
			receipt, err = client.Transfer(ctx, prize(number))
		}
		switch fate := pay.FateOf(err); fate {
		case pay.FateDone:
			if receipt.State.Final() {
				return receipt.State.Paid(), nil
			}
			ask = true
		case pay.FateRefused:
			return false, nil
		case pay.FateAbsent:
			ask = false
		case pay.FateUnclear:
			ask = true
		case pay.FateLater:
		}
	}
	return false, errors.New(number + " was never settled")
}

// Whatever goes wrong, the two books agree: who follows the fates pays everybody once,
// and whoever was refused not at all.
func TestTheBooksAgreeUnderFaults(t *testing.T) {
	bank, client := started(t)
	bank.Seed(7)
	bank.Chance(0.4, fake.PayRefused, fake.PayCutBefore, fake.PayCutAfter, fake.PayErrorAfter, fake.PayRateLimited, fake.PayBroken)
	const workers, each = 4, 50
	var mu sync.Mutex
	book := map[string]int64{}
	var failed error
	var done sync.WaitGroup
	for worker := range workers {
		done.Go(func() {
			for i := range each {
				number := fmt.Sprintf("W%dN%d", worker, i)
				paid, err := settle(client, number)
				mu.Lock()
				if err != nil {
					failed = errors.Join(failed, err)
				}
				if paid {
					book[number] += 88_88
				}
				mu.Unlock()
			}
		})
	}
	done.Wait()
	if failed != nil {
		t.Fatal(failed)
	}
	theirs := bank.PaidByBill(mchID)
	if len(bank.Paid()) != len(theirs) || len(theirs) != len(book) || len(book) == 0 || len(book) == workers*each {
		t.Fatalf("%d payments of %d bills, %d in our book", len(bank.Paid()), len(theirs), len(book))
	}
	for number, fen := range theirs {
		if book[number] != fen {
			t.Errorf("%s: they paid %d, we booked %d", number, fen, book[number])
		}
	}
}
