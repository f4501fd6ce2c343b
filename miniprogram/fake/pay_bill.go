package fake

import (
	"crypto/rand"
	"fmt"
	"time"

	"channelrouter/internal/clock"
)

// The states of a bill, as WeChat names them.
const (
	payAccepted  = "ACCEPTED"
	payWaiting   = "WAIT_USER_CONFIRM"
	paySuccess   = "SUCCESS"
	payFailed    = "FAIL"
	payCanceling = "CANCELING"
	payCancelled = "CANCELLED"
)

// confirmLife is how long a person may take to confirm.
const confirmLife = 24 * time.Hour

// Reasons of failure, as WeChat names them.
const (
	failOverdue = "OVERDUE_CLOSE"
	failName    = "NAME_NOT_CORRECT"
)

type payNumber struct{ mchID, outBillNo string }

type payBill struct {
	payNumber
	merchant *payMerchant
	request  payRequest
	content  string
	no       string // WeChat's number
	state    string
	pack     string // package_info
	reason   string
	created  time.Time
	updated  time.Time
}

// open makes a bill and takes its money from the merchant.
func (p *Pay) open(m *payMerchant, number payNumber, request payRequest, now time.Time) *payBill {
	bill := &payBill{
		payNumber: number, merchant: m, request: request, state: payAccepted, created: now, updated: now,
		no:   fmt.Sprintf("133%027d", len(p.bills)+1),
		pack: "affffddafdfafddffda==" + rand.Text(),
	}
	p.bills[number] = bill
	p.book(bill, false, now)
	return bill
}

// ripen lets a bill wait for its person when it has been ACCEPTED for long enough.
func (p *Pay) ripen(bill *payBill, now time.Time) {
	if bill.state == payAccepted && !now.Before(bill.created.Add(p.linger)) {
		bill.move(payWaiting, now)
	}
}

// settle does what time and willing persons have brought since somebody looked at the
// bill.
func (p *Pay) settle(bill *payBill, now time.Time) {
	p.ripen(bill, now)
	switch {
	case bill.state == payCanceling:
		// The cancellation's own answer says CANCELING; the next look finds it done.
		p.close(bill, payCancelled, "", now)
	case (bill.state == payAccepted || bill.state == payWaiting) && !now.Before(bill.created.Add(confirmLife)) && p.misbooked[bill.payNumber] != BookedOpen:
		p.close(bill, payFailed, failOverdue, now)
	case bill.state == payWaiting && p.auto && !p.hesitant[bill.request.OpenID]:
		p.confirm(bill, now)
	}
}

func (b *payBill) move(state string, now time.Time) { b.state, b.updated = state, now }

// close ends a bill unpaid and gives the merchant the money back.
func (p *Pay) close(bill *payBill, state, reason string, now time.Time) {
	bill.reason = reason
	bill.move(state, now)
	p.book(bill, true, now)
	p.announce(bill, now)
}

// confirm pays a waiting bill, unless the name is another person's.
func (p *Pay) confirm(bill *payBill, now time.Time) {
	if name, known := p.names[bill.request.OpenID]; known && bill.request.UserName != "" && bill.request.UserName != name {
		p.close(bill, payFailed, failName, now)
		return
	}
	bill.move(paySuccess, now)
	p.paid = append(p.paid, PaidBill{bill.mchID, bill.outBillNo, bill.request.OpenID, bill.request.Amount, now})
	p.announce(bill, now)
}

// Confirm is the person confirming in WeChat. It tells whether the bill was waiting
// for that; the person is then paid, or the bill has failed for his name.
func (p *Pay) Confirm(mchID, outBillNo string) bool {
	return p.onWaiting(mchID, outBillNo, p.confirm)
}

// Accept is the person accepting what wx.requestMerchantTransfer showed him for a
// package_info.
func (p *Pay) Accept(packageInfo string) bool {
	p.mu.Lock()
	var number payNumber
	for n, bill := range p.bills {
		if bill.pack == packageInfo {
			number = n
		}
	}
	p.mu.Unlock()
	return p.Confirm(number.mchID, number.outBillNo)
}

// Reject makes a waiting bill fail for a reason, such as PAYEE_ACCOUNT_ABNORMAL.
func (p *Pay) Reject(mchID, outBillNo, reason string) bool {
	return p.onWaiting(mchID, outBillNo, func(bill *payBill, now time.Time) { p.close(bill, payFailed, reason, now) })
}

func (p *Pay) onWaiting(mchID, outBillNo string, do func(*payBill, time.Time)) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	bill, known := p.bills[payNumber{mchID, outBillNo}]
	if !known {
		return false
	}
	now := clock.Normal(p.now())
	p.settle(bill, now)
	waiting := bill.state == payWaiting
	if waiting {
		do(bill, now)
	}
	p.sendOff()
	return waiting
}

// Tick does to all bills what time has brought.
func (p *Pay) Tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := clock.Normal(p.now())
	for _, bill := range p.bills {
		p.settle(bill, now)
	}
	p.sendOff()
}
