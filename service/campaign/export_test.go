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
