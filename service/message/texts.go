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
	StatementPresented: {
		"zh": {"结算单待确认", "{organisation}的第{number}期结算单已出，期末余额{amount}元。如有异议，请于{until}前在小程序中提出；逾期视为确认。"},
		"en": {"Statement to confirm", "Statement {number} of {organisation} is there: ¥{amount} at its end. You may dispute its lines in the app until {until}; after that it counts as confirmed."},
	},
	DiversionConfirmed: {
		"zh": {"窜货处罚通知", "{organisation}的窜货案件{case}已确认，涉及{units}件，处罚{amount}元。"},
		"en": {"Diversion confirmed", "Diversion case {case} of {organisation} was confirmed: {units} units, a penalty of ¥{amount}."},
	},
	DiversionReversed: {
		"zh": {"窜货处罚撤销", "{organisation}的窜货案件{case}已撤销，处罚{amount}元已冲正。"},
		"en": {"Diversion taken back", "Diversion case {case} of {organisation} was taken back, and with it the penalty of ¥{amount}."},
	},
	DiversionNotice: {
		"zh": {"窜货告知书", "{organisation}的{product}共{units}件于{period}在{place}被发现，涉嫌窜货（案件{case}）。如有异议，请于{until}前在小程序中申诉。"},
		"en": {"Notice of an alleged diversion", "{units} units of {product}, meant for {organisation}, were found in {place} on {period} (case {case}). You may appeal in the app until {until}."},
	},
	DiversionWarned: {
		"zh": {"窜货警告", "{organisation}的窜货案件{case}已确认，涉及{units}件，本次予以警告，不处罚。"},
		"en": {"Diversion: a warning", "Diversion case {case} of {organisation} was confirmed: {units} units. This time it is a warning; there is no penalty."},
	},
	DiversionDismissed: {
		"zh": {"窜货案件不成立", "{organisation}的窜货案件{case}经核实不成立，不予处罚。"},
		"en": {"Diversion case dismissed", "Diversion case {case} of {organisation} came to nothing; there is no penalty."},
	},
	DiversionUpheld: {
		"zh": {"申诉未通过", "{organisation}对窜货案件{case}的申诉未通过，维持处罚{amount}元。"},
		"en": {"Appeal turned down", "The appeal of {organisation} in diversion case {case} was turned down; the penalty of ¥{amount} stands."},
	},
	DiversionLowered: {
		"zh": {"窜货处罚下调", "因{organisation}的另一案件已撤销，窜货案件{case}的处罚下调为{amount}元。"},
		"en": {"Penalty lowered", "Another case of {organisation} was taken back; the penalty in diversion case {case} is ¥{amount} now."},
	},
	DiversionCompensated: {
		"zh": {"窜货补偿到账", "{units}件窜货商品在{organisation}的区域被发现（案件{case}），补偿{amount}元已记入账户。"},
		"en": {"Compensation", "{units} diverted units were found in the part of {organisation} (case {case}); a compensation of ¥{amount} is on its account."},
	},
	DiversionRecompensated: {
		"zh": {"窜货补偿调整", "因窜货案件{case}的处罚下调，{organisation}就{units}件的补偿调整为{amount}元。"},
		"en": {"Compensation lowered", "The penalty in diversion case {case} was lowered; the compensation of {organisation} for {units} units is ¥{amount} now."},
	},
	DiversionUncompensated: {
		"zh": {"窜货补偿撤销", "窜货案件{case}已撤销，{organisation}的补偿{amount}元已冲正。"},
		"en": {"Compensation taken back", "Diversion case {case} was taken back, and with it the compensation of ¥{amount} of {organisation}."},
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
