package reward

import (
	"context"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insertGrants(ctx context.Context, grants []model.Grant) error {
	return s.db.Conn(ctx).Create(&grants).Error
}

// due returns the waiting rewards of guides whose units have been claimed.
func (s store) due(ctx context.Context, units []model.ItemID) ([]model.Grant, error) {
	if len(units) == 0 {
		return nil, nil
	}
	var grants []model.Grant
	claimed := s.db.Conn(ctx).Model(&model.Grant{}).Select("item").
		Where("item IN ? AND purpose = ?", units, model.PurposeConsumerClaim)
	err := s.db.Conn(ctx).Where("item IN ? AND purpose = ? AND state = ? AND item IN (?)",
		units, model.PurposeGuideReward, model.GrantWaiting, claimed).Order("item").Find(&grants).Error
	return grants, err
}

// release marks waiting grants as posted by the transaction that each says. Who comes
// second says the same: a grant's posting has one key.
func (s store) release(ctx context.Context, grants []model.Grant) error {
	posted := clause.OnConflict{DoUpdates: clause.AssignmentColumns([]string{"state", "txn_id"})}
	return s.db.Conn(ctx).Clauses(posted).Create(&grants).Error
}
