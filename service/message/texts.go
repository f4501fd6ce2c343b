package message

// words are an event's texts in a language; {name} stands for a value.
type words struct{ title, body string }

// texts are the house's own, for templates that bring none.
var texts = map[string]map[string]words{
	Points: {
		"zh": {"积分到账", "您扫码获得了{points}积分。"},
		"en": {"Points earned", "Your scan has earned {points} points."},
	},
	Cash: {
		"zh": {"奖励到账", "您扫码获得的奖励{amount}元已到账。"},
		"en": {"Reward earned", "Your scan has earned ¥{amount}."},
	},
	RebateStatement: {
		"zh": {"返利日结单", "{organisation}{date}动销{units}件，返利{amount}元。"},
		"en": {"Rebate statement", "{organisation} earned rebates of ¥{amount} on {units} units sold on {date}."},
	},
	DiversionConfirmed: {
		"zh": {"窜货处罚通知", "{organisation}的窜货案件{case}已确认，涉及{units}件，处罚{amount}元。"},
		"en": {"Diversion confirmed", "Diversion case {case} of {organisation} was confirmed: {units} units, a penalty of ¥{amount}."},
	},
	DiversionReversed: {
		"zh": {"窜货处罚撤销", "{organisation}的窜货案件{case}已撤销，处罚{amount}元已冲正。"},
		"en": {"Diversion taken back", "Diversion case {case} of {organisation} was taken back, and with it the penalty of ¥{amount}."},
	},
	PayoutPaid: {
		"zh": {"提现到账", "您的提现{amount}元已到账微信零钱。"},
		"en": {"Payout paid", "¥{amount} has been paid to your WeChat."},
	},
	PayoutReturned: {
		"zh": {"提现未成功", "您的提现{amount}元未成功，已退回您的账户。"},
		"en": {"Payout returned", "Your payout of ¥{amount} did not go through; the money is in your wallet again."},
	},
	Prize: {
		"zh": {"恭喜中奖", "您在“{campaign}”中获得{prize}。"},
		"en": {"You have won", "You have won {prize} in {campaign}."},
	},
	Order: {
		"zh": {"订单状态更新", "订单{order}：{state}，金额{amount}元。"},
		"en": {"Order updated", "Order {order}: {state}, ¥{amount}."},
	},
	Reply: {
		"zh": {"品牌方回复了您", "您的留言“{topic}”有新的回复。"},
		"en": {"The brand has answered", "There is an answer to what you wrote: {topic}."},
	},
	Recall: {
		"zh": {"产品召回通知", "{product}（批次{batch}）因{reason}被召回，请立即停止销售和使用，并联系品牌方。"},
		"en": {"Product recall", "{product} of batch {batch} is called back: {reason}. Do not sell or use it; contact the brand."},
	},
	Announcement: {
		"zh": {"品牌方通知", "您有一条新的通知。"},
		"en": {"From the brand", "There is news for you."},
	},
}
