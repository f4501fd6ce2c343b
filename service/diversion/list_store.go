package diversion

import (
	"context"

	"gorm.io/gorm"

	"channelrouter/internal/db"
	"channelrouter/model"
)

// narrowed is the cases of a status that a query asks for, to be sorted by a column, or ("") counted.
// What does not make them few is set aside.
func (s store) narrowed(ctx context.Context, q Query, products []model.ProductID, status model.CaseStatus, sorted string) *gorm.DB {
	counted := sorted == ""
	elsewhere := q.Terminal != 0 || q.Inspector != 0 || counted && q.Prefix != ""
	query := s.db.Conn(ctx).Model(&model.DiversionCase{}).Where(s.db.Aside("status", elsewhere)+" = ?", status)
	for column, id := range map[string]int64{"origin": int64(q.Origin), "terminal": int64(q.Terminal), "inspector": int64(q.Inspector)} {
		if id != 0 {
			query = query.Where(column+" = ?", id)
		}
	}
	if q.Prefix != "" {
		query = query.Where("city >= ? AND city < ?", q.Prefix, q.Prefix+":") // ':' follows '9'
	}
	if len(products) > 0 {
		query = query.Where("product_id IN ?", products)
	}
	if !q.From.IsZero() {
		query = query.Where("opened_at >= ?", q.From)
	}
	if !q.To.IsZero() {
		query = query.Where(s.db.Aside("opened_at", q.From.IsZero() && !counted && sorted != "opened_at")+" < ?", q.To)
	}
	score := s.db.Aside("score", !counted && sorted != "score" || q.aboutFew())
	if q.ScoreFrom > 0 {
		query = query.Where(score+" >= ?", q.ScoreFrom)
	}
	if q.ScoreTo > 0 {
		query = query.Where(score+" <= ?", q.ScoreTo)
	}
	return query
}

// find is a page of a status behind the last row of the page before. The column's bound stands
// by itself, so that an index is entered at it.
func (s store) find(ctx context.Context, q Query, products []model.ProductID, status model.CaseStatus, by order, last model.DiversionCase, limit int) ([]model.DiversionCase, error) {
	column := s.db.Aside(by.column, q.aboutFew())
	direction := ""
	if by.falling {
		direction = " DESC"
	}
	query := s.narrowed(ctx, q, products, status, by.column).Limit(limit).Order(column + direction).Order("id" + direction)
	if last.ID != 0 {
		query = db.Behind(query, column, by.value(last), "id", last.ID, by.falling)
	}
	var cases []model.DiversionCase
	return cases, query.Find(&cases).Error
}

// count counts the cases of a status, up to some.
func (s store) count(ctx context.Context, q Query, products []model.ProductID, status model.CaseStatus, most int) (n int64, err error) {
	some := s.narrowed(ctx, q, products, status, "").Select("id").Limit(most)
	return n, s.db.Conn(ctx).Table("(?) AS counted", some).Count(&n).Error
}

// inspectors steps from each to the next one in the index of cases by inspector.
func (s store) inspectors(ctx context.Context, limit int) (ids []model.PersonID, err error) {
	const steps = `WITH RECURSIVE given (id) AS (
		SELECT * FROM (SELECT inspector FROM diversion_cases WHERE inspector > 0 ORDER BY inspector LIMIT 1) AS head
		UNION ALL
		SELECT (SELECT c.inspector FROM diversion_cases c WHERE c.inspector > given.id ORDER BY c.inspector LIMIT 1) FROM given WHERE given.id IS NOT NULL
	) SELECT id FROM given WHERE id IS NOT NULL LIMIT ?`
	return ids, s.db.Conn(ctx).Raw(steps, limit).Scan(&ids).Error
}

// next is the case that names a case as the one before it.
func (s store) next(ctx context.Context, c model.DiversionCase) (model.CaseID, error) {
	row, err := db.First[model.DiversionCase](s.db.Conn(ctx).Select("id").Where("lot = ? AND previous = ?", c.Lot, c.ID))
	if err != nil || row == nil {
		return 0, err
	}
	return row.ID, nil
}

func (s store) joinedTo(ctx context.Context, id model.CaseID, limit int) ([]model.DiversionCase, error) {
	var cases []model.DiversionCase
	return cases, s.db.Conn(ctx).Where("joined = ?", id).Order("id").Limit(limit).Find(&cases).Error
}

// casesOfItem are those with a flag of a scan of the item that was not withdrawn.
func (s store) casesOfItem(ctx context.Context, item model.ItemID) ([]model.CaseID, error) {
	var ids []model.CaseID
	return ids, s.db.Conn(ctx).Model(&model.DiversionFlag{}).Where("item = ? AND withdrawn = ?", item, false).Distinct().Order("case_id").Pluck("case_id", &ids).Error
}

// penalising is the case that penalises an item; 0 when none does.
func (s store) penalising(ctx context.Context, item model.ItemID) (model.CaseID, error) {
	row, err := db.First[model.PenalisedUnit](s.db.Conn(ctx).Where("item = ?", item))
	if err != nil || row == nil {
		return 0, err
	}
	return row.CaseID, nil
}

// penalisedAmong counts the units that cases have already.
func (s store) penalisedAmong(ctx context.Context, units []model.ItemRange) (total int64, err error) {
	items := make([]model.ItemID, 0, storeChunk)
	count := func() (err error) {
		var n int64
		if len(items) > 0 {
			err = s.db.Conn(ctx).Model(&model.PenalisedUnit{}).Where("item IN ?", items).Count(&n).Error
		}
		total, items = total+n, items[:0]
		return err
	}
	for _, r := range units {
		for i := r.From; i < r.To; i++ {
			if items = append(items, i); len(items) == storeChunk {
				if err := count(); err != nil {
					return total, err
				}
			}
		}
	}
	return total, count()
}
