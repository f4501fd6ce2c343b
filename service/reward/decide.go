package reward

import (
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Win is a scan that was the first for its item and purpose.
type Win struct {
	Scan          model.ScanID
	Item          model.ItemID
	Face          model.Face
	Purpose       model.Purpose
	Person        model.PersonID
	Org           model.OrgID
	ProductPoints money.Points
	Diverted      bool
	Unjudged      bool   // nobody is known to be meant to have the goods
	HiddenCode    bool   // the unit has a code under the cap
	Claimed       bool   // its consumer has claimed
	NotForSale    string // why nobody gets anything for such goods; "" when they are for sale
	Barred        string // why staff get nothing whatever the policy says; "" when they may
}

// decide says what a win is worth under a policy. Pure.
func decide(p Policy, w Win) model.Grant {
	g := model.Grant{Item: w.Item, Purpose: w.Purpose, ScanID: w.Scan, State: model.GrantNothing}
	if w.Face.Symbols() < payingSymbols {
		return g
	}
	switch w.Purpose {
	case model.PurposeConsumerClaim:
		g.AccountKind, g.Owner, g.Asset = model.WalletConsumer, int64(w.Person), model.Points
		if w.Face.Hidden() && (!w.Diverted || p.ConsumerRewardWhenDiverted) {
			g.Amount = int64(w.ProductPoints) * p.ConsumerPointsPercent / 100
		}
	case model.PurposeGuideReward:
		g.AccountKind, g.Owner, g.Asset = model.WalletGuide, int64(w.Person), model.CNY
		if !w.Diverted {
			g.Amount = int64(p.GuideFen)
		}
	case model.PurposeCaseOpen:
		g.AccountKind, g.Owner, g.Asset = model.OrgReward, int64(w.Org), model.CNY
		if w.Face.Hidden() && !w.Diverted {
			g.Amount = int64(p.CaseOpenFen)
		}
	}
	if w.Barred != "" && w.Purpose != model.PurposeConsumerClaim {
		g.Amount, g.Reason = 0, w.Barred
	}
	if w.NotForSale != "" {
		g.Amount, g.Reason = 0, w.NotForSale
	}
	g.State = stateOf(w, g.Amount)
	return g
}

// stateOf says when an amount is due. Staff are paid for goods that came down the channel:
// while nobody is known to be meant to have them, they wait for that to become known.
func stateOf(w Win, amount int64) model.GrantState {
	unclaimed := w.Purpose == model.PurposeGuideReward && !w.Face.Hidden() && w.HiddenCode && !w.Claimed
	unjudged := w.Purpose != model.PurposeConsumerClaim && w.Unjudged
	switch {
	case amount == 0:
		return model.GrantNothing
	case unjudged && unclaimed:
		return model.GrantUnclaimed
	case unjudged:
		return model.GrantUnjudged
	case unclaimed:
		return model.GrantWaiting
	}
	return model.GrantPosted
}

// payingSymbols is the length from which a code's MAC is too long to guess for money.
const payingSymbols = 18
