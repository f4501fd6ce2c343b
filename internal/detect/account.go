package detect

import "cmp"

// accounts remembers what accounts did last, in as much room as there is.
type accounts struct{ last []account }

type account struct {
	who   uint64
	at    int64
	begun int64 // the hour that is counted
	city  int32
	n     uint16
	by    Source
}

const accountBits = 19

func newAccounts() accounts { return accounts{last: make([]account, 1<<accountBits)} }

// watchAccount looks for accounts that scan faster than a consumer does, or in places that
// nobody gets to in time. What they see counts for less.
func (d *Detector) watchAccount(s *Sighting) (hasty bool) {
	who := cmp.Or(s.Account, s.Device)
	if who == 0 || s.Kind != Claim && s.Kind != Look {
		return false
	}
	a := &d.accounts.last[mix(who, 1)>>(64-accountBits)]
	if a.who != who {
		*a = account{who: who, at: s.At, begun: s.At, city: s.City, n: 1, by: s.By}
		return false
	}
	if a.by == ByPosition && s.By == ByPosition && d.tooFast(a.city, s.City, s.At-a.at) {
		d.signal(ReasonPlaces)
		hasty = true
	}
	if s.At-a.begun >= 3600 {
		a.begun, a.n = s.At, 0
	}
	if a.n++; int(a.n) > d.policy.ScansPerHour {
		d.signal(ReasonVelocity)
		hasty = true
	}
	a.at, a.city, a.by = s.At, s.City, s.By
	return hasty
}
