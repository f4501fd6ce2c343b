package campaign

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insert(ctx context.Context, c model.Campaign) error {
	return s.db.Conn(ctx).Create(&c).Error
}

func (s store) get(ctx context.Context, id model.CampaignID) (*model.Campaign, error) {
	return db.First[model.Campaign](s.db.Conn(ctx).Where("id = ?", id))
}

// standing is a campaign without its terms.
func (s store) standing(ctx context.Context, id model.CampaignID) (*model.Campaign, error) {
	return db.First[model.Campaign](s.db.Conn(ctx).Omit("terms", "sealed_seed").Where("id = ?", id))
}

// list pages through campaigns without their terms.
func (s store) list(ctx context.Context, states []model.CampaignState, before model.CampaignID, limit int) ([]model.Campaign, error) {
	query := s.db.Conn(ctx).Omit("terms", "sealed_seed")
	if len(states) > 0 {
		query = query.Where("state IN ?", states)
	}
	return db.Newest[model.Campaign](query, before, limit)
}

// edit changes a draft that still is of the version before; false when it is not.
func (s store) edit(ctx context.Context, c model.Campaign) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Campaign{}).
		Where("id = ? AND state = ? AND version = ?", c.ID, model.CampaignDraft, c.Version-1).
		Updates(map[string]any{
			"version": c.Version, "name": c.Name, "starts_at": c.StartsAt, "ends_at": c.EndsAt, "terms": c.Terms,
			"updated_at": c.UpdatedAt,
		})
	return done.RowsAffected == 1, done.Error
}

// publish freezes a draft that still is of this version; false when it is not.
func (s store) publish(ctx context.Context, c model.Campaign) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Campaign{}).
		Where("id = ? AND state = ? AND version = ?", c.ID, model.CampaignDraft, c.Version).
		Updates(map[string]any{
			"state": c.State, "terms": c.Terms, "commitment": c.Commitment, "sealed_seed": c.SealedSeed,
			"public_fen": c.PublicFen, "policy_version": c.PolicyVersion, "published_by": c.PublishedBy,
			"published_at": c.PublishedAt, "updated_at": c.UpdatedAt,
		})
	return done.RowsAffected == 1, done.Error
}

// stop ends what runs, at once; false when it does not run.
func (s store) stop(ctx context.Context, id model.CampaignID, at time.Time) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Campaign{}).Where("id = ? AND state = ? AND ends_at > ?", id, model.CampaignRunning, at).
		Updates(map[string]any{"state": model.CampaignStopped, "over_at": at, "updated_at": at})
	return done.RowsAffected == 1, done.Error
}

// end closes what ran until a time, or before it.
func (s store) end(ctx context.Context, until, now time.Time) (int64, error) {
	done := s.db.Conn(ctx).Exec("UPDATE campaigns SET state = ?, over_at = ends_at, updated_at = ? WHERE state = ? AND ends_at <= ?",
		model.CampaignEnded, now, model.CampaignRunning, until)
	return done.RowsAffected, done.Error
}
