package fake

import (
	"fmt"

	"channelrouter/internal/clock"
)

// Misbooking is how a merchant's account, and so its statements, tell of a bill otherwise than
// what became of it.
type Misbooking uint8

const (
	BookedNever Misbooking = iota + 1 // no line has it
	BookedMore                        // a fen more has left than was asked for
	BookedKept                        // it failed, and its money has not come back
	BookedBack                        // it was paid, and its money has come back
	BookedOpen                        // its time to be confirmed never ends
)

// Misbook has a bill booked so from now on.
func (p *Pay) Misbook(mchID, outBillNo string, how Misbooking) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.misbooked[payNumber{mchID, outBillNo}] = how
}

// Hesitate keeps a person from confirming by himself what AutoConfirm has others confirm.
func (p *Pay) Hesitate(openID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hesitant[openID] = true
}

// PayByHand is somebody at the brand who pays a person on the merchant's own page, past every
// program. The person has the money at once.
func (p *Pay) PayByHand(mchID, outBillNo, openID string, fen int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := clock.Normal(p.now())
	bill := p.open(p.merchant(mchID), payNumber{mchID, outBillNo}, payRequest{OutBillNo: outBillNo, OpenID: openID, Amount: fen}, now)
	bill.move(payWaiting, now)
	p.confirm(bill, now)
}

// line is a movement as a statement tells of it.
type line struct {
	movement
	flow string
	fen  int64
}

// lines are what a statement says of the i-th movement.
func (p *Pay) lines(i int) []line {
	mv := p.movements[i]
	flow := func(n int) string { return fmt.Sprintf("%028d", n) }
	told := line{mv, flow(i + 1), mv.bill.request.Amount}
	switch p.misbooked[mv.bill.payNumber] {
	case BookedNever:
		return nil
	case BookedMore:
		told.fen++
	case BookedKept:
		if mv.back {
			return nil
		}
	case BookedBack:
		const beyond = 1_000_000_000 // all real movements
		back := line{mv, flow(beyond + i + 1), mv.bill.request.Amount}
		back.back = true
		return []line{told, back}
	case BookedOpen:
	}
	return []line{told}
}
