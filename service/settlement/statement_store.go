package settlement

import (
	"context"
	"time"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/internal/money"
	"channelrouter/model"
)

func (s store) insertStatements(ctx context.Context, rows []model.SettlementStatement) error {
	return s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

func (s store) insertLines(ctx context.Context, rows []model.SettlementLine) error {
	if len(rows) == 0 {
		return nil
	}
	return s.db.Conn(ctx).CreateInBatches(rows, storeChunk).Error
}

// dropStatements removes all that was written of a period that nobody has seen.
func (s store) dropStatements(ctx context.Context, period model.SettlementPeriodID) error {
	if err := s.db.Conn(ctx).Where("period_id = ?", period).Delete(&model.SettlementLine{}).Error; err != nil {
		return err
	}
	return s.db.Conn(ctx).Where("period_id = ?", period).Delete(&model.SettlementStatement{}).Error
}

// putStatement makes a statement of nothing where there is none.
func (s store) putStatement(ctx context.Context, st model.SettlementStatement) error {
	_, err := s.db.InsertIgnore(ctx, &st)
	return err
}

func (s store) statement(ctx context.Context, period model.SettlementPeriodID, org model.OrgID) (*model.SettlementStatement, error) {
	return db.First[model.SettlementStatement](s.db.Conn(ctx).Where("period_id = ? AND org_id = ?", period, org))
}

// holdStatement keeps others from a statement until the transaction ends, and returns it. A
// period is closed by who holds all of its statements.
func (s store) holdStatement(ctx context.Context, period model.SettlementPeriodID, org model.OrgID) (*model.SettlementStatement, error) {
	held := s.db.Conn(ctx).Model(&model.SettlementStatement{}).Where("period_id = ? AND org_id = ?", period, org).
		Update("version", gorm.Expr("version + 1"))
	if held.Error != nil {
		return nil, held.Error
	}
	return s.statement(ctx, period, org)
}

// closeStatements holds all statements of a period until the transaction ends, and closes them.
func (s store) closeStatements(ctx context.Context, period model.SettlementPeriodID, at time.Time) error {
	return s.db.Conn(ctx).Model(&model.SettlementStatement{}).Where("period_id = ?", period).
		Updates(map[string]any{"closed_at": at, "version": gorm.Expr("version + 1")}).Error
}

// saveStatement writes the figures of a statement that is held.
func (s store) saveStatement(ctx context.Context, st model.SettlementStatement) error {
	return s.db.Conn(ctx).Model(&model.SettlementStatement{}).Where("period_id = ? AND org_id = ? AND closed_at IS NULL", st.PeriodID, st.OrgID).
		Select("opening_fen", "closing_fen", "adjustment_fen", "line_count", "revision").Updates(&st).Error
}

func (s store) statements(ctx context.Context, period model.SettlementPeriodID, after model.OrgID, limit int) ([]model.SettlementStatement, error) {
	var rows []model.SettlementStatement
	return rows, s.db.Conn(ctx).Where("period_id = ? AND org_id > ?", period, after).Order("org_id").Limit(limit).Find(&rows).Error
}

// closedSince are organisations' closed statements of a period and all after it, in their order.
func (s store) closedSince(ctx context.Context, period model.SettlementPeriodID, orgs []model.OrgID) ([]model.SettlementStatement, error) {
	var rows []model.SettlementStatement
	err := s.db.Conn(ctx).Where("org_id IN ? AND period_id >= ? AND closed_at IS NOT NULL", orgs, period).Order("period_id").Find(&rows).Error
	return rows, err
}

// statementsWith are those that have lines in a state.
func (s store) statementsWith(ctx context.Context, period model.SettlementPeriodID, state model.SettlementLineState, after model.OrgID, limit int) ([]model.SettlementStatement, error) {
	orgs := s.db.Conn(ctx).Model(&model.SettlementLine{}).Distinct("org_id").
		Where("period_id = ? AND state = ? AND org_id > ?", period, state, after).Order("org_id").Limit(limit)
	var ids []model.OrgID
	if err := orgs.Pluck("org_id", &ids).Error; err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []model.SettlementStatement
	return rows, s.db.Conn(ctx).Where("period_id = ? AND org_id IN ?", period, ids).Order("org_id").Find(&rows).Error
}

// ofOrg pages through an organisation's statements of periods in some states, newest first.
func (s store) ofOrg(ctx context.Context, org model.OrgID, states []model.SettlementState, before model.SettlementPeriodID, limit int) ([]model.SettlementStatement, error) {
	visible := s.db.Conn(ctx).Model(&model.SettlementPeriod{}).Select("id").Where("state IN ?", states)
	query := s.db.Conn(ctx).Where("org_id = ? AND period_id IN (?)", org, visible)
	if before != 0 {
		query = query.Where("period_id < ?", before)
	}
	var rows []model.SettlementStatement
	return rows, query.Order("period_id DESC").Limit(limit).Find(&rows).Error
}

func (s store) lines(ctx context.Context, period model.SettlementPeriodID, org model.OrgID) ([]model.SettlementLine, error) {
	var rows []model.SettlementLine
	return rows, s.db.Conn(ctx).Where("period_id = ? AND org_id = ?", period, org).Order("n").Find(&rows).Error
}

func (s store) line(ctx context.Context, period model.SettlementPeriodID, org model.OrgID, n int) (*model.SettlementLine, error) {
	return db.First[model.SettlementLine](s.db.Conn(ctx).Where("period_id = ? AND org_id = ? AND n = ?", period, org, n))
}

// linesOf are the lines of some statements, each one's in their order.
func (s store) linesOf(ctx context.Context, periods []model.SettlementPeriodID, orgs []model.OrgID) ([]model.SettlementLine, error) {
	var rows []model.SettlementLine
	return rows, s.db.Conn(ctx).Where("period_id IN ? AND org_id IN ?", periods, orgs).Order("period_id, org_id, n").Find(&rows).Error
}

// linesBetween are the lines of organisations after one, up to another.
func (s store) linesBetween(ctx context.Context, period model.SettlementPeriodID, after, to model.OrgID) ([]model.SettlementLine, error) {
	var rows []model.SettlementLine
	err := s.db.Conn(ctx).Where("period_id = ? AND org_id > ? AND org_id <= ?", period, after, to).Order("org_id, n").Find(&rows).Error
	return rows, err
}

// saveAnswer writes what was said about a line of a statement that is held.
func (s store) saveAnswer(ctx context.Context, l model.SettlementLine) error {
	return s.db.Conn(ctx).Model(&model.SettlementLine{}).Where("period_id = ? AND org_id = ? AND n = ?", l.PeriodID, l.OrgID, l.N).
		Select("state", "reason", "answer").Updates(&l).Error
}

// lineSums are what the lines of a period come to, by organisation.
func (s store) lineSums(ctx context.Context, period model.SettlementPeriodID) (map[model.OrgID]money.Fen, error) {
	var rows []struct {
		OrgID model.OrgID
		Fen   money.Fen
	}
	err := s.db.Conn(ctx).Model(&model.SettlementLine{}).Select("org_id, SUM(fen) AS fen").Where("period_id = ?", period).
		Group("org_id").Scan(&rows).Error
	sums := make(map[model.OrgID]money.Fen, len(rows))
	for _, r := range rows {
		sums[r.OrgID] = r.Fen
	}
	return sums, err
}

// Waiting is what keeps a period from being closed.
type Waiting struct {
	Disputed    int64 // statements with a line that is disputed
	Unanswered  int64 // statements with a line that was not answered, and whose time is not over
	Adjustments int64 // that nobody has decided
}

func (s store) waiting(ctx context.Context, p model.SettlementPeriod, now time.Time) (w Waiting, err error) {
	lines := func(state model.SettlementLineState) *gorm.DB {
		return s.db.Conn(ctx).Model(&model.SettlementLine{}).Distinct("org_id").Where("period_id = ? AND state = ?", p.ID, state)
	}
	if err = lines(model.LineDisputed).Count(&w.Disputed).Error; err != nil {
		return w, err
	}
	open := lines(model.LineUnanswered).Where("confirm_by > ?", now)
	if p.ConfirmBy == nil || now.Before(*p.ConfirmBy) {
		open = lines(model.LineUnanswered).Where("(confirm_by > ? OR confirm_by IS NULL)", now)
	}
	if err = open.Count(&w.Unanswered).Error; err != nil {
		return w, err
	}
	err = s.db.Conn(ctx).Model(&model.SettlementAdjustment{}).Where("period_id = ? AND state = ?", p.ID, model.AdjustmentAsked).Count(&w.Adjustments).Error
	return w, err
}
