package message

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// statement is how far a day's statements are.
func (s store) statement(ctx context.Context, day int32) (model.MessageStatement, error) {
	found, err := db.First[model.MessageStatement](s.db.Conn(ctx).Where("biz_date = ?", day))
	if err != nil || found == nil {
		return model.MessageStatement{BizDate: day}, err
	}
	return *found, nil
}

func (s store) saveStatement(ctx context.Context, m model.MessageStatement) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&m).Error
}

func (s store) removeReports(ctx context.Context, before time.Time, limit int) error {
	var keys []string
	err := s.db.Conn(ctx).Model(&model.MessageReport{}).Where("at < ?", before).Order("at").Limit(limit).Pluck("report_key", &keys).Error
	if err != nil || len(keys) == 0 {
		return err
	}
	return s.db.Conn(ctx).Where("report_key IN ?", keys).Delete(&model.MessageReport{}).Error
}

func (s store) removeCounters(ctx context.Context, before int32, limit int) error {
	var old []model.MessageCounter
	err := s.db.Conn(ctx).Where("biz_date < ?", before).Order("biz_date, name").Limit(limit).Find(&old).Error
	if err != nil || len(old) == 0 {
		return err
	}
	return s.db.Conn(ctx).Delete(&old).Error
}
