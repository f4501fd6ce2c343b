package diversion

import (
	"testing"
	"time"

	"channelrouter/internal/detect"
	"channelrouter/internal/money"
)

// What a policy leaves out and what is spelled out for it are the same.
func TestSpelled(t *testing.T) {
	at := time.Date(2026, 8, 9, 10, 0, 0, 0, time.UTC)
	plain, spelled := DefaultPolicy, DefaultPolicy.Spelled()
	if spelled.Detection == nil || spelled.Detector().OpenScore != detect.DefaultPolicy().OpenScore {
		t.Errorf("detection is %+v", spelled.Detection)
	}
	p, s := plain.Penalties, spelled.Penalties
	if s.AppealDays != 15 || s.RepeatMonths != 12 || s.PeriodMonths != 12 || len(s.Tiers) != 1 || s.Tiers[0] != 10_000 {
		t.Errorf("penalties are %+v", s)
	}
	pf, pt := p.period(at)
	sf, st := s.period(at)
	if p.appealFor() != s.appealFor() || !p.repeatsSince(at).Equal(s.repeatsSince(at)) || pf != sf || pt != st || p.tier(3) != s.tier(3) {
		t.Errorf("%+v is not %+v", s, p)
	}
	if err := spelled.check(); err != nil {
		t.Error(err)
	}
	own := Policy{Detection: &detect.Policy{OpenScore: 70}, Penalties: Penalties{AppealDays: 7, RepeatMonths: 6, PeriodMonths: 3, Tiers: []money.BasisPoints{1, 2}}}
	if got := own.Spelled(); got.Detection.OpenScore != 70 || got.Penalties.AppealDays != 7 || got.Penalties.RepeatMonths != 6 || got.Penalties.PeriodMonths != 3 || len(got.Penalties.Tiers) != 2 {
		t.Errorf("what is said is changed: %+v", got)
	}
}
