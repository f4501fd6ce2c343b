package fake

import (
	"io"
	"net/http"
	"time"

	"channelrouter/internal/clock"
)

// payCall is an authentic call.
type payCall struct {
	merchant *payMerchant
	request  *http.Request
	body     []byte
	now      time.Time
}

const maxPayBody = 1 << 20

// serve is what all calls have in common: the signature, the faults, the limit of
// calls, and the notifications that they give rise to. do runs with the lock held.
func (p *Pay) serve(do func(payCall) (any, *payRefusal)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPayBody))
		if err != nil {
			answerPay(w, nil, http.StatusBadRequest, refusePay(0, "PARAM_ERROR", "请求体过大"), false)
			return
		}
		merchant, refusal := p.authenticate(r, body)
		if refusal != nil {
			answerPay(w, nil, refusal.Status, refusal, false)
			return
		}
		p.mu.Lock()
		fault := p.faults.nextCall()
		p.mu.Unlock()
		if fault.Status != 0 {
			answerPay(w, merchant, fault.Status, refusePay(0, fault.Code, "模拟的拒绝"), false)
			return
		}
		if fault.CutBefore {
			fault.cut(r)
		}
		answer, refusal := p.perform(payCall{merchant, r, body, clock.Normal(p.now())}, do)
		switch {
		case fault.CutAfter:
			fault.cut(r)
		case fault.ErrorAfter:
			answerPay(w, merchant, http.StatusInternalServerError, refusePay(0, "SYSTEM_ERROR", "系统异常，请稍后重试"), false)
		case refusal != nil:
			answerPay(w, merchant, refusal.Status, refusal, fault.BrokenSignature)
		default:
			answerPay(w, merchant, http.StatusOK, answer, fault.BrokenSignature)
		}
	}
}

// perform does as asked, under the lock, and then sends the notifications off.
func (p *Pay) perform(call payCall, do func(payCall) (any, *payRefusal)) (any, *payRefusal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.counts.admit(call, p.limits.PerSecond) {
		return nil, refusePay(http.StatusTooManyRequests, "FREQUENCY_LIMITED", "请求过于频繁，请降低请求频率")
	}
	answer, refusal := do(call)
	p.sendOff()
	return answer, refusal
}

// payCounts counts calls by second and fen by day.
type payCounts struct {
	calls map[payCount]int
	fen   map[payCount]int64
}

type payCount struct {
	mchID, openID string
	period        int64 // a Unix second, or a day in Shanghai
}

// admit counts the call if it is within the second's limit.
func (c *payCounts) admit(call payCall, limit int) bool {
	key := payCount{mchID: call.merchant.MchID, period: call.now.Unix()}
	if limit <= 0 {
		return true
	}
	if c.calls[key] >= limit {
		return false
	}
	c.calls[key]++
	return true
}

// spend counts the amount if it is within the day's limits.
func (c *payCounts) spend(call payCall, openID string, fen int64, limits PayLimits) bool {
	day := int64(clock.BizDate(call.now))
	merchant := payCount{mchID: call.merchant.MchID, period: day}
	person := payCount{mchID: call.merchant.MchID, openID: openID, period: day}
	if limits.MerchantDayFen > 0 && c.fen[merchant]+fen > limits.MerchantDayFen ||
		limits.PersonDayFen > 0 && c.fen[person]+fen > limits.PersonDayFen {
		return false
	}
	c.fen[merchant] += fen
	c.fen[person] += fen
	return true
}
