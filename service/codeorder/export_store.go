package codeorder

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// insertExport tells whether the export is new: no other has its key.
func (s store) insertExport(ctx context.Context, e *model.CodeExport) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, e)
	return n == 1, err
}

func (s store) export(ctx context.Context, id model.CodeExportID) (*model.CodeExport, error) {
	return db.First[model.CodeExport](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) exportByKey(ctx context.Context, by model.UserID, key string) (*model.CodeExport, error) {
	return db.First[model.CodeExport](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) exports(ctx context.Context, batch model.BatchID, before model.CodeExportID, limit int) ([]model.CodeExport, error) {
	query := s.db.Conn(ctx)
	if batch != 0 {
		query = query.Where("batch_id = ?", batch)
	}
	return db.Newest[model.CodeExport](query, before, limit)
}

func (s store) dueExports(ctx context.Context, now time.Time, limit int) ([]model.CodeExport, error) {
	var page []model.CodeExport
	err := s.db.Conn(ctx).Where("state = ? AND next_at <= ?", model.CodeExportAsked, now).Order("next_at").Limit(limit).Find(&page).Error
	return page, err
}

// moveExport changes an export that still is as it was; false when it is not.
func (s store) moveExport(ctx context.Context, from, to model.CodeExport) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.CodeExport{}).
		Where("id = ? AND state = ? AND done = ? AND generator = ?", from.ID, from.State, from.Done, from.Generator).
		Updates(map[string]any{
			"state": to.State, "done": to.Done, "generator": to.Generator, "next_at": to.NextAt, "ready_at": to.ReadyAt,
			"attempts": to.Attempts, "fault": to.Fault,
		})
	return done.RowsAffected == 1, done.Error
}

func (s store) postponeExport(ctx context.Context, id model.CodeExportID, fault string, until time.Time) error {
	return s.db.Conn(ctx).Model(&model.CodeExport{}).Where("id = ? AND state = ?", id, model.CodeExportAsked).
		Updates(map[string]any{"attempts": gorm.Expr("attempts + 1"), "fault": fault, "next_at": until}).Error
}

func (s store) revokeExport(ctx context.Context, id model.CodeExportID, by model.UserID, now time.Time) error {
	return s.db.Conn(ctx).Model(&model.CodeExport{}).Where("id = ? AND state <> ?", id, model.CodeExportRevoked).
		Updates(map[string]any{"state": model.CodeExportRevoked, "revoked_at": now, "revoked_by": by}).Error
}

// putShard stores a file's line; computed anew, it keeps what went out.
func (s store) putShard(ctx context.Context, shard model.CodeExportShard) error {
	anew := clause.OnConflict{
		Columns:   []clause.Column{{Name: "export_id"}, {Name: "number"}},
		DoUpdates: clause.AssignmentColumns([]string{"size", "hash"}),
	}
	return s.db.Conn(ctx).Clauses(anew).Create(&shard).Error
}

func (s store) shard(ctx context.Context, id model.CodeExportID, number int) (*model.CodeExportShard, error) {
	return db.First[model.CodeExportShard](s.db.Conn(ctx).Where("export_id = ? AND number = ?", id, number))
}

func (s store) shards(ctx context.Context, id model.CodeExportID, after, limit int) ([]model.CodeExportShard, error) {
	var page []model.CodeExportShard
	err := s.db.Conn(ctx).Where("export_id = ? AND number > ?", id, after).Order("number").Limit(limit).Find(&page).Error
	return page, err
}

func (s store) insertLink(ctx context.Context, l model.CodeLink) error {
	return s.db.Conn(ctx).Create(&l).Error
}

func (s store) links(ctx context.Context, ids []model.CodeLinkID) (map[model.CodeLinkID]model.CodeLink, error) {
	var rows []model.CodeLink
	err := s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
	found := make(map[model.CodeLinkID]model.CodeLink, len(rows))
	for _, l := range rows {
		found[l.ID] = l
	}
	return found, err
}

// reserve counts n more bytes of a file, unless that is more than most; false then.
func (s store) reserve(ctx context.Context, shard model.CodeExportShard, n, most int64) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.CodeExportShard{}).
		Where("export_id = ? AND number = ? AND hash = ? AND sent <= ?", shard.ExportID, shard.Number, shard.Hash, most-n).
		Update("sent", gorm.Expr("sent + ?", n))
	return done.RowsAffected == 1, done.Error
}

func (s store) giveBack(ctx context.Context, shard model.CodeExportShard, n int64) error {
	return s.db.Conn(ctx).Model(&model.CodeExportShard{}).Where("export_id = ? AND number = ?", shard.ExportID, shard.Number).
		Update("sent", gorm.Expr("sent - ?", n)).Error
}

func (s store) insertDownload(ctx context.Context, d model.CodeDownload) error {
	return s.db.Conn(ctx).Create(&d).Error
}

func (s store) endDownload(ctx context.Context, id model.CodeDownloadID, sent int64, now time.Time) error {
	return s.db.Conn(ctx).Model(&model.CodeDownload{}).Where("id = ?", id).
		Updates(map[string]any{"sent": sent, "ended_at": now}).Error
}

func (s store) downloads(ctx context.Context, id model.CodeExportID, before model.CodeDownloadID, limit int) ([]model.CodeDownload, error) {
	return db.Newest[model.CodeDownload](s.db.Conn(ctx).Where("export_id = ?", id), before, limit)
}

// isOut tells whether each file of an export went out once.
func (s store) isOut(ctx context.Context, id model.CodeExportID) (bool, error) {
	left, err := db.First[model.CodeExportShard](s.db.Conn(ctx).Where("export_id = ? AND sent < size", id).Limit(1))
	return left == nil, err
}

// orderExported notes that codes of an order's batch are out.
func (s store) orderExported(ctx context.Context, batch model.BatchID) error {
	return s.db.Conn(ctx).Model(&model.CodeOrder{}).Where("batch_id = ? AND state = ?", batch, model.CodeOrderIssued).
		Update("state", model.CodeOrderExported).Error
}
