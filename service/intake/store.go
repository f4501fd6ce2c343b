package intake

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) insertUpload(ctx context.Context, u model.Upload) error {
	return s.db.Conn(ctx).Create(&u).Error
}

func (s store) upload(ctx context.Context, id model.UploadID) (*model.Upload, error) {
	return db.First[model.Upload](s.db.Conn(ctx).Where("id = ?", id))
}

// uploadBytes is how large all uploads of a user are that are kept, as they were declared.
func (s store) uploadBytes(ctx context.Context, of model.UserID) (n int64, err error) {
	return n, s.db.Conn(ctx).Model(&model.Upload{}).Where("user_id = ?", of).Select("COALESCE(SUM(size), 0)").Scan(&n).Error
}

// moveUpload changes an upload that still has come to where it had; false when it has not.
func (s store) moveUpload(ctx context.Context, from, to model.Upload) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Upload{}).Where("id = ? AND received = ? AND complete = ?", from.ID, from.Received, from.Complete).
		Updates(map[string]any{"received": to.Received, "complete": to.Complete, "expires_at": to.ExpiresAt})
	return done.RowsAffected == 1, done.Error
}

func (s store) deleteUpload(ctx context.Context, id model.UploadID) error {
	return s.db.Conn(ctx).Where("id = ?", id).Delete(&model.Upload{}).Error
}

// expiredUploads leaves out those that an import reads.
func (s store) expiredUploads(ctx context.Context, now time.Time, limit int) ([]model.Upload, error) {
	var expired []model.Upload
	return expired, s.db.Conn(ctx).Where("expires_at < ?", now).
		Where("NOT EXISTS (SELECT 1 FROM imports WHERE imports.upload_id = uploads.id AND imports.state IN ?)", active).
		Order("expires_at").Limit(limit).Find(&expired).Error
}

// active are the states of an import that has not ended.
var active = []model.ImportState{model.ImportWaiting, model.ImportChecking, model.ImportRunning, model.ImportClearing}

// insertImport tells whether the import is new: no other of its user has its key.
func (s store) insertImport(ctx context.Context, i *model.Import) (bool, error) {
	n, err := s.db.InsertIgnore(ctx, i)
	return n == 1, err
}

func (s store) importByKey(ctx context.Context, by model.UserID, key string) (*model.Import, error) {
	return db.First[model.Import](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) findImport(ctx context.Context, id model.ImportID) (*model.Import, error) {
	return db.First[model.Import](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) imports(ctx context.Context, kinds []model.ImportKind, state model.ImportState, before model.ImportID, limit int) ([]model.Import, error) {
	query := s.db.Conn(ctx).Where("kind IN ?", kinds)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	return db.Newest[model.Import](query, before, limit)
}

// due is the import to work on, leaving some out: what is to be cleared first, because its
// codes are in the way of the next; then the one that was touched longest ago.
func (s store) due(ctx context.Context, but []model.ImportID) (*model.Import, error) {
	for _, states := range [][]model.ImportState{{model.ImportClearing}, active} {
		query := s.db.Conn(ctx).Where("state IN ?", states)
		if len(but) > 0 {
			query = query.Where("id NOT IN ?", but)
		}
		next, err := db.First[model.Import](query.Order("updated_at").Limit(1))
		if next != nil || err != nil {
			return next, err
		}
	}
	return nil, nil
}

// moveImport changes an import that still is as it was; false when it is not.
func (s store) moveImport(ctx context.Context, from, to model.Import) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.Import{}).
		Where("id = ? AND state = ? AND position = ?", from.ID, from.State, from.Position).
		Updates(map[string]any{
			"format": to.Format, "state": to.State, "total": to.Total, "position": to.Position, "accepted": to.Accepted,
			"rejected": to.Rejected, "first_item": to.FirstItem, "batch_id": to.BatchID, "fault": to.Fault, "told": to.Told, "updated_at": to.UpdatedAt,
			"created": to.Created, "updated": to.Updated,
		})
	return done.RowsAffected == 1, done.Error
}

const rejectionStatement = 500

func (s store) insertRejections(ctx context.Context, rows []model.ImportRejection) error {
	if len(rows) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(&rows, rejectionStatement).Error
}

// rejectedLines is the lines of a file that stand in the report already, [from, to], in their
// order.
func (s store) rejectedLines(ctx context.Context, id model.ImportID, from, to int64) ([]int64, error) {
	var lines []int64
	return lines, s.db.Conn(ctx).Model(&model.ImportRejection{}).
		Where("import_id = ? AND line BETWEEN ? AND ?", id, from, to).Order("line").Pluck("line", &lines).Error
}

// rejections is a page of a report, in the order of the file.
func (s store) rejections(ctx context.Context, id model.ImportID, after int64, limit int) ([]model.ImportRejection, error) {
	var page []model.ImportRejection
	return page, s.db.Conn(ctx).Where("import_id = ? AND line > ?", id, after).Order("line").Limit(limit).Find(&page).Error
}

// keepOutcomes keeps what becomes of an import's rows; judging anew says the same, or better.
func (s store) keepOutcomes(ctx context.Context, o model.ImportOutcome) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&o).Error
}

func (s store) outcomes(ctx context.Context, id model.ImportID) (*model.ImportOutcome, error) {
	return db.First[model.ImportOutcome](s.db.Conn(ctx).Where("import_id = ?", id))
}
