package contact

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertPost(ctx context.Context, p model.ThreadPost) error {
	return s.db.Conn(ctx).Create(&p).Error
}

func (s store) byAuthorKey(ctx context.Context, key string) (*model.ThreadPost, error) {
	return db.First[model.ThreadPost](s.db.Conn(ctx).Where("author_key = ?", key))
}

func (s store) posts(ctx context.Context, thread model.ThreadID, after model.PostID, limit int) ([]model.ThreadPost, error) {
	var page []model.ThreadPost
	err := s.db.Conn(ctx).Where("thread_id = ? AND id > ?", thread, after).Order("id").Limit(limit).Find(&page).Error
	return page, err
}

// duePosts returns texts that WeChat is to be asked about.
func (s store) duePosts(ctx context.Context, now time.Time, limit int) ([]model.ThreadPost, error) {
	var page []model.ThreadPost
	err := s.db.Conn(ctx).Where("content = ? AND next_at <= ?", model.ContentUnchecked, now).Order("next_at").Limit(limit).Find(&page).Error
	return page, err
}

// claimPost keeps other workers from a post until a time; false when one has it.
func (s store) claimPost(ctx context.Context, p *model.ThreadPost, until time.Time) (claimed bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		done := s.db.Conn(ctx).Model(&model.ThreadPost{}).
			Where("id = ? AND content = ? AND next_at = ?", p.ID, model.ContentUnchecked, p.NextAt).
			Updates(map[string]any{"next_at": until, "attempts": p.Attempts + 1})
		claimed = done.RowsAffected == 1
		return done.Error
	})
	p.NextAt, p.Attempts = until, p.Attempts+1
	return claimed, err
}

func (s store) settlePost(ctx context.Context, p model.ThreadPost) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		return s.db.Conn(ctx).Model(&model.ThreadPost{}).Where("id = ? AND content = ?", p.ID, model.ContentUnchecked).
			Updates(map[string]any{"content": p.Content, "next_at": p.NextAt}).Error
	})
}
