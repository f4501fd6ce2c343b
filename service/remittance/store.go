package remittance

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

const storeChunk = 500

func (s store) insertRun(ctx context.Context, r model.BankRun) error {
	return s.db.Conn(ctx).Create(&r).Error
}

func (s store) run(ctx context.Context, id model.BankRunID) (*model.BankRun, error) {
	return db.First[model.BankRun](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) runByKey(ctx context.Context, by model.UserID, key string) (*model.BankRun, error) {
	return db.First[model.BankRun](s.db.Conn(ctx).Where("user_id = ? AND idempotency_key = ?", by, key))
}

func (s store) runs(ctx context.Context, state model.BankRunState, before model.BankRunID, limit int) ([]model.BankRun, error) {
	query := s.db.Conn(ctx)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	return db.Newest[model.BankRun](query, before, limit)
}

// unfinished are the runs that a job has something to do for.
func (s store) unfinished(ctx context.Context) ([]model.BankRun, error) {
	var rows []model.BankRun
	states := []model.BankRunState{model.BankRunListing, model.BankRunApproved}
	return rows, s.db.Conn(ctx).Where("state IN ?", states).Order("id").Find(&rows).Error
}

// holdRun keeps others from a run until the transaction ends.
func (s store) holdRun(ctx context.Context, id model.BankRunID) error {
	return s.db.Conn(ctx).Model(&model.BankRun{}).Where("id = ?", id).Update("version", gorm.Expr("version + 1")).Error
}

// saveRun writes a run that is held.
func (s store) saveRun(ctx context.Context, r model.BankRun) error {
	return s.db.Conn(ctx).Model(&model.BankRun{}).Where("id = ?", r.ID).Select(
		"state", "listed_to", "line_rows", "fen", "left_out", "posted_to", "paid", "paid_fen", "dropped", "succeeded", "failed", "failed_fen",
		"listed_at", "note", "decided_by", "decided_at", "posted_at", "finished_at",
	).Updates(&r).Error
}

func (s store) insertLines(ctx context.Context, lines []model.BankLine, omissions []model.BankOmission) error {
	if len(lines) > 0 {
		if err := s.db.Conn(ctx).CreateInBatches(lines, storeChunk).Error; err != nil {
			return err
		}
	}
	if len(omissions) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(omissions, storeChunk).Error
}

// lines pages through a run's lines in a state (0: any), after one.
func (s store) lines(ctx context.Context, run model.BankRunID, state model.BankLineState, after, limit int) ([]model.BankLine, error) {
	query := s.db.Conn(ctx).Where("run_id = ? AND n > ?", run, after)
	if state != 0 {
		query = query.Where("state = ?", state)
	}
	var rows []model.BankLine
	return rows, query.Order("n").Limit(limit).Find(&rows).Error
}

// someLines are lines of a run by their numbers.
func (s store) someLines(ctx context.Context, run model.BankRunID, numbers []int) (map[int]*model.BankLine, error) {
	var rows []model.BankLine
	err := s.db.Conn(ctx).Where("run_id = ? AND n IN ?", run, numbers).Find(&rows).Error
	byN := make(map[int]*model.BankLine, len(rows))
	for i := range rows {
		byN[rows[i].N] = &rows[i]
	}
	return byN, err
}

// saveLines writes what became of lines of a run that is held. They are there: what is inserted
// meets them, and changes them.
func (s store) saveLines(ctx context.Context, lines []model.BankLine) error {
	if len(lines) == 0 {
		return nil
	}
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "run_id"}, {Name: "n"}},
		DoUpdates: clause.AssignmentColumns([]string{"state", "reason", "txn_id", "result_by", "result_at"}),
	}).CreateInBatches(lines, storeChunk).Error
}

func (s store) omissions(ctx context.Context, run model.BankRunID, after model.OrgID, limit int) ([]model.BankOmission, error) {
	var rows []model.BankOmission
	return rows, s.db.Conn(ctx).Where("run_id = ? AND org_id > ?", run, after).Order("org_id").Limit(limit).Find(&rows).Error
}
