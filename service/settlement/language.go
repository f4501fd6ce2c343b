package settlement

import (
	"fmt"
	"time"

	"channelrouter/internal/clock"
	"channelrouter/model"
)

// Language is what a statement's file is written in.
type Language string

// The languages: Chinese, unless English is asked for.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// vocabulary is the words of a statement's file.
type vocabulary struct {
	title, brand, organisation, period, state, revision, confirmBy, closedAt, payment, accounts string
	number, item, programme, product, subject, units, yuan, answer                              string
	opening, lines, closing, basic, page, until, sku, code, reason, reply, paid, paidAt         string

	kinds    map[model.SettlementLineKind]string
	answers  map[model.SettlementLineState]string
	silent   string
	states   map[string]string
	methods  map[model.SettlementMethod]string
	sums     map[model.AccountKind]string
	month    func(int32) string
	theCase  string
	adjusted string
}

var vocabularies = map[Language]*vocabulary{
	Chinese: {
		title: "对账单", brand: "品牌方", organisation: "渠道商", period: "账期", state: "状态", revision: "版本", confirmBy: "确认截止",
		closedAt: "结账时间", payment: "付款", accounts: "期末余额构成", number: "序号", item: "项目", programme: "返利政策", product: "产品",
		subject: "事由", units: "数量", yuan: "金额（元）", answer: "答复", opening: "期初余额", lines: "本期合计", closing: "期末余额",
		basic: "基础返利", page: "第 %d 页，共 %d 页", until: "至", sku: "产品编码", code: "编号", reason: "异议理由",
		reply: "品牌方回复", paid: "已付（元）", paidAt: "付款时间",
		kinds: map[model.SettlementLineKind]string{
			model.LineRebate: "返利", model.LineClawBack: "返利扣回", model.LinePenalty: "窜货扣款", model.LinePenaltyReversal: "窜货扣款撤销",
			model.LineCompensation: "窜货补偿", model.LineCompensationReversal: "窜货补偿撤销", model.LineReward: "终端奖励",
			model.LinePayment: "银行付款", model.LineAdjustment: "调整", model.LineOther: "其他",
			model.LinePaymentReturned: "银行退款", model.LineCredit: "转为货款额度",
		},
		answers: map[model.SettlementLineState]string{
			model.LineUnanswered: "未答复", model.LineConfirmed: "已确认", model.LineDisputed: "有异议", model.LineAccepted: "异议成立",
			model.LineRejected: "异议驳回",
		},
		silent: "逾期视同确认",
		states: map[string]string{
			"prepared": "已编制", "presented": "待确认", StateDisputed: "有异议", StateConfirmed: "已确认", "closed": "已结账",
		},
		methods: map[model.SettlementMethod]string{model.PaidByBank: "银行转账", model.PaidByCredit: "货款额度"},
		sums: map[model.AccountKind]string{
			model.OrgRebate: "返利", model.OrgPenalty: "窜货扣款", model.OrgReward: "终端奖励", model.OrgCompensation: "窜货补偿",
			model.OrgAdjustment: "调整",
		},
		month:   func(m int32) string { return fmt.Sprintf("%d年%d月", m/100, m%100) },
		theCase: "案件 %d", adjusted: "调整 %d",
	},
	English: {
		title: "Statement", brand: "Brand", organisation: "Organisation", period: "Period", state: "State", revision: "Revision",
		confirmBy: "To be answered by", closedAt: "Closed", payment: "Payment", accounts: "Closing balance by account", number: "No.", item: "Item",
		programme: "Programme", product: "Product", subject: "About", units: "Units", yuan: "Amount (CNY)", answer: "Answer",
		opening: "Opening balance", lines: "Sum of lines", closing: "Closing balance", basic: "Basic rates", page: "Page %d of %d", until: "to",
		sku: "SKU", code: "Code", reason: "Reason of dispute",
		reply: "Brand's answer", paid: "Paid (CNY)", paidAt: "Paid at",
		kinds: map[model.SettlementLineKind]string{
			model.LineRebate: "Rebate", model.LineClawBack: "Rebate taken back", model.LinePenalty: "Penalty",
			model.LinePenaltyReversal: "Penalty reversed", model.LineCompensation: "Compensation",
			model.LineCompensationReversal: "Compensation reversed", model.LineReward: "Rewards", model.LinePayment: "Paid by bank",
			model.LineAdjustment: "Adjustment", model.LineOther: "Other", model.LinePaymentReturned: "Returned by bank",
			model.LineCredit: "Paid in credit",
		},
		answers: map[model.SettlementLineState]string{
			model.LineUnanswered: "Unanswered", model.LineConfirmed: "Confirmed", model.LineDisputed: "Disputed",
			model.LineAccepted: "Dispute accepted", model.LineRejected: "Dispute rejected",
		},
		silent: "Confirmed by silence",
		states: map[string]string{
			"prepared": "Prepared", "presented": "To be confirmed", StateDisputed: "Disputed", StateConfirmed: "Confirmed", "closed": "Closed",
		},
		methods: map[model.SettlementMethod]string{model.PaidByBank: "Bank transfer", model.PaidByCredit: "Credit against orders"},
		sums: map[model.AccountKind]string{
			model.OrgRebate: "Rebates", model.OrgPenalty: "Penalties", model.OrgReward: "Rewards", model.OrgCompensation: "Compensations",
			model.OrgAdjustment: "Adjustments",
		},
		month:   func(m int32) string { return fmt.Sprintf("%04d-%02d", m/100, m%100) },
		theCase: "Case %d", adjusted: "Adjustment %d",
	},
}

// clockTime is a time on the clocks of Shanghai, "" where there is none.
func clockTime(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.In(clock.Zone()).Format("2006-01-02 15:04:05")
}
