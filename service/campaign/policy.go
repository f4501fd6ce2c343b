package campaign

import "channelrouter/internal/money"

// Policy is what the law sets: 规范促销行为暂行规定, order 32 of 2020. Campaigns keep to
// the version in force when they are published.
type Policy struct {
	MostPrizeFen money.Fen `json:"most_prize_fen" minimum:"1" doc:"no prize may be worth more"`
	PublicFen    money.Fen `json:"public_above_fen" minimum:"0" doc:"winners of prizes worth more are listed publicly, masked"`
}

// DefaultPolicy is the order's: at most 50,000 yuan, public above 500 yuan.
var DefaultPolicy = Policy{MostPrizeFen: 5_000_000, PublicFen: 50_000}

func (p Policy) check() error {
	if p.MostPrizeFen < 1 || !p.MostPrizeFen.PerUnit() || !p.PublicFen.PerUnit() {
		return ErrBadPolicy
	}
	return nil
}
