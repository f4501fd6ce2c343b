package watch

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

// theCursor is the id of the one row that says how far was reviewed.
const theCursor = 1

// cursor is how far was reviewed; nothing in the beginning.
func (s store) cursor(ctx context.Context) (model.WatchCursor, error) {
	row, err := db.First[model.WatchCursor](s.db.Conn(ctx).Where("id = ?", theCursor))
	if err != nil || row == nil {
		return model.WatchCursor{}, err
	}
	return *row, nil
}

// saveCursor moves the cursor on: never back.
func (s store) saveCursor(ctx context.Context, c model.WatchCursor) error {
	if n, err := s.db.InsertIgnore(ctx, &[]model.WatchCursor{c}); err != nil || n > 0 {
		return err
	}
	return s.db.Conn(ctx).Model(&model.WatchCursor{}).Where("id = ? AND reviewed_at < ?", theCursor, c.ReviewedAt).
		Updates(map[string]any{"reviewed_at": c.ReviewedAt, "policy": c.Policy}).Error
}

// take makes a lot the alert of an id, unless it has been one since a time, and tells whether
// that succeeded. It holds the lot until the transaction ends.
func (s store) take(ctx context.Context, lot string, alert model.AlertID, at, quietSince time.Time) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, &[]model.WatchedLot{{Lot: lot, AlertID: alert, AlertedAt: at}})
	if err != nil || n > 0 {
		return n > 0, err
	}
	done := s.db.Conn(ctx).Model(&model.WatchedLot{}).Where("lot = ? AND alerted_at <= ?", lot, quietSince).
		Updates(map[string]any{"alert_id": alert, "alerted_at": at})
	return done.RowsAffected > 0, done.Error
}

func (s store) insertAlert(ctx context.Context, a model.DiversionAlert) error {
	return s.db.Conn(ctx).Create(&a).Error
}

// alertsSince pages through the alerts since a time by id, after one.
func (s store) alertsSince(ctx context.Context, since time.Time, after model.AlertID, limit int) ([]model.DiversionAlert, error) {
	var rows []model.DiversionAlert
	return rows, s.db.Conn(ctx).Select("id", "kind", "origin", "product_id", "adcode", "at").
		Where("at >= ? AND id > ?", since, after).Order("id").Limit(limit).Find(&rows).Error
}

// lastOf is the last alert of a lot; nil where there is none.
func (s store) lastOf(ctx context.Context, lot string) (*model.DiversionAlert, error) {
	return db.First[model.DiversionAlert](s.db.Conn(ctx).
		Where("id = (?)", s.db.Conn(ctx).Model(&model.WatchedLot{}).Select("alert_id").Where("lot = ?", lot)))
}

func (s store) alertsOf(ctx context.Context, id model.CaseID) ([]model.DiversionAlert, error) {
	var rows []model.DiversionAlert
	return rows, s.db.Conn(ctx).Where("case_id = ?", id).Order("id").Find(&rows).Error
}

// addReplay keeps a replay, or finds the one that its key was used for.
func (s store) addReplay(ctx context.Context, r *model.PolicyReplay) (*model.PolicyReplay, error) {
	if err := s.db.Conn(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(r).Error; err != nil {
		return nil, err
	}
	return db.First[model.PolicyReplay](s.db.Conn(ctx).Where("asked_by = ? AND idempotency_key = ?", r.AskedBy, r.Key))
}

func (s store) replay(ctx context.Context, id model.ReplayID) (*model.PolicyReplay, error) {
	return db.First[model.PolicyReplay](s.db.Conn(ctx).Where("id = ?", id))
}

// waiting is the oldest replay without an outcome; nil where there is none.
func (s store) waiting(ctx context.Context) (*model.PolicyReplay, error) {
	return db.First[model.PolicyReplay](s.db.Conn(ctx).Where("done_at IS NULL").Order("id"))
}

func (s store) waitingReplays(ctx context.Context) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.PolicyReplay{}).Where("done_at IS NULL").Count(&n).Error
}

// replays pages through replays, the newest first, before one.
func (s store) replays(ctx context.Context, before model.ReplayID, limit int) ([]model.PolicyReplay, error) {
	return db.Newest[model.PolicyReplay](s.db.Conn(ctx), before, limit)
}

func (s store) progress(ctx context.Context, id model.ReplayID, percent int) error {
	return s.db.Conn(ctx).Model(&model.PolicyReplay{}).Where("id = ?", id).Update("percent", percent).Error
}

func (s store) finish(ctx context.Context, id model.ReplayID, outcome []byte, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.PolicyReplay{}).Where("id = ? AND done_at IS NULL", id).
		Updates(map[string]any{"percent": 100, "outcome": outcome, "done_at": at}).Error
}
