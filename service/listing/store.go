package listing

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) views(ctx context.Context, by model.UserID, list string) ([]model.SavedView, error) {
	var rows []model.SavedView
	return rows, s.db.Conn(ctx).Where("user_id = ? AND list = ?", by, list).Order("name").Find(&rows).Error
}

func (s store) countViews(ctx context.Context, by model.UserID, list string) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.SavedView{}).Where("user_id = ? AND list = ?", by, list).Count(&n).Error
}

func (s store) saveView(ctx context.Context, v model.SavedView) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&v).Error
}

func (s store) dropView(ctx context.Context, by model.UserID, list, name string) (int64, error) {
	done := s.db.Conn(ctx).Where("user_id = ? AND list = ? AND name = ?", by, list, name).Delete(&model.SavedView{})
	return done.RowsAffected, done.Error
}

// addExport keeps an export, or finds the one that its key was used for.
func (s store) addExport(ctx context.Context, e model.ListExport) (*model.ListExport, error) {
	if err := s.db.Conn(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&e).Error; err != nil {
		return nil, err
	}
	return db.First[model.ListExport](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", e.UserID, e.Key))
}

func (s store) export(ctx context.Context, id model.ListExportID) (*model.ListExport, error) {
	return db.First[model.ListExport](s.db.Conn(ctx).Where("id = ?", id))
}

// exports are a user's, the newest first. They are few: some a day, for a week.
func (s store) exports(ctx context.Context, by model.UserID, since time.Time) ([]model.ListExport, error) {
	var rows []model.ListExport
	return rows, s.db.Conn(ctx).Where("user_id = ? AND asked_at >= ?", by, since).Order("id DESC").Limit(200).Find(&rows).Error
}

func (s store) unfinished(ctx context.Context, by model.UserID) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.ListExport{}).Where("user_id = ? AND done_at IS NULL", by).Count(&n).Error
}

func (s store) oldestUnfinished(ctx context.Context) ([]model.ListExport, error) {
	var rows []model.ListExport
	return rows, s.db.Conn(ctx).Where("done_at IS NULL").Order("id").Limit(20).Find(&rows).Error
}

// addPart moves an export on with its next part, and tells whether it is there still, and nobody
// else has written this part.
func (s store) addPart(ctx context.Context, e model.ListExport, p model.ListExportPart) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.ListExport{}).Where("id = ? AND parts = ? AND done_at IS NULL", e.ID, p.N).
		Updates(map[string]any{"after": e.After, "parts": e.Parts, "row_count": e.RowCount, "done_at": e.DoneAt})
	if done.Error != nil || done.RowsAffected == 0 {
		return false, done.Error
	}
	return true, s.db.Conn(ctx).Create(&p).Error
}

func (s store) end(ctx context.Context, id model.ListExportID, failure string, at time.Time) error {
	return s.db.Run(ctx, func(ctx context.Context) error {
		return s.db.Conn(ctx).Model(&model.ListExport{}).Where("id = ? AND done_at IS NULL", id).
			Updates(map[string]any{"failure": failure, "done_at": at}).Error
	})
}

func (s store) parts(ctx context.Context, id model.ListExportID) ([]model.ListExportPart, error) {
	var rows []model.ListExportPart
	return rows, s.db.Conn(ctx).Where("export_id = ?", id).Order("n").Find(&rows).Error
}

// partIsUsed tells whether an export still has a content.
func (s store) partIsUsed(ctx context.Context, hash string) (bool, error) {
	row, err := db.First[model.ListExportPart](s.db.Conn(ctx).Where("hash = ?", hash))
	return row != nil, err
}

func (s store) olderThan(ctx context.Context, at time.Time) ([]model.ListExportID, error) {
	var ids []model.ListExportID
	return ids, s.db.Conn(ctx).Model(&model.ListExport{}).Where("asked_at < ?", at).Order("id").Limit(100).Pluck("id", &ids).Error
}

func (s store) dropExport(ctx context.Context, id model.ListExportID) error {
	if err := s.db.Conn(ctx).Where("export_id = ?", id).Delete(&model.ListExportPart{}).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Where("id = ?", id).Delete(&model.ListExport{}).Error
}
