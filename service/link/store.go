package link

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// insertTest is false when the user's key was used before.
func (s store) insertTest(ctx context.Context, t *model.DeviceTest) (bool, error) {
	inserted, err := s.db.InsertIgnore(ctx, t)
	return inserted == 1, err
}

func (s store) testByKey(ctx context.Context, user model.UserID, key string) (*model.DeviceTest, error) {
	return db.First[model.DeviceTest](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", user, key))
}

func (s store) newestTest(ctx context.Context, host string, upperCase bool, appID string, os model.DeviceOS) (*model.DeviceTest, error) {
	return db.First[model.DeviceTest](s.db.Conn(ctx).
		Where("host = ? AND upper_case = ? AND app_id = ? AND os = ?", host, upperCase, appID, os).Order("id DESC"))
}

// link is a request's link that lives until a time at least.
func (s store) link(ctx context.Context, request string, until time.Time) (*model.AppLink, error) {
	return db.First[model.AppLink](s.db.Conn(ctx).
		Where("request = ? AND expires_at >= ?", request, until).Order("expires_at DESC"))
}

func (s store) insertLink(ctx context.Context, l model.AppLink) error {
	return s.db.Conn(ctx).Create(&l).Error
}

func (s store) links(ctx context.Context, before model.AppLinkID, limit int) ([]model.AppLink, error) {
	return db.Newest[model.AppLink](s.db.Conn(ctx), before, limit)
}

// insertMaking is false while the request has a maker.
func (s store) insertMaking(ctx context.Context, m model.LinkMaking) (bool, error) {
	inserted, err := s.db.InsertIgnore(ctx, &m)
	return inserted == 1, err
}

func (s store) making(ctx context.Context, request string) (*model.LinkMaking, error) {
	return db.First[model.LinkMaking](s.db.Conn(ctx).Where("request = ?", request))
}

func (s store) takeMaking(ctx context.Context, from, to model.LinkMaking) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.LinkMaking{}).Where("request = ? AND maker = ?", from.Request, from.Maker).
		Updates(map[string]any{"maker": to.Maker, "until": to.Until, "app_id": to.AppID, "biz_date": to.BizDate})
	return done.RowsAffected == 1, done.Error
}

// endMaking is false when another has taken the making over.
func (s store) endMaking(ctx context.Context, m model.LinkMaking) (bool, error) {
	done := s.db.Conn(ctx).Where("request = ? AND maker = ?", m.Request, m.Maker).Delete(&model.LinkMaking{})
	return done.RowsAffected == 1, done.Error
}

// countLink counts one more while there are fewer than limit.
func (s store) countLink(ctx context.Context, appID string, day int32, limit int) (bool, error) {
	if _, err := s.db.InsertIgnore(ctx, &model.LinkDay{AppID: appID, BizDate: day}); err != nil {
		return false, err
	}
	done := s.day(ctx, appID, day).Where("made < ?", limit).Update("made", gorm.Expr("made + 1"))
	return done.RowsAffected == 1, done.Error
}

// uncountLink takes one back; of a day without links nothing is left.
func (s store) uncountLink(ctx context.Context, appID string, day int32) error {
	if err := s.day(ctx, appID, day).Where("made > 0").Update("made", gorm.Expr("made - 1")).Error; err != nil {
		return err
	}
	return s.day(ctx, appID, day).Where("made = 0").Delete(&model.LinkDay{}).Error
}

// recountLink counts what was made, whatever the limit.
func (s store) recountLink(ctx context.Context, appID string, day int32) error {
	if _, err := s.db.InsertIgnore(ctx, &model.LinkDay{AppID: appID, BizDate: day}); err != nil {
		return err
	}
	return s.day(ctx, appID, day).Update("made", gorm.Expr("made + 1")).Error
}

func (s store) day(ctx context.Context, appID string, day int32) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.LinkDay{}).Where("app_id = ? AND biz_date = ?", appID, day)
}

// linkDays are the counts of a day, by appid.
func (s store) linkDays(ctx context.Context, day int32) (map[string]int, error) {
	var rows []model.LinkDay
	made := map[string]int{}
	err := s.db.Conn(ctx).Where("biz_date = ?", day).Find(&rows).Error
	for _, r := range rows {
		made[r.AppID] = r.Made
	}
	return made, err
}

func (s store) code(ctx context.Context, key model.AppCode) (*model.AppCode, error) {
	return db.First[model.AppCode](s.db.Conn(ctx).
		Where("app_id = ? AND env_version = ? AND page = ? AND scene = ?", key.AppID, key.EnvVersion, key.Page, key.Scene))
}

func (s store) keepCode(ctx context.Context, c model.AppCode) error {
	_, err := s.db.InsertIgnore(ctx, &c)
	return err
}

// endedBefore are the links that ended first, before a time.
func (s store) endedBefore(ctx context.Context, at time.Time, limit int) ([]model.AppLinkID, error) {
	var ids []model.AppLinkID
	return ids, s.db.Conn(ctx).Model(&model.AppLink{}).Where("expires_at < ?", at).Order("expires_at").Limit(limit).Pluck("id", &ids).Error
}

// removeLinks removes links, and counts those that were there.
func (s store) removeLinks(ctx context.Context, ids []model.AppLinkID) (int64, error) {
	done := s.db.Conn(ctx).Where("id IN ?", ids).Delete(&model.AppLink{})
	return done.RowsAffected, done.Error
}
