package privacy

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// errElsewhere: another worker has gone on meanwhile. Nothing of it is a fault.
var errElsewhere = errors.New("privacy: this step was taken elsewhere")

// taken turns an update that found nothing into errElsewhere.
func taken(done *gorm.DB) error {
	if done.Error == nil && done.RowsAffected != 1 {
		return errElsewhere
	}
	return done.Error
}

func (s store) uncounted(ctx context.Context, limit int) ([]model.DataRequest, error) {
	var rows []model.DataRequest
	return rows, s.db.Conn(ctx).Where("state = ? AND kind = ? AND counted_at IS NULL", model.DataRecorded, model.DataErasure).
		Order("due_at").Limit(limit).Find(&rows).Error
}

func (s store) counted(ctx context.Context, id model.DataRequestID, at time.Time) error {
	return taken(s.row(ctx, id).Where("state = ?", model.DataRecorded).Update("counted_at", at))
}

func (s store) due(ctx context.Context, now time.Time, limit int) ([]model.DataRequest, error) {
	var rows []model.DataRequest
	return rows, s.db.Conn(ctx).Where("state IN ? AND next_at <= ?", []model.DataRequestState{model.DataApproved, model.DataRunning}, now).
		Order("due_at").Limit(limit).Find(&rows).Error
}

func (s store) begin(ctx context.Context, id model.DataRequestID) error {
	return taken(s.row(ctx, id).Where("state = ?", model.DataApproved).Update("state", model.DataRunning))
}

func (s store) postpone(ctx context.Context, id model.DataRequestID, until time.Time) error {
	return s.row(ctx, id).Update("next_at", until).Error
}

// advance counts rows that a step has dealt with, and ends it where doneAt is not nil.
func (s store) advance(ctx context.Context, step model.DataRequestStep, n int64, after string, doneAt *time.Time) error {
	return taken(s.db.Conn(ctx).Model(&model.DataRequestStep{}).
		Where("request_id = ? AND n = ? AND done_at IS NULL AND after = ?", step.RequestID, step.N, step.After).
		Updates(map[string]any{"row_count": gorm.Expr("row_count + ?", n), "after": after, "done_at": doneAt}))
}

// announceChunk says of which content a chunk will be, before there is one: a worker that dies leaves
// no content behind that nobody knows of. It returns the content of one that died.
func (s store) announceChunk(ctx context.Context, c model.DataRequestChunk) (before string, err error) {
	row, err := db.First[model.DataRequestChunk](s.db.Conn(ctx).Where("request_id = ? AND n = ?", c.RequestID, c.N))
	if err != nil {
		return "", err
	}
	if row != nil {
		before = row.Hash
	}
	return before, s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&c).Error
}

// addChunk counts a chunk whose content is there.
func (s store) addChunk(ctx context.Context, c model.DataRequestChunk) error {
	return taken(s.row(ctx, c.RequestID).Where("state = ? AND chunks = ?", model.DataRunning, c.N).Update("chunks", c.N+1))
}

func (s store) chunks(ctx context.Context, id model.DataRequestID) ([]model.DataRequestChunk, error) {
	var rows []model.DataRequestChunk
	return rows, s.db.Conn(ctx).Where("request_id = ?", id).Order("n").Find(&rows).Error
}

// finish ends a request that runs. What might tell who an erased person was goes with it.
func (s store) finish(ctx context.Context, r model.DataRequest) error {
	return taken(s.row(ctx, r.ID).Where("state = ?", model.DataRunning).Updates(map[string]any{
		"state": model.DataDone, "done_at": r.DoneAt, "files_until": r.FilesUntil, "open_key": nil, "phone_index": "", "proof": r.Proof, "note": r.Note,
	}))
}

// forgetNotes empties what was written about a person in all his requests, and ends his copies.
func (s store) forgetNotes(ctx context.Context, people []model.PersonID, now time.Time) error {
	theirs := s.db.Conn(ctx).Model(&model.DataRequest{}).Where("person_id IN ?", people).Session(&gorm.Session{})
	if err := theirs.Where("files_until IS NOT NULL").Update("files_until", now).Error; err != nil {
		return err
	}
	return theirs.Updates(map[string]any{"proof": "", "note": ""}).Error
}

func (s store) stale(ctx context.Context, now time.Time, limit int) ([]model.DataRequestID, error) {
	var ids []model.DataRequestID
	return ids, s.db.Conn(ctx).Model(&model.DataRequest{}).Where("files_until <= ?", now).Order("files_until").Limit(limit).Pluck("id", &ids).Error
}

func (s store) dropChunks(ctx context.Context, id model.DataRequestID) error {
	if err := s.db.Conn(ctx).Where("request_id = ?", id).Delete(&model.DataRequestChunk{}).Error; err != nil {
		return err
	}
	return s.row(ctx, id).Update("files_until", nil).Error
}

// unpurged are erasures that are done whose kept rows nobody has looked at this year.
func (s store) unpurged(ctx context.Context, year, limit int) ([]model.DataRequest, error) {
	var rows []model.DataRequest
	return rows, s.db.Conn(ctx).Where("purged_year < ? AND kind = ? AND state = ?", year, model.DataErasure, model.DataDone).
		Order("purged_year").Limit(limit).Find(&rows).Error
}

func (s store) purged(ctx context.Context, id model.DataRequestID, year int) error {
	return s.row(ctx, id).Where("purged_year < ?", year).Update("purged_year", year).Error
}

// countPurged counts rows of a step that were kept, and are over.
func (s store) countPurged(ctx context.Context, step model.DataRequestStep, n int64) error {
	return s.db.Conn(ctx).Model(&model.DataRequestStep{}).
		Where("request_id = ? AND part = ? AND table_name = ? AND fate = ? AND why = ?", step.RequestID, step.Part, step.Of, step.Fate, step.Why).
		Update("purged", gorm.Expr("purged + ?", n)).Error
}
