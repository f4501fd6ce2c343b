package fake

import (
	"crypto/rsa"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Pay plays WeChat Pay's merchant transfers (商家转账): it verifies the merchants'
// signatures, signs its answers with a key pair of its own, decrypts names, keeps
// bills by the merchants' numbers, posts encrypted notifications, writes statements,
// and does all the mischief that a script asks for. It keeps a book of what it really
// paid. It is safe for concurrent use.
//
// Bills live by the server's clock; signatures by the machine's, because the official
// library has no other. What time alone brings (the end of the 24 hours) happens when
// somebody looks at the bill, or at Tick.
type Pay struct {
	now   func() time.Time
	posts *http.Client // carries notifications to the merchants

	mu        sync.Mutex
	merchants map[string]*payMerchant
	bills     map[payNumber]*payBill
	names     map[string]string // openid → the person's real name
	linger    time.Duration
	auto      bool
	limits    PayLimits
	counts    payCounts
	paid      []PaidBill
	movements []movement
	files     map[string]statementFile // by token
	broken    int                      // statements yet to be damaged
	misbooked map[payNumber]Misbooking
	hesitant  map[string]bool // by openid

	faults  payFaults
	notices noticeQueue
}

// PayLimits are what WeChat grants a merchant; 0 is no limit.
type PayLimits struct {
	PerSecond      int   // calls, by the server's clock: above it 429 FREQUENCY_LIMITED
	MerchantDayFen int64 // above it 403 QUOTA_EXCEEDED
	PersonDayFen   int64 // of one merchant to one openid, likewise
}

func newPay(now func() time.Time, paths *http.ServeMux) *Pay {
	p := &Pay{
		now:       now,
		posts:     &http.Client{Timeout: 5 * time.Second},
		merchants: map[string]*payMerchant{},
		bills:     map[payNumber]*payBill{},
		names:     map[string]string{},
		counts:    payCounts{calls: map[payCount]int{}, fen: map[payCount]int64{}},
		files:     map[string]statementFile{},
		misbooked: map[payNumber]Misbooking{},
		hesitant:  map[string]bool{},
		faults:    payFaults{source: rand.New(rand.NewPCG(1, 1))},
	}
	p.notices.quiet = sync.NewCond(&p.mu)
	const bills = "/v3/fund-app/mch-transfer/transfer-bills"
	paths.HandleFunc("POST "+bills, p.serve(p.create))
	paths.HandleFunc("GET "+bills+"/out-bill-no/{number}", p.serve(p.query))
	paths.HandleFunc("POST "+bills+"/out-bill-no/{number}/cancel", p.serve(p.cancel))
	paths.HandleFunc("GET /v3/bill/fundflowbill", p.serve(p.fundFlowBill))
	paths.HandleFunc("GET /v3/billdownload/file", p.download)
	return p
}

// Pay is the stand-in for WeChat Pay, at the same URL.
func (s *Server) Pay() *Pay { return s.pay }

// payMerchant is a merchant as WeChat knows it.
type payMerchant struct {
	Merchant
	public  *rsa.PublicKey
	limited bool
	balance int64 // fen; below 0 only where it is not limited
}

// Fund limits the merchant's account to what is paid in: fen more than now. An account
// that was never funded has no bottom.
func (p *Pay) Fund(mchID string, fen int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.merchant(mchID)
	if !m.limited {
		m.limited, m.balance = true, 0
	}
	m.balance += fen
}

// merchant panics on one that was not added: a mistake in the script.
func (p *Pay) merchant(mchID string) *payMerchant {
	m, known := p.merchants[mchID]
	if !known {
		panic("fake: no merchant " + mchID)
	}
	return m
}

// Limit sets the limits of all merchants.
func (p *Pay) Limit(limits PayLimits) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limits = limits
}

// Linger keeps new bills ACCEPTED for a while, by the server's clock.
func (p *Pay) Linger(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.linger = d
}

// AutoConfirm makes every person confirm a bill as soon as it waits for that.
func (p *Pay) AutoConfirm(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.auto = on
}

// SetRealName is what WeChat knows of the person: a bill with another name fails.
func (p *Pay) SetRealName(openID, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names[openID] = name
}
