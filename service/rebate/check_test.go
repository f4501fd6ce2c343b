package rebate

import (
	"testing"

	"channelrouter/model"
)

// Steps beyond what can be reckoned with are refused.
func TestStepsAreBounded(t *testing.T) {
	for _, c := range []struct {
		from int64
		fits bool
	}{{0, true}, {1_000_000_000, true}, {1_000_000_001, false}, {1 << 62, false}, {-1, false}} {
		steps := []Step{{From: c.from, Fen: 1}}
		shares := Shares{Distributor: 1}
		for kind, terms := range map[model.ProgrammeKind]Terms{
			model.ProgrammeTiered:        {Every: "month", Shares: shares, Tiered: &Stepped{Steps: steps}},
			model.ProgrammeRetrospective: {Every: "month", Shares: shares, Retrospective: &Stepped{Steps: steps}},
			model.ProgrammeGrowth:        {Every: "month", Shares: shares, Growth: &Growth{Over: overYear, Floor: 1, Steps: steps}},
		} {
			if err := terms.check(kind); (err == nil) != c.fits {
				t.Errorf("%s from %d: %v", KindName(kind), c.from, err)
			}
		}
	}
}
