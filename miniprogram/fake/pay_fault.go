package fake

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"time"
)

// PayFault is what happens to a call of WeChat Pay's API. The first of its kinds that
// is set is played.
type PayFault struct {
	Status int    // refuse with this HTTP status and Code, and do nothing
	Code   string // such as FREQUENCY_LIMITED

	CutBefore bool // no answer, and nothing was done
	CutAfter  bool // no answer, and all was done: the money may have moved
	Hang      time.Duration

	ErrorAfter      bool // 500 SYSTEM_ERROR, and all was done
	BrokenSignature bool // the proper answer, with the signature of another one
}

// The faults that have no parameters but what WeChat gives them.
var (
	PayRefused     = PayFault{Status: http.StatusBadRequest, Code: "INVALID_REQUEST"}
	PayRateLimited = PayFault{Status: http.StatusTooManyRequests, Code: "FREQUENCY_LIMITED"}
	PayCutBefore   = PayFault{CutBefore: true}
	PayCutAfter    = PayFault{CutAfter: true}
	PayErrorAfter  = PayFault{ErrorAfter: true}
	PayBroken      = PayFault{BrokenSignature: true}
	PayNotEnough   = PayFault{Status: http.StatusForbidden, Code: "NOT_ENOUGH"}
	PayOverQuota   = PayFault{Status: http.StatusForbidden, Code: "QUOTA_EXCEEDED"}
)

// NoticeFault is what happens to a notification.
type NoticeFault uint8

const (
	NoticeProper  NoticeFault = iota
	NoticeDropped             // is never posted
	NoticeTwice               // is posted twice
	NoticeLate                // is posted after the next one, or at Deliver
)

// payFaults are the faults to come: those that were asked for first, then by chance.
type payFaults struct {
	source  *rand.Rand
	calls   []PendingPayFault
	share   float64
	kinds   []PayFault
	notices []PendingNoticeFault

	noticeShare float64
	noticeKinds []NoticeFault
}

// PendingPayFault is a fault that is still to be played Left times.
type PendingPayFault struct {
	PayFault
	Left int
}

// PendingNoticeFault is one that still happens to Left notifications.
type PendingNoticeFault struct {
	Fault NoticeFault
	Left  int
}

// Fail plays the fault on the next n calls with a valid signature, after those of
// earlier calls. A cut query that came over a used connection is sent again by Go's
// client and so uses up two; a POST is not.
func (p *Pay) Fail(n int, fault PayFault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n > 0 {
		p.faults.calls = append(p.faults.calls, PendingPayFault{fault, n})
	}
}

// FailNotices plays the fault on the next n notifications.
func (p *Pay) FailNotices(n int, fault NoticeFault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n > 0 {
		p.faults.notices = append(p.faults.notices, PendingNoticeFault{fault, n})
	}
}

// Seed sets the source of chance; until then it is a fixed one.
func (p *Pay) Seed(seed uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults.source = rand.New(rand.NewPCG(seed, seed))
}

// Chance plays one of the faults, each as likely as the other, on a share (0 to 1) of
// the calls.
func (p *Pay) Chance(share float64, faults ...PayFault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults.share, p.faults.kinds = share, faults
}

// ChanceNotices does the same to notifications.
func (p *Pay) ChanceNotices(share float64, faults ...NoticeFault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults.noticeShare, p.faults.noticeKinds = share, faults
}

// PayFaultsLeft are the faults that are still to come.
type PayFaultsLeft struct {
	Calls       []PendingPayFault
	Notices     []PendingNoticeFault
	Share       float64 // of the calls that meet one of Kinds by chance
	Kinds       []PayFault
	NoticeShare float64
	NoticeKinds []NoticeFault
	Statements  int
}

// Faults are those that have not been played.
func (p *Pay) Faults() PayFaultsLeft {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.faults
	return PayFaultsLeft{
		slices.Clone(f.calls), slices.Clone(f.notices), f.share, slices.Clone(f.kinds),
		f.noticeShare, slices.Clone(f.noticeKinds), p.broken,
	}
}

// Recover forgets all faults that have not been played.
func (p *Pay) Recover() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = payFaults{source: p.faults.source}
	p.broken = 0
}

// nextCall and nextNotice are called with the lock held.

func (f *payFaults) nextCall() PayFault {
	if len(f.calls) > 0 {
		next := &f.calls[0]
		fault := next.PayFault
		if next.Left--; next.Left == 0 {
			f.calls = f.calls[1:]
		}
		return fault
	}
	if len(f.kinds) > 0 && f.source.Float64() < f.share {
		return f.kinds[f.source.IntN(len(f.kinds))]
	}
	return PayFault{}
}

func (f *payFaults) nextNotice() NoticeFault {
	if len(f.notices) > 0 {
		next := &f.notices[0]
		fault := next.Fault
		if next.Left--; next.Left == 0 {
			f.notices = f.notices[1:]
		}
		return fault
	}
	if len(f.noticeKinds) > 0 && f.source.Float64() < f.noticeShare {
		return f.noticeKinds[f.source.IntN(len(f.noticeKinds))]
	}
	return NoticeProper
}

// cut hangs and then cuts the connection.
func (f PayFault) cut(r *http.Request) {
	if f.Hang > 0 {
		select {
		case <-time.After(f.Hang):
		case <-r.Context().Done():
		}
	}
	panic(http.ErrAbortHandler) // net/http cuts the connection and logs nothing
}
