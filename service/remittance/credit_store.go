package remittance

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// holdCredit keeps others from using an organisation's credit until the transaction ends.
func (s store) holdCredit(ctx context.Context, org model.OrgID) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "org_id"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "uses"}, Value: gorm.Expr("uses + 1")}},
	}).Create(&model.CreditHold{OrgID: org, Uses: 1}).Error
}

func (s store) insertUse(ctx context.Context, u model.CreditUse) error {
	return s.db.Conn(ctx).Create(&u).Error
}

func (s store) creditUse(ctx context.Context, org model.OrgID, id model.CreditUseID) (*model.CreditUse, error) {
	return db.First[model.CreditUse](s.db.Conn(ctx).Where("id = ? AND org_id = ?", id, org))
}

func (s store) useByKey(ctx context.Context, by model.UserID, key string) (*model.CreditUse, error) {
	return db.First[model.CreditUse](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

// saveUse writes that a use of a held organisation was given back.
func (s store) saveUse(ctx context.Context, u model.CreditUse) error {
	return s.db.Conn(ctx).Model(&model.CreditUse{}).Where("id = ?", u.ID).
		Select("reversal_id", "reason", "given_back_by", "given_back_at").Updates(&u).Error
}

func (s store) uses(ctx context.Context, org model.OrgID, before model.CreditUseID, limit int) ([]model.CreditUse, error) {
	return db.Newest[model.CreditUse](s.db.Conn(ctx).Where("org_id = ?", org), before, limit)
}
