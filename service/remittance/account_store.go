package remittance

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertAccount(ctx context.Context, a model.BankAccount) error {
	return s.db.Conn(ctx).Create(&a).Error
}

func (s store) account(ctx context.Context, id model.BankAccountID) (*model.BankAccount, error) {
	return db.First[model.BankAccount](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) accountByKey(ctx context.Context, by model.UserID, key string) (*model.BankAccount, error) {
	return db.First[model.BankAccount](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) accounts(ctx context.Context, org model.OrgID, state model.BankAccountState, before model.BankAccountID, limit int) ([]model.BankAccount, error) {
	query := s.db.Conn(ctx)
	if org != 0 {
		query = query.Where("org_id = ?", org)
	}
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	return db.Newest[model.BankAccount](query, before, limit)
}

func (s store) someAccounts(ctx context.Context, ids []model.BankAccountID) (map[model.BankAccountID]model.BankAccount, error) {
	var rows []model.BankAccount
	err := s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
	byID := make(map[model.BankAccountID]model.BankAccount, len(rows))
	for _, a := range rows {
		byID[a.ID] = a
	}
	return byID, err
}

// current are the accounts that organisations are paid to.
func (s store) current(ctx context.Context, orgs []model.OrgID) (map[model.OrgID]model.BankAccount, error) {
	var rows []model.BankAccount
	payees := s.db.Conn(ctx).Model(&model.BankPayee{}).Select("account_id").Where("org_id IN ?", orgs)
	err := s.db.Conn(ctx).Where("id IN (?) AND state = ?", payees, model.BankAccountApproved).Find(&rows).Error
	byOrg := make(map[model.OrgID]model.BankAccount, len(rows))
	for _, a := range rows {
		byOrg[a.OrgID] = a
	}
	return byOrg, err
}

// saveAccount writes what became of an account whose organisation is held.
func (s store) saveAccount(ctx context.Context, a model.BankAccount) error {
	return s.db.Conn(ctx).Model(&model.BankAccount{}).Where("id = ?", a.ID).
		Select("state", "note", "decided_by", "decided_at", "end_note", "ended_by", "ended_at").Updates(&a).Error
}

// holdPayee keeps others from an organisation's accounts until the transaction ends.
func (s store) holdPayee(ctx context.Context, org model.OrgID) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "org_id"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "changes"}, Value: gorm.Expr("changes + 1")}},
	}).Create(&model.BankPayee{OrgID: org, Changes: 1}).Error
}

func (s store) setPayee(ctx context.Context, org model.OrgID, account model.BankAccountID) error {
	return s.db.Conn(ctx).Model(&model.BankPayee{}).Where("org_id = ?", org).Update("account_id", account).Error
}
