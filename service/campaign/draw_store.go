package campaign

import (
	"context"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) drawByKey(ctx context.Context, person model.PersonID, key string) (*model.CampaignDraw, error) {
	return db.First[model.CampaignDraw](s.db.Conn(ctx).Where("person_id = ? AND idempotency_key = ?", person, key))
}

func (s store) drawOf(ctx context.Context, id model.CampaignID, item model.ItemID) (*model.CampaignDraw, error) {
	return db.First[model.CampaignDraw](s.db.Conn(ctx).Where("campaign_id = ? AND item = ?", id, item))
}

func (s store) insertDraw(ctx context.Context, d model.CampaignDraw) error {
	return s.db.Conn(ctx).Create(&d).Error
}

// draws pages through a campaign's draws by item.
func (s store) draws(ctx context.Context, id model.CampaignID, after model.ItemID, limit int) ([]model.CampaignDraw, error) {
	var page []model.CampaignDraw
	return page, s.db.Conn(ctx).Where("campaign_id = ? AND item > ?", id, after).Order("item").Limit(limit).Find(&page).Error
}
