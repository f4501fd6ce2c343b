package settlement

import (
	"context"
	"strconv"
	"strings"

	"channelrouter/model"
	"channelrouter/service/diversion"
	"channelrouter/service/reward"
)

// Cause is what a transaction of the ledger stands for. Its zero value is nothing that is known.
type Cause struct {
	Case       model.CaseID
	Payout     model.PayoutID
	Period     model.SettlementPeriodID // of the statement that was paid, with Org
	Org        model.OrgID
	Adjustment model.AdjustmentID
	Programme  model.ProgrammeID
	Campaign   model.CampaignID
	Item       model.ItemID     // the goods whose scan it stands for
	Scans      []model.ScanOnce // that made it: of the unit
}

// CauseOf finds what a transaction stands for by its key, down to the scan.
func (s *Service) CauseOf(ctx context.Context, key string) (Cause, error) {
	c := causeOf(key)
	if c.Item == 0 {
		return c, nil
	}
	var err error
	c.Scans, err = s.scan.Winners(ctx, []model.ItemID{c.Item})
	return c, err
}

// causeOf reads a key as the rooms write theirs. Pure.
func causeOf(key string) (c Cause) {
	if charge, ok := diversion.ChargeOf(key); ok {
		return Cause{Case: charge.Case}
	}
	if item, ok := reward.GrantOf(key); ok {
		return Cause{Item: item}
	}
	words := strings.Split(strings.TrimSuffix(key, "/reversal"), "/")
	n := make([]int64, len(words))
	for i, w := range words[1:] {
		n[i], _ = strconv.ParseInt(w, 10, 64) // 0 of what is no number: unknown
	}
	switch {
	case words[0] == "payout" && len(words) > 1:
		c.Payout = model.PayoutID(n[0])
	case words[0] == "adjustment" && len(words) == 2:
		c.Adjustment = model.AdjustmentID(n[0])
	case words[0] == "settlement" && len(words) > 2:
		c.Period, c.Org = model.SettlementPeriodID(n[0]), model.OrgID(n[1])
	case words[0] == "rebate" && len(words) == 3:
		c.Item = model.ItemID(n[0])
	case words[0] == "rebate" && len(words) == 5:
		c.Programme, c.Org = model.ProgrammeID(n[0]), model.OrgID(n[1])
	case words[0] == "campaign" && len(words) == 3:
		c.Campaign, c.Item = model.CampaignID(n[0]), model.ItemID(n[1])
	}
	return c
}
