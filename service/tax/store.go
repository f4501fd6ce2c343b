package tax

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) byKey(ctx context.Context, key string) (*model.TaxWithheld, error) {
	return db.First[model.TaxWithheld](s.db.Conn(ctx).Where("income_key = ?", key))
}

func (s store) insert(ctx context.Context, row model.TaxWithheld) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, &row)
	return n == 1, err
}

// holdMonth makes the month's row if there is none, keeps it from others until the
// transaction ends, and reads it.
func (s store) holdMonth(ctx context.Context, person model.PersonID, month int32) (model.TaxMonth, error) {
	err := s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "person_id"}, {Name: "month"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "turn"}, Value: clause.Expr{SQL: "turn + 1"}}},
	}).Create(&model.TaxMonth{PersonID: person, Month: month}).Error
	if err != nil {
		return model.TaxMonth{}, err
	}
	var row model.TaxMonth
	return row, s.db.Conn(ctx).Where("person_id = ? AND month = ?", person, month).Take(&row).Error
}

func (s store) addToMonth(ctx context.Context, person model.PersonID, month int32, gross, tax money.Fen) error {
	return s.db.Conn(ctx).Model(&model.TaxMonth{}).Where("person_id = ? AND month = ?", person, month).
		Updates(map[string]any{
			"gross": gorm.Expr("gross + ?", gross), "tax": gorm.Expr("tax + ?", tax), "turn": gorm.Expr("turn + 1"),
		}).Error
}

func (s store) reverse(ctx context.Context, id model.TaxID, at time.Time) (first bool, err error) {
	done := s.db.Conn(ctx).Model(&model.TaxWithheld{}).Where("id = ? AND reversed_at IS NULL", id).Update("reversed_at", at)
	return done.RowsAffected == 1, done.Error
}

// declared pages through a month's incomes that are declared here, by person and id.
func (s store) declared(ctx context.Context, month int32, after model.TaxWithheld, limit int) ([]model.TaxWithheld, error) {
	var rows []model.TaxWithheld
	err := s.db.Conn(ctx).
		Where("month = ? AND person_id >= ? AND (person_id > ? OR id > ?)", month, after.PersonID, after.PersonID, after.ID).
		Where("undeclared = ? AND reversed_at IS NULL", false).
		Order("person_id, id").Limit(limit).Find(&rows).Error
	return rows, err
}
