package main

import (
	"time"

	"channelrouter/miniprogram/fake"
)

func (s *stand) payDeeds() []deed {
	return []deed{
		{"GET /fake/bills", "[merchant]", "/fake/bills?merchant=commission",
			"The bills of both merchants or of one: whose, fen, state, and the package by which he accepts.", s.bills},
		{"POST /fake/accept", "package", "/fake/accept?package=PACKAGE",
			"What wx.requestMerchantTransfer would do: the person accepts a payout by its package.", s.accept},
		{"POST /fake/decline", "package [reason]", "/fake/decline?package=PACKAGE&reason=OVERDUE_CLOSE",
			"He does not accept it, and WeChat closes the bill, as it would after 24 hours.", s.decline},
		{"POST /fake/bills/{number}/confirm", "", "/fake/bills/NUMBER/confirm",
			"He accepts it, by the bill's number.", s.confirm},
		{"POST /fake/bills/{number}/reject", "[reason]", "/fake/bills/NUMBER/reject?reason=PAYEE_ACCOUNT_ABNORMAL",
			"WeChat fails to pay it.", s.reject},
		{"POST /fake/auto", "[on]", "/fake/auto?on=true",
			"Everybody accepts payouts at once, or no more.", s.auto},
		{"POST /fake/linger", "[for]", "/fake/linger?for=10s",
			"New bills stay ACCEPTED for a while before anybody may accept them; no longer, if it is left out.", func(q *asked) (any, error) {
				d := q.wait("for")
				if q.err == nil {
					s.wechat.Pay().Linger(d)
				}
				return nil, q.err
			}},
		{"GET /fake/paid", "[merchant]", "/fake/paid?merchant=commission",
			"The paid book: the money that people have got, in its order. A bill paid twice would stand here twice.", s.paid},
		{"GET /fake/merchants", "", "/fake/merchants",
			"The merchants' numbers and balances in fen; an account that was never funded has no bottom.", s.merchants},
		{"POST /fake/merchants/{merchant}/fund", "fen", "/fake/merchants/prize/fund?fen=100000",
			"Money comes into a merchant's account, which has a bottom from then on.", s.fund},
		{"POST /fake/pay-limits", "[calls_per_second] [merchant_day_fen] [person_day_fen]", "/fake/pay-limits?person_day_fen=2000000",
			"WeChat Pay's limits; what is left out has none.", s.payLimits},
		{"POST /fake/notices", "", "/fake/notices",
			"WeChat Pay posts late notifications, and again those that were refused.", func(*asked) (any, error) {
				return map[string]int{"taken": s.wechat.Pay().Deliver()}, nil
			}},
	}
}

type billView struct {
	Number   string    `json:"number"`
	Merchant string    `json:"merchant"`
	Role     string    `json:"role"`
	Person   string    `json:"person"`
	Fen      int64     `json:"fen"`
	State    string    `json:"state"`
	Reason   string    `json:"reason,omitempty"`
	Package  string    `json:"package"`
	Created  time.Time `json:"created"`
}

// shopNames are the merchants' names by number, or that of the one that is asked for.
func (q *asked) shopNames() map[string]string {
	names := map[string]string{}
	for name, number := range q.stand.shops {
		names[number] = name
	}
	if q.has("merchant") {
		number := q.shop()
		return map[string]string{number: names[number]}
	}
	return names
}

func (s *stand) bills(q *asked) (any, error) {
	names, views := q.shopNames(), []billView{}
	for _, b := range s.wechat.Pay().Bills() {
		if name, wanted := names[b.MchID]; wanted {
			views = append(views, billView{
				b.OutBillNo, name, s.roleOf(b.AppID), s.wechat.WhoIs(b.AppID, b.OpenID), b.AmountFen, b.State, b.Reason, b.Package, b.Created,
			})
		}
	}
	return views, q.err
}

type paidView struct {
	Number   string    `json:"number"`
	Merchant string    `json:"merchant"`
	OpenID   string    `json:"openid"`
	Fen      int64     `json:"fen"`
	At       time.Time `json:"at"`
}

func (s *stand) paid(q *asked) (any, error) {
	names, views := q.shopNames(), []paidView{}
	for _, p := range s.wechat.Pay().Paid() {
		if name, wanted := names[p.MchID]; wanted {
			views = append(views, paidView{p.OutBillNo, name, p.OpenID, p.AmountFen, p.At})
		}
	}
	return views, q.err
}

func decided(did bool) (any, error) {
	if !did {
		return nil, conflict("no such bill waits for its person; GET /fake/bills lists them")
	}
	return nil, nil
}

func (s *stand) accept(q *asked) (any, error) {
	return decided(s.wechat.Pay().Accept(q.text("package")))
}

// reason is why a bill fails, as WeChat names it.
func (q *asked) reason(otherwise string) string {
	if q.has("reason") {
		return q.text("reason")
	}
	return otherwise
}

func (s *stand) decline(q *asked) (any, error) {
	for _, b := range s.wechat.Pay().Bills() {
		if b.Package == q.text("package") {
			return decided(s.wechat.Pay().Reject(b.MchID, b.OutBillNo, q.reason("OVERDUE_CLOSE")))
		}
	}
	return decided(false)
}

func (s *stand) confirm(q *asked) (any, error) { return s.decide(q, s.wechat.Pay().Confirm) }

func (s *stand) reject(q *asked) (any, error) {
	reason := q.reason("PAYEE_ACCOUNT_ABNORMAL")
	return s.decide(q, func(merchant, number string) bool { return s.wechat.Pay().Reject(merchant, number, reason) })
}

// decide is a person's, or WeChat's, decision about a bill of any merchant.
func (s *stand) decide(q *asked, do func(merchant, number string) bool) (any, error) {
	for _, merchant := range s.shops {
		if do(merchant, q.r.PathValue("number")) {
			return nil, nil
		}
	}
	return decided(false)
}

func (s *stand) auto(q *asked) (any, error) {
	on := q.yes("on", true)
	if q.err == nil {
		s.wechat.Pay().AutoConfirm(on)
		s.wechat.Pay().Tick() // those that wait are accepted, too
	}
	return nil, q.err
}

type merchantView struct {
	Number   string `json:"number"`
	Merchant string `json:"merchant"`
	Fen      int64  `json:"fen"`
	Bottom   bool   `json:"bottom"`
}

func (s *stand) merchants(*asked) (any, error) {
	views := []merchantView{}
	for name, number := range s.shops {
		fen, bottom := s.wechat.Pay().Balance(number)
		views = append(views, merchantView{number, name, fen, bottom})
	}
	return views, nil
}

func (s *stand) fund(q *asked) (any, error) {
	number, fen := q.shop(), q.number("fen", 0, 0, 1_000_000_000_000)
	if q.err == nil {
		s.wechat.Pay().Fund(number, fen)
	}
	return nil, q.err
}

func (s *stand) payLimits(q *asked) (any, error) {
	limits := fake.PayLimits{
		PerSecond:      int(q.number("calls_per_second", 0, 0, 1_000_000)),
		MerchantDayFen: q.number("merchant_day_fen", 0, 0, 1_000_000_000_000),
		PersonDayFen:   q.number("person_day_fen", 0, 0, 1_000_000_000_000),
	}
	if q.err == nil {
		s.wechat.Pay().Limit(limits)
	}
	return nil, q.err
}
