package identity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) factor(ctx context.Context, id model.UserID) (*model.SecondFactor, error) {
	return db.First[model.SecondFactor](s.db.Conn(ctx).Where("user_id = ?", id))
}

// replaceFactor stores a factor in place of one that was not confirmed.
func (s store) replaceFactor(ctx context.Context, f model.SecondFactor) error {
	if err := s.deleteFactor(ctx, f.UserID); err != nil {
		return err
	}
	return s.db.Conn(ctx).Create(&f).Error
}

func (s store) confirmFactor(ctx context.Context, id model.UserID, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.SecondFactor{}).Where("user_id = ?", id).Update("confirmed_at", at).Error
}

func (s store) deleteFactor(ctx context.Context, id model.UserID) error {
	if err := s.db.Conn(ctx).Where("user_id = ?", id).Delete(&model.RecoveryCode{}).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Where("user_id = ?", id).Delete(&model.SecondFactor{}).Error
}

// useStep takes a time step and all before it, and tells whether it was free.
func (s store) useStep(ctx context.Context, id model.UserID, step int64) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.SecondFactor{}).Where("user_id = ? AND last_step < ?", id, step).Update("last_step", step)
	return done.RowsAffected == 1, done.Error
}

func (s store) insertRecovery(ctx context.Context, id model.UserID, codes []string) error {
	rows := make([]model.RecoveryCode, len(codes))
	for i, c := range codes {
		rows[i] = model.RecoveryCode{UserID: id, Hash: refreshHash(plainCode(c))}
	}
	return s.db.Conn(ctx).Create(&rows).Error
}

// useRecovery takes a recovery code away, and tells whether it was there.
func (s store) useRecovery(ctx context.Context, id model.UserID, hash string) (bool, error) {
	done := s.db.Conn(ctx).Where("user_id = ? AND hash = ?", id, hash).Delete(&model.RecoveryCode{})
	return done.RowsAffected == 1, done.Error
}

func (s store) countRecovery(ctx context.Context, id model.UserID) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.RecoveryCode{}).Where("user_id = ?", id).Count(&n).Error
}

// usedFrom tells whether a user's sessions of late were used from an address.
func (s store) usedFrom(ctx context.Context, id model.UserID, address string) (bool, error) {
	found, err := db.First[model.SessionFamily](s.db.Conn(ctx).
		Where("subject_id = ? AND app = ? AND address = ?", id, AppConsole, address))
	return found != nil, err
}

func (s store) failuresFrom(ctx context.Context, id model.UserID, address string) (*model.LoginFailure, error) {
	return db.First[model.LoginFailure](s.db.Conn(ctx).Where("user_id = ? AND address = ?", id, address))
}

// countFailureFrom adds a failure from an address unless it is locked, and tells whether it did.
func (s store) countFailureFrom(ctx context.Context, id model.UserID, address string, now time.Time, limit int, until time.Time) (bool, error) {
	if _, err := s.db.InsertIgnore(ctx, &model.LoginFailure{UserID: id, Address: address, At: now}); err != nil {
		return false, err
	}
	row := func() *model.LoginFailure { return &model.LoginFailure{} }
	ended := s.db.Conn(ctx).Model(row()).Where("user_id = ? AND address = ? AND locked_until <= ?", id, address, now).Updates(unlocked())
	if ended.Error != nil {
		return false, ended.Error
	}
	counted := s.db.Conn(ctx).Model(row()).Where("user_id = ? AND address = ? AND locked_until IS NULL", id, address).
		Updates(map[string]any{"failures": gorm.Expr("failures + 1"), "at": now})
	if counted.Error != nil || counted.RowsAffected == 0 {
		return false, counted.Error
	}
	return true, s.db.Conn(ctx).Model(row()).Where("user_id = ? AND address = ? AND failures >= ?", id, address, limit).
		Update("locked_until", until).Error
}

// takeBack makes one failure no failure: the password was right.
func (s store) takeBack(ctx context.Context, id model.UserID, address string) error {
	less := map[string]any{"failures": gorm.Expr("failures - 1"), "locked_until": nil}
	if err := s.userRow(ctx, id).Where("failures > 0").Updates(less).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Model(&model.LoginFailure{}).Where("user_id = ? AND address = ? AND failures > 0", id, address).Updates(less).Error
}

// deleteFailures forgets failures from before a time, up to limit of them.
func (s store) deleteFailures(ctx context.Context, before time.Time, limit int) error {
	var old []model.LoginFailure
	if err := s.db.Conn(ctx).Where("at < ?", before).Order("at").Limit(limit).Find(&old).Error; err != nil {
		return err
	}
	for _, f := range old {
		gone := s.db.Conn(ctx).Where("user_id = ? AND address = ? AND at < ?", f.UserID, f.Address, before).Delete(&model.LoginFailure{})
		if gone.Error != nil {
			return gone.Error
		}
	}
	return nil
}
