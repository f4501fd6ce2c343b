package pay_test

import (
	"errors"
	"strings"
	"testing"

	"channelrouter/miniprogram/pay"
)

// What WeChat would refuse is not even sent, and the field is named.
func TestBadBillsAreNotSent(t *testing.T) {
	bank, client := started(t)
	infos := func(infos ...pay.ReportInfo) func(*pay.Bill) {
		return func(b *pay.Bill) { b.ReportInfos = infos }
	}
	for _, c := range []struct {
		field  string
		change func(*pay.Bill)
	}{
		{"out_bill_no", func(b *pay.Bill) { b.OutBillNo = "" }},
		{"out_bill_no", func(b *pay.Bill) { b.OutBillNo = "R-1" }},
		{"out_bill_no", func(b *pay.Bill) { b.OutBillNo = strings.Repeat("R", 33) }},
		{"appid", func(b *pay.Bill) { b.AppID = "" }},
		{"openid", func(b *pay.Bill) { b.OpenID = "o x" }},
		{"fen", func(b *pay.Bill) { b.AmountFen = 9 }},
		{"fen", func(b *pay.Bill) { b.AmountFen = -100 }},
		{"fen", func(b *pay.Bill) { b.AmountFen = pay.DefaultCapFen + 1 }},
		{"transfer_scene_id", func(b *pay.Bill) { b.SceneID = "" }},
		{"transfer_remark", func(b *pay.Bill) { b.Remark = "" }},
		{"transfer_remark", func(b *pay.Bill) { b.Remark = strings.Repeat("奖", 33) }},
		{"transfer_remark", func(b *pay.Bill) { b.Remark = "\xff" }},
		{"real name", func(b *pay.Bill) { b.AmountFen, b.RealName = 29, "李雷" }},
		{"user_recv_perception", func(b *pay.Bill) { b.Perception = strings.Repeat("奖", 33) }},
		{"report_infos", infos()},
		{"report_infos", infos(pay.ReportInfo{Type: "活动名称", Content: "开盖有奖"})},
		{"report_infos", infos(pay.ReportInfo{Type: "活动名称", Content: ""}, pay.ReportInfo{Type: "奖励说明", Content: "x"})},
		{"report_infos", func(b *pay.Bill) { b.SceneID = pay.SceneCommission }},
		{"notify_url", func(b *pay.Bill) { b.NotifyURL = "https://example.com/pay?x=1" }},
		{"notify_url", func(b *pay.Bill) { b.NotifyURL = "/pay" }},
		{"notify_url", func(b *pay.Bill) { b.NotifyURL = "https://example.com/" + strings.Repeat("x", 256) }},
	} {
		bill := prize("R1")
		c.change(&bill)
		_, err := client.Transfer(ctx, bill)
		if !errors.Is(err, pay.ErrBadBill) || !strings.Contains(err.Error(), c.field) {
			t.Errorf("%s: %v", c.field, err)
		}
		if err != nil && (strings.Contains(err.Error(), liID) || strings.Contains(err.Error(), "李雷")) {
			t.Errorf("%s: the error tells of the person: %v", c.field, err)
		}
	}
	if states := bank.States(mchID); len(states) != 0 {
		t.Errorf("something was sent: %v", states)
	}
	edge := prize("R1")
	edge.AmountFen, edge.Remark, edge.NotifyURL = pay.DefaultCapFen, strings.Repeat("奖", 32), ""
	if _, err := client.Transfer(ctx, edge); err != nil {
		t.Error(err)
	}
	for _, number := range []string{"", "../x", "R1/cancel"} {
		if _, err := client.Query(ctx, number); !errors.Is(err, pay.ErrBadBill) {
			t.Errorf("query %q: %v", number, err)
		}
	}
}
