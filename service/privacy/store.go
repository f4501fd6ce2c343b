package privacy

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

var open = []model.DataRequestState{model.DataRecorded, model.DataApproved, model.DataRunning}

func (s store) insert(ctx context.Context, r model.DataRequest) error {
	return s.db.Conn(ctx).Create(&r).Error
}

func (s store) get(ctx context.Context, id model.DataRequestID) (*model.DataRequest, error) {
	return db.First[model.DataRequest](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) byOpenKey(ctx context.Context, key string) (*model.DataRequest, error) {
	return db.First[model.DataRequest](s.db.Conn(ctx).Where("open_key = ?", key))
}

// erased tells whether an erasure of a person was approved.
func (s store) erased(ctx context.Context, person model.PersonID) (bool, error) {
	begun := []model.DataRequestState{model.DataApproved, model.DataRunning, model.DataDone}
	row, err := db.First[model.DataRequest](s.db.Conn(ctx).Where("person_id = ? AND kind = ? AND state IN ?", person, model.DataErasure, begun))
	return row != nil, err
}

func (s store) row(ctx context.Context, id model.DataRequestID) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.DataRequest{}).Where("id = ?", id)
}

// hold makes those who decide follow each other. The update changes nothing; it takes the row.
func (s store) hold(ctx context.Context, id model.DataRequestID) error {
	return s.row(ctx, id).Update("state", gorm.Expr("state")).Error
}

// decide takes a decision of a request that waits for one, by another than who recorded it where it
// is approved.
func (s store) decide(ctx context.Context, r model.DataRequest) (bool, error) {
	query := s.row(ctx, r.ID).Where("state = ?", model.DataRecorded)
	if r.State == model.DataApproved {
		query = query.Where("user_id <> ?", r.DecidedBy)
	}
	done := query.Updates(map[string]any{
		"state": r.State, "decided_by": r.DecidedBy, "decided_at": r.DecidedAt, "reason": r.Reason, "note": r.Note, "next_at": r.NextAt,
		"open_key": r.OpenKey, "done_at": r.DoneAt, "phone_index": r.PhoneIndex,
	})
	return done.RowsAffected == 1, done.Error
}

// order is a column that requests are sorted by before their ids.
type order struct {
	column  string
	falling bool
}

func (s store) list(ctx context.Context, f Filter, now time.Time, by order, last *model.DataRequest, limit int) ([]model.DataRequest, error) {
	query := s.db.Conn(ctx).Limit(limit)
	if f.State != 0 {
		query = query.Where("state = ?", f.State)
	}
	if f.Open || f.Overdue {
		query = query.Where("state IN ?", open)
	}
	if f.Overdue {
		query = query.Where("due_at < ?", now)
	}
	if f.Kind != 0 {
		query = query.Where("kind = ?", f.Kind)
	}
	if f.Person != 0 {
		query = query.Where("person_id = ?", f.Person)
	}
	way := ""
	if by.falling {
		way = " DESC"
	}
	if last != nil {
		value := map[string]time.Time{"due_at": last.DueAt, "recorded_at": last.RecordedAt}[by.column]
		query = db.Behind(query, by.column, value, "id", last.ID, by.falling)
	}
	var rows []model.DataRequest
	return rows, query.Order(by.column + way).Order("id" + way).Find(&rows).Error
}

func (s store) of(ctx context.Context, people []model.PersonID, before model.DataRequestID, limit int) ([]model.DataRequest, error) {
	return db.Newest[model.DataRequest](s.db.Conn(ctx).Where("person_id IN ?", people), before, limit)
}

func (s store) steps(ctx context.Context, id model.DataRequestID) ([]model.DataRequestStep, error) {
	var rows []model.DataRequestStep
	return rows, s.db.Conn(ctx).Where("request_id = ?", id).Order("n").Find(&rows).Error
}

// plan keeps a request's steps, in place of those of an earlier count.
func (s store) plan(ctx context.Context, steps []model.DataRequestStep) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&steps).Error
}
