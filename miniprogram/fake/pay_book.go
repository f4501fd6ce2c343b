package fake

import (
	"slices"
	"time"
)

// PaidBill is money that a person has got.
type PaidBill struct {
	MchID     string
	OutBillNo string
	OpenID    string
	AmountFen int64
	At        time.Time
}

// Paid is the book of all payments in their order. It is written when money reaches a
// person, not read off the bills: a bill paid twice would stand here twice.
func (p *Pay) Paid() []PaidBill {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.paid)
}

// PaidByBill sums the merchant's payments, in fen, by out_bill_no.
func (p *Pay) PaidByBill(mchID string) map[string]int64 {
	sums := map[string]int64{}
	for _, paid := range p.Paid() {
		if paid.MchID == mchID {
			sums[paid.OutBillNo] += paid.AmountFen
		}
	}
	return sums
}

// States counts the merchant's bills by their state, as it was when last looked at.
func (p *Pay) States(mchID string) map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	counts := map[string]int{}
	for number, bill := range p.bills {
		if number.mchID == mchID {
			counts[bill.state]++
		}
	}
	return counts
}

// movement is a line of a merchant's account.
type movement struct {
	merchant *payMerchant
	bill     *payBill
	back     bool
	at       time.Time
	balance  int64
}

// book moves a bill's money out of the merchant's account, or back.
func (p *Pay) book(bill *payBill, back bool, now time.Time) {
	m := bill.merchant
	if back {
		m.balance += bill.request.Amount
	} else {
		m.balance -= bill.request.Amount
	}
	p.movements = append(p.movements, movement{m, bill, back, now, m.balance})
}
