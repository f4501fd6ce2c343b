package diversion

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) get(ctx context.Context, id model.CaseID) (*model.DiversionCase, error) {
	return db.First[model.DiversionCase](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) openCase(ctx context.Context, key string) (*model.DiversionCase, error) {
	return db.First[model.DiversionCase](s.db.Conn(ctx).Where("open_key = ?", key))
}

func (s store) lastCase(ctx context.Context, lot string) (model.CaseID, error) {
	c, err := db.First[model.DiversionCase](s.db.Conn(ctx).Where("lot = ?", lot).Order("id DESC"))
	if err != nil || c == nil {
		return 0, err
	}
	return c.ID, nil
}

func (s store) insertCase(ctx context.Context, c model.DiversionCase) error {
	_, err := s.db.InsertIgnore(ctx, &c)
	return err
}

func (s store) countFlag(ctx context.Context, id model.CaseID) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ? AND status = ?", id, model.CaseOpen).
		Update("flags", gorm.Expr("flags + 1"))
	return done.RowsAffected == 1, done.Error
}

func (s store) insertFlag(ctx context.Context, f model.DiversionFlag) error {
	_, err := s.db.InsertIgnore(ctx, &f)
	return err
}

func (s store) withdrawFlags(ctx context.Context, scans []model.ScanID) error {
	open := s.db.Conn(ctx).Model(&model.DiversionCase{}).Select("id").Where("status = ?", model.CaseOpen)
	return s.db.Conn(ctx).Model(&model.DiversionFlag{}).
		Where("scan_id IN ? AND case_id IN (?)", scans, open).Update("withdrawn", true).Error
}

func (s store) flags(ctx context.Context, id model.CaseID) ([]model.DiversionFlag, error) {
	var flags []model.DiversionFlag
	return flags, s.db.Conn(ctx).Where("case_id = ? AND withdrawn = ?", id, false).Order("at, scan_id").Find(&flags).Error
}

// take moves a case on, if it is still where the decision found it.
func (s store) take(ctx context.Context, id model.CaseID, from, to model.CaseStatus) (bool, error) {
	done := s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ? AND status = ?", id, from).
		Updates(map[string]any{"status": to, "open_key": nil})
	return done.RowsAffected == 1, done.Error
}

func (s store) saveDecision(ctx context.Context, c model.DiversionCase) error {
	return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ?", c.ID).
		Select("units", "rate_fen", "penalty_fen", "txn_id", "decided_at", "decided_by", "note").Updates(&c).Error
}

const storeChunk = 500

// penalise writes units down for a case, leaves out those that another has, and says
// how many went in.
func (s store) penalise(ctx context.Context, id model.CaseID, units model.ItemRange) (int64, error) {
	var total int64
	for from := units.From; from < units.To; from += storeChunk {
		rows := make([]model.PenalisedUnit, 0, storeChunk)
		for i := from; i < min(from+storeChunk, units.To); i++ {
			rows = append(rows, model.PenalisedUnit{Item: i, CaseID: id})
		}
		n, err := s.db.InsertIgnore(ctx, &rows)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

func (s store) freeUnits(ctx context.Context, id model.CaseID) error {
	return s.db.Conn(ctx).Where("case_id = ?", id).Delete(&model.PenalisedUnit{}).Error
}

func (s store) list(ctx context.Context, status model.CaseStatus, after model.CaseID, limit int) ([]model.DiversionCase, error) {
	query := s.db.Conn(ctx).Where("id > ?", after).Order("id").Limit(limit)
	if status != 0 {
		query = query.Where("status = ?", status)
	}
	var cases []model.DiversionCase
	return cases, query.Find(&cases).Error
}
