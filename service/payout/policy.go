package payout

import "channelrouter/internal/money"

// Policy is what may be paid out. One kill switch: Open.
type Policy struct {
	Open       bool      `json:"open"`
	LeastFen   money.Fen `json:"least_fen" minimum:"30"`
	MostFen    money.Fen `json:"most_fen" minimum:"30"`
	DailyFen   money.Fen `json:"daily_fen" minimum:"30"`  // to one person
	DailyBills int       `json:"daily_bills" minimum:"1"` // to one person
}

// DefaultPolicy is in force until the brand publishes one. WeChat pays ten bills a day to
// a person by default, and up to 200 yuan at once without applying for more.
var DefaultPolicy = Policy{Open: true, LeastFen: 30, MostFen: 20_000, DailyFen: 200_000, DailyBills: 10}

const (
	// leastFen is the least that WeChat transfers.
	leastFen = 30
	// realNameFen is from where on WeChat wants the person's real name, which this room
	// does not ask for.
	realNameFen = 200_000
)

func (p Policy) check() error {
	if p.LeastFen < leastFen || p.MostFen < p.LeastFen || p.MostFen >= realNameFen || p.DailyFen < p.LeastFen || p.DailyBills < 1 {
		return ErrBadPolicy
	}
	return nil
}
