package risk

// Scene is what a person is about to do.
type Scene string

// The scenes that the policy knows.
const (
	Campaign Scene = "campaign" // takes part in a draw
	Payout   Scene = "payout"   // has money paid out
	Contact  Scene = "contact"  // writes to the brand
)

// Policy is whom each scene refuses.
type Policy struct {
	Campaign Rule `json:"campaign"`
	Payout   Rule `json:"payout"`
	Contact  Rule `json:"contact"`
}

// Rule is one scene's.
type Rule struct {
	RefuseFrom int  `json:"refuse_from" minimum:"0" maximum:"4" doc:"WeChat's rank from which on people are refused, 1 to 4; 0 refuses nobody and does not ask WeChat"`
	FailOpen   bool `json:"fail_open" doc:"whether people pass while WeChat does not tell"`
}

// DefaultPolicy is in force until the brand publishes one.
var DefaultPolicy = Policy{
	Campaign: Rule{RefuseFrom: 3, FailOpen: true},
	Payout:   Rule{RefuseFrom: 4, FailOpen: true},
	Contact:  Rule{RefuseFrom: 4, FailOpen: true},
}

func (p Policy) check() error {
	for _, r := range []Rule{p.Campaign, p.Payout, p.Contact} {
		if r.RefuseFrom < 0 || r.RefuseFrom > highest {
			return ErrBadPolicy.With("rank %d", r.RefuseFrom)
		}
	}
	return nil
}

const highest = 4

func (p Policy) rule(s Scene) Rule {
	switch s {
	case Campaign:
		return p.Campaign
	case Payout:
		return p.Payout
	default:
		return p.Contact
	}
}

// judge decides by a rank, or by there being none. Pure.
func (r Rule) judge(rank int, known bool) error {
	switch {
	case r.RefuseFrom == 0 || (!known && r.FailOpen):
		return nil
	case !known:
		return ErrNotKnown
	case rank >= r.RefuseFrom:
		return ErrRefused
	}
	return nil
}
