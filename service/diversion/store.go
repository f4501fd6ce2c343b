package diversion

import (
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"channelrouter/internal/db"
	"channelrouter/model"
)

type store struct{ db *db.DB }

func (s store) get(ctx context.Context, id model.CaseID) (*model.DiversionCase, error) {
	return db.First[model.DiversionCase](s.db.Conn(ctx).Where("id = ?", id))
}

func (s store) some(ctx context.Context, ids []model.CaseID) ([]model.DiversionCase, error) {
	var rows []model.DiversionCase
	return rows, s.db.Conn(ctx).Where("id IN ?", ids).Find(&rows).Error
}

// takeCases inserts cases, or adds to the flags of those that are open for their lots, and
// returns which case is open for each. One statement, because an insert that finds its
// row taken and then updates it would deadlock with another.
func (s store) takeCases(ctx context.Context, cases []model.DiversionCase) (map[string]model.CaseID, error) {
	added := "flags + VALUES(flags)"
	if s.db.Engine == "sqlite" {
		added = "flags + excluded.flags"
	}
	count := clause.OnConflict{
		Columns:   []clause.Column{{Name: "open_key"}},
		DoUpdates: clause.Set{{Column: clause.Column{Name: "flags"}, Value: clause.Expr{SQL: added}}},
	}
	if err := s.db.Conn(ctx).Clauses(count).CreateInBatches(cases, storeChunk).Error; err != nil {
		return nil, err
	}
	keys := make([]string, len(cases))
	for i, c := range cases {
		keys[i] = c.Lot
	}
	var rows []model.DiversionCase
	open := make(map[string]model.CaseID, len(keys))
	err := s.db.Conn(ctx).Select("id", "lot").Where("open_key IN ?", keys).Find(&rows).Error
	for _, c := range rows {
		open[c.Lot] = c.ID
	}
	return open, err
}

// open makes cases of what is watched, gives them the score if it is higher than theirs, and
// tells which were opened.
func (s store) open(ctx context.Context, ids []model.CaseID, score int, at time.Time) ([]model.CaseID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	narrow := func() *gorm.DB { return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id IN ?", ids) }
	if score > 0 {
		if err := narrow().Where("score < ?", score).Update("score", score).Error; err != nil {
			return nil, err
		}
	}
	var watched []model.CaseID
	err := narrow().Where("status = ?", model.CaseWatched).Order("id").Pluck("id", &watched).Error
	if err != nil || len(watched) == 0 {
		return nil, err
	}
	return watched, narrow().Where("status = ?", model.CaseWatched).
		Updates(map[string]any{"status": model.CaseOpen, "opened_at": at, "version": gorm.Expr("version + 1")}).Error
}

// watched returns the watched lots of an origin and product whose windows begin from one time
// to another.
func (s store) watched(ctx context.Context, origin model.OrgID, product model.ProductID, from, to time.Time) ([]model.DiversionCase, error) {
	var rows []model.DiversionCase
	return rows, s.db.Conn(ctx).Select("id", "terminal", "adcode").Order("id").
		Where("origin = ? AND product_id = ? AND window_from >= ? AND window_from <= ? AND status = ?", origin, product, from, to, model.CaseWatched).
		Find(&rows).Error
}

// moveFlags gives the flags of watched lots to another case. They stay watched, and empty.
func (s store) moveFlags(ctx context.Context, from []model.CaseID, to model.CaseID) error {
	if len(from) == 0 {
		return nil
	}
	held, err := s.holdOpen(ctx, from, []model.CaseStatus{model.CaseWatched})
	if err != nil {
		return err
	}
	still := slices.Collect(maps.Keys(held))
	moved := s.db.Conn(ctx).Model(&model.DiversionFlag{}).Where("case_id IN ?", still).Update("case_id", to)
	if moved.Error != nil {
		return moved.Error
	}
	change := func(ids []model.CaseID, columns map[string]any) error {
		return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id IN ?", ids).Updates(columns).Error
	}
	if err := change(still, map[string]any{"flags": 0, "joined": to}); err != nil {
		return err
	}
	return change([]model.CaseID{to}, map[string]any{"flags": gorm.Expr("flags + ?", moved.RowsAffected)})
}

// settle writes down in which city cases are.
func (s store) settle(ctx context.Context, cities map[model.CaseID]string) error {
	for _, id := range slices.Sorted(maps.Keys(cities)) {
		if err := s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ?", id).Update("city", cities[id]).Error; err != nil {
			return err
		}
	}
	return nil
}

// linkToLast links cases that were opened to the latest one before of their lots, if any.
func (s store) linkToLast(ctx context.Context, opened map[string]model.CaseID) error {
	if len(opened) == 0 {
		return nil
	}
	var last []model.DiversionCase
	err := s.db.Conn(ctx).Model(&model.DiversionCase{}).Select("lot, MAX(id) AS id").
		Where("lot IN ? AND open_key IS NULL", slices.Sorted(maps.Keys(opened))).Group("lot").Find(&last).Error
	for _, c := range last {
		if err := s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id = ?", opened[c.Lot]).Update("previous", c.ID).Error; err != nil {
			return err
		}
	}
	return err
}

// holdOpen tells which cases have one of some statuses, and keeps them so until the
// transaction ends.
func (s store) holdOpen(ctx context.Context, ids []model.CaseID, statuses []model.CaseStatus) (map[model.CaseID]bool, error) {
	open := make(map[model.CaseID]bool, len(ids))
	narrow := func() *gorm.DB {
		return s.db.Conn(ctx).Model(&model.DiversionCase{}).Where("id IN ? AND status IN ?", ids, statuses)
	}
	if err := narrow().Update("flags", gorm.Expr("flags")).Error; err != nil {
		return nil, err
	}
	var held []model.CaseID
	err := narrow().Pluck("id", &held).Error
	for _, id := range held {
		open[id] = true
	}
	return open, err
}

// saveFlags stores flags in place of those that their scans raised before.
func (s store) saveFlags(ctx context.Context, flags []model.DiversionFlag) error {
	return s.db.Conn(ctx).Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(flags, storeChunk).Error
}

// addFlags stores flags of scans that have raised none yet, and says how many went in.
func (s store) addFlags(ctx context.Context, flags []model.DiversionFlag) (int64, error) {
	return s.db.InsertIgnore(ctx, &flags)
}

// flagsOf returns the flags of scans, withdrawn ones included.
func (s store) flagsOf(ctx context.Context, scans []model.ScanID) ([]model.DiversionFlag, error) {
	if len(scans) == 0 {
		return nil, nil
	}
	var flags []model.DiversionFlag
	return flags, s.db.Conn(ctx).Where("scan_id IN ?", scans).Find(&flags).Error
}

func (s store) withdrawFlags(ctx context.Context, scans []model.ScanID) error {
	if len(scans) == 0 {
		return nil
	}
	return s.db.Conn(ctx).Model(&model.DiversionFlag{}).Where("scan_id IN ?", scans).Update("withdrawn", true).Error
}

func (s store) flags(ctx context.Context, id model.CaseID) ([]model.DiversionFlag, error) {
	var flags []model.DiversionFlag
	return flags, s.db.Conn(ctx).Where("case_id = ? AND withdrawn = ?", id, false).Order("at, scan_id").Find(&flags).Error
}

// allFlags lists a case's flags, withdrawn ones included.
func (s store) allFlags(ctx context.Context, id model.CaseID) ([]model.DiversionFlag, error) {
	var flags []model.DiversionFlag
	return flags, s.db.Conn(ctx).Where("case_id = ?", id).Order("at, scan_id").Find(&flags).Error
}

// penalised lists the units that were written down for a case.
func (s store) penalised(ctx context.Context, id model.CaseID) ([]model.ItemRange, error) {
	var items []model.ItemID
	err := s.db.Conn(ctx).Model(&model.PenalisedUnit{}).Where("case_id = ?", id).Order("item").Pluck("item", &items).Error
	ranges := make([]model.ItemRange, len(items))
	for i, item := range items {
		ranges[i] = model.One(item)
	}
	return model.MergeRanges(ranges), err
}

const storeChunk = 500

// penalise writes units down for a case, leaves out those that another has, and says
// how many went in.
func (s store) penalise(ctx context.Context, id model.CaseID, units []model.ItemRange) (total int64, err error) {
	rows := make([]model.PenalisedUnit, 0, storeChunk)
	insert := func() error {
		if len(rows) == 0 {
			return nil
		}
		n, err := s.db.InsertIgnore(ctx, &rows)
		total, rows = total+n, rows[:0]
		return err
	}
	for _, r := range units {
		for i := r.From; i < r.To; i++ {
			if rows = append(rows, model.PenalisedUnit{Item: i, CaseID: id}); len(rows) == storeChunk {
				if err := insert(); err != nil {
					return total, err
				}
			}
		}
	}
	return total, insert()
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
