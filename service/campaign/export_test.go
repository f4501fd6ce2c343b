package campaign

import (
	"context"

	"channelrouter/model"
)

// SetPot makes the shards of a pot hold these amounts.
func (s *Service) SetPot(ctx context.Context, id model.CampaignID, pot string, amounts ...int64) error {
	if err := s.db.Conn(ctx).Where("campaign_id = ? AND pot = ?", id, pot).Delete(&model.CampaignPot{}).Error; err != nil {
		return err
	}
	for shard, amount := range amounts {
		row := model.CampaignPot{CampaignID: id, Pot: pot, Shard: shard, Remaining: amount}
		if err := s.store.insertPots(ctx, []model.CampaignPot{row}); err != nil {
			return err
		}
	}
	return nil
}

// Take takes an amount from a pot, and says whether there was as much.
func (s *Service) Take(ctx context.Context, id model.CampaignID, pot string, item model.ItemID, amount int64) (bool, error) {
	var grabs []grab
	err := s.db.Run(ctx, func(ctx context.Context) (err error) {
		grabs, err = s.take(ctx, id, pot, item, amount)
		return err
	})
	return grabs != nil, err
}

// PublishedBefore makes a campaign that nobody has drawn in one of before budgets counted
// the tax that the brand bears: its terms do not speak of it, and are committed to so.
func (s *Service) PublishedBefore(ctx context.Context, c model.Campaign) (model.Campaign, error) {
	t, err := TermsOf(c)
	if err != nil {
		return c, err
	}
	t.CountsTax = false
	for i := range t.Prizes {
		t.Prizes[i].TaxFen = 0
	}
	if c.Terms, err = t.canonical(); err != nil {
		return c, err
	}
	seed, err := s.openSeed(c)
	if err != nil {
		return c, err
	}
	c.Commitment = Commit(c.Terms, seed)
	return c, s.db.Run(ctx, func(ctx context.Context) error {
		return s.db.Conn(ctx).Model(&model.Campaign{}).Where("id = ?", c.ID).
			Updates(map[string]any{"terms": c.Terms, "commitment": c.Commitment}).Error
	})
}
