package privacy

import (
	"fmt"
	"io"
	"strings"

	"channelrouter/internal/clock"
)

// told says what a file of a copy is, in Chinese and English.
var told = map[string][2]string{
	"accounts":    {"您在各小程序的账号（openid、unionid）", "your accounts in the mini-programs (openid, unionid)"},
	"identity":    {"登录会话、手机号、您给予或撤回的同意、针对您的操作记录", "sessions, phone number, consents given or withdrawn, records of what was done about you"},
	"channel":     {"您在渠道组织中的身份及起止时间", "for whom you act in the channel, and when"},
	"invitations": {"您收到、发出、接受的邀请", "invitations offered to you, made by you, taken up by you"},
	"scans":       {"您的扫码记录（地点精确到区县）", "codes that you scanned (places to the district)"},
	"rewards":     {"扫码奖励", "rewards for scans"},
	"ledger":      {"红包、佣金、积分的账户、余额和流水", "wallets of money and points: balances and postings"},
	"payouts":     {"提现记录", "payouts to your WeChat"},
	"tax":         {"代扣个人所得税记录；您填写的姓名与证件号（已掩码）", "income tax withheld; the name and identity number that you entered, masked"},
	"prizes":      {"抽奖、中奖与收货地址", "draws, prizes, where they were sent"},
	"messages":    {"发给您的消息、订阅与免打扰设置", "messages to you, subscriptions, quiet hours"},
	"threads":     {"您与品牌方的往来留言、图片、收到的公告", "what you and the brand wrote to each other, photos, announcements to you"},
	"recalls":     {"您收到的召回通知", "recalls that you were told of"},
	"cases":       {"您参与处理的窜货案件", "cases of diversion that you took part in"},
	"evidence":    {"您提交的稽查与申诉记录", "inspections and appeals that you laid down"},
	"alerts":      {"与您账号有关的异常扫码提示", "alerts about scans of your account"},
	"warehouse":   {"您代表组织办理的收发、调拨、盘点、退货", "deliveries, transfers, stock-takes and returns that you did for an organisation"},
	"settlement":  {"您代表组织对结算单的操作", "what you said to statements for an organisation"},
	"requests":    {"您的个人信息请求", "your personal-data requests"},
}

const readmeHead = `个人信息副本 / Copy of your personal data

编号 / Number: %d
生成时间 / Made at: %s

本压缩包依据《中华人民共和国个人信息保护法》第四十五条提供，包含我们持有的与您有关的个人信息。
每个 .jsonl 文件为 UTF-8 文本，每行一条 JSON 记录，"table" 为记录所在的数据表；金额单位为分。
您提交的图片在 photos 文件夹中，文件名为图片记录的 id。
时间为协调世界时（UTC）。请妥善保管。

This archive is given to you under article 45 of the Personal Information Protection Law. It holds the
personal data that we hold on you. Each .jsonl file is text in UTF-8 with a JSON record on each line;
"table" says which table it is of. Pictures that you sent are in the folder photos, by the ids of their
records. Money is in fen, times are in UTC. Please keep it safe.

编码 / Codes
  role: 1 消费者 consumer, 2 导购 guide, 3 终端 terminal, 4 业务员 salesperson, 5 经销商 distributor, 6 仓库 warehouse
  asset: 1 人民币 CNY (分 fen), 2 积分 points
  account_kind: 20 消费者钱包 consumer's wallet, 21 导购钱包 guide's, 22 业务员钱包 salesperson's, 23 提现中 on its way to WeChat

文件 / Files
`

func writeReadme(w io.Writer, f *File) error {
	var text strings.Builder
	fmt.Fprintf(&text, readmeHead, f.request.ID, clock.Local(*f.request.DoneAt).Format("2006-01-02 15:04 (UTC+8)"))
	for _, part := range f.service.parts {
		words := told[part.Name]
		file := part.Name + ".jsonl"
		if f.lines[part.Name] == 0 {
			file = "(无 / none)"
		}
		fmt.Fprintf(&text, "  %-20s %6d  %s / %s\n", file, f.lines[part.Name], words[0], words[1])
	}
	_, err := io.WriteString(w, text.String())
	return err
}
