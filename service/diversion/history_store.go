package diversion

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

// holdCase keeps others from a case until the transaction ends.
func (s store) holdCase(ctx context.Context, id model.CaseID) error {
	return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ?", id).Update("version", gorm.Expr("version + 1")).Error
}

// holdOrigin keeps others from deciding cases of a distributor until the transaction ends.
func (s store) holdOrigin(ctx context.Context, origin model.OrgID) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "origin"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "decisions"}, Value: gorm.Expr("decisions + 1")}},
	}).Create(&model.PenaltyHold{Origin: origin, Decisions: 1}).Error
}

// steps are the columns that steps change. Flags are counted by scans, too, but not while a
// step holds the case.
var stepColumns = []string{
	"open_key", "status", "opened_at", "units", "rate_fen", "penalty_fen", "txn_id", "flags", "decided_at", "decided_by", "note",
	"inspector", "assigned_at", "noticed_at", "appeal_until", "appealed_at", "answered_at",
	"policy_version", "nth", "warned_units", "compensation_fen", "reckoning",
}

// saveCase writes a case that is held.
func (s store) saveCase(ctx context.Context, c model.DiversionCase) error {
	return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ?", c.ID).Select(stepColumns).Updates(&c).Error
}

func (s store) insertEvent(ctx context.Context, e model.CaseEvent) error {
	return s.db.Conn(ctx).Create(&e).Error
}

// eventByKey is the step that a key was used for; nil when it was not, or is "".
func (s store) eventByKey(ctx context.Context, id model.CaseID, key string) (*model.CaseEvent, error) {
	if key == "" {
		return nil, nil
	}
	return db.First[model.CaseEvent](s.db.Conn(ctx).Where("case_id = ? AND idempotency_key = ?", id, key))
}

// lastEvent is the latest step of some actions; nil when there was none.
func (s store) lastEvent(ctx context.Context, id model.CaseID, any ...Action) (*model.CaseEvent, error) {
	return db.First[model.CaseEvent](s.db.Conn(ctx).Where("case_id = ? AND action IN ?", id, any).Order("at DESC, id DESC"))
}

// reckonings are the steps in which the penalties of cases were worked out, the latest of each
// case last.
func (s store) reckonings(ctx context.Context, cases []model.CaseID) ([]model.CaseEvent, error) {
	var events []model.CaseEvent
	return events, s.db.Conn(ctx).Where("case_id IN ? AND action IN ?", cases, []Action{ActConfirm, ActLower}).Order("at, id").Find(&events).Error
}

func (s store) events(ctx context.Context, id model.CaseID) ([]model.CaseEvent, error) {
	var events []model.CaseEvent
	return events, s.db.Conn(ctx).Where("case_id = ?", id).Order("at, id").Find(&events).Error
}

// standing are the confirmed cases of a distributor.
func (s store) standing(ctx context.Context, origin model.OrgID) *gorm.DB {
	return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("origin = ? AND status = ?", origin, model.CaseConfirmed)
}

// confirmedSince counts the confirmed cases of a case's origin since a time, itself and those
// that nothing was left of to penalise left out.
func (s store) confirmedSince(ctx context.Context, c model.DiversionCase, since time.Time) (int, error) {
	var n int64
	err := s.standing(ctx, c.Origin).Where("id <> ? AND decided_at >= ? AND units > 0", c.ID, since).Count(&n).Error
	return int(n), err
}

// chargedSince sums what a case's origin was charged since a time, and the units that he was
// only warned of, the case itself left out.
func (s store) chargedSince(ctx context.Context, c model.DiversionCase, since time.Time) (charged money.Fen, warned int64, err error) {
	var sum struct {
		Fen   money.Fen
		Units int64
	}
	err = s.standing(ctx, c.Origin).Where("id <> ? AND decided_at >= ?", c.ID, since).
		Select("COALESCE(SUM(penalty_fen), 0) AS fen, COALESCE(SUM(warned_units), 0) AS units").Scan(&sum).Error
	return sum.Fen, sum.Units, err
}

// confirmedAfter lists the confirmed cases of a case's origin since a time, in the order of
// their confirmation, the case itself left out.
func (s store) confirmedAfter(ctx context.Context, c model.DiversionCase, since time.Time) ([]model.DiversionCase, error) {
	var cases []model.DiversionCase
	return cases, s.standing(ctx, c.Origin).Where("id <> ? AND decided_at >= ?", c.ID, since).Order("decided_at, nth, id").Find(&cases).Error
}

// confirmedBetween lists the confirmed cases of a distributor from a time to another, both
// included.
func (s store) confirmedBetween(ctx context.Context, origin model.OrgID, from, to time.Time) ([]model.DiversionCase, error) {
	var cases []model.DiversionCase
	return cases, s.standing(ctx, origin).Where("decided_at >= ? AND decided_at <= ?", from, to).Find(&cases).Error
}

// setCompensations puts a case's compensations in place of those that it had.
func (s store) setCompensations(ctx context.Context, id model.CaseID, rows []model.CaseCompensation) error {
	if err := s.db.Conn(ctx).Where("case_id = ?", id).Delete(&model.CaseCompensation{}).Error; err != nil || len(rows) == 0 {
		return err
	}
	return s.db.Conn(ctx).Create(&rows).Error
}

func (s store) compensations(ctx context.Context, cases []model.CaseID) ([]model.CaseCompensation, error) {
	var rows []model.CaseCompensation
	return rows, s.db.Conn(ctx).Where("case_id IN ?", cases).Order("case_id, org_id").Find(&rows).Error
}

// assigned pages through the undecided cases that people were given.
func (s store) assigned(ctx context.Context, people []model.PersonID, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	var cases []model.DiversionCase
	return cases, s.db.Conn(ctx).Where("inspector IN ? AND status IN ? AND id > ?", people, undecided, after).
		Order("id").Limit(limit).Find(&cases).Error
}

// of pages through the cases of an origin that he was told of.
func (s store) of(ctx context.Context, origin model.OrgID, status model.CaseStatus, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	query := s.db.Conn(ctx).Where("origin = ? AND id > ?", origin, after).
		Where("noticed_at IS NOT NULL OR status IN ?", []model.CaseStatus{model.CaseConfirmed, model.CaseReversed})
	if status != 0 {
		query = query.Where("status = ?", status)
	}
	var cases []model.DiversionCase
	return cases, query.Order("id").Limit(limit).Find(&cases).Error
}

// unanswered pages through the cases whose appeal waits for an answer.
func (s store) unanswered(ctx context.Context, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	var cases []model.DiversionCase
	return cases, s.db.Conn(ctx).Where("appealed_at IS NOT NULL AND answered_at IS NULL AND id > ?", after).
		Order("id").Limit(limit).Find(&cases).Error
}
