package contact

import (
	"context"

	"channelrouter/model"
)

// inherit moves a person's threads, their posts and photos to another. Photos that no post
// has used stay behind, and are forgotten.
func (s store) inherit(ctx context.Context, from, to model.PersonID) error {
	var threads []model.ThreadID
	err := s.db.Conn(ctx).Model(&model.Thread{}).Where("person_id = ?", from).Pluck("id", &threads).Error
	if err != nil || len(threads) == 0 {
		return err
	}
	var posts []model.PostID
	err = s.db.Conn(ctx).Model(&model.ThreadPost{}).Where("thread_id IN ? AND person_id = ?", threads, from).Pluck("id", &posts).Error
	if err != nil {
		return err
	}
	if err := s.db.Conn(ctx).Model(&model.Photo{}).Where("post_id IN ?", posts).Update("person_id", to).Error; err != nil {
		return err
	}
	if err := s.db.Conn(ctx).Model(&model.ThreadPost{}).Where("id IN ?", posts).Update("person_id", to).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Model(&model.Thread{}).Where("id IN ?", threads).Update("person_id", to).Error
}
