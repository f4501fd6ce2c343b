package reward

import (
	"context"

	"gorm.io/gorm"
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

func (s store) posted(ctx context.Context, items []model.ItemID) ([]model.Grant, error) {
	if len(items) == 0 {
		return nil, nil
	}
	var grants []model.Grant
	err := s.db.Conn(ctx).Where("item IN ? AND purpose IN ? AND state = ?", items,
		[]model.Purpose{model.PurposeConsumerClaim, model.PurposeGuideReward}, model.GrantPosted).Find(&grants).Error
	return grants, err
}

// of returns all grants of an item.
func (s store) of(ctx context.Context, item model.ItemID) ([]model.Grant, error) {
	var grants []model.Grant
	return grants, s.db.Conn(ctx).Where("item = ?", item).Order("purpose").Find(&grants).Error
}

// unjudged returns what staff wait for because nobody was known to be meant to have the
// goods, and keeps others from deciding it until the transaction ends.
func (s store) unjudged(ctx context.Context, items []model.ItemID) ([]model.Grant, error) {
	if len(items) == 0 {
		return nil, nil
	}
	query := s.db.Conn(ctx).Where("item IN ? AND state IN ?", items, []model.GrantState{model.GrantUnjudged, model.GrantUnclaimed}).
		Session(&gorm.Session{})
	if err := query.Model(&model.Grant{}).Update("state", gorm.Expr("state")).Error; err != nil {
		return nil, err
	}
	var grants []model.Grant
	return grants, query.Order("item, purpose").Find(&grants).Error
}

// save stores the states and transactions of grants.
func (s store) save(ctx context.Context, grants []model.Grant) error {
	if len(grants) == 0 {
		return nil
	}
	posted := clause.OnConflict{DoUpdates: clause.AssignmentColumns([]string{"state", "txn_id"})}
	return s.db.Conn(ctx).Clauses(posted).Create(&grants).Error
}
