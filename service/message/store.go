package message

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// insertMessages stores those whose key the person has not been told, and returns them.
func (s store) insertMessages(ctx context.Context, messages []model.Message) ([]model.Message, error) {
	n, err := s.db.InsertIgnore(ctx, &messages)
	if err != nil || n == 0 {
		return nil, err
	}
	if n == int64(len(messages)) {
		return messages, nil
	}
	ids := make([]model.MessageID, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	var fresh []model.Message
	return fresh, s.db.Conn(ctx).Where("id IN ?", ids).Find(&fresh).Error
}

// list pages through a person's inbox in a role, newest first.
func (s store) list(ctx context.Context, person model.PersonID, role model.Role, unread bool, before model.MessageID, limit int) ([]model.Message, error) {
	query := s.db.Conn(ctx).Where("person_id = ? AND role = ?", person, role)
	if unread {
		query = query.Where("read_at IS NULL")
	}
	return db.Newest[model.Message](query, before, limit)
}

func (s store) get(ctx context.Context, id model.MessageID) (*model.Message, error) {
	return db.First[model.Message](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) messagesOf(ctx context.Context, key string, people []model.PersonID) ([]model.Message, error) {
	var rows []model.Message
	return rows, s.db.Conn(ctx).Where("person_id IN ? AND message_key = ?", people, key).Find(&rows).Error
}

// unread counts what a person has not read in a role, and stops at most.
func (s store) unread(ctx context.Context, person model.PersonID, role model.Role, most int) (int64, error) {
	some := s.db.Conn(ctx).Model(&model.Message{}).Select("id").
		Where("person_id = ? AND role = ? AND read_at IS NULL", person, role).Limit(most)
	var n int64
	return n, s.db.Conn(ctx).Table("(?) AS some", some).Count(&n).Error
}

// markRead marks one that is not read yet.
func (s store) markRead(ctx context.Context, id model.MessageID, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.Message{}).Where("id = ? AND read_at IS NULL", id).Update("read_at", at).Error
}

// someUnread returns ids of what is not read, oldest first.
func (s store) someUnread(ctx context.Context, person model.PersonID, role model.Role, upTo model.MessageID, limit int) ([]model.MessageID, error) {
	var ids []model.MessageID
	err := s.db.Conn(ctx).Model(&model.Message{}).
		Where("person_id = ? AND role = ? AND read_at IS NULL AND id <= ?", person, role, upTo).
		Order("id").Limit(limit).Pluck("id", &ids).Error
	return ids, err
}

func (s store) markAllRead(ctx context.Context, ids []model.MessageID, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.Message{}).Where("id IN ? AND read_at IS NULL", ids).Update("read_at", at).Error
}

// quietHours are those that people have set, by person.
func (s store) quietHours(ctx context.Context, people []model.PersonID) (map[model.PersonID]model.MessageQuietHours, error) {
	var rows []model.MessageQuietHours
	err := s.db.Conn(ctx).Where("person_id IN ?", people).Find(&rows).Error
	own := make(map[model.PersonID]model.MessageQuietHours, len(rows))
	for _, h := range rows {
		own[h.PersonID] = h
	}
	return own, err
}

func (s store) saveQuietHours(ctx context.Context, h model.MessageQuietHours) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&h).Error
}

// olderThan are the oldest messages of before a time.
func (s store) olderThan(ctx context.Context, at time.Time, limit int) ([]model.MessageID, error) {
	var ids []model.MessageID
	return ids, s.db.Conn(ctx).Model(&model.Message{}).Where("at < ?", at).Order("at").Limit(limit).Pluck("id", &ids).Error
}

// removeMessages removes messages with their deliveries, and counts those that were there.
func (s store) removeMessages(ctx context.Context, ids []model.MessageID) (int64, error) {
	if err := s.db.Conn(ctx).Where("message_id IN ?", ids).Delete(&model.MessageDelivery{}).Error; err != nil {
		return 0, err
	}
	done := s.db.Conn(ctx).Where("id IN ?", ids).Delete(&model.Message{})
	return done.RowsAffected, done.Error
}
