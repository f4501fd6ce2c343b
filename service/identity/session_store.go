package identity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

func (s store) insertFamily(ctx context.Context, f model.SessionFamily) error {
	return s.db.Conn(ctx).Create(&f).Error
}

func (s store) family(ctx context.Context, id int64) (*model.SessionFamily, error) {
	return db.First[model.SessionFamily](s.db.Conn(ctx).Where("id = ?", id))
}

// useFamily keeps when and from where a session was used last.
func (s store) useFamily(ctx context.Context, id int64, address string, now time.Time) error {
	return s.db.Conn(ctx).Model(&model.SessionFamily{}).Where("id = ?", id).
		Updates(map[string]any{"last_used_at": now, "address": address}).Error
}

// sessions are a console user's that have not ended, the newest first, before an id.
func (s store) sessions(ctx context.Context, user model.UserID, now time.Time, before int64, limit int) ([]model.SessionFamily, error) {
	return db.Newest[model.SessionFamily](s.db.Conn(ctx).
		Where("subject_id = ? AND app = ? AND revoked_at IS NULL AND expires_at > ?", user, AppConsole, now), before, limit)
}

// revokeOthers revokes a subject's families but one and returns them.
func (s store) revokeOthers(ctx context.Context, user model.UserID, but int64, now time.Time) ([]int64, error) {
	theirs := s.db.Conn(ctx).Model(&model.SessionFamily{}).Where("subject_id = ? AND app = ? AND id <> ?", user, AppConsole, but).Session(&gorm.Session{})
	if err := theirs.Where("revoked_at IS NULL").Update("revoked_at", now).Error; err != nil {
		return nil, err
	}
	var ids []int64
	return ids, theirs.Where("revoked_at = ?", now).Pluck("id", &ids).Error
}

func (s store) revokeFamily(ctx context.Context, id int64, now time.Time) error {
	return s.db.Conn(ctx).Model(&model.SessionFamily{}).
		Where("id = ? AND revoked_at IS NULL", id).Update("revoked_at", now).Error
}

// revokeAll revokes a subject's families and returns them. They are read after the
// update, by its mark: read before it, a login in between would be missed.
func (s store) revokeAll(ctx context.Context, app string, subject int64, now time.Time) ([]int64, error) {
	query := s.db.Conn(ctx).Model(&model.SessionFamily{}).Where("subject_id = ?", subject)
	if app == "" {
		query = query.Where("app <> ?", AppConsole)
	} else {
		query = query.Where("app = ?", app)
	}
	theirs := query.Session(&gorm.Session{})
	if err := theirs.Where("revoked_at IS NULL").Update("revoked_at", now).Error; err != nil {
		return nil, err
	}
	var ids []int64
	return ids, theirs.Where("revoked_at = ?", now).Pluck("id", &ids).Error
}

func (s store) insertToken(ctx context.Context, t model.RefreshToken) error {
	return s.db.Conn(ctx).Create(&t).Error
}

func (s store) token(ctx context.Context, hash string) (*model.RefreshToken, error) {
	return db.First[model.RefreshToken](s.db.Conn(ctx).Where("hash = ?", hash))
}

// spendToken marks the token used, and tells whether it was fresh until then.
func (s store) spendToken(ctx context.Context, hash string, now time.Time) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.RefreshToken{}).
		Where("hash = ? AND used_at IS NULL", hash).Update("used_at", now)
	return done.RowsAffected == 1, done.Error
}

func (s store) expiredFamilies(ctx context.Context, cutoff time.Time, limit int) ([]int64, error) {
	var ids []int64
	err := s.db.Conn(ctx).Model(&model.SessionFamily{}).Where("expires_at < ?", cutoff).
		Order("expires_at, id").Limit(limit).Pluck("id", &ids).Error
	return ids, err
}

// deleteTokens deletes up to limit tokens of the families and says how many.
func (s store) deleteTokens(ctx context.Context, families []int64, limit int) (int, error) {
	var hashes []string
	err := s.db.Conn(ctx).Model(&model.RefreshToken{}).Where("family_id IN ?", families).
		Limit(limit).Pluck("hash", &hashes).Error
	if err != nil || len(hashes) == 0 {
		return 0, err
	}
	return len(hashes), s.db.Conn(ctx).Where("hash IN ?", hashes).Delete(&model.RefreshToken{}).Error
}

func (s store) deleteFamilies(ctx context.Context, ids []int64) error {
	return s.db.Conn(ctx).Where("id IN ?", ids).Delete(&model.SessionFamily{}).Error
}
