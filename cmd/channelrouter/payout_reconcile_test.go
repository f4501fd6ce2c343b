package main

import (
	"testing"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/internal/money"
	"channelrouter/miniprogram/pay"
	"channelrouter/model"
)

// days are the business days from when payouts were asked for until the last whose
// statement WeChat has made: it does so by ten o'clock of the following day.
func (c *payCounter) days(from time.Time) []int32 {
	var days []int32
	for t := from; clock.BizDate(t) < clock.BizDate(c.clock.Now().Add(-10*time.Hour)); t = t.Add(24 * time.Hour) {
		days = append(days, clock.BizDate(t))
	}
	return days
}

// differences compares all the days and returns what is found.
func (c *payCounter) differences(days []int32) []model.PayoutDifference {
	c.t.Helper()
	var all []model.PayoutDifference
	for _, day := range days {
		run, err := c.Payout.Reconcile(c.t.Context(), "commission", day)
		c.must(err)
		list, err := c.Payout.Differences(c.t.Context(), run.ID, 0, 100)
		c.must(err)
		all = append(all, list...)
	}
	return all
}

// reconcile holds WeChat's statements of all days against the payouts: they agree.
func (c *payCounter) reconcile(all []model.Payout) {
	c.t.Helper()
	from := all[0].CreatedAt
	c.clock.Advance(48 * time.Hour)
	if found := c.differences(c.days(from)); len(found) > 0 {
		c.t.Fatalf("%d differences, of which the first: %+v", len(found), found[0])
	}
	var sums struct {
		Lines   int64
		Outflow money.Fen
		Inflow  money.Fen
	}
	c.must(c.DB.Conn(c.t.Context()).Model(&model.StatementLine{}).
		Select("COUNT(*) AS `lines`, SUM(out_fen) AS outflow, SUM(in_fen) AS inflow").Scan(&sums).Error)
	paid, err := c.Ledger.Balance(c.t.Context(), model.Account{Kind: model.BrandPaidOut, Asset: model.CNY})
	c.must(err)
	if sums.Lines == 0 || int64(sums.Outflow-sums.Inflow) != paid {
		c.t.Fatalf("the statements say that %d - %d fen have left; the ledger says %d", sums.Outflow, sums.Inflow, paid)
	}
}

// What somebody pays by the merchant past this program is found, and so is money that the
// statement does not have.
func TestReconcilingWithWeChatPay(t *testing.T) {
	c := newPayCounter(t)
	wang := c.earner("wang", "王小明")
	p := c.wants(wang, 10_000)
	c.later(0)
	c.bank.Confirm(commissionMerchant, p.BillNo)
	c.later(10 * time.Minute)
	_, err := c.pay.Transfer(t.Context(), pay.Bill{
		OutBillNo: "BYHAND1", AppID: "wx-guide", OpenID: p.OpenID, AmountFen: 8_888, SceneID: pay.SceneCommission, Remark: "手工",
		ReportInfos: []pay.ReportInfo{{Type: "岗位类型", Content: "导购"}, {Type: "报酬说明", Content: "佣金"}},
	})
	c.must(err)
	c.bank.Confirm(commissionMerchant, "BYHAND1")
	day := clock.BizDate(c.clock.Now())
	c.clock.Advance(48 * time.Hour)
	c.bank.BreakStatements(1)
	if _, err := c.Payout.Reconcile(t.Context(), "commission", day); err == nil {
		t.Fatal("a damaged statement is taken in")
	}
	found := c.differences([]int32{day})
	if len(found) != 1 || found[0].BillNo != "BYHAND1" || found[0].Kind != model.DifferenceNotOurs || found[0].TheirsFen != 8_888 {
		t.Errorf("%+v", found)
	}
}
