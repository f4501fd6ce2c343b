package campaign

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertPots(ctx context.Context, pots []model.CampaignPot) error {
	return s.db.Conn(ctx).CreateInBatches(pots, 200).Error
}

// pot returns the shards of a pot in order, as they are committed.
func (s store) pot(ctx context.Context, id model.CampaignID, pot string) ([]model.CampaignPot, error) {
	var shards []model.CampaignPot
	return shards, s.db.Conn(ctx).Where("campaign_id = ? AND pot = ?", id, pot).Order("shard").Find(&shards).Error
}

// holdPot keeps others from a pot until the transaction ends.
func (s store) holdPot(ctx context.Context, id model.CampaignID, pot string) error {
	return s.db.Conn(ctx).Model(&model.CampaignPot{}).Where("campaign_id = ? AND pot = ?", id, pot).
		Update("taken", gorm.Expr("taken")).Error
}

// takeFrom takes an amount from one shard if it has as much. A negative amount, given
// back, always finds room.
func (s store) takeFrom(ctx context.Context, p model.CampaignPot, amount int64) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.CampaignPot{}).
		Where("campaign_id = ? AND pot = ? AND shard = ? AND remaining >= ?", p.CampaignID, p.Pot, p.Shard, amount).
		Updates(map[string]any{"remaining": gorm.Expr("remaining - ?", amount), "taken": gorm.Expr("taken + ?", amount)})
	return done.RowsAffected == 1, done.Error
}

// countOne counts something that is not taken from anything.
func (s store) countOne(ctx context.Context, p model.CampaignPot) error {
	return s.db.Conn(ctx).Model(&model.CampaignPot{}).
		Where("campaign_id = ? AND pot = ? AND shard = ?", p.CampaignID, p.Pot, p.Shard).
		Update("taken", gorm.Expr("taken + 1")).Error
}

// sums adds up the pots of a campaign: a few rows each.
func (s store) sums(ctx context.Context, id model.CampaignID) (map[string]model.CampaignPot, error) {
	var shards []model.CampaignPot
	err := s.db.Conn(ctx).Where("campaign_id = ?", id).Find(&shards).Error
	sums := map[string]model.CampaignPot{}
	for _, p := range shards {
		sum := sums[p.Pot]
		sum.Remaining += p.Remaining
		sum.Taken += p.Taken
		sums[p.Pot] = sum
	}
	return sums, err
}

// countUnder counts more draws of a subject, if that stays within a cap.
func (s store) countUnder(ctx context.Context, c model.CampaignCount, draws, most int64) (bool, error) {
	counted, err := s.countOn(ctx, c, draws, most)
	if err != nil || counted {
		return counted, err
	}
	c.Draws = 0
	if _, err := s.db.InsertIgnore(ctx, &c); err != nil { // it may be the first
		return false, err
	}
	return s.countOn(ctx, c, draws, most)
}

func (s store) countOn(ctx context.Context, c model.CampaignCount, draws, most int64) (bool, error) {
	done := s.countRow(ctx, c).Where("draws <= ?", most-draws).Update("draws", gorm.Expr("draws + ?", draws))
	return done.RowsAffected == 1, done.Error
}

func (s store) countRow(ctx context.Context, c model.CampaignCount) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.CampaignCount{}).
		Where("campaign_id = ? AND kind = ? AND subject = ? AND day = ?", c.CampaignID, c.Kind, c.Subject, c.Day)
}

// takeCount takes a subject's count away, and returns it. The update changes nothing; it
// waits for whoever is counting.
func (s store) takeCount(ctx context.Context, c model.CampaignCount) (int64, error) {
	if err := s.countRow(ctx, c).Update("draws", gorm.Expr("draws")).Error; err != nil {
		return 0, err
	}
	row, err := db.First[model.CampaignCount](s.countRow(ctx, c))
	if err != nil || row == nil {
		return 0, err
	}
	return row.Draws, s.countRow(ctx, c).Delete(&model.CampaignCount{}).Error
}
