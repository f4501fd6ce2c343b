package contact

import (
	"context"
	"time"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertPhoto(ctx context.Context, p model.Photo) error {
	return s.db.Conn(ctx).Create(&p).Error
}

// usePhotos puts a person's photos that are free to a post, and says how many were.
func (s store) usePhotos(ctx context.Context, person model.PersonID, role model.Role, ids []model.PhotoID, post model.PostID, at time.Time) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	done := s.db.Conn(ctx).Model(&model.Photo{}).Where("id IN ? AND person_id = ? AND role = ? AND post_id = 0", ids, person, role).
		Updates(map[string]any{"post_id": post, "next_at": at})
	return int(done.RowsAffected), done.Error
}

func (s store) photosOf(ctx context.Context, posts []model.PostID) ([]model.Photo, error) {
	if len(posts) == 0 {
		return nil, nil
	}
	var photos []model.Photo
	return photos, s.db.Conn(ctx).Where("post_id IN ?", posts).Order("id").Find(&photos).Error
}

// duePhotos returns photos that are to be handed over, each state by one seek.
func (s store) duePhotos(ctx context.Context, now time.Time, limit int) ([]model.Photo, error) {
	var all []model.Photo
	for _, state := range []model.ContentState{model.ContentUnchecked, model.ContentAsked} {
		var page []model.Photo
		err := s.db.Conn(ctx).Where("content = ? AND next_at <= ?", state, now).Order("next_at").Limit(limit).Find(&page).Error
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// claimPhoto keeps other workers from a photo until a time; false when one has it, or it
// has been judged.
func (s store) claimPhoto(ctx context.Context, p *model.Photo, until time.Time) (claimed bool, err error) {
	err = s.db.Run(ctx, func(ctx context.Context) error {
		done := s.db.Conn(ctx).Model(&model.Photo{}).Where("id = ? AND content = ? AND next_at = ?", p.ID, p.Content, p.NextAt).
			Updates(map[string]any{"next_at": until, "attempts": p.Attempts + 1})
		claimed = done.RowsAffected == 1
		return done.Error
	})
	p.NextAt, p.Attempts = until, p.Attempts+1
	return claimed, err
}

var unjudged = []model.ContentState{model.ContentUnchecked, model.ContentAsked}

func (s store) settlePhoto(ctx context.Context, p model.Photo) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		return s.db.Conn(ctx).Model(&model.Photo{}).Where("id = ? AND content IN ?", p.ID, unjudged).
			Updates(map[string]any{"content": p.Content, "next_at": p.NextAt, "trace_id": p.TraceID}).Error
	})
}

func (s store) photoByTrace(ctx context.Context, traceID string) (*model.Photo, error) {
	return db.First[model.Photo](s.db.Conn(ctx).Where("trace_id = ?", traceID))
}

// judgePhoto takes a verdict that nobody has taken yet.
func (s store) judgePhoto(ctx context.Context, id model.PhotoID, state model.ContentState, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.Photo{}).Where("id = ? AND content IN ?", id, unjudged).
		Updates(map[string]any{"content": state, "next_at": at}).Error
}

func (s store) unusedPhotos(ctx context.Context, before time.Time, limit int) ([]model.Photo, error) {
	var page []model.Photo
	return page, s.db.Conn(ctx).Where("post_id = 0 AND created_at < ?", before).Order("created_at").Limit(limit).Find(&page).Error
}

// deleteUnused forgets a photo unless a post has taken it meanwhile.
func (s store) deleteUnused(ctx context.Context, id model.PhotoID) (bool, error) {
	done := s.db.Conn(ctx).Where("id = ? AND post_id = 0", id).Delete(&model.Photo{})
	return done.RowsAffected == 1, done.Error
}

func (s store) countHash(ctx context.Context, hash string, but ...model.PhotoID) (n int64, err error) {
	query := s.db.Conn(ctx).Model(&model.Photo{}).Where("hash = ?", hash)
	if len(but) > 0 {
		query = query.Where("id NOT IN ?", but)
	}
	return n, query.Count(&n).Error
}
