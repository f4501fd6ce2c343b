package tax

import (
	"context"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) saveTaxpayer(ctx context.Context, row model.Taxpayer) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "person_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"sealed", "consented_at", "updated_at"}),
	}).Create(&row).Error
}

func (s store) taxpayer(ctx context.Context, person model.PersonID) (*model.Taxpayer, error) {
	return db.First[model.Taxpayer](s.db.Conn(ctx).Where("person_id = ?", person))
}

func (s store) taxpayers(ctx context.Context, persons []model.PersonID) ([]model.Taxpayer, error) {
	var rows []model.Taxpayer
	if len(persons) == 0 {
		return nil, nil
	}
	return rows, s.db.Conn(ctx).Where("person_id IN ?", persons).Find(&rows).Error
}

func (s store) forgetTaxpayer(ctx context.Context, person model.PersonID) error {
	return s.db.Conn(ctx).Where("person_id = ?", person).Delete(&model.Taxpayer{}).Error
}
