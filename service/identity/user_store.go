package identity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertUser(ctx context.Context, u *model.ConsoleUser) (created bool, err error) {
	n, err := s.db.InsertIgnore(ctx, u)
	return n == 1, err
}

func (s store) user(ctx context.Context, id model.UserID) (*model.ConsoleUser, error) {
	return db.First[model.ConsoleUser](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) userByLogin(ctx context.Context, login string) (*model.ConsoleUser, error) {
	return db.First[model.ConsoleUser](s.db.Conn(ctx).Where("login = ?", login))
}

// listUsers looks through all of a brand's users, some hundred.
func (s store) listUsers(ctx context.Context, f UserFilter, after model.UserID, limit int) ([]model.ConsoleUser, error) {
	query := s.db.Conn(ctx).Omit("password_hash").Where("id > ?", after)
	if f.Text != "" {
		query = db.Containing(query, f.Text, "name", "login")
	}
	if f.Role != "" {
		query = query.Where("role = ?", f.Role)
	}
	switch {
	case f.Disabled == nil:
	case *f.Disabled:
		query = query.Where("disabled_at IS NOT NULL")
	default:
		query = query.Where("disabled_at IS NULL")
	}
	var users []model.ConsoleUser
	return users, query.Order("id").Limit(limit).Find(&users).Error
}

func (s store) userRow(ctx context.Context, id model.UserID) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.ConsoleUser{}).Where("id = ?", id)
}

// lockOwners makes those who change users follow each other. The update changes nothing;
// it takes the owners' rows.
func (s store) lockOwners(ctx context.Context) error {
	return s.db.Conn(ctx).Model(&model.ConsoleUser{}).Where("role = ?", model.UserOwner).Update("role", gorm.Expr("role")).Error
}

// ownersBeside counts the owners who can log in, one left out.
func (s store) ownersBeside(ctx context.Context, id model.UserID) (int64, error) {
	var n int64
	others := s.db.Conn(ctx).Model(&model.ConsoleUser{}).Where("role = ? AND disabled_at IS NULL AND id <> ?", model.UserOwner, id)
	err := others.Count(&n).Error
	return n, err
}

func (s store) changeUser(ctx context.Context, u model.ConsoleUser) error {
	return s.userRow(ctx, u.ID).Updates(map[string]any{"role": u.Role, "disabled_at": u.DisabledAt}).Error
}

func unlocked() map[string]any {
	return map[string]any{"failures": 0, "locked_until": nil}
}

// endLock lets a user whose lock is over begin anew.
func (s store) endLock(ctx context.Context, id model.UserID, now time.Time) error {
	return s.userRow(ctx, id).Where("locked_until <= ?", now).Updates(unlocked()).Error
}

// countFailure adds a failure unless the user is locked, and tells whether it did. The
// row stays locked for the rest of the transaction, so no two count as the same one.
func (s store) countFailure(ctx context.Context, id model.UserID) (bool, error) {
	done := s.userRow(ctx, id).Where("locked_until IS NULL").Update("failures", gorm.Expr("failures + 1"))
	return done.RowsAffected == 1, done.Error
}

// lock locks a user who has reached the limit of failures.
func (s store) lock(ctx context.Context, id model.UserID, limit int, until time.Time) error {
	return s.userRow(ctx, id).Where("failures >= ? AND locked_until IS NULL", limit).Update("locked_until", until).Error
}

// clearFailures forgets a user's failures, from anywhere and from an address; a lock that others
// brought about stays.
func (s store) clearFailures(ctx context.Context, id model.UserID, address string) error {
	forgotten := map[string]any{"failures": gorm.Expr("CASE WHEN locked_until IS NULL THEN 0 ELSE failures END")}
	if err := s.userRow(ctx, id).Updates(forgotten).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Where("user_id = ? AND address = ?", id, address).Delete(&model.LoginFailure{}).Error
}

// replacePassword takes the place of the password whose hash is old, and tells whether
// that still was the user's.
func (s store) replacePassword(ctx context.Context, id model.UserID, old, hash string) (bool, error) {
	values := unlocked()
	values["password_hash"] = hash
	done := s.userRow(ctx, id).Where("password_hash = ?", old).Updates(values)
	return done.RowsAffected == 1, done.Error
}
