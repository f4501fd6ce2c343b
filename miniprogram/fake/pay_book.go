package fake

import (
	"maps"
	"slices"
	"strings"
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

// Bill is what became of a transfer.
type Bill struct {
	MchID, OutBillNo, AppID, OpenID string
	AmountFen                       int64
	State                           string // as WeChat names it
	Package                         string // package_info
	Reason                          string // of a failure
	Created                         time.Time
}

// Bills are all bills as they are now, in the order in which they were made.
func (p *Pay) Bills() []Bill {
	p.Tick()
	p.mu.Lock()
	defer p.mu.Unlock()
	var bills []Bill
	for _, b := range slices.SortedFunc(maps.Values(p.bills), func(a, b *payBill) int { return strings.Compare(a.no, b.no) }) {
		bills = append(bills, Bill{
			b.mchID, b.outBillNo, b.request.AppID, b.request.OpenID, b.request.Amount, b.state, b.pack, b.reason, b.created,
		})
	}
	return bills
}

// Balance is what the merchant's account holds, in fen; limited is false for one that was
// never funded.
func (p *Pay) Balance(mchID string) (fen int64, limited bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.merchant(mchID)
	return m.balance, m.limited
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
