package fake

import (
	"time"

	"channelrouter/internal/clock"
)

// The answers have different fields, as WeChat's have.

func (b *payBill) createAnswer() any {
	answer := map[string]any{
		"out_bill_no": b.outBillNo, "transfer_bill_no": b.no, "state": b.state, "create_time": payTime(b.created),
	}
	if b.state == payWaiting {
		answer["package_info"] = b.pack
	}
	if b.reason != "" {
		answer["fail_reason"] = b.reason
	}
	return answer
}

func (b *payBill) cancelAnswer() any {
	return map[string]any{
		"out_bill_no": b.outBillNo, "transfer_bill_no": b.no, "state": b.state, "update_time": payTime(b.updated),
	}
}

func (b *payBill) queryAnswer() any {
	answer := b.resource()
	answer["appid"], answer["transfer_remark"] = b.request.AppID, b.request.Remark
	return answer
}

// resource is the bill as a notification has it.
func (b *payBill) resource() map[string]any {
	answer := map[string]any{
		"mch_id": b.mchID, "out_bill_no": b.outBillNo, "transfer_bill_no": b.no, "state": b.state,
		"transfer_amount": b.request.Amount, "openid": b.request.OpenID,
		"create_time": payTime(b.created), "update_time": payTime(b.updated),
	}
	if b.reason != "" {
		answer["fail_reason"] = b.reason
	}
	return answer
}

// payTime is a time as WeChat Pay writes it: seconds, in Shanghai.
func payTime(t time.Time) string { return clock.Local(t).Format(time.RFC3339) }
