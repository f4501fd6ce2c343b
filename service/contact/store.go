package contact

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insertThread(ctx context.Context, t model.Thread) error {
	return s.db.Conn(ctx).Create(&t).Error
}

func (s store) thread(ctx context.Context, id model.ThreadID) (*model.Thread, error) {
	return db.First[model.Thread](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) mine(ctx context.Context, person model.PersonID, role model.Role, before model.ThreadID, limit int) ([]model.Thread, error) {
	return db.Newest[model.Thread](s.db.Conn(ctx).Where("person_id = ? AND role = ?", person, role), before, limit)
}

// list seeks by the state and one more field, each of which has an index with the time.
func (s store) list(ctx context.Context, f Filter, after Place, limit int) ([]model.Thread, error) {
	query := s.db.Conn(ctx).Where("state = ?", f.State).Order("since, id").Limit(limit)
	if !after.Since.IsZero() {
		query = db.Behind(query, "since", after.Since, "id", after.ID, false)
	}
	if f.Topic != 0 {
		query = query.Where("topic = ?", f.Topic)
	}
	if f.Role != 0 {
		query = query.Where("role = ?", f.Role)
	}
	if f.Org != 0 {
		query = query.Where("org_id = ?", f.Org)
	}
	if f.Owner != nil {
		query = query.Where("owner_id = ?", *f.Owner)
	}
	var page []model.Thread
	return page, query.Find(&page).Error
}

// another counts a post in a thread.
func another(at time.Time) map[string]any {
	return map[string]any{"posts": gorm.Expr("posts + 1"), "last_post_at": at}
}

// reopen counts a person's post, and has the thread wait from now on if it did not.
func (s store) reopen(ctx context.Context, id model.ThreadID, at time.Time) error {
	if err := s.db.Conn(ctx).Model(&model.Thread{}).Where("id = ?", id).Updates(another(at)).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Model(&model.Thread{}).Where("id = ? AND state <> ?", id, model.ThreadOpen).
		Updates(map[string]any{"state": model.ThreadOpen, "since": at}).Error
}

// answer counts the brand's post and has the thread answered by its writer.
func (s store) answer(ctx context.Context, p model.ThreadPost) error {
	changes := another(p.CreatedAt)
	changes["state"], changes["since"] = model.ThreadAnswered, p.CreatedAt
	changes["answered_by"], changes["answered_at"] = p.UserID, p.CreatedAt
	if err := s.db.Conn(ctx).Model(&model.Thread{}).Where("id = ?", p.ThreadID).Updates(changes).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Model(&model.Thread{}).Where("id = ? AND owner_id = 0", p.ThreadID).Update("owner_id", p.UserID).Error
}

// assign moves a thread from one owner to another; false when it is not the first one's.
func (s store) assign(ctx context.Context, id model.ThreadID, from, to model.UserID) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Thread{}).Where("id = ? AND owner_id = ?", id, from).Update("owner_id", to)
	return done.RowsAffected == 1, done.Error
}

// close ends a thread that has so many posts; false when it has others.
func (s store) close(ctx context.Context, id model.ThreadID, posts int, at time.Time) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Thread{}).Where("id = ? AND posts = ? AND state <> ?", id, posts, model.ThreadClosed).
		Updates(map[string]any{"state": model.ThreadClosed, "since": at})
	return done.RowsAffected == 1, done.Error
}
