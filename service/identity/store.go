package identity

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// store has the room's tables: people and the audit trail here, the sessions' and the
// users' in files of their own.
type store struct{ db *db.DB }

// accountOf is a person's account in an app: one seek by person, who has one an app.
func (s store) accountOf(ctx context.Context, person model.PersonID, appID string) (*model.AppAccount, error) {
	return db.First[model.AppAccount](s.db.Conn(ctx).Where("person_id = ? AND app_id = ?", person, appID))
}

func (s store) accountsOf(ctx context.Context, appID string, people []model.PersonID) ([]model.AppAccount, error) {
	var accounts []model.AppAccount
	return accounts, s.db.Conn(ctx).Where("person_id IN ? AND app_id = ?", people, appID).Find(&accounts).Error
}

func (s store) allAccounts(ctx context.Context, person model.PersonID) ([]model.AppAccount, error) {
	var accounts []model.AppAccount
	return accounts, s.db.Conn(ctx).Where("person_id = ?", person).Order("app_id").Find(&accounts).Error
}

func (s store) account(ctx context.Context, appID, openID string) (*model.AppAccount, error) {
	return db.First[model.AppAccount](s.db.Conn(ctx).Where("app_id = ? AND open_id = ?", appID, openID))
}

func (s store) insertAccount(ctx context.Context, a *model.AppAccount) (created bool, err error) {
	n, err := s.db.InsertIgnore(ctx, a)
	return n == 1, err
}

// moveAccount gives a person's account to another, if it still is the first one's.
func (s store) moveAccount(ctx context.Context, a model.AppAccount, to model.PersonID) error {
	return s.db.Conn(ctx).Model(&model.AppAccount{}).
		Where("app_id = ? AND open_id = ? AND person_id = ?", a.AppID, a.OpenID, a.PersonID).Update("person_id", to).Error
}

func (s store) person(ctx context.Context, id model.PersonID) (*model.Person, error) {
	return db.First[model.Person](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) personByUnion(ctx context.Context, unionID string) (*model.Person, error) {
	return db.First[model.Person](s.db.Conn(ctx).Where("union_id = ?", unionID))
}

func (s store) insertPerson(ctx context.Context, p *model.Person) (created bool, err error) {
	n, err := s.db.InsertIgnore(ctx, p)
	return n == 1, err
}

// nameUnion gives the person the unionid unless somebody else holds it. The unique key
// is the guard, and its refusal leaves the transaction intact on both engines.
func (s store) nameUnion(ctx context.Context, id model.PersonID, unionID string) error {
	err := s.db.Conn(ctx).Model(&model.Person{}).Where("id = ?", id).Update("union_id", unionID).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return nil
	}
	return err
}

func (s store) insertAudit(ctx context.Context, e model.AuditEntry) error {
	return s.db.Conn(ctx).Create(&e).Error
}

// countAudit counts an entry by the one that has its merge key, or inserts it. The unique key is
// the guard: of those who come at once one inserts, and the others find his row.
func (s store) countAudit(ctx context.Context, e model.AuditEntry) error {
	if counted, err := s.countAgain(ctx, *e.MergeKey); counted || err != nil {
		return err
	}
	if n, err := s.db.InsertIgnore(ctx, &e); n == 1 || err != nil {
		return err
	}
	_, err := s.countAgain(ctx, *e.MergeKey)
	return err
}

func (s store) countAgain(ctx context.Context, key string) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.AuditEntry{}).Where("merge_key = ?", key).Update("times", gorm.Expr("times + 1"))
	return done.RowsAffected == 1, done.Error
}

// listAudit reads a page by the index of the narrowest filter that there is, each of which
// ends in the id.
func (s store) listAudit(ctx context.Context, f AuditFilter, before int64, limit int) ([]model.AuditEntry, error) {
	query := s.db.Conn(ctx)
	if f.UserID != nil {
		query = query.Where("user_id = ?", *f.UserID)
	}
	if f.Outcome != "" {
		query = query.Where("outcome = ?", f.Outcome)
	}
	if f.Action != "" {
		query = query.Where("action = ?", f.Action)
	}
	if f.Subject != "" {
		query = query.Where("subject = ?", f.Subject)
	}
	if !f.From.IsZero() {
		query = query.Where("at >= ?", f.From)
	}
	if !f.To.IsZero() {
		query = query.Where("at < ?", f.To)
	}
	return db.Newest[model.AuditEntry](query, before, limit)
}
