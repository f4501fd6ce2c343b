package payout

import (
	"channelrouter/internal/money"
	"channelrouter/model"
)

// moved is what a bill's lines sum to, of all days that have been read.
type moved struct {
	Out, In money.Fen
}

func (m moved) left() money.Fen { return m.Out - m.In }

// judge tells in what the statements until a day and a payout disagree; "" where they
// agree, or where only the statement of a later day can tell. p is nil where no payout has
// the bill's number. old tells that the person's time to accept it is over.
func judge(p *model.Payout, m moved, asOf int32, old bool) model.DifferenceKind {
	if p == nil {
		if m.left() != 0 {
			return model.DifferenceNotOurs
		}
		return ""
	}
	if m.Out != 0 && m.Out != p.Net() {
		return model.DifferenceAmount
	}
	switch p.State {
	case model.PayoutPaid:
		return judgePaid(*p, m, asOf)
	case model.PayoutReturned:
		if p.SettledOn <= asOf && m.left() != 0 {
			return model.DifferenceKept
		}
	default:
		if old && m.left() != 0 {
			return model.DifferenceUndecided
		}
	}
	return ""
}

func judgePaid(p model.Payout, m moved, asOf int32) model.DifferenceKind {
	switch {
	case m.Out == 0 && p.SettledOn <= asOf:
		return model.DifferenceNotPaid
	case m.Out == 0:
		return ""
	case m.left() == 0:
		return model.DifferenceCameBack
	case m.left() != p.Net():
		return model.DifferenceAmount
	}
	return ""
}

// due is what should have left for good, by our books.
func due(p *model.Payout) money.Fen {
	if p == nil || p.State == model.PayoutReturned {
		return 0
	}
	return p.Net()
}
