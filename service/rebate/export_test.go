package rebate

import (
	"channelrouter/internal/money"
	"channelrouter/model"
)

// Earned is what facts are worth to a level, as the room works it out.
func (t Terms) Earned(f Facts, tier model.OrgKind) money.Fen {
	return t.earned(f).ShareDown(t.Shares.of(tier))
}
