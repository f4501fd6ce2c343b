package payout

import (
	"cmp"
	"unicode/utf8"

	"channelrouter/internal/money"
)

// Policy is what may be paid out. One kill switch: Open. Amounts are before tax.
type Policy struct {
	Open       bool      `json:"open"`
	LeastFen   money.Fen `json:"least_fen" minimum:"30"`
	MostFen    money.Fen `json:"most_fen" minimum:"30"`
	DailyFen   money.Fen `json:"daily_fen" minimum:"30"`  // to one person
	DailyBills int       `json:"daily_bills" minimum:"1"` // to one person
	// Words are what persons and WeChat are told, by merchant; what is left out stands as
	// it does by default.
	Words map[string]Words `json:"words,omitempty" doc:"by merchant, prize or commission: what persons and WeChat are told"`
}

// Words go with every transfer of a merchant.
type Words struct {
	Remark string `json:"remark,omitempty" maxLength:"32" doc:"transfer_remark, shown to the person"`
	// Subject and Reason are the two reports of the scene: 活动名称 and 奖励说明 of prizes,
	// 岗位类型 and 报酬说明 of commissions.
	Subject string `json:"subject,omitempty" maxLength:"32" doc:"a prize's 活动名称, a commission's 岗位类型"`
	Reason  string `json:"reason,omitempty" maxLength:"32" doc:"a prize's 奖励说明, a commission's 报酬说明"`
}

// DefaultPolicy is in force until the brand publishes one. WeChat pays ten bills a day to
// a person by default, and up to 200 yuan at once without applying for more.
var DefaultPolicy = Policy{Open: true, LeastFen: 30, MostFen: 20_000, DailyFen: 200_000, DailyBills: 10}

// defaultWords are the standard product's.
var defaultWords = map[string]Words{
	"prize":      {Remark: "扫码奖励", Subject: "扫码有礼", Reason: "扫码奖励"},
	"commission": {Remark: "推广佣金", Subject: "导购推广", Reason: "推广佣金"},
}

const (
	// leastFen is the least that is worth a transfer.
	leastFen = 30
	// payerLeastFen and payerMostFen are the least and the most that WeChat transfers: the
	// most is what a merchant may pay to one person in a day, and cannot be raised.
	payerLeastFen = 10
	payerMostFen  = 2_000_000
	// realNameFen is from where on WeChat compares the person's real name.
	realNameFen = 200_000
	maxWords    = 32
)

func (p Policy) check() error {
	if p.LeastFen < leastFen || p.MostFen < p.LeastFen || p.MostFen > payerMostFen || p.DailyFen < p.LeastFen || p.DailyBills < 1 {
		return ErrBadPolicy
	}
	for merchant, w := range p.Words {
		_, known := defaultWords[merchant]
		if !known || !w.short() {
			return ErrBadPolicy.With("words of %q", merchant)
		}
	}
	return nil
}

func (w Words) short() bool {
	for _, text := range []string{w.Remark, w.Subject, w.Reason} {
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxWords {
			return false
		}
	}
	return true
}

// words are what goes with a merchant's transfers.
func (p Policy) words(merchant string) Words {
	w, usual := p.Words[merchant], defaultWords[merchant]
	return Words{Remark: cmp.Or(w.Remark, usual.Remark), Subject: cmp.Or(w.Subject, usual.Subject), Reason: cmp.Or(w.Reason, usual.Reason)}
}
