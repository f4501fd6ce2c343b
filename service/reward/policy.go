package reward

import (
	"channelrouter/internal/errs"
	"channelrouter/internal/money"
)

// Policy is what scans pay. Amounts are for one unit or one case.
type Policy struct {
	// ConsumerPointsPercent of the product's points go to the consumer; 100 is all.
	ConsumerPointsPercent int64 `json:"consumer_points_percent" minimum:"0" maximum:"1000"`
	// ConsumerRewardWhenDiverted pays consumers for diverted goods, too.
	ConsumerRewardWhenDiverted bool `json:"consumer_reward_when_diverted"`
	// GuideFen goes to the guide for a sold unit, if the goods are not diverted.
	GuideFen money.Fen `json:"guide_fen" minimum:"0"`
	// CaseOpenFen goes to the terminal that opens a case of goods that are not diverted.
	CaseOpenFen money.Fen `json:"case_open_fen" minimum:"0"`
}

// DefaultPolicy is in force until the brand publishes one.
var DefaultPolicy = Policy{ConsumerPointsPercent: 100, ConsumerRewardWhenDiverted: true, GuideFen: 200, CaseOpenFen: 500}

// ErrBadPolicy: amounts that make no sense.
var ErrBadPolicy = errs.New(errs.Invalid, "reward.bad_policy", "this reward policy makes no sense", "amounts are 0 to 10,000,000 fen, and points at most ten times the catalogue's")

func (p Policy) check() error {
	if p.ConsumerPointsPercent < 0 || p.ConsumerPointsPercent > 1000 || !p.GuideFen.PerUnit() || !p.CaseOpenFen.PerUnit() {
		return ErrBadPolicy
	}
	return nil
}
